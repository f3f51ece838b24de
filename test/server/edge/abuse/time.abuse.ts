/** Clocks that jump and a process that stands still (row AB, promise 8). */
import assert from 'node:assert/strict';
import { reserveSeat, takeSeat } from '../../../support/raw/seat.ts';
import { freshAddress, patchesPerSecond, Stage, sleep, tell } from './attack-setup.ts';

const STEP_MS = 20_000;
const WATCH_MS = 3000;
/** The rate is back within 0.2 s; what is measured begins then. */
const BACK_MS = 200;

describe('abuse: clock steps and stalls', () => {
  let stage: Stage;
  before(async () => {
    stage = await Stage.set();
    await stage.calm();
  });
  after(() => stage.strike());

  for (const [what, shiftMs] of [
    ['back by 20 s', -STEP_MS],
    ['right again', 0],
    ['ahead by 20 s', STEP_MS],
    ['right once more', 0],
  ] as const) {
    it(`row AB, promise 8: a wall clock that is set ${what} costs no tick, and people still join`, async () => {
      await stage.during(async () => {
        await stage.server.ask({ kind: 'clock', shiftMs });
        const from = freshAddress();
        const ticket = await reserveSeat(stage.url, `joinById/${stage.roomId}`, {}, from);
        const raw = await takeSeat(stage.server, { ticket, from });
        await sleep(WATCH_MS);
        assert.equal(raw.ended, false);
        raw.destroy();
      });
    });
  }

  for (const seconds of [1, 5, 15]) {
    it(`promise 8: after a stall of ${seconds} s the rate is back within 0.2 s, and nobody is cut`, async () => {
      const calm = Math.min(30, patchesPerSecond(await stage.calm()));
      const idle = await stage.seat();
      await stage.server.ask({ kind: 'stall', ms: seconds * 1000 }, seconds * 1000 + 10_000);
      await sleep(BACK_MS);
      await stage.mark();
      await sleep(WATCH_MS);
      const after = await stage.mark();
      tell(
        `${patchesPerSecond(after).toFixed(1)} patches/s after it, ${calm.toFixed(1)} at rest; gap ${after.gapMsMax.toFixed(0)} ms`,
      );
      assert.deepEqual(after.troubles, []);
      assert.ok(Math.min(...after.patches) >= (((calm * 29) / 30) * after.elapsedMs) / 1000 - 3);
      idle.destroy();
    });
  }
});
