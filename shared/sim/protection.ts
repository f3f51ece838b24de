/**
 * What protects a pilot, on the world's time. The body counts its shield and its dash in input frames, so that its owner can
 * predict them; a seat that sends fewer frames, or bunches them, would stretch or cut them. So each also ends by the tick in
 * which it would end with a frame a tick.
 */
import { DASH, PILOT } from './tunables.ts';
import type { Pilot, World } from './types.ts';

/** Whether damage passes this pilot by. */
export const isShielded = (world: World, pilot: Pilot): boolean =>
  pilot.shieldTicks > 0 && world.tick - pilot.spawnTick <= PILOT.spawnShieldTicks;

/** Whether bolts are thrown back by this pilot: for DASH.reflectTicks from the start of its dash, no more and no fewer. */
export const isThrowingBack = (world: World, pilot: Pilot): boolean => world.tick - pilot.dashTick <= DASH.reflectTicks;

/** Whether others pass through: for as long as a dash lasts. */
export const isDashing = (world: World, pilot: Pilot): boolean =>
  pilot.dashTicks > 0 && world.tick - pilot.dashTick <= DASH.ticks;
