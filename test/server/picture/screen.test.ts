/** What shape a screen has decides what its player is shown. */
import assert from 'node:assert/strict';
import type { Pilot } from '../../../shared/sim/types.ts';
import { Stepper, type StepperSeat } from '../../support/virtual/stepper.ts';

/** Outside of a wide screen with its margin, inside of an upright one. */
const ABOVE_U = 600;

describe('The shape of a screen', () => {
  let stepper: Stepper;
  let seat: StepperSeat;

  beforeEach(async () => {
    stepper = await Stepper.open({ seed: 5, bots: 1 });
    seat = await stepper.join('Upright', { delayMs: 20, jitterMs: 0 });
    stepper.onGrain = () => {
      const [bot, own] = stepper.room.world.pilots as [Pilot, Pilot];
      Object.assign(own, { x: 1200, y: 1200, alive: true, hp: 100 });
      Object.assign(bot, { x: 1200, y: 1200 - ABOVE_U, alive: true, hp: 100 });
    };
    await stepper.run(1000);
  });

  afterEach(() => stepper.close());

  const sees = (): boolean => seat.view.remotes().length > 0;

  it('[Q3] [S8] brings those above into view on an upright phone, and lets them go when it is turned', async () => {
    assert.equal(sees(), false);
    seat.session.setAspect(390 / 844);
    await stepper.run(500);
    assert.equal(sees(), true);
    seat.session.setAspect(844 / 390);
    await stepper.run(500);
    assert.equal(sees(), false);
  });

  it('[Q3] is told after a return as well, and four times a second at most', async () => {
    await stepper.cutAndReturn(seat);
    await stepper.run(1000);
    const before = seat.pipe.bytesUp;
    for (let n = 0; n < 60; n++) {
      seat.session.setAspect(0.5 + n / 100);
      await stepper.run(16);
    }
    await stepper.run(300);
    assert.equal(sees(), true);
    const each = 9 + 'screenaspect'.length + 4;
    const inputBytes = (1400 / 33) * 12;
    assert.ok(seat.pipe.bytesUp - before < inputBytes + 6 * each + 200, `${seat.pipe.bytesUp - before} bytes`);
  });

  it('[Q3] cuts a client that tells nonsense', async () => {
    let code = 0;
    seat.room.reconnection.enabled = false;
    seat.room.onLeave((left) => {
      code = left;
    });
    seat.room.send('screen', { aspect: -1 });
    await stepper.run(1000);
    assert.equal(code, 4002);
  });
});
