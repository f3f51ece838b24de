import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Pacer } from '../../../shared/netcode/pacing.ts';
import { TICK_MS } from '../../../shared/sim/tunables.ts';

/** Frames due when rendering happens at the given times. */
const framesAt = (timesMs: readonly number[]): number[] => {
  const pacer = new Pacer();
  return timesMs.map((timeMs) => pacer.due(timeMs));
};
const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

describe('Pacer', () => {
  it('[I1] sends 30 frames a second at 60, 144 and 30 rendered frames a second', () => {
    for (const fps of [60, 144, 30]) {
      const times = Array.from({ length: fps * 10 + 1 }, (_, i) => (i * 1000) / fps);
      assert.ok(Math.abs(sum(framesAt(times)) - 301) <= 1, `${fps} fps`);
    }
  });

  it('keeps the pace under any rhythm of rendering without stalls', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 90, noNaN: true }), { minLength: 1, maxLength: 300 }), (gapsMs) => {
        let nowMs = 0;
        const sent = sum(framesAt([0, ...gapsMs.map((gapMs) => (nowMs += gapMs))]));
        assert.ok(Math.abs(sent - 1 - nowMs / TICK_MS) <= 1);
      }),
    );
  });

  it('[I1] makes up for a hitch of eight frames, and just goes on after a longer stall', () => {
    assert.deepEqual(framesAt([0, 8.5 * TICK_MS]), [1, 8]);
    assert.deepEqual(framesAt([0, 5000, 5001, 5000 + TICK_MS + 1]), [1, 1, 0, 1]);
  });

  it('ignores a clock that runs backwards', () => {
    assert.deepEqual(framesAt([1000, 0, 1]), [1, 0, 0]);
  });
});
