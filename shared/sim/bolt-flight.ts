/** The flight of a bolt: computed alike by the server and by every client that was told where it set out. */
import type { Body } from './body.ts';
import { outsideFace, sweepWalls } from './collide.ts';
import { aimX, aimY, snap } from './math.ts';
import { BOLT_SPEED_MAX, PULSE, TICK_RATE_HZ } from './tunables.ts';
import { type Arena, type Bolt, WEAPON } from './types.ts';

/** The moving part of a bolt. */
export type Flight = Pick<Bolt, 'x' | 'y' | 'vx' | 'vy' | 'bounces'>;

/** A bolt as it leaves the gun of a body that has just fired. It starts at the body's centre, so never behind a wall. */
export function pulseOf(body: Body, owner: number, id: number, tick: number): Bolt {
  const vx = snap(aimX(body.aim) * PULSE.speed);
  const vy = snap(aimY(body.aim) * PULSE.speed);
  return {
    id,
    kind: WEAPON.pulse,
    owner,
    nth: body.fired,
    turn: 0,
    fromTick: tick,
    fromX: body.x,
    fromY: body.y,
    fromVx: vx,
    fromVy: vy,
    fromBounces: PULSE.bounces,
    endTick: tick + PULSE.lifeTicks,
    x: body.x,
    y: body.y,
    vx,
    vy,
    bounces: PULSE.bounces,
  };
}

/** Starts a new leg from where the bolt is: thrown back by a dash, faster, and the dasher's own from now on. */
export function throwBack(bolt: Bolt, owner: number, tick: number, speedup: number): void {
  const speed2 = bolt.vx * bolt.vx + bolt.vy * bolt.vy;
  const limit = BOLT_SPEED_MAX / Math.sqrt(speed2);
  const factor = -(speedup < limit ? speedup : limit);
  bolt.vx = snap(bolt.vx * factor);
  bolt.vy = snap(bolt.vy * factor);
  bolt.owner = owner;
  bolt.kind = WEAPON.reflected;
  bolt.turn = (bolt.turn + 1) & 0xff;
  bolt.bounces = PULSE.bounces;
  bolt.fromTick = tick;
  bolt.fromX = bolt.x;
  bolt.fromY = bolt.y;
  bolt.fromVx = bolt.vx;
  bolt.fromVy = bolt.vy;
  bolt.fromBounces = bolt.bounces;
  bolt.endTick = tick + PULSE.lifeTicks;
}

/** A straight piece of a way: from (x, y) by (dx, dy), at the velocity (vx, vy), which a bounce turns for the next one. */
type Piece = { x: number; y: number; dx: number; dy: number; vx: number; vy: number };

/** The way of one flown tick, for hit tests: the first `count` of the two pieces. Made once, written anew each tick. */
export type Path = { count: number; readonly pieces: readonly [Piece, Piece] };

const newPiece = (): Piece => ({ x: 0, y: 0, dx: 0, dy: 0, vx: 0, vy: 0 });
export const newPath = (): Path => ({ count: 0, pieces: [newPiece(), newPiece()] });

/**
 * Flies one tick, in place.
 * @param path where to write the way that it took, for callers that look what stands on it
 * @returns false when it ends in a wall in this tick
 */
export function flyBolt(flight: Flight, arena: Arena, path?: Path): boolean {
  let share = 1;
  for (let piece = 0; ; piece++) {
    const dx = (flight.vx / TICK_RATE_HZ) * share;
    const dy = (flight.vy / TICK_RATE_HZ) * share;
    const hit = sweepWalls(arena, flight.x, flight.y, dx, dy);
    const t = hit === null ? 1 : hit.t;
    if (path !== undefined) recordPiece(path, piece, flight, dx * t, dy * t);
    if (hit === null) {
      flight.x = snap(flight.x + dx);
      flight.y = snap(flight.y + dy);
      return true;
    }
    bounce(flight, hit.axis, hit.face, dx * t, dy * t);
    if (flight.bounces === 0) return false;
    flight.bounces--;
    if (piece === 1) return true; // a corner: the rest of the way is dropped, for at most one tick
    share *= 1 - t;
  }
}

function recordPiece(path: Path, index: number, flight: Flight, dx: number, dy: number): void {
  const piece = path.pieces[index] as Piece;
  path.count = index + 1;
  piece.x = flight.x;
  piece.y = flight.y;
  piece.dx = dx;
  piece.dy = dy;
  piece.vx = flight.vx;
  piece.vy = flight.vy;
}

/** Puts the bolt on the face that it met, just outside, and turns the velocity around on that axis. */
function bounce(flight: Flight, axis: 'x' | 'y', face: number, dx: number, dy: number): void {
  if (axis === 'x') {
    flight.x = outsideFace(face, flight.vx);
    flight.y = snap(flight.y + dy);
    flight.vx = -flight.vx;
  } else {
    flight.x = snap(flight.x + dx);
    flight.y = outsideFace(face, flight.vy);
    flight.vy = -flight.vy;
  }
}
