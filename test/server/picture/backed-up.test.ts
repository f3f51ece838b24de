/** A client that reads too slowly costs the server nothing, and is right again with the first patch that it gets. */
import assert from 'node:assert/strict';
import { Stepper, type StepperSeat } from '../../support/virtual/stepper.ts';

const LINK = { delayMs: 10, jitterMs: 0 };
const SECOND_MS = 1000;

describe('A client whose socket is backed up', () => {
  let stepper: Stepper;
  let [slow, quick]: StepperSeat[] = [];

  beforeEach(async () => {
    stepper = await Stepper.open({ seed: 11, bots: 7 });
    slow = await stepper.join('Slow', LINK);
    quick = await stepper.join('Quick', LINK);
    await stepper.run(SECOND_MS);
  });

  afterEach(() => stepper.close());

  /** As `ws` tells what waits for a client. */
  const wait = ({ pipe }: StepperSeat, bytes: number): void => void Object.assign(pipe.far, { bufferedAmount: bytes });

  it('[S10] is sent no patch meanwhile, and then all that has changed at once', async () => {
    const { pipe, room } = slow as StepperSeat;
    const other = (quick as StepperSeat).room;
    wait(slow as StepperSeat, 8193);
    await stepper.run(100); // what is under way comes in
    const [tick, bytes] = [room.state.tick, pipe.bytesDown];
    await stepper.run(2 * SECOND_MS);
    assert.equal(room.state.tick, tick);
    assert.ok(pipe.bytesDown < bytes + 1000, `messages alone: ${pipe.bytesDown - bytes} bytes`);
    assert.ok(other.state.tick > tick + 55, 'the other one plays on');
    wait(slow as StepperSeat, 8192);
    await stepper.run(50);
    const { world } = stepper.room;
    assert.ok(room.state.tick >= world.tick - 1);
    assert.deepEqual(room.state.roster.toJSON(), other.state.roster.toJSON());
    for (const { seat, life, hp } of world.pilots) {
      const shown = [...room.state.players.values()].find((player) => player.seat === seat);
      if (shown !== undefined && room.state.tick === world.tick) assert.deepEqual([shown.life, shown.hp], [life, hp]);
    }
  });
});
