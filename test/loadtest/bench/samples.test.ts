/** Measured times and their quantiles. */
import assert from 'node:assert/strict';
import { Samples, timeMs } from '../../../loadtest/bench/samples.ts';

const samplesOf = (...values: readonly number[]): Samples => {
  const samples = new Samples();
  for (const value of values) samples.add(value);
  return samples;
};

describe('samples', () => {
  it('have the smallest value that a share of them does not exceed', () => {
    const samples = samplesOf(40, 9, 100, 20);
    const at = [0, 0.25, 0.26, 0.5, 0.51, 0.75, 0.76, 1].map((share) => samples.quantile(share));
    assert.deepEqual(at, [9, 9, 20, 20, 40, 40, 100, 100]);
  });

  it('have a median and a 99th of 100, whatever order they come in', () => {
    const values = Array.from({ length: 200 }, (_, i) => ((i * 77) % 200) + 1);
    const { median, p99 } = samplesOf(...values);
    assert.deepEqual([median, p99], [100, 198]);
    const one = samplesOf(7);
    assert.deepEqual([one.median, one.p99], [7, 7]);
  });

  it('go on after they were asked', () => {
    const samples = samplesOf(1);
    assert.equal(samples.median, 1);
    samples.add(5);
    samples.add(3);
    assert.equal(samples.median, 3);
  });

  it('have no quantile without a value', () => {
    const { median, p99 } = samplesOf();
    assert.deepEqual([median, p99], [Number.NaN, Number.NaN]);
  });
});

describe('the time that work takes', () => {
  afterEach(() => Reflect.deleteProperty(performance, 'now'));

  it('is that between its start and its end', () => {
    let nowMs = 1000;
    Object.defineProperty(performance, 'now', { value: () => nowMs, configurable: true });
    assert.equal(
      timeMs(() => {
        nowMs += 2.5;
      }),
      2.5,
    );
  });
});
