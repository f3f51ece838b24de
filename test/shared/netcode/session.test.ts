/** What a session does before the server has answered, behind a far link on virtual time. */
import assert from 'node:assert/strict';
import { ALL_ON } from '../../../shared/netcode/badlink/lab.ts';
import { AHEAD_TICKS_MAX } from '../../../shared/netcode/remotes.ts';
import type { SeatView } from '../../../shared/netcode/seat-view.ts';
import { BUTTON, IDLE_INPUT_FRAME, WEAPON } from '../../../shared/sim/types.ts';
import { ticksBehind } from '../../../shared/wire/input.ts';
import { Stepper, type StepperSeat } from '../../support/virtual/stepper.ts';

const ONE_WAY_MS = 80;

describe('A session', () => {
  let stepper: Stepper;
  let seat: StepperSeat;
  let view: SeatView;

  beforeEach(async () => {
    stepper = await Stepper.open({ seed: 9, bots: 0 });
    seat = await stepper.join('Alone', { delayMs: ONE_WAY_MS, jitterMs: 0 });
    view = seat.view;
    await stepper.runUntil(() => view.ready, 2000);
    await stepper.run(2000);
  });

  afterEach(() => stepper.close());

  /** Rail shots of the seat that the server has told of. */
  const railFired = () => seat.room.state.own.get(seat.room.sessionId)?.railFired;

  it('shows own bolts before the server knows of them, and as the same ones after it does', async () => {
    seat.play = () => ({ ...IDLE_INPUT_FRAME, buttons: BUTTON.fire });
    await stepper.runUntil(() => view.bolts().length > 0, ONE_WAY_MS);
    const own = view.own()?.seat;
    assert.deepEqual(
      view.bolts().map(({ owner, kind, predicted }) => ({ owner, kind, predicted })),
      [{ owner: own, kind: WEAPON.pulse, predicted: true }],
    );
    const id = view.bolts()[0]?.id;
    const named = await stepper.runUntil(() => view.bolts().some((bolt) => bolt.id === id && !bolt.predicted), 1000);
    assert.ok(named > ONE_WAY_MS && named < 1000, `named after ${named} ms`);
  });

  it('tells of an own Rail shot at once and once, with its ray', async () => {
    const [pilot] = stepper.room.world.pilots;
    assert.ok(pilot);
    pilot.railShots = 1;
    await stepper.run(300);
    const heard: { seat: number; firedThere: number | undefined; x: number; y: number }[] = [];
    view.on('rail', ({ seat: by, x, y }) => heard.push({ seat: by, firedThere: railFired(), x, y }));
    seat.play = () => ({ ...IDLE_INPUT_FRAME, buttons: BUTTON.fire });
    await stepper.run(1000);
    const { seat: own, x, y } = pilot;
    assert.deepEqual(heard, [{ seat: own, firedThere: 0, x, y }]);
    assert.equal(railFired(), 1);
  });

  it('stamps its frames with the tick that the others are shown at, or as the lab switches it', async () => {
    const near = await stepper.join('Near', { delayMs: 10, jitterMs: 0 });
    /** How many ticks before the newest patch the last frame was stamped. */
    const behindAs = async (switched: object): Promise<number> => {
      near.session.switches = { ...ALL_ON, ...switched };
      await stepper.run(2000);
      return ticksBehind(near.room.input().data.seen, near.room.state.tick);
    };
    const shown = await behindAs({});
    assert.ok(shown > 0.5 && shown < 2.5, `${shown} ticks: one interpolation delay`);
    const newest = await behindAs({ interpolation: false });
    assert.ok(newest === 0 || newest === 1, `${newest} ticks: the newest patch when it was made`);
    const used = await behindAs({ lagCompensation: false });
    assert.ok(used < -0.25 && used > -3, `${used} ticks: when the server will use it`);
  });

  it('[I3] stamps its frames with what is drawn: while no patch comes, never farther ahead than others are shown', async () => {
    seat.pipe.down.stalledUntilMs = stepper.nowMs + 600;
    let most = 0;
    seat.onFrame = () => {
      const ahead = -ticksBehind(seat.room.input().data.seen, view.stats().serverTick);
      most = Math.max(most, ahead);
    };
    await stepper.run(600);
    assert.equal(most, AHEAD_TICKS_MAX);
  });
});
