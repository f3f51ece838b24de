/** Bolts against pilots: each flies one tick, and hits or is thrown back by the first pilot that it meets. */
import { arenaOf } from './arena.ts';
import { flyBolt, newPath, type Path, throwBack } from './bolt-flight.ts';
import { sweepCircle } from './collide.ts';
import { hurt } from './damage.ts';
import type { NeighbourGrid } from './grid.ts';
import { snap } from './math.ts';
import { isThrowingBack } from './protection.ts';
import { DASH, PILOT, PULSE } from './tunables.ts';
import type { Bolt, Pilot, SimEvent, World } from './types.ts';

const HIT_RADIUS = PILOT.radius + PULSE.radius;

/** Flies every bolt one tick and settles what it meets. */
export function stepBolts(world: World, pilotGrid: NeighbourGrid, events: SimEvent[]): void {
  const arena = arenaOf(world.arena);
  const path = newPath();
  let kept = 0;
  for (const bolt of world.bolts) {
    const flies = flyBolt(bolt, arena, path);
    const strike = firstStrike(world, pilotGrid, bolt, path);
    if (strike === undefined ? flies && world.tick < bolt.endTick : settle(world, bolt, strike, events)) {
      world.bolts[kept++] = bolt;
    }
  }
  world.bolts.length = kept;
}

/** The pilot that a bolt met, where, and how the bolt flew there: it may bounce off a wall later in the same tick. */
type Strike = { victim: Pilot; x: number; y: number; vx: number; vy: number };

/** @returns the first pilot on the way that the bolt just took */
function firstStrike(world: World, pilotGrid: NeighbourGrid, bolt: Bolt, path: Path): Strike | undefined {
  for (let index = 0; index < path.count; index++) {
    const piece = path.pieces[index] as Path['pieces'][number];
    const { x, y, dx, dy, vx, vy } = piece;
    let victim: Pilot | undefined;
    let firstT = 2;
    const left = (dx < 0 ? x + dx : x) - HIT_RADIUS;
    const top = (dy < 0 ? y + dy : y) - HIT_RADIUS;
    const width = (dx < 0 ? -dx : dx) + 2 * HIT_RADIUS;
    const height = (dy < 0 ? -dy : dy) + 2 * HIT_RADIUS;
    pilotGrid.near(left, top, left + width, top + height, (at) => {
      const pilot = world.pilots[at] as Pilot;
      if (!pilot.alive || pilot.seat === bolt.owner) return;
      const t = sweepCircle(piece, pilot, HIT_RADIUS);
      if (t < 0 || t >= firstT) return;
      victim = pilot;
      firstT = t;
    });
    if (victim !== undefined) return { victim, x: snap(x + dx * firstT), y: snap(y + dy * firstT), vx, vy };
  }
  return undefined;
}

/** @returns whether the bolt flies on */
function settle(world: World, bolt: Bolt, { victim, x, y, vx, vy }: Strike, events: SimEvent[]): boolean {
  if (isThrowingBack(world, victim)) {
    bolt.x = x;
    bolt.y = y;
    bolt.vx = vx;
    bolt.vy = vy;
    throwBack(bolt, victim.seat, world.tick, DASH.reflectSpeedup);
    events.push({ kind: 'reflect', seat: victim.seat, bolt: bolt.id });
    return true;
  }
  hurt(world, victim, { by: bolt.owner, weapon: bolt.kind, damage: PULSE.damage, x, y }, events);
  return false;
}
