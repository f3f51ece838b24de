/** Prediction over a real socket and on virtual time: while nothing interferes, client and server agree on every bit of every tick. */
import assert from 'node:assert/strict';
import { Client } from '@colyseus/sdk';
import type { ArenaRoom } from '../../../shared/netcode/seat-parts.ts';
import { arenaOf } from '../../../shared/sim/arena.ts';
import { BODY_FIELDS, type Body, copyBody } from '../../../shared/sim/body.ts';
import { stepPilot } from '../../../shared/sim/pilot.ts';
import type { InputFrame } from '../../../shared/sim/types.ts';
import { aimOfRadians, inputFrameOf, writeInputFrame } from '../../../shared/wire/input.ts';
import { openRoom, PATIENCE_MS, until, useServer } from '../../support/server.ts';
import { Stepper } from '../../support/virtual/stepper.ts';

/** Steers in bends, dashes and fires: everything that the predicted step can do. */
const scripted = (n: number): InputFrame => ({
  mx: (((n >> 4) * 89) % 255) - 127,
  my: (((n >> 3) * 53) % 255) - 127,
  aim: (n * 911) % 65_536,
  buttons: (n % 5 === 0 ? 1 : 0) | (n % 70 === 30 ? 2 : 0),
});

describe('Prediction', () => {
  const server = useServer();

  it('[R8] equals the server at every acknowledged frame, over at least 300 ticks', async () => {
    const { roomId } = await openRoom(server.url, { bots: 0 });
    const room = (await new Client(server.url).joinById(roomId, { name: 'Exact' })) as ArenaRoom;
    room.onMessage('*', () => {});
    await until(() => room.state?.own?.get(room.sessionId)?.alive === true, 'the own pilot');
    const truthOf = (): Body => {
      const own = room.state.own.get(room.sessionId);
      assert.ok(own);
      return { ...copyBody(own), aim: aimOfRadians(own.aim) };
    };
    const input = room.input();
    const predicted: Body[] = [truthOf()];
    let compared = 0;
    room.onStateChange(() => {
      const expected = predicted[input.lastProcessed];
      assert.ok(expected);
      for (const field of BODY_FIELDS)
        assert.equal(truthOf()[field], expected[field], `${field} at frame ${input.lastProcessed}`);
      compared = Math.max(compared, input.lastProcessed);
    });
    const timer = setInterval(() => {
      writeInputFrame(input.data, scripted(predicted.length));
      input.send();
      const body = copyBody(predicted.at(-1) as Body);
      stepPilot(body, inputFrameOf(input.data), arenaOf(room.state.match.arena));
      predicted.push(body);
    }, 1000 / 30);
    await until(() => compared >= 330, '330 acknowledged frames', 2 * PATIENCE_MS);
    clearInterval(timer);
    await room.leave();
  });

  it('of a session corrects nothing while nobody interferes', async () => {
    const stepper = await Stepper.open({ seed: 7 });
    const seat = await stepper.join('Calm', { delayMs: 20, jitterMs: 5 });
    let inputFrames = 0;
    seat.play = () => scripted(inputFrames++);
    await stepper.runUntil(() => stepper.room.world.tick > 330, 20_000);
    assert.equal(seat.session.view.stats().corrections, 0);
    assert.ok(inputFrames > 300, `${inputFrames} frames`);
    await stepper.close();
  });

  it('flies own bolts at once and hands them over to the server without a second one', async () => {
    const stepper = await Stepper.open({ seed: 7 });
    const seat = await stepper.join('Gunner', { delayMs: 30, jitterMs: 5 });
    const keys = new Set<string>();
    let predictedSeen = 0;
    let most = 0;
    seat.play = () => ({ mx: 0, my: 0, aim: 0, buttons: 1 });
    seat.onFrame = (view) => {
      const bolts = view.bolts();
      most = Math.max(most, bolts.length);
      for (const bolt of bolts) {
        keys.add(bolt.id);
        if (bolt.predicted) predictedSeen++;
      }
    };
    await stepper.run(2000);
    assert.ok(predictedSeen > 0, 'no bolt was ever shown before the server knew it');
    assert.ok(keys.size >= 9 && keys.size <= 11, `${keys.size} bolts in two seconds at 5 a second`);
    assert.ok(most <= 7, `${most} bolts at once`);
    await stepper.close();
  });
});
