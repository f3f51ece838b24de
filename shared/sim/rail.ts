/**
 * The Rail: a ray that hits at once, judged where its shooter saw the others. Two sides of fairness: the shooter hits what
 * was aimed at, up to 400 ms back; the victim is safe once it has been behind cover for 100 ms on its own screen.
 */

import type { Body } from './body.ts';
import { isClear, sweepCircle, sweepWalls } from './collide.ts';
import { hurt } from './damage.ts';
import { aimX, aimY, snap } from './math.ts';
import { pointAt } from './trail.ts';
import { PILOT, RAIL } from './tunables.ts';
import {
  type Arena,
  type Evidence,
  NOBODY,
  type Pilot,
  type Place,
  type SimEvent,
  WEAPON,
  type World,
} from './types.ts';

/** The ray of a body's gun up to the first wall: the whole way, and the share of it that is free. */
function rayOf(body: Body, arena: Arena): { dx: number; dy: number; reach: number } {
  const dx = aimX(body.aim) * RAIL.range;
  const dy = aimY(body.aim) * RAIL.range;
  return { dx, dy, reach: sweepWalls(arena, body.x, body.y, dx, dy)?.t ?? 1 };
}

/** The ray as the shooter's own screen shows it at once: whom it hits is for the server to say. */
export function railRay(body: Body, arena: Arena): { x: number; y: number; toX: number; toY: number } {
  const { dx, dy, reach } = rayOf(body, arena);
  return { x: body.x, y: body.y, toX: snap(body.x + dx * reach), toY: snap(body.y + dy * reach) };
}

/** Fires along the shooter's aim. @param seenTick what the shooter saw; undefined = all pilots as they are */
export function fireRail(
  world: World,
  arena: Arena,
  shooter: Pilot,
  seenTick: number | undefined,
  events: SimEvent[],
): void {
  const { dx, dy, reach } = rayOf(shooter, arena);
  const rewindTicks = rewindOf(world, seenTick);
  let first: { victim: Pilot; t: number; evidence: Evidence } | undefined;
  let spared: { seat: number; t: number } | undefined;
  const ray = { x: shooter.x, y: shooter.y, dx: dx * reach, dy: dy * reach };
  const meets = (place: Place): number => sweepCircle(ray, place, PILOT.radius) * reach;
  for (const victim of world.pilots) {
    if (!victim.alive || victim.seat === shooter.seat) continue;
    const seen = placeAt(world, victim, rewindTicks);
    if (seen === undefined) continue;
    const t = meets(seen);
    if (t < 0 || (first !== undefined && t >= first.t)) continue;
    // A victim that the ray meets where it really is stands in the open, even if only its rim shows.
    if (meets(victim) < 0 && isSafe(world, arena, shooter, victim)) {
      if (spared === undefined || t < spared.t) spared = { seat: victim.seat, t };
    } else {
      const evidence = { rewindTicks, seenX: snap(seen.x), seenY: snap(seen.y), nowX: victim.x, nowY: victim.y };
      first = { victim, t, evidence };
    }
  }
  const sparedSeat = spared !== undefined && (first === undefined || spared.t < first.t) ? spared.seat : NOBODY;
  const toX = snap(shooter.x + dx * (first?.t ?? reach));
  const toY = snap(shooter.y + dy * (first?.t ?? reach));
  events.push({ kind: 'rail', seat: shooter.seat, x: shooter.x, y: shooter.y, toX, toY, spared: sparedSeat });
  if (first === undefined) return;
  const { victim, evidence } = first;
  hurt(world, victim, { by: shooter.seat, weapon: WEAPON.rail, damage: RAIL.damage, x: toX, y: toY, evidence }, events);
}

function rewindOf(world: World, seenTick: number | undefined): number {
  if (seenTick === undefined) return 0;
  const ticks = world.tick - seenTick;
  return ticks < 0 ? 0 : ticks > RAIL.rewindTicksMax ? RAIL.rewindTicksMax : ticks;
}

/** Where a pilot was, between the ends of two ticks; undefined if it was dead, away or in another life then. */
function placeAt(world: World, pilot: Pilot, rewindTicks: number): Place | undefined {
  if (rewindTicks === 0) return pilot;
  const time = world.tick - rewindTicks;
  const before = pointAt(pilot, Math.floor(time));
  if (before === undefined) return undefined;
  const after = pointAt(pilot, Math.floor(time) + 1) ?? pilot;
  const share = time - Math.floor(time);
  return { x: before.x + (after.x - before.x) * share, y: before.y + (after.y - before.y) * share };
}

/**
 * The cover rule. The victim saw itself reach cover when it sent the frame that took it there: `uplinkTicks` before the
 * server knew. Counted from then, more than RAIL.coverTicks are enough.
 */
function isSafe(world: World, arena: Arena, shooter: Pilot, victim: Pilot): boolean {
  const hidden = (place: Place): boolean => !isClear(arena, shooter.x, shooter.y, place.x, place.y);
  if (!hidden(victim)) return false;
  let coverTicks = victim.uplinkTicks;
  for (let tick = world.tick - 1; coverTicks <= RAIL.coverTicks; tick--) {
    const point = pointAt(victim, tick);
    if (point === undefined || !hidden(point)) return false;
    coverTicks++;
  }
  return true;
}
