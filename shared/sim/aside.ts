/**
 * A pilot aside: out of the fight until its player plays again. It is as a dead one is (nothing hits it, aims at it, gives it
 * anything or gets points from it), but with the health that it has, and its wait has no end.
 *
 * Nothing is gained by it: it loses what it carries and cannot lead, comes back far from enemies as the dead do, but without
 * their shield and without more health than it would have had.
 */
import { ENDLESS_TICK, NOBODY, type Pilot, WEAPON, type World } from './types.ts';

export const isAside = ({ alive, respawnTick }: Pick<Pilot, 'alive' | 'respawnTick'>): boolean =>
  !alive && respawnTick === ENDLESS_TICK;

/** Takes a living pilot out of the fight. What it carries is lost: nobody gets it. The dead wait for their next life. */
export function stepAside(world: World, pilot: Pilot): void {
  if (!pilot.alive) return;
  world.sparksLost += pilot.sparks;
  pilot.sparks = 0;
  pilot.alive = false;
  pilot.vx = 0;
  pilot.vy = 0;
  pilot.dashTicks = 0;
  pilot.chargeTicks = 0;
  pilot.railShots = 0;
  pilot.shieldTicks = 0;
  pilot.respawnTick = ENDLESS_TICK;
  pilot.killedBy = NOBODY;
  pilot.killedWith = WEAPON.none;
  if (world.match.leader === pilot.seat) world.match.leader = NOBODY;
}

/** Its player plays again: it returns with the next step. */
export function comeBack(world: World, pilot: Pilot): void {
  if (!isAside(pilot)) return;
  pilot.shieldsNextSpawn = false;
  pilot.respawnTick = world.tick;
}
