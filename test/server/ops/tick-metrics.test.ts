/** What operators and load tests read of the ticks, with the time handed in. */
import assert from 'node:assert/strict';
import { Registry } from 'prom-client';
import { createMetrics } from '../../../server/ops/metrics.ts';
import { RecentMax } from '../../../server/ops/recent-max.ts';
import { createTickMetrics, TickWatch } from '../../../server/ops/tick-metrics.ts';

describe('the largest recent value', () => {
  it('is 0 before there is any', () => {
    assert.equal(new RecentMax(2000).max(123_456), 0);
  });

  it('counts for at least the window and at most a slot longer, however often it is looked at', () => {
    for (const notedMs of [0, 100, 249, 250, 9999]) {
      const recent = new RecentMax(2000);
      recent.note(7, notedMs);
      for (let laterMs = 0; laterMs <= 2000; laterMs += 50) {
        assert.equal(recent.max(notedMs + laterMs), 7, `${laterMs} ms after ${notedMs}`);
      }
      assert.equal(recent.max(notedMs + 2251), 0, `long after ${notedMs}`);
    }
  });

  it('gives way to a smaller one when it is old', () => {
    const recent = new RecentMax(2000);
    recent.note(9, 0);
    recent.note(3, 1500);
    assert.equal(recent.max(1900), 9);
    assert.equal(recent.max(3000), 3);
  });

  it('is forgotten after a long silence', () => {
    const recent = new RecentMax(2000);
    recent.note(9, 1000);
    assert.equal(recent.max(1_000_000), 0);
    recent.note(2, 1_000_010);
    assert.equal(recent.max(1_000_020), 2);
  });
});

describe('the watch of a room', () => {
  function watchAt(): { watch: TickWatch; at: (nowMs: number) => TickWatch; text: () => Promise<string> } {
    let nowMs = 0;
    const registry = new Registry();
    const watch = new TickWatch(createTickMetrics(registry), () => nowMs);
    const at = (ms: number): TickWatch => {
      nowMs = ms;
      return watch;
    };
    return { watch, at, text: () => registry.metrics() };
  }

  it('splits the time of a tick into its parts', async () => {
    const { at, text } = watchAt();
    at(1000).start(0);
    at(1002).lap('play');
    at(1003).lap('publish');
    at(1007).lap('send');
    assert.equal(at(1007.5).stop(), 7);
    const metrics = await text();
    for (const [part, seconds] of [
      ['play', 0.002],
      ['publish', 0.001],
      ['send', 0.004],
    ] as const) {
      assert.ok(metrics.includes(`sparkfray_tick_part_seconds_total{part="${part}"} ${seconds}`), metrics);
    }
    assert.match(metrics, /^sparkfray_tick_seconds_sum 0\.007$/mu);
  });

  it('tells how late ticks begin, and the latest of the last moments', async () => {
    const { at, text } = watchAt();
    at(performance.now()).start(1.5);
    at(performance.now()).start(12);
    const metrics = await text();
    assert.match(metrics, /^sparkfray_tick_lateness_seconds_count 2$/mu);
    assert.match(metrics, /^sparkfray_tick_lateness_seconds_sum 0\.0135$/mu);
    assert.match(metrics, /^sparkfray_tick_lateness_seconds_bucket\{le="0\.0017"\} 1$/mu);
    assert.match(metrics, /^sparkfray_tick_lateness_seconds_max 0\.012$/mu);
  });
});

describe('the metrics of a server', () => {
  it('are all there from the start, those of the process too', async () => {
    const metrics = await createMetrics().registry.metrics();
    for (const name of [
      'sparkfray_tick_seconds_bucket{le="0.0333"}',
      'sparkfray_tick_seconds_max',
      'sparkfray_tick_part_seconds_total{part="send"}',
      'sparkfray_tick_lateness_seconds_bucket{le="0.002"}',
      'process_cpu_seconds_total',
      'process_resident_memory_bytes',
      'nodejs_eventloop_lag_p99_seconds',
      'nodejs_eventloop_lag_max_seconds',
    ]) {
      assert.ok(metrics.includes(`\n${name} `), name);
    }
  });
});
