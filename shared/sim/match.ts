/** The flow of a match: warm-up, play, podium, and the next one in the next arena. */
import { arenaOf } from './arena.ts';
import { isAside, stepAside } from './aside.ts';
import { modeOf } from './modes/modes.ts';
import { layPads } from './pads.ts';
import { clearFloor, seedWholeFloor } from './sparks.ts';
import { ENDLESS_TICK, PHASE, type Phase, type Pilot, type SimEvent, WEAPON, type World } from './types.ts';
import { scoreOf, spawnPilot } from './world.ts';

/** Moves the match on when its phase is over, and names the leader. */
export function stepMatch(world: World, events: SimEvent[]): void {
  const { match } = world;
  if (match.phase === PHASE.play) match.leader = leaderOf(world);
  if (world.tick < match.endTick) return;
  const mode = modeOf(world.mode);
  if (match.phase === PHASE.warmup) enter(world, PHASE.play, mode.playTicks, events);
  else if (match.phase === PHASE.play) {
    world.bolts = [];
    enter(world, PHASE.podium, mode.podiumTicks, events);
  } else startNext(world, events);
}

function enter(world: World, phase: Phase, ticks: number, events: SimEvent[]): void {
  world.match.phase = phase;
  world.match.endTick = Math.min(ENDLESS_TICK, world.tick + ticks);
  events.push({ kind: 'phase', phase });
}

/** All pilots start again from nothing, in the mode's next arena. */
function startNext(world: World, events: SimEvent[]): void {
  const { arenas, warmupTicks } = modeOf(world.mode);
  world.match.number++;
  world.match.leader = 0;
  world.arena = arenas[(arenas.indexOf(world.arena) + 1) % arenas.length] as string;
  world.bolts = [];
  for (const pilot of world.pilots) {
    world.sparksLost += pilot.sparks;
    resetStanding(pilot);
    pilot.alive = false;
  }
  clearFloor(world);
  seedWholeFloor(world);
  layPads(world, arenaOf(world.arena));
  for (const pilot of world.pilots) placeAnew(world, pilot, events);
  enter(world, PHASE.warmup, warmupTicks, events);
}

/** Who is aside waits in the new arena. */
function placeAnew(world: World, pilot: Pilot, events: SimEvent[]): void {
  const waits = isAside(pilot);
  spawnPilot(world, pilot);
  if (waits) stepAside(world, pilot);
  else events.push({ kind: 'spawn', seat: pilot.seat });
}

function resetStanding(pilot: Pilot): void {
  pilot.hp = 0;
  pilot.kills = 0;
  pilot.deaths = 0;
  pilot.killPoints = 0;
  pilot.sparks = 0;
  pilot.killedBy = 0;
  pilot.killedWith = WEAPON.none;
}

/** The seat with the highest score above nothing that is not aside; a tie keeps the one that led, a fresh tie has no leader. */
function leaderOf(world: World): number {
  let best = 0;
  let leader = 0;
  for (const pilot of world.pilots) {
    if (isAside(pilot)) continue;
    const score = scoreOf(pilot);
    if (score > best) {
      best = score;
      leader = pilot.seat;
    } else if (score === best && best > 0)
      leader = pilot.seat === world.match.leader ? pilot.seat : tied(world, leader);
  }
  return leader;
}

const tied = (world: World, leader: number): number => (leader === world.match.leader ? leader : 0);
