/** What the server believes of a stamp: as far back as its own measure of the round trip allows, at most 12 ticks (400 ms). */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { judgeStamp, uplinkTicksOf } from '../../../server/rooms/rewind.ts';
import { RAIL } from '../../../shared/sim/tunables.ts';
import { stampOf } from '../../../shared/wire/input.ts';

const TICK_MS = 1000 / 30;
/** Ticks around which 16 bits of eighths go round, and far ones. */
const TICKS = [600, 8190, 8191, 8192, 8193, 16_384, 123_456, 2 ** 31, 0xffff_ffff];

/** How far back a stamp that claims to be `back` ticks old is judged. */
function judgedBack(back: number, rttMs: number, tick = 1000): { back: number; clamped: boolean } {
  const { seenTick, clamped } = judgeStamp(stampOf(tick - back), tick, rttMs);
  return { back: tick - seenTick, clamped };
}

describe('an honest stamp', () => {
  it('passes as it is at round trips of 0 to 300 ms, as long as it is at most 12 ticks old', () => {
    for (let rttMs = 0; rttMs <= 300; rttMs++) {
      // The view is at least one patch old (42 ms with what it waits for), and the frame is used with the next tick: 0 to 33
      // ms, in a queue of none or one. Until the client has measured its link, the view is 66 ms old.
      for (const viewMs of [42, 66]) {
        for (const waitMs of [0, 10, TICK_MS, 2 * TICK_MS]) {
          if (viewMs + waitMs > 121) continue; // the oldest seen on simulated links: see rewind.ts
          const back = Math.floor(((rttMs + viewMs + waitMs) / TICK_MS) * 8) / 8;
          if (back > RAIL.rewindTicksMax) continue; // the client shows the others a little ahead instead
          assert.deepEqual(judgedBack(back, rttMs), { back, clamped: false }, `${rttMs} + ${viewMs} + ${waitMs} ms`);
        }
      }
    }
  });

  it('passes at any tick, also where its 16 bits go round', () => {
    for (const tick of TICKS) {
      for (let eighths = 0; eighths <= 96; eighths++) {
        assert.deepEqual(judgedBack(eighths / 8, 200, tick), { back: eighths / 8, clamped: false }, `tick ${tick}`);
      }
    }
  });
});

describe('a back-dated stamp', () => {
  it('[I3] is clamped to 300 ms more than the round trip that was measured: 9 ticks at 0 ms, 10 at 34 ms', () => {
    // (0 + 300) / 33.3 = 9; (20 + 300) / 33.3 = 9.6, in eighths 9.5; (34 + 300) / 33.3 = 10.02, in eighths 10
    for (const [rttMs, limit] of [
      [0, 9],
      [20, 9.5],
      [34, 10],
      [50, 10.5],
      [100, 12],
      [200, 12],
      [5000, 12],
    ] as const) {
      assert.deepEqual(judgedBack(limit, rttMs), { back: limit, clamped: false }, `${rttMs} ms`);
      for (const back of [limit + 1 / 8, limit + 1, 30, 4000]) {
        assert.deepEqual(judgedBack(back, rttMs), { back: limit, clamped: true }, `${back} ticks at ${rttMs} ms`);
      }
    }
  });

  it('is clamped alike at any tick', () => {
    for (const tick of TICKS) assert.deepEqual(judgedBack(13, 200, tick), { back: 12, clamped: true }, `tick ${tick}`);
  });
});

describe('a stamp from the future', () => {
  it('[I3] means the present; up to 8 ticks it may be an honest mistake, beyond that it is counted', () => {
    for (const tick of TICKS) {
      for (const [ahead, clamped] of [
        [1 / 8, false],
        [1, false],
        [8, false],
        [8 + 1 / 8, true],
        [9, true],
        [4000, true],
      ] as const) {
        assert.deepEqual(judgedBack(-ahead, 100, tick), { back: 0, clamped }, `${ahead} ahead of ${tick}`);
      }
    }
  });
});

describe('any stamp at all', () => {
  it('[I3] leads to no look farther back than 12 ticks, nor into the future, and is passed on only if it was not clamped', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 0xffff }),
        fc.integer({ min: 0, max: 0xffff_ffff }),
        fc.double({ min: 0, max: 10_000, noNaN: true }),
        (stamp, tick, rttMs) => {
          const { seenTick, clamped } = judgeStamp(stamp, tick, rttMs);
          const back = tick - seenTick;
          assert.ok(back >= 0 && back <= RAIL.rewindTicksMax, `${back}`);
          assert.ok(Number.isInteger(seenTick * 8), `${seenTick}`);
          if (!clamped && back > 0) assert.equal(stampOf(seenTick), stamp);
        },
      ),
      { numRuns: 5000 },
    );
  });
});

describe('the way of a frame', () => {
  it('is half the round trip to the nearest tick, and a tick for each frame that waits in the queue', () => {
    for (const [rttMs, queued, ticks] of [
      [0, 0, 0],
      [33, 0, 0],
      [34, 0, 1], // 17 of 33.3 ms
      [66, 0, 1],
      [100, 0, 2], // 1.5
      [200, 0, 3],
      [200, 1, 4],
      [0, 2, 2],
      [100, 1, 3],
    ] as const) {
      assert.equal(uplinkTicksOf(rttMs, queued), ticks, `${rttMs} ms, ${queued} queued`);
    }
  });
});
