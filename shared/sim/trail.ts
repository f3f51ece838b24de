/** Where every pilot was at the end of the last ticks: what lag compensation looks up. Plain data, part of the world. */
import { RAIL } from './tunables.ts';
import type { Pilot, TrailPoint, World } from './types.ts';

/** Points kept per pilot: the longest rewind, and both ends of an interpolated tick. */
const TRAIL_POINTS = RAIL.rewindTicksMax + 2;

/** A trail without any past: no one saw this pilot before it came. */
export const emptyTrail = (): TrailPoint[] =>
  Array.from({ length: TRAIL_POINTS }, () => ({ tick: -1, x: 0, y: 0, life: 0, alive: false }));

/** Notes where every pilot is at the end of this tick. */
export function recordTrails(world: World): void {
  const slot = world.tick % TRAIL_POINTS;
  for (const { trail, x, y, life, alive } of world.pilots) {
    const point = trail[slot] as TrailPoint;
    point.tick = world.tick;
    point.x = x;
    point.y = y;
    point.life = life;
    point.alive = alive;
  }
}

/** @returns where the pilot was at the end of a tick; undefined if it was dead, away or in another life then */
export function pointAt(pilot: Pilot, tick: number): TrailPoint | undefined {
  const point = pilot.trail[tick % TRAIL_POINTS];
  return point !== undefined && point.tick === tick && point.life === pilot.life && point.alive ? point : undefined;
}
