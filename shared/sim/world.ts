/** Making worlds, and seating pilots in them between steps. */

import { arenaOf } from './arena.ts';
import { newBody } from './body.ts';
import { isClear } from './collide.ts';
import { modeOf } from './modes/modes.ts';
import { randomInt } from './rng.ts';
import { dropSparks } from './sparks.ts';
import { emptyTrail } from './trail.ts';
import { DASH, PILOT } from './tunables.ts';
import { type Arena, NOBODY, PHASE, type Pilot, type Place, WEAPON, type World } from './types.ts';

/**
 * @param seed any whole number: the same seed and input frames give the same world, tick by tick
 * @param firstArena where the first match is played; by itself, the seed draws one of the mode's
 */
export function createWorld(mode: string, seed: number, firstArena?: string): World {
  const { arenas, warmupTicks } = modeOf(mode);
  const arena = firstArena ?? (arenas[(seed >>> 0) % arenas.length] as string);
  return {
    tick: 0,
    rng: seed >>> 0,
    mode,
    arena,
    nextId: 1,
    match: { number: 1, phase: PHASE.warmup, endTick: warmupTicks, leader: 0 },
    pilots: [],
    bolts: [],
    sparks: [],
    pads: [],
    sparksMade: 0,
    sparksLost: 0,
  };
}

/** How a new pilot comes into the world. */
export type Arrival = {
  /** Number of its person, 0 = not known: see Pilot. */
  identity?: number;
  /** It waits until this tick, as it would have after dying. */
  respawnTick?: number;
  /** False: no spawn shield for a player who has just left. */
  shielded?: boolean;
};

/** Seats a new pilot. @param seat a number that was never used in this world @returns its pilot */
export function addPilot(world: World, seat: number, arrival: Arrival = {}): Pilot {
  const { identity = 0, respawnTick = 0, shielded = true } = arrival;
  if (seat < 1 || findPilot(world, seat) !== undefined) throw new Error(`seat ${seat} is not free`);
  const pilot: Pilot = {
    ...newBody(),
    seat,
    hp: 0,
    hurtTick: 0,
    hurtBy: NOBODY,
    hurtWith: WEAPON.none,
    spawnTick: 0,
    dashTick: -DASH.cooldownTicks,
    shieldsNextSpawn: shielded,
    identity,
    respawnTick,
    killedBy: NOBODY,
    killedWith: WEAPON.none,
    kills: 0,
    deaths: 0,
    uplinkTicks: 0,
    trail: emptyTrail(),
    killPoints: 0,
    sparks: 0,
  };
  if (respawnTick <= world.tick) spawnPilot(world, pilot);
  world.pilots.push(pilot);
  return pilot;
}

/** Takes a pilot out of the world; the sparks that it carried stay on the floor. */
export function removePilot(world: World, seat: number): void {
  const index = world.pilots.findIndex((pilot) => pilot.seat === seat);
  const pilot = world.pilots[index];
  if (pilot === undefined) return;
  dropSparks(world, pilot, pilot.sparks);
  world.pilots.splice(index, 1);
  world.bolts = world.bolts.filter((bolt) => bolt.owner !== seat);
  if (world.match.leader === seat) world.match.leader = 0;
}

export const findPilot = (world: World, seat: number): Pilot | undefined =>
  world.pilots.find((pilot) => pilot.seat === seat);

/** Points of a pilot: kills, and the sparks that it carries. */
export const scoreOf = (pilot: Pick<Pilot, 'killPoints' | 'sparks'>): number => pilot.killPoints + pilot.sparks;

/** Puts a pilot, new or dead, back into the fight where enemies are farthest. */
export function spawnPilot(world: World, pilot: Pilot): void {
  const place = chooseSpawn(world, pilot);
  pilot.x = place.x;
  pilot.y = place.y;
  pilot.vx = 0;
  pilot.vy = 0;
  pilot.alive = true;
  pilot.life = (pilot.life + 1) & 0xffff;
  pilot.dashTicks = 0;
  pilot.dashCooldownTicks = 0;
  pilot.fireCooldownTicks = 0;
  pilot.railShots = 0;
  pilot.chargeTicks = 0;
  pilot.shieldTicks = pilot.shieldsNextSpawn ? PILOT.spawnShieldTicks : 0;
  pilot.shieldsNextSpawn = true;
  pilot.spawnTick = world.tick;
  if (pilot.hp === 0) pilot.hp = PILOT.hpMax; // who was aside has what it had
  pilot.hurtTick = world.tick;
  pilot.hurtBy = NOBODY;
  pilot.respawnTick = 0;
}

/** Best of a few random spots: the one whose nearest enemy is farthest; an enemy in plain sight counts as nearer. */
function chooseSpawn(world: World, pilot: Pilot): Place {
  const arena = arenaOf(world.arena);
  let best = arena.spawns[0] as Place;
  let bestDistance = -1;
  for (let i = 0; i < PILOT.spawnCandidates; i++) {
    const spot = arena.spawns[randomInt(world, arena.spawns.length)] as Place;
    const distance = enemyDistance2(world, arena, pilot, spot);
    if (distance > bestDistance) {
      best = spot;
      bestDistance = distance;
    }
  }
  return best;
}

/** An enemy out of sight counts as twice as far away. */
const HIDDEN_FACTOR2 = 4;

/** Squared distance of the nearest enemy as felt. Sight is looked along from the nearest on, only as long as it matters. */
function enemyDistance2(world: World, arena: Arena, pilot: Pilot, spot: Place): number {
  let nearest2 = Infinity;
  for (const enemy of world.pilots) {
    if (!enemy.alive || enemy.seat === pilot.seat) continue;
    const distance2 = distance2Of(enemy, spot);
    if (distance2 < nearest2) nearest2 = distance2;
  }
  const limit2 = nearest2 * HIDDEN_FACTOR2; // the nearest itself is felt no farther
  const close = world.pilots.filter(
    (enemy) => enemy.alive && enemy.seat !== pilot.seat && distance2Of(enemy, spot) < limit2,
  );
  close.sort((a, b) => distance2Of(a, spot) - distance2Of(b, spot));
  const seen = close.find((enemy) => isClear(arena, spot.x, spot.y, enemy.x, enemy.y));
  return seen === undefined ? limit2 : distance2Of(seen, spot);
}

function distance2Of(from: Place, to: Place): number {
  const dx = from.x - to.x;
  const dy = from.y - to.y;
  return dx * dx + dy * dy;
}
