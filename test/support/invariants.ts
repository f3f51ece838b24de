/** What must hold in every world after every tick: asserted by the randomised runs. */
import assert from 'node:assert/strict';
import { arenaOf } from '../../shared/sim/arena.ts';
import { isAside } from '../../shared/sim/aside.ts';
import { isBlocked } from '../../shared/sim/collide.ts';
import { AIM_STEPS, GRID } from '../../shared/sim/math.ts';
import { modeOf } from '../../shared/sim/modes/modes.ts';
import { BOLT_SPEED_MAX, DASH, PAD, PILOT, PULSE, RAIL } from '../../shared/sim/tunables.ts';
import { type Arena, type Bolt, PHASE, type Pilot, WEAPON, type World } from '../../shared/sim/types.ts';
import { findPilot, scoreOf } from '../../shared/sim/world.ts';

const U8_MAX = 0xff;
const U16_MAX = 0xffff;
const U32_MAX = 0xffffffff;
const POSITION_MAX = 8191.875;
const VELOCITY_MAX = 4095.875;
/** Rounding to the grid (1/16 on both axes: 0.09) and the direction table (2^-15 of 900: 0.03) may do this to a speed. */
const ROUNDING = 0.15;

export function assertWorldHolds(world: World): void {
  const arena = arenaOf(world.arena);
  counter(world.tick, U32_MAX, 'tick');
  counter(world.rng, U32_MAX, 'rng');
  counter(world.match.number, U16_MAX, 'match.number');
  counter(world.match.endTick, U32_MAX, 'match.endTick');
  assert.ok(world.match.endTick > world.tick, 'a phase is over as soon as its end has come');
  assert.ok(world.match.leader === 0 || findPilot(world, world.match.leader) !== undefined, 'a leader is seated');
  for (const pilot of world.pilots) {
    assertPilotHolds(world, arena, pilot);
    assertRailHolds(pilot, `seat ${pilot.seat} at tick ${world.tick}`);
    assertTrailHolds(world, pilot);
  }
  for (const bolt of world.bolts) assertBoltHolds(world, arena, bolt);
  assertSparksHold(world, arena);
  assertPadsHold(world, arena);
}

function assertPilotHolds(world: World, arena: Arena, pilot: Pilot): void {
  const who = `seat ${pilot.seat} at tick ${world.tick}`;
  position(pilot.x, `${who}: x`);
  position(pilot.y, `${who}: y`);
  velocity(pilot.vx, `${who}: vx`);
  velocity(pilot.vy, `${who}: vy`);
  assert.ok(!isBlocked(arena, pilot.x, pilot.y, PILOT.radius), `${who}: in a wall at ${pilot.x}, ${pilot.y}`);
  within(pilot.x, PILOT.radius, arena.width - PILOT.radius, `${who}: x`);
  within(pilot.y, PILOT.radius, arena.height - PILOT.radius, `${who}: y`);
  const speed = Math.sqrt(pilot.vx * pilot.vx + pilot.vy * pilot.vy);
  assert.ok(speed <= DASH.speed + ROUNDING, `${who}: speed ${speed}`);
  counter(pilot.seat, U16_MAX, `${who}: seat`);
  counter(pilot.hp, PILOT.hpMax, `${who}: hp`);
  if (!isAside(pilot)) assert.equal(pilot.alive, pilot.hp > 0, `${who}: alive with ${pilot.hp} hp`);
  counter(pilot.aim, AIM_STEPS - 1, `${who}: aim`);
  counter(pilot.dashAim, AIM_STEPS - 1, `${who}: dashAim`);
  counter(pilot.dashTicks, DASH.ticks, `${who}: dashTicks`);
  counter(pilot.dashCooldownTicks, DASH.cooldownTicks, `${who}: dashCooldownTicks`);
  counter(pilot.fireCooldownTicks, RAIL.cooldownTicks, `${who}: fireCooldownTicks`);
  counter(pilot.shieldTicks, PILOT.spawnShieldTicks, `${who}: shieldTicks`);
  counter(pilot.killedWith, U8_MAX, `${who}: killedWith`);
  counter(pilot.respawnTick, U32_MAX, `${who}: respawnTick`);
  for (const name of ['life', 'fired', 'kills', 'deaths', 'sparks', 'killPoints', 'killedBy'] as const) {
    counter(pilot[name], U16_MAX, `${who}: ${name}`);
  }
  counter(scoreOf(pilot), U16_MAX, `${who}: score`);
  assert.equal(scoreOf(pilot), pilot.killPoints + pilot.sparks, `${who}: score`);
}

function assertRailHolds(pilot: Pilot, who: string): void {
  counter(pilot.railShots, RAIL.shots, `${who}: railShots`);
  counter(pilot.chargeTicks, RAIL.chargeTicks, `${who}: chargeTicks`);
  counter(pilot.railFired, U16_MAX, `${who}: railFired`);
  counter(pilot.uplinkTicks, U8_MAX, `${who}: uplinkTicks`);
  if (pilot.chargeTicks === 0 && pilot.alive) return;
  assert.ok(pilot.alive || pilot.chargeTicks + pilot.railShots === 0, `${who}: the dead have no Rail`);
  assert.ok(!pilot.alive || pilot.railShots > 0, `${who}: charges without a shot left`);
  assert.equal(pilot.dashTicks, 0, `${who}: charges in a dash`);
}

