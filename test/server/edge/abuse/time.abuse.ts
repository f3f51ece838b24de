/** Clocks that jump and a process that stands still (row AB, promise 8). */
import assert from 'node:assert/strict';
import { reserveSeat, takeSeat } from '../../../support/raw/seat.ts';
import { AttackSetup, freshAddress, patchesPerSecond, sleep, tell } from './attack-setup.ts';

const STEP_MS = 20_000;
const WATCH_MS = 3000;
/** The rate is back within 0.2 s; what is measured begins then. */
const BACK_MS = 200;

describe('abuse: clock steps and stalls', () => {
  let setup: AttackSetup;
  before(async () => {
    setup = await AttackSetup.set();
    await setup.calm();
  });
  after(() => setup.strike());

  for (const [what, shiftMs] of [
    ['back by 20 s', -STEP_MS],
    ['right again', 0],
    ['ahead by 20 s', STEP_MS],
    ['right once more', 0],
  ] as const) {
    it(`row AB, promise 8: a wall clock that is set ${what} costs no tick, and people still join`, async () => {
      await setup.during(async () => {
        await setup.server.ask({ kind: 'clock', shiftMs });
        const from = freshAddress();
        const ticket = await reserveSeat(setup.url, `joinById/${setup.roomId}`, {}, from);
        const raw = await takeSeat(setup.server, { ticket, from });
        await sleep(WATCH_MS);
        assert.equal(raw.ended, false);
        raw.destroy();
      });
    });
  }

  for (const seconds of [1, 5, 15]) {
    it(`promise 8: after a stall of ${seconds} s the rate is back within 0.2 s, and nobody is cut`, async () => {
      const calm = Math.min(30, patchesPerSecond(await setup.calm()));
      const idle = await setup.seat();
      await setup.server.ask({ kind: 'stall', ms: seconds * 1000 }, seconds * 1000 + 10_000);
      await sleep(BACK_MS);
      await setup.mark();
      await sleep(WATCH_MS);
      const after = await setup.mark();
      tell(
        `${patchesPerSecond(after).toFixed(1)} patches/s after it, ${calm.toFixed(1)} at rest; gap ${after.gapMsMax.toFixed(0)} ms`,
      );
      assert.deepEqual(after.troubles, []);
      assert.ok(Math.min(...after.patches) >= (((calm * 29) / 30) * after.elapsedMs) / 1000 - 3);
      idle.destroy();
    });
  }
});
