/** Reading /metrics: the format, and percentiles of what happened between two scrapes. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createNetServer } from 'node:net';
import { parseMetrics, percentileBetween, scrape, sumOf } from '../../../loadtest/measure/scrape.ts';
import { ServerSpan } from '../../../loadtest/measure/server-figures.ts';

/** A histogram with bounds 1, 2 and 4 ms in Prometheus text; counts are cumulative, as there. */
const histogram = (upTo1: number, upTo2: number, upTo4: number, all: number): string =>
  [
    '# HELP sparkfray_tick_seconds Wall time of one tick',
    '# TYPE sparkfray_tick_seconds histogram',
    `sparkfray_tick_seconds_bucket{le="0.001"} ${upTo1}`,
    `sparkfray_tick_seconds_bucket{le="0.002"} ${upTo2}`,
    `sparkfray_tick_seconds_bucket{le="0.004"} ${upTo4}`,
    `sparkfray_tick_seconds_bucket{le="+Inf"} ${all}`,
    `sparkfray_tick_seconds_sum 0.5`,
    `sparkfray_tick_seconds_count ${all}`,
  ].join('\n');

const percentile = (before: string, after: string, share: number): number =>
  percentileBetween(parseMetrics(before), parseMetrics(after), 'sparkfray_tick_seconds', share);