/** One point per tick, none older than the ring is long, and the newest is where the pilot is now. */
function assertTrailHolds(world: World, pilot: Pilot): void {
  const who = `trail of seat ${pilot.seat} at tick ${world.tick}`;
  assert.equal(pilot.trail.length, RAIL.rewindTicksMax + 2, who);
  for (const [slot, point] of pilot.trail.entries()) {
    if (point.tick === -1) continue;
    within(world.tick - point.tick, 0, pilot.trail.length - 1, `${who}: age of point ${slot}`);
    assert.equal(point.tick % pilot.trail.length, slot, `${who}: slot of tick ${point.tick}`);
    position(point.x, `${who}: x of tick ${point.tick}`);
    position(point.y, `${who}: y of tick ${point.tick}`);
    if (point.tick !== world.tick || point.life !== pilot.life) continue;
    assert.deepEqual([point.x, point.y, point.alive], [pilot.x, pilot.y, pilot.alive], `${who}: newest point`);
  }
}

/** Where the arena has them, empty for no longer than they take to refill; no two things on the floor share an id. */
function assertPadsHold(world: World, arena: Arena): void {
  const places = world.pads.map(({ x, y }) => ({ x, y }));
  assert.deepEqual(places, world.tick === 0 ? [] : arena.pads, `pads at tick ${world.tick}`);
  for (const pad of world.pads) {
    counter(pad.readyTick, world.tick + PAD.refillTicks, `pad ${pad.id} at tick ${world.tick}: readyTick`);
  }
  const ids = [...world.pads, ...world.sparks].map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length, `tick ${world.tick}: an id twice`);
}

function assertBoltHolds(world: World, arena: Arena, bolt: Bolt): void {
  const which = `shot ${bolt.id} at tick ${world.tick}`;
  position(bolt.x, `${which}: x`);
  position(bolt.y, `${which}: y`);
  position(bolt.fromX, `${which}: fromX`);
  position(bolt.fromY, `${which}: fromY`);
  for (const name of ['vx', 'vy', 'fromVx', 'fromVy'] as const) velocity(bolt[name], `${which}: ${name}`);
  assert.ok(!isBlocked(arena, bolt.x, bolt.y, 0), `${which}: in a wall at ${bolt.x}, ${bolt.y}`);
  within(bolt.x, 0, arena.width, `${which}: x`);
  within(bolt.y, 0, arena.height, `${which}: y`);
  const speed = Math.sqrt(bolt.vx * bolt.vx + bolt.vy * bolt.vy);
  within(speed, PULSE.speed - ROUNDING, BOLT_SPEED_MAX + ROUNDING, `${which}: speed`);
  within(bolt.endTick - world.tick, 1, PULSE.lifeTicks, `${which}: ticks left`);
  assert.equal(bolt.kind, bolt.turn === 0 ? WEAPON.pulse : WEAPON.reflected, `${which}: kind`);
  counter(bolt.bounces, PULSE.bounces, `${which}: bounces`);
  counter(bolt.nth, U16_MAX, `${which}: nth`);
  counter(bolt.turn, U8_MAX, `${which}: turn`);
  assert.ok(findPilot(world, bolt.owner) !== undefined, `${which}: owner ${bolt.owner} is not seated`);
  assert.notEqual(world.match.phase, PHASE.podium, `${which}: flies over the podium`);
}

function assertSparksHold(world: World, arena: Arena): void {
  let carried = 0;
  for (const pilot of world.pilots) carried += pilot.sparks;
  const inBooks = world.sparksMade - world.sparksLost;
  assert.equal(inBooks, world.sparks.length + carried, `tick ${world.tick}: sparks made − lost = floor + carried`);
  assert.ok(
    world.sparks.length <= modeOf(world.mode).floorSparksMax,
    `tick ${world.tick}: ${world.sparks.length} sparks on the floor`,
  );
  for (const spark of world.sparks) {
    position(spark.x, `spark ${spark.id}: x`);
    position(spark.y, `spark ${spark.id}: y`);
    within(spark.x, 0, arena.width, `spark ${spark.id}: x`);
    within(spark.y, 0, arena.height, `spark ${spark.id}: y`);
  }
}

function within(value: number, min: number, max: number, what: string): void {
  if (!(value >= min && value <= max)) assert.fail(`${what} = ${value}, not within ${min} … ${max}`);
}

function counter(value: number, max: number, what: string): void {
  if (!Number.isInteger(value) || value < 0 || value > max) assert.fail(`${what} = ${value}, no counter up to ${max}`);
}

/** On the grid, in the wire's range, and no negative zero: that would hash differently after a trip over the wire. */
function onGrid(value: number, min: number, max: number, what: string): void {
  within(value, min, max, what);
  if (!Number.isInteger(value * GRID) || Object.is(value, -0)) assert.fail(`${what} = ${value} is off the grid`);
}

const position = (value: number, what: string): void => onGrid(value, 0, POSITION_MAX, what);
const velocity = (value: number, what: string): void => onGrid(value, -VELOCITY_MAX, VELOCITY_MAX, what);
