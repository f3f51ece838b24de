/** Shots off a wall: bolts bounce once, so a target behind a corner is hit by aiming at its mirror image in a face. */
import { isClear, outsideFace, type Sweep, sweepWalls, type WallHit } from '../sim/collide.ts';
import { aimOf } from '../sim/math.ts';
import type { Arena, Place, Wall } from '../sim/types.ts';

/** Longest way of such a shot: beyond it the target has moved on. */
const WAY_MAX_U = 800;

/** @returns the aim whose bolt reaches (toX, toY) after one bounce, on the shortest such way; -1 when there is none */
export function bankAim(arena: Arena, x: number, y: number, toX: number, toY: number): number {
  let best = -1;
  let bestWay2 = WAY_MAX_U * WAY_MAX_U;
  for (const wall of arena.walls) {
    for (const { axis, face } of facesTowards(wall, x, y)) {
      const dx = (axis === 'x' ? 2 * face - toX : toX) - x;
      const dy = (axis === 'y' ? 2 * face - toY : toY) - y;
      const way2 = dx * dx + dy * dy;
      if (way2 >= bestWay2 || !bouncesTo(arena, { x, y, dx, dy }, { axis, face }, { x: toX, y: toY })) continue;
      best = aimOf(dx, dy);
      bestWay2 = way2;
    }
  }
  return best;
}

type Face = Pick<WallHit, 'axis' | 'face'>;

/** The faces of a wall that can be seen from (x, y). */
function facesTowards(wall: Wall, x: number, y: number): Face[] {
  const faces: Face[] = [];
  if (x < wall.x) faces.push({ axis: 'x', face: wall.x });
  else if (x > wall.x + wall.width) faces.push({ axis: 'x', face: wall.x + wall.width });
  if (y < wall.y) faces.push({ axis: 'y', face: wall.y });
  else if (y > wall.y + wall.height) faces.push({ axis: 'y', face: wall.y + wall.height });
  return faces;
}

/** Whether a bolt that flies this way first meets this face of a wall, and from there a place with nothing in between. */
function bouncesTo(arena: Arena, { x, y, dx, dy }: Sweep, { axis, face }: Face, to: Place): boolean {
  const hit = sweepWalls(arena, x, y, dx, dy);
  if (hit === null || hit.axis !== axis || hit.face !== face) return false;
  const hitX = axis === 'x' ? outsideFace(face, dx) : x + dx * hit.t;
  const hitY = axis === 'y' ? outsideFace(face, dy) : y + dy * hit.t;
  return isClear(arena, hitX, hitY, to.x, to.y);
}