const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} instead of ${expected}`);

describe('Prometheus text', () => {
  it('is read with and without labels, escapes, exponents and time stamps', () => {
    const scraped = parseMetrics(
      [
        'plain 3',
        'labelled{a="x",b="y, \\"z\\" }"} 1.5e3 1700000000000',
        'labelled{a="other"} 1',
        'endless{le="+Inf"} +Inf',
        '',
        '# a comment 7',
        '!! not a sample',
      ].join('\n'),
    );
    assert.deepEqual([...scraped.keys()], ['plain', 'labelled', 'endless']);
    assert.deepEqual(scraped.get('labelled')?.[0], { labels: { a: 'x', b: 'y, "z" }' }, value: 1500 });
    assert.equal(scraped.get('endless')?.[0]?.value, Infinity);
  });

  it('adds up samples of one name, of those with a label when one is asked for', () => {
    const scraped = parseMetrics('bytes{direction="in"} 10\nbytes{direction="out"} 32');
    assert.equal(sumOf(scraped, 'bytes'), 42);
    assert.equal(sumOf(scraped, 'bytes', { direction: 'out' }), 32);
    assert.equal(sumOf(scraped, 'nothing'), 0);
  });
});

describe('a percentile between two scrapes', () => {
  it('lies inside its bucket in proportion: 50 of 100 up to 1 ms, 40 more up to 2 ms', () => {
    const after = histogram(50, 90, 100, 100);
    near(percentile('', after, 0.25), 0.0005);
    near(percentile('', after, 0.5), 0.001);
    near(percentile('', after, 0.7), 0.0015);
    near(percentile('', after, 0.95), 0.003);
  });

  it('leaves out what was counted before', () => {
    near(percentile(histogram(1000, 1000, 1000, 1000), histogram(1000, 1000, 1010, 1010), 0.5), 0.003);
  });

  it('is the largest bound when it lies beyond, and 0 when nothing was counted', () => {
    near(percentile('', histogram(0, 0, 1, 100), 0.99), 0.004);
    assert.equal(percentile(histogram(5, 5, 5, 5), histogram(5, 5, 5, 5), 0.99), 0);
    assert.equal(percentile('', '', 0.5), 0);
  });

  it('adds up the buckets of several label sets', () => {
    const text =
      'h_bucket{room="a",le="1"} 1\nh_bucket{room="a",le="+Inf"} 1\nh_bucket{room="b",le="1"} 3\nh_bucket{room="b",le="+Inf"} 3';
    near(percentileBetween(parseMetrics(''), parseMetrics(text), 'h', 0.5), 0.5);
  });
});

describe('the server’s figures', () => {
  const reading = (seconds: number, more = ''): string =>
    [
      `sparkfray_bytes_total{direction="out"} ${1000 + 500 * seconds}`,
      `sparkfray_dropped_ticks_total ${4 + seconds}`,
      `sparkfray_tick_part_seconds_total{part="play"} ${0.1 * seconds}`,
      `sparkfray_tick_part_seconds_total{part="send"} ${0.3 * seconds}`,
      `process_cpu_seconds_total ${20 + 0.5 * seconds}`,
      `process_resident_memory_bytes ${100e6 + 1e6 * seconds}`,
      `sparkfray_rooms 3`,
      histogram(10 * seconds, 10 * seconds, 10 * seconds, 10 * seconds),
      more,
    ].join('\n');

  const figuresOf = (first: string, ...then: string[]) => {
    const span = new ServerSpan({ scraped: parseMetrics(first), atSeconds: 0 });
    for (const [index, text] of then.entries()) span.add({ scraped: parseMetrics(text), atSeconds: index + 1 });
    return span.figures();
  };

  it('are growth per second for processor and traffic, growth for ticks, shares for parts, the present for rooms', () => {
    const figures = figuresOf(reading(0), reading(1), reading(2));
    near(figures['server.out'] as number, 500);
    near(figures.cores as number, 0.5);
    near(figures.encode as number, 75);
    near(figures.rss as number, 102);
    near(figures['rss.growth'] as number, 0);
    assert.equal(figures.dropped, 2);
    assert.equal(figures['server.rooms'], 3);
    assert.equal(figures['tick.count'], 20);
    near(figures['tick.p50'] as number, 0.5);
    near(figures['tick.p90'] as number, 0.9);
  });

  it('take the longest tick of all readings, but not of the time before the span', () => {
    const longest = (seconds: number) => `sparkfray_tick_seconds_max ${seconds}`;
    const figures = figuresOf(reading(0, longest(9)), reading(1, longest(0.02)), reading(2, longest(0.01)));
    near(figures['tick.max'] as number, 20);
  });

  it('tell how late ticks begin: percentiles, and the latest of all readings', () => {
    const late = (seconds: number, latest: number) =>
      reading(
        seconds,
        `${histogram(0, 8 * seconds, 10 * seconds, 10 * seconds)}\nsparkfray_tick_seconds_max ${latest}`,
      );
    const asLateness = (text: string) => text.replaceAll('sparkfray_tick_seconds', 'sparkfray_tick_lateness_seconds');
    const figures = figuresOf(asLateness(late(0, 0.4)), asLateness(late(1, 0.003)), asLateness(late(2, 0.0035)));
    near(figures['late.p50'] as number, 1);
    near(figures['late.p90'] as number, 2);
    near(figures['late.max'] as number, 3.5);
    assert.equal(figures['late.count'], 40);
    assert.equal(figures['tick.p50'], undefined);
  });

  it('count memory from the middle on: what a process needs at first is not what it loses', () => {
    const rss = (mb: number) => `process_resident_memory_bytes ${mb * 1e6}`;
    const growing = [100, 150, 200, 210, 220, 222, 224, 226, 228, 230].map(rss);
    near(figuresOf(rss(50), ...growing)['rss.growth'] as number, 8);
    near(figuresOf(rss(50), rss(90), rss(90))['rss.growth'] as number, 0);
    assert.equal(figuresOf(rss(50), rss(90))['rss.growth'], undefined);
  });

  it('tell the event loop’s delay without the period of the timer that measures it', () => {
    const lag = (p99: number, max: number) =>
      `nodejs_eventloop_lag_min_seconds 0.01\nnodejs_eventloop_lag_p99_seconds ${p99}\nnodejs_eventloop_lag_max_seconds ${max}`;
    const figures = figuresOf(reading(0), reading(1, lag(0.012, 0.015)), reading(2, lag(0.014, 0.06)));
    near(figures['loop.p99'] as number, 3);
    near(figures['loop.max'] as number, 50);
  });

  it('are rates over the time between the readings, however long a missed one makes it', () => {
    const span = new ServerSpan();
    span.add({ scraped: parseMetrics(reading(0)), atSeconds: 3 });
    span.add({ scraped: parseMetrics(reading(4)), atSeconds: 7 });
    near(span.figures()['server.out'] as number, 500);
  });

  it('keep a bounded number of readings, evenly thinned', () => {
    const span = new ServerSpan();
    for (let at = 0; at < 20_000; at++)
      span.add({ scraped: parseMetrics(`process_resident_memory_bytes ${at}`), atSeconds: at });
    const growth = (span.figures()['rss.growth'] as number) * 1e6;
    assert.ok(Math.abs(growth - 8000) < 100, `${growth}`);
  });

  it('begin again when the server does', () => {
    const figures = figuresOf(reading(50), reading(1));
    near(figures['server.out'] as number, 1500);
    assert.equal(figures['tick.count'], 10);
  });

  it('are absent, never 0, where the server shows nothing', () => {
    assert.deepEqual(figuresOf('nothing 1', 'nothing 2'), {});
    assert.deepEqual(new ServerSpan(undefined).figures(), {});
    const { dropped, ...rest } = figuresOf('sparkfray_dropped_ticks_total 1', 'sparkfray_dropped_ticks_total 1');
    assert.equal(dropped, 0);
    assert.deepEqual(rest, {});
  });
});

describe('a reading', () => {
  it('is missing, not an error, when there is no /metrics', async () => {
    const server = createServer((_request, response) => response.writeHead(404).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const none = { scraped: undefined };
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    assert.deepEqual(await scrape(url), { ...none, answering: 'answers' });
    server.close();
    assert.deepEqual(await scrape('http://127.0.0.1:1'), { ...none, answering: 'refuses' });
  });

  it('is missing where the server takes the connection and says nothing', async () => {
    const server = createNetServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { answering } = await scrape(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 50);
    assert.equal(answering, 'silent');
    server.close();
  });
});
