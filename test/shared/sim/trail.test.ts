/** Trails by example: where a pilot was at the end of each of the last 14 ticks (12 of rewind, both ends of a tick). */
import assert from 'node:assert/strict';
import { emptyTrail, pointAt } from '../../../shared/sim/trail.ts';
import type { TrailPoint } from '../../../shared/sim/types.ts';
import { spawnPilot } from '../../../shared/sim/world.ts';
import { inputFrame, LANE, placePilot, quietWorld, tick, ticks } from '../../support/worlds.ts';

const placeOf = (point: TrailPoint | undefined): number[] | undefined => point && [point.x, point.y];

describe('a trail', () => {
  it('knows where its pilot was at the end of each of the last 14 ticks, and nothing older', () => {
    const world = quietWorld();
    const pilot = placePilot(world, 1, LANE.x, LANE.y);
    const places = new Map<number, number[]>();
    for (let i = 0; i < 30; i++) {
      tick(world, { 1: inputFrame({ mx: 127, my: -30 }) });
      places.set(world.tick, [pilot.x, pilot.y]);
      for (let back = 0; back < Math.min(14, i + 1); back++) {
        assert.deepEqual(placeOf(pointAt(pilot, world.tick - back)), places.get(world.tick - back), `${back} back`);
      }
      assert.equal(pointAt(pilot, world.tick - 14), undefined);
    }
  });

  it('knows nothing of the time before its pilot came, nor of the future', () => {
    const world = quietWorld();
    ticks(world, 20);
    const pilot = placePilot(world, 1, LANE.x, LANE.y);
    assert.equal(pointAt(pilot, world.tick), undefined);
    tick(world);
    assert.deepEqual(placeOf(pointAt(pilot, world.tick)), [LANE.x, LANE.y]);
    assert.equal(pointAt(pilot, world.tick - 1), undefined);
    assert.equal(pointAt(pilot, world.tick + 1), undefined);
  });

  it('has no ticks before the first: neither 0 nor negative ones', () => {
    const world = quietWorld();
    const pilot = placePilot(world, 1, LANE.x, LANE.y);
    assert.deepEqual(pilot.trail, emptyTrail());
    for (const past of [0, -1, -13, -14]) assert.equal(pointAt(pilot, past), undefined, `tick ${past}`);
  });

  it('does not tell of another life, nor of the time of death', () => {
    const world = quietWorld();
    const pilot = placePilot(world, 1, LANE.x, LANE.y);
    ticks(world, 3);
    Object.assign(pilot, { alive: false, hp: 0, respawnTick: world.tick + 3 });
    ticks(world, 2);
    const died = world.tick;
    assert.equal(pointAt(pilot, died), undefined);
    assert.deepEqual(placeOf(pointAt(pilot, died - 2)), [LANE.x, LANE.y], 'alive then, in this life');
    tick(world); // it spawns
    for (const past of [died - 2, died]) assert.equal(pointAt(pilot, past), undefined);
    assert.deepEqual(placeOf(pointAt(pilot, died + 1)), [pilot.x, pilot.y]);
  });

  it('starts over when a life follows a life without a death in between', () => {
    const world = quietWorld();
    const pilot = placePilot(world, 1, LANE.x, LANE.y);
    ticks(world, 3);
    spawnPilot(world, pilot);
    assert.equal(pointAt(pilot, world.tick), undefined);
  });
});
