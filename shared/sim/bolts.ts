/** Bolts against pilots: hits, reflections, damage, death. */
import { arenaOf } from './arena.ts';
import { flyBolt, lastPath, throwBack } from './bolt-flight.ts';
import { sweepCircle } from './collide.ts';
import type { NeighbourGrid } from './grid.ts';
import { snap } from './math.ts';
import { isReflecting } from './pilot.ts';
import { burst } from './sparks.ts';
import { DASH, PILOT, PULSE, SCORE } from './tunables.ts';
import { type Bolt, type Evidence, PHASE, type Pilot, type SimEvent, type World } from './types.ts';
import { findPilot } from './world.ts';

const HIT_RADIUS = PILOT.radius + PULSE.radius;

/** Flies every bolt one tick and settles what it meets. */
export function stepBolts(world: World, pilotGrid: NeighbourGrid, events: SimEvent[]): void {
  const arena = arenaOf(world.arena);
  let kept = 0;
  for (const bolt of world.bolts) {
    const flies = flyBolt(bolt, arena);
    const struck = firstStruck(world, pilotGrid, bolt);
    if (struck === undefined ? flies && world.tick < bolt.endTick : strike(world, bolt, struck, events)) {
      world.bolts[kept++] = bolt;
    }
  }
  world.bolts.length = kept;
}

/** Where the bolt met a pilot, and how it flew there: it may have bounced off a wall later in the same tick. */
const struckAt = { x: 0, y: 0, vx: 0, vy: 0 };

/** @returns the first pilot on the way that the bolt just took; where it was met is left in struckAt */
function firstStruck(world: World, pilotGrid: NeighbourGrid, bolt: Bolt): Pilot | undefined {
  for (let piece = 0; piece < lastPath.pieces; piece++) {
    const x = lastPath.x[piece] as number;
    const y = lastPath.y[piece] as number;
    const dx = lastPath.dx[piece] as number;
    const dy = lastPath.dy[piece] as number;
    let first: Pilot | undefined;
    let firstT = 2;
    const left = (dx < 0 ? x + dx : x) - HIT_RADIUS;
    const top = (dy < 0 ? y + dy : y) - HIT_RADIUS;
    const width = (dx < 0 ? -dx : dx) + 2 * HIT_RADIUS;
    const height = (dy < 0 ? -dy : dy) + 2 * HIT_RADIUS;
    pilotGrid.near(left, top, left + width, top + height, (index) => {
      const pilot = world.pilots[index] as Pilot;
      if (!pilot.alive || pilot.seat === bolt.owner) return;
      const t = sweepCircle(x, y, dx, dy, pilot.x, pilot.y, HIT_RADIUS);
      if (t < 0 || t >= firstT) return;
      first = pilot;
      firstT = t;
    });
    if (first !== undefined) {
      struckAt.x = snap(x + dx * firstT);
      struckAt.y = snap(y + dy * firstT);
      struckAt.vx = lastPath.vx[piece] as number;
      struckAt.vy = lastPath.vy[piece] as number;
      return first;
    }
  }
  return undefined;
}

/** @returns whether the bolt flies on */
function strike(world: World, bolt: Bolt, victim: Pilot, events: SimEvent[]): boolean {
  if (isReflecting(victim)) {
    bolt.x = struckAt.x;
    bolt.y = struckAt.y;
    bolt.vx = struckAt.vx;
    bolt.vy = struckAt.vy;
    throwBack(bolt, victim.seat, world.tick, DASH.reflectSpeedup);
    events.push({ kind: 'reflect', seat: victim.seat, bolt: bolt.id });
    return true;
  }
  const { x, y } = struckAt;
  hurt(world, victim, { by: bolt.owner, weapon: bolt.kind, damage: PULSE.damage, x, y }, events);
  return false;
}

/** One blow: who strikes, with what, how hard, where; how a Rail hit was judged. */
export type Blow = { by: number; weapon: number; damage: number; x: number; y: number; evidence?: Evidence };

/** Takes the damage off the victim, and kills it if that was all it had. */
export function hurt(world: World, victim: Pilot, blow: Blow, events: SimEvent[]): void {
  const damage = damageTo(world, victim, blow.damage);
  events.push({ ...blow, kind: 'hit', victim: victim.seat, damage });
  if (damage === 0) return;
  victim.hp -= damage;
  victim.hurtTick = world.tick;
  if (victim.hp === 0) kill(world, victim, blow, events);
}

/** Nobody is hurt under a spawn shield, nor outside the play phase. */
function damageTo(world: World, victim: Pilot, damage: number): number {
  if (victim.shieldTicks > 0 || world.match.phase !== PHASE.play) return 0;
  return victim.hp < damage ? victim.hp : damage;
}

function kill(world: World, victim: Pilot, { by, weapon }: Blow, events: SimEvent[]): void {
  const leader = world.match.leader === victim.seat;
  const points = SCORE.kill + (leader ? SCORE.leaderBonus : 0);
  const killer = findPilot(world, by);
  if (killer !== undefined) {
    killer.kills++;
    killer.killPoints += points;
  }
  victim.alive = false;
  victim.vx = 0;
  victim.vy = 0;
  victim.dashTicks = 0;
  victim.chargeTicks = 0;
  victim.railShots = 0;
  victim.deaths++;
  victim.killedBy = by;
  victim.killedWith = weapon;
  victim.respawnTick = world.tick + PILOT.respawnTicks;
  burst(world, victim);
  events.push({ kind: 'kill', by, victim: victim.seat, weapon, points, leader });
}
