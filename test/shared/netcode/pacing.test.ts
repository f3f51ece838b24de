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

  describe('[I1] by what the server says of the queue', () => {
    /** The pace after patches that tell of these frames left, and of a starved tick before each named patch. */
    const paceAfter = (
      queued: readonly number[],
      starvedBefore: readonly number[] = [],
      pacer = new Pacer(),
    ): number => {
      let starvedTicks = 0xfffe; // soon round
      pacer.listen(queued[0] ?? 0, starvedTicks);
      for (const [patch, left] of queued.slice(1).entries()) {
        if (starvedBefore.includes(patch + 1)) starvedTicks = (starvedTicks + 1) & 0xffff;
        pacer.listen(left, starvedTicks);
      }
      return pacer.pace;
    };
    const tenOf = (left: number): number[] => Array.from({ length: 10 }, () => left);

    it('goes 3 % faster after ten patches that saw it empty and starved', () => {
      for (const starvedBefore of [[1], [9], [2, 3, 4]]) assert.equal(paceAfter(tenOf(0), starvedBefore), 1.03);
    });

    it('goes on as it is when it was only empty, or starved between bunches, after which more than one is left', () => {
      assert.equal(paceAfter(tenOf(0)), 1);
      assert.equal(paceAfter([2, 1, 0, 0, 2, 1, 0, 0, 2, 1], [3, 4, 7, 8]), 1);
      assert.equal(paceAfter([1, 0, 0, 1, 0, 0, 1, 0, 0, 1], [2, 5]), 1.03);
    });

    it('goes 3 % slower after ten patches that never saw it empty', () => {
      assert.equal(paceAfter(tenOf(1)), 0.97);
      assert.equal(paceAfter([2, 2, 2, 2, 0, 2, 2, 2, 2, 2]), 1);
    });

    it('changes after ten patches and not before, each ten by themselves', () => {
      const pacer = new Pacer();
      assert.equal(paceAfter(tenOf(2).slice(1), [], pacer), 1);
      pacer.listen(2, 0xfffe);
      assert.equal(pacer.pace, 0.97);
      for (let patch = 0; patch < 9; patch++) pacer.listen(0, 0xfffe);
      assert.equal(pacer.pace, 0.97);
      pacer.listen(0, 0xfffe);
      assert.equal(pacer.pace, 1);
      assert.equal(paceAfter(tenOf(2), [], pacer), 0.97);
    });

    it('begins anew with another connection', () => {
      const pacer = new Pacer();
      paceAfter([...tenOf(2), 0, 0, 0, 0, 0], [12], pacer);
      pacer.restart();
      assert.equal(pacer.pace, 1);
      for (let patch = 0; patch < 9; patch++) pacer.listen(2, 7);
      assert.equal(pacer.pace, 1, 'nine patches of the new one');
      pacer.listen(2, 7);
      assert.equal(pacer.pace, 0.97, 'what starved the old one is forgotten');
    });

    it('sends as many more or fewer frames', () => {
      const framesIn = (pacer: Pacer, seconds: number): number =>
        sum(Array.from({ length: seconds * 60 + 1 }, (_, i) => pacer.due((i * 1000) / 60)));
      const [fast, slow] = [new Pacer(), new Pacer()];
      paceAfter(tenOf(0), [5], fast);
      paceAfter(tenOf(2), [], slow);
      assert.deepEqual(
        [framesIn(fast, 100), framesIn(slow, 100)].map((count) => Math.round(count / 10)),
        [309, 291],
      );
    });
  });
});
