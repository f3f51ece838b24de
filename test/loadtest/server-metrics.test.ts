/** Reading /metrics: the format, and percentiles of what happened between two scrapes. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { figuresBetween, parseMetrics, percentileBetween, scrape, sumOf } from '../../loadtest/server-metrics.ts';

/** A histogram with bounds 1, 2 and 4 ms in Prometheus text; counts are cumulative, as there. */
const histogram = (upTo1: number, upTo2: number, upTo4: number, all: number): string =>
  [
    '# HELP sparkfray_tick_seconds CPU time of one tick',
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
  it('are growth per second for traffic, growth for ticks, and the present for rooms', () => {
    const text = (bytes: number, dropped: number, rooms: number) =>
      `sparkfray_bytes_total{direction="out"} ${bytes}\nsparkfray_dropped_ticks_total ${dropped}\nsparkfray_rooms ${rooms}\n`;
    const before = parseMetrics(text(1000, 4, 1) + histogram(0, 0, 0, 0));
    const after = parseMetrics(text(6000, 7, 3) + histogram(100, 100, 100, 100));
    assert.deepEqual(figuresBetween(before, after, 10), {
      tickMs: { ticks: 100, p50: 0.5, p99: 0.99 },
      rooms: 3,
      players: 0,
      bots: 0,
      droppedTicks: 3,
      bytesInPerSecond: 0,
      bytesOutPerSecond: 500,
    });
  });

  it('are missing, not an error, when there is no /metrics', async () => {
    const server = createServer((_request, response) => response.writeHead(404).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    assert.equal(await scrape(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), undefined);
    server.close();
    assert.equal(await scrape('http://127.0.0.1:1'), undefined);
  });
});
