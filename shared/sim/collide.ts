/**
 * Bodies and bolts against walls. Invariant: a body on the grid outside all walls stays on the grid outside all walls;
 * wall faces lie on whole units, so resting against one is exact.
 */
import type { Body } from './body.ts';
import { GRID } from './math.ts';
import type { Arena, Place, Wall } from './types.ts';
import { wallsNear } from './walls.ts';

/** @returns whether a box of half-size `half` at (x, y) overlaps a wall (touching is not overlapping) */
export function boxHitsWall(wall: Wall, x: number, y: number, half: number): boolean {
  return x + half > wall.x && x - half < wall.x + wall.width && y + half > wall.y && y - half < wall.y + wall.height;
}

/** @returns whether a box of half-size `half` at (x, y) overlaps any wall of the arena */
export function isBlocked(arena: Arena, x: number, y: number, half: number): boolean {
  for (const wall of wallsNear(arena, x, y, half)) if (boxHitsWall(wall, x, y, half)) return true;
  return false;
}

/** @returns the length of the longer of two axes */
const longer = (dx: number, dy: number): number => Math.max(Math.abs(dx), Math.abs(dy));

/** Moves a body by (dx, dy), one axis after the other, stopping at walls; a stopped axis loses its velocity. */
export function slide(arena: Arena, body: Body, dx: number, dy: number, half: number): void {
  const walls = wallsNear(arena, body.x, body.y, longer(dx, dy) + half);
  body.x += dx;
  for (const wall of walls) {
    if (!boxHitsWall(wall, body.x, body.y, half)) continue;
    body.x = dx > 0 ? wall.x - half : wall.x + wall.width + half;
    body.vx = 0;
  }
  body.y += dy;
  for (const wall of walls) {
    if (!boxHitsWall(wall, body.x, body.y, half)) continue;
    body.y = dy > 0 ? wall.y - half : wall.y + wall.height + half;
    body.vy = 0;
  }
}

/** Where a ray enters its nearest wall: share of the way in [0, 1], and the axis of the face. One instance, reused. */
export type WallHit = { t: number; axis: 'x' | 'y'; face: number };
const nearest: WallHit = { t: 0, axis: 'x', face: 0 };

/** Walls that lie this far beside the way are left out unseen; more than any rounding of the way's ends. */
const ASIDE = 1;

/**
 * Follows a point from (x, y) along (dx, dy).
 * @returns the nearest face that it enters, or null; the object is reused by the next call
 */
export function sweepWalls(arena: Arena, x: number, y: number, dx: number, dy: number): WallHit | null {
  let first = Infinity;
  let entersX = false;
  let face = 0;
  const left = (dx > 0 ? x : x + dx) - ASIDE;
  const right = (dx > 0 ? x + dx : x) + ASIDE;
  const top = (dy > 0 ? y : y + dy) - ASIDE;
  const bottom = (dy > 0 ? y + dy : y) + ASIDE;
  for (const wall of wallsNear(arena, x, y, longer(dx, dy) + ASIDE)) {
    if (wall.x > right || wall.y > bottom || wall.x + wall.width < left || wall.y + wall.height < top) continue;
    const nearX = dx > 0 ? wall.x : wall.x + wall.width;
    const farX = dx > 0 ? wall.x + wall.width : wall.x;
    const nearY = dy > 0 ? wall.y : wall.y + wall.height;
    const farY = dy > 0 ? wall.y + wall.height : wall.y;
    if (dx === 0 && (x <= wall.x || x >= wall.x + wall.width)) continue;
    if (dy === 0 && (y <= wall.y || y >= wall.y + wall.height)) continue;
    const enterX = dx === 0 ? -Infinity : (nearX - x) / dx;
    const enterY = dy === 0 ? -Infinity : (nearY - y) / dy;
    const leaveX = dx === 0 ? Infinity : (farX - x) / dx;
    const leaveY = dy === 0 ? Infinity : (farY - y) / dy;
    const enter = enterX > enterY ? enterX : enterY;
    const leave = leaveX < leaveY ? leaveX : leaveY;
    if (enter < 0 || enter > 1 || enter >= leave) continue;
    if (enter >= first) continue;
    first = enter;
    entersX = enterX > enterY;
    face = entersX ? nearX : nearY;
  }
  if (first === Infinity) return null;
  nearest.t = first;
  nearest.axis = entersX ? 'x' : 'y';
  nearest.face = face;
  return nearest;
}

/** @returns whether a straight line between two points crosses no wall */
export const isClear = (arena: Arena, fromX: number, fromY: number, toX: number, toY: number): boolean =>
  sweepWalls(arena, fromX, fromY, toX - fromX, toY - fromY) === null;

/** @returns the grid coordinate just outside a face that was entered while moving along `direction` */
export const outsideFace = (face: number, direction: number): number =>
  direction > 0 ? face - 1 / GRID : face + 1 / GRID;

/** A straight way from (x, y) by (dx, dy). */
export type Sweep = { x: number; y: number; dx: number; dy: number };

/**
 * A moving point against a circle.
 * @returns the share of the way in [0, 1] at which it first touches, or -1
 */
export function sweepCircle({ x, y, dx, dy }: Sweep, centre: Place, radius: number): number {
  const fromX = x - centre.x;
  const fromY = y - centre.y;
  const gap = fromX * fromX + fromY * fromY - radius * radius;
  if (gap <= 0) return 0;
  const along = fromX * dx + fromY * dy;
  const length2 = dx * dx + dy * dy;
  if (along >= 0 || length2 === 0) return -1;
  const discriminant = along * along - length2 * gap;
  if (discriminant < 0) return -1;
  const t = (-along - Math.sqrt(discriminant)) / length2;
  return t <= 1 ? t : -1;
}
