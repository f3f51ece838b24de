/** A room can be played again from the seed in its log. */
import assert from 'node:assert/strict';
import { hashWorld } from '../../shared/sim/hash.ts';
import { replayRoom } from '../support/virtual/replay.ts';
import { Stepper } from '../support/virtual/stepper.ts';

describe('A replay', () => {
  it('goes the way of the room with its seed, tick by tick, as long as its people stand still', async () => {
    const stepper = await Stepper.open({ seed: 77, bots: 7 });
    const seat = await stepper.join('Ada', { delayMs: 0, jitterMs: 0 });
    seat.frozen = true;
    const { world } = stepper.room;
    await stepper.runUntil(() => world.tick >= 600, 30_000);
    const { tick } = world;
    const replay = (seed: number) => replayRoom({ seed, mode: 'fray', bots: 7, people: 1, ticks: tick });
    assert.deepEqual(replay(77), { tick, hash: hashWorld(world) });
    assert.notEqual(replay(78).hash, hashWorld(world));
    await stepper.close();
  }).timeout(30_000);
});
