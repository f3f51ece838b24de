/** Metrics of a real server: what it is and allows, that counters begin at 0, and what people have of it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createMetrics } from '../../../server/ops/metrics.ts';
import { countMatch } from '../../../server/ops/play-metrics.ts';
import { PHASE } from '../../../shared/sim/types.ts';
import { PROTOCOL_VERSION } from '../../../shared/wire/protocol.ts';
import { openRoom, PATIENCE_MS, sleep, TestSeat, useServer } from '../../support/server.ts';

describe('/metrics', () => {
  const server = useServer({ ROOMS_MAX: '7', JOINS_BURST: '61' });
  const textOf = async (): Promise<string> => (await fetch(`${server.url}/metrics`)).text();
  const numberOf = (text: string, series: string): number =>
    Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`${series} `))
        ?.slice(series.length),
    );

  it('[T21] [T22] says what the server is, and each limit as it is configured, but no secret, seed or place', async () => {
    const { version, dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      version: string;
      dependencies: Record<string, string>;
    };
    const text = await textOf();
    const labels = `version="${version}",protocol="${PROTOCOL_VERSION}",colyseus="${dependencies['@colyseus/core']}",node="${process.versions.node}"`;
    assert.equal(numberOf(text, `sparkfray_build_info{${labels}}`), 1);
    const limit = (name: string): number => numberOf(text, `sparkfray_limit{name="${name}"}`);
    assert.deepEqual(
      ['ROOMS_MAX', 'JOINS_BURST', 'JOINS_PER_SECOND', 'BUFFERED_BYTES_MAX', 'SILENCE_MS_MAX'].map(limit),
      [7, 61, 10, 262_144, 10_000],
    );
    for (const name of ['PORT', 'SEED', 'OPERATOR_TOKEN']) assert.ok(!text.includes(`name="${name}"`), name);
  });

  it('has every counter from the start, at 0, so that rates have a beginning', async () => {
    const { registry } = createMetrics();
    for (const metric of await registry.getMetricsAsJSON()) {
      if (!metric.name.startsWith('sparkfray_') || String(metric.type) !== 'counter') continue;
      // Those of refusals and internal errors are begun by who counts them, and tested there.
      if (/_(refusals|internal_errors)_total$/u.test(metric.name)) continue;
      assert.ok(metric.values.length > 0, metric.name);
      assert.ok(
        metric.values.every(({ value }) => value === 0),
        metric.name,
      );
    }
    const text = await textOf();
    for (const series of ['sparkfray_joins_total{event="joined"}', 'sparkfray_refusals_total{reason="silent"}'])
      assert.equal(numberOf(text, series), 0, series);
    assert.equal(numberOf(text, 'sparkfray_http_requests_total{status="429"}'), 0);
  });

  it('[T23] [T24] has the round trips of players, and matches by mode as they begin and end', async () => {
    const { roomId } = await openRoom(server.url);
    const seat = new TestSeat(server.url, 'Ada');
    await seat.join({ kind: 'room', roomId });
    const begun = 'sparkfray_matches_total{mode="fray",event="begun"}';
    let text = '';
    const isTold = (): boolean =>
      numberOf(text, begun) === 1 && numberOf(text, 'sparkfray_round_trip_seconds_count') >= 3;
    for (const endMs = performance.now() + PATIENCE_MS; !isTold() && performance.now() < endMs; await sleep(50))
      text = await textOf();
    assert.ok(isTold(), 'a match and round trips');
    const [count, sum] = ['count', 'sum'].map((end) => numberOf(text, `sparkfray_round_trip_seconds_${end}`));
    assert.ok((sum as number) / (count as number) < 1, `${sum} s in ${count}`);
    assert.equal(numberOf(text, 'sparkfray_matches_total{mode="fray",event="ended"}'), 0);
    await seat.leave();
  });
});

describe('A match', () => {
  it('begins with play and ends with the podium; the warm-up is neither', async () => {
    const metrics = createMetrics();
    for (const phase of [PHASE.warmup, PHASE.play, PHASE.podium, PHASE.warmup, PHASE.play])
      countMatch(metrics, 'fray', phase);
    const counted = (await metrics.matches.get()).values.filter(({ value }) => value > 0);
    assert.deepEqual(
      counted.map(({ labels, value }) => [labels.mode, labels.event, value]),
      [
        ['fray', 'begun', 2],
        ['fray', 'ended', 1],
      ],
    );
  });
});
