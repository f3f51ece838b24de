/**
 * One tick of the whole game. Time is the tick number; nothing here knows a clock.
 *
 * Order: bolts fly and strike, pilots use their input frames and fire, the dead return, pilots are pushed apart, sparks
 * move, pads arm, trails are noted, the match goes on.
 * A bolt fired in tick t lies at its gun at the end of t and flies from t + 1.
 */
import { arenaOf } from './arena.ts';
import { isAside } from './aside.ts';
import { pulseOf } from './bolt-flight.ts';
import { stepBolts } from './bolts.ts';
import { NeighbourGrid } from './grid.ts';
import { stepMatch } from './match.ts';
import { layPads, stepPads } from './pads.ts';
import { stepPilot } from './pilot.ts';
import { pushApart } from './push.ts';
import { fireRail } from './rail.ts';
import { seedFloor, seedWholeFloor, stepSparks } from './sparks.ts';
import { recordTrails } from './trail.ts';
import { PILOT } from './tunables.ts';
import { type Arena, type InputFrame, PHASE, type Pilot, type SimEvent, type World } from './types.ts';
import { spawnPilot } from './world.ts';

/** Input frames of one tick by seat, oldest first. A seat that is missing waits: its pilot does not advance. */
export type TickInputs = ReadonlyMap<number, readonly InputFrame[]>;

/** Scratch of the running step; refilled every time, so it carries nothing over. */
const pilotGrid = new NeighbourGrid();

/** Advances the world by one tick, in place. @returns what happened, in order */
export function step(world: World, inputs: TickInputs): SimEvent[] {
  const events: SimEvent[] = [];
  const arena = arenaOf(world.arena);
  world.tick++;
  if (world.tick === 1) {
    seedWholeFloor(world);
    layPads(world, arena);
  }
  pilotGrid.fill(world.pilots, arena.width, arena.height);
  stepBolts(world, pilotGrid, events);
  stepPilots(world, arena, inputs, events);
  pilotGrid.fill(world.pilots, arena.width, arena.height);
  pushApart(world, arena, pilotGrid);
  if (world.match.phase !== PHASE.podium) {
    seedFloor(world);
    stepSparks(world, pilotGrid, events);
    stepPads(world, events);
  }
  recordTrails(world);
  stepMatch(world, events);
  return events;
}

function stepPilots(world: World, arena: Arena, inputs: TickInputs, events: SimEvent[]): void {
  for (const pilot of world.pilots) {
    const inputFrames = inputs.get(pilot.seat);
    if (inputFrames !== undefined)
      for (const inputFrame of inputFrames) useInputFrame(world, arena, pilot, inputFrame, events);
    if (pilot.alive || isAside(pilot)) regenerate(world, pilot);
    else if (world.tick >= pilot.respawnTick && world.match.phase !== PHASE.podium) {
      spawnPilot(world, pilot);
      events.push({ kind: 'spawn', seat: pilot.seat });
    }
  }
}

function useInputFrame(world: World, arena: Arena, pilot: Pilot, inputFrame: InputFrame, events: SimEvent[]): void {
  const { fired, railFired, dashCooldownTicks } = pilot;
  stepPilot(pilot, inputFrame, arena);
  if (pilot.dashCooldownTicks > dashCooldownTicks) pilot.dashTick = world.tick;
  if (world.match.phase === PHASE.podium) return;
  if (pilot.railFired !== railFired) fireRail(world, arena, pilot, inputFrame.seenTick, events);
  if (pilot.fired === fired) return;
  const bolt = pulseOf(pilot, pilot.seat, world.nextId++, world.tick);
  world.bolts.push(bolt);
  events.push({ kind: 'fire', seat: pilot.seat, bolt: bolt.id });
}

function regenerate(world: World, pilot: Pilot): void {
  if (pilot.hp === 0) return;
  const unhurtTicks = world.tick - pilot.hurtTick - PILOT.regenAfterTicks;
  if (unhurtTicks <= 0 || unhurtTicks % PILOT.regenEveryTicks !== 0 || pilot.hp >= PILOT.hpMax) return;
  pilot.hp = pilot.hp + PILOT.regenHp < PILOT.hpMax ? pilot.hp + PILOT.regenHp : PILOT.hpMax;
}
