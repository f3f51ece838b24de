/** What protects a pilot, to the tick: each protection also ends by the world's time, however few frames its seat sends. */
import assert from 'node:assert/strict';
import { isDashing, isShielded, isThrowingBack } from '../../../shared/sim/protection.ts';
import { DASH, PILOT } from '../../../shared/sim/tunables.ts';
import type { Pilot, World } from '../../../shared/sim/types.ts';
import { LANE, placePilot, quietWorld } from '../../support/worlds.ts';

/** A pilot as it is `ticksAgo` after its spawn and the start of its dash, with so many steps of each left. */
function pilotAt(ticksAgo: number, left: Pick<Pilot, 'shieldTicks' | 'dashTicks'>): [world: World, pilot: Pilot] {
  const world = quietWorld();
  world.tick = 1000;
  const pilot = placePilot(world, 1, LANE.x, LANE.y);
  return [world, Object.assign(pilot, left, { spawnTick: 1000 - ticksAgo, dashTick: 1000 - ticksAgo })];
}

describe('Protections', () => {
  it('[G10] the shield holds while it has steps left, for 45 ticks at most', () => {
    const holds = (shieldTicks: number, ticksAgo: number) =>
      isShielded(...pilotAt(ticksAgo, { shieldTicks, dashTicks: 0 }));
    assert.deepEqual([holds(1, 0), holds(1, 45), holds(45, 45)], [true, true, true]);
    assert.deepEqual([holds(0, 0), holds(1, 46), holds(45, 46)], [false, false, false]);
    assert.equal(PILOT.spawnShieldTicks, 45);
  });

  it('[G4] others pass through a dash while it has steps left, for five ticks at most', () => {
    const passes = (dashTicks: number, ticksAgo: number) =>
      isDashing(...pilotAt(ticksAgo, { shieldTicks: 0, dashTicks }));
    assert.deepEqual([passes(1, 0), passes(1, DASH.ticks), passes(DASH.ticks, DASH.ticks)], [true, true, true]);
    assert.deepEqual([passes(0, 0), passes(1, DASH.ticks + 1)], [false, false]);
    assert.equal(DASH.ticks, 5);
  });

  it('[G7] a dash throws back for four ticks from its start, whatever steps it has left', () => {
    for (const dashTicks of [0, 1, DASH.ticks]) {
      const throws = [0, 1, 4, 5].map((ago) => isThrowingBack(...pilotAt(ago, { shieldTicks: 0, dashTicks })));
      assert.deepEqual(throws, [true, true, true, false]);
    }
  });
});
