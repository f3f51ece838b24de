/** The generator's own measurements. */
import assert from 'node:assert/strict';
import { GeneratorWatch, Latencies, merged } from '../../loadtest/measure.ts';

function latenciesOf(...values: number[]): Latencies {
  const latencies = new Latencies();
  for (const value of values) latencies.record(value);
  return latencies;
}

const within = (actual: number, expected: number, share: number) =>
  assert.ok(Math.abs(actual - expected) <= expected * share, `${actual} instead of ${expected}`);

describe('latencies', () => {
  it('keep every value to within one percent, from a tenth of a millisecond to a minute', () => {
    for (const ms of [0.1, 1, 33.4, 250, 4000, 59_000]) within(latenciesOf(ms).percentile(50), ms, 0.01);
  });

  it('give percentiles of all that was recorded', () => {
    const summary = latenciesOf(...Array.from({ length: 100 }, (_, i) => i + 1)).summary();
    assert.equal(summary.samples, 100);
    within(summary.p50, 50, 0.01);
    within(summary.p90, 90, 0.01);
    within(summary.p99, 99, 0.01);
    within(summary.max, 100, 0.01);
  });

  it('of several players merge into one distribution, not a mean of percentiles', () => {
    const fast = latenciesOf(...Array(99).fill(10));
    const slow = latenciesOf(...Array(1).fill(500));
    const all = merged([fast, slow]);
    within(all.percentile(50), 10, 0.01);
    within(all.percentile(100), 500, 0.01);
    assert.equal(all.summary().samples, 100);
    assert.equal(fast.summary().samples, 99, 'merging leaves its parts alone');
  });

  it('are 0 when there are none, and bounded when a clock goes mad', () => {
    assert.deepEqual(new Latencies().summary(), { samples: 0, p50: 0, p90: 0, p99: 0, max: 0 });
    within(latenciesOf(1e12).percentile(99), 60_000, 0.01);
    assert.equal(latenciesOf(-5).percentile(99), 0);
  });
});

describe('the watch over the generator', () => {
  it('notices that the event loop was blocked, and the processor busy', async () => {
    const watch = new GeneratorWatch();
    watch.start();
    await new Promise((resolve) => setTimeout(resolve, 30));
    const endMs = performance.now() + 120;
    while (performance.now() < endMs);
    await new Promise((resolve) => setTimeout(resolve, 30));
    const { loopDelayMs, cpuCores } = watch.stop();
    assert.ok(loopDelayMs.max >= 100, `max ${loopDelayMs.max}`);
    assert.ok(cpuCores > 0);
  });
});
