/** Sparks: dropped by the dead, drawn to the pilot that comes near, worth a point while carried. */
import { arenaOf } from './arena.ts';
import { isBlocked } from './collide.ts';
import type { NeighbourGrid } from './grid.ts';
import { snap } from './math.ts';
import { modeOf } from './modes/modes.ts';
import { randomInt } from './rng.ts';
import { PILOT, SPARK, TICK_RATE_HZ } from './tunables.ts';
import type { Pilot, SimEvent, Spark, World } from './types.ts';

const ATTRACT_STEP = SPARK.attractSpeed / TICK_RATE_HZ;
/** Keeps a resting spark's picture clear of walls. */
const SPARK_HALF = 8;

/** Scatters `count` of the sparks that a pilot carries around it; what finds no room on the floor is lost, in the books. */
export function dropSparks(world: World, pilot: Pilot, count: number): void {
  pilot.sparks -= count;
  const room = modeOf(world.mode).floorSparksMax - world.sparks.length;
  const laid = count < room ? count : room;
  world.sparksLost += count - laid;
  for (let i = 0; i < laid; i++) laySparkNear(world, pilot.x, pilot.y);
}

/** Half of what the victim carries, and some fresh ones: whatever is destroyed bursts. */
export function burst(world: World, victim: Pilot, fresh: number): void {
  const half = (victim.sparks + 1) >> 1;
  dropSparks(world, victim, half < SPARK.droppedMax ? half : SPARK.droppedMax);
  const { floorSparksMax } = modeOf(world.mode);
  for (let i = 0; i < fresh && world.sparks.length < floorSparksMax; i++) {
    world.sparksMade++;
    laySparkNear(world, victim.x, victim.y);
  }
}

function laySparkNear(world: World, x: number, y: number): void {
  const arena = arenaOf(world.arena);
  const reach = SPARK.burstRadius;
  const sparkX = snap(x + randomInt(world, 2 * reach + 1) - reach);
  const sparkY = snap(y + randomInt(world, 2 * reach + 1) - reach);
  const blocked = isBlocked(arena, sparkX, sparkY, SPARK_HALF);
  world.sparks.push({ id: world.nextId++, x: blocked ? x : sparkX, y: blocked ? y : sparkY });
}

/** The arena's own supply: one spark now and then, while the floor has few. */
export function seedFloor(world: World): void {
  const { floorSparks, floorSparkEveryTicks } = modeOf(world.mode);
  if (world.tick % floorSparkEveryTicks !== 0 || world.sparks.length >= floorSparks) return;
  layFloorSpark(world);
}

/** Lays the whole supply at once, for the start of a match. */
export function seedWholeFloor(world: World): void {
  const { floorSparks } = modeOf(world.mode);
  while (world.sparks.length < floorSparks) layFloorSpark(world);
}

function layFloorSpark(world: World): void {
  const arena = arenaOf(world.arena);
  for (;;) {
    const x = SPARK_HALF + randomInt(world, arena.width - 2 * SPARK_HALF);
    const y = SPARK_HALF + randomInt(world, arena.height - 2 * SPARK_HALF);
    if (isBlocked(arena, x, y, PILOT.radius)) continue;
    world.sparks.push({ id: world.nextId++, x, y });
    world.sparksMade++;
    return;
  }
}

/** Takes every spark off the floor (the arena changes). */
export function clearFloor(world: World): void {
  world.sparksLost += world.sparks.length;
  world.sparks = [];
}

/** Draws sparks to the nearest living pilot in reach and gives it those that it touches. */
export function stepSparks(world: World, pilotGrid: NeighbourGrid, events: SimEvent[]): void {
  let kept = 0;
  for (const spark of world.sparks) {
    const pilot = nearestPilot(world, pilotGrid, spark);
    if (pilot !== undefined && drawTo(spark, pilot)) {
      pilot.sparks++;
      events.push({ kind: 'collect', seat: pilot.seat });
    } else world.sparks[kept++] = spark;
  }
  world.sparks.length = kept;
}

function nearestPilot(world: World, pilotGrid: NeighbourGrid, spark: Spark): Pilot | undefined {
  const reach = SPARK.attractRadius;
  let nearest: Pilot | undefined;
  let nearestDistance2 = reach * reach;
  pilotGrid.near(spark.x - reach, spark.y - reach, spark.x + reach, spark.y + reach, (index) => {
    const pilot = world.pilots[index] as Pilot;
    const dx = pilot.x - spark.x;
    const dy = pilot.y - spark.y;
    const distance2 = dx * dx + dy * dy;
    if (!pilot.alive || distance2 >= nearestDistance2) return;
    nearest = pilot;
    nearestDistance2 = distance2;
  });
  return nearest;
}

/** @returns whether the pilot has it now */
function drawTo(spark: Spark, pilot: Pilot): boolean {
  const dx = pilot.x - spark.x;
  const dy = pilot.y - spark.y;
  const distance = Math.sqrt(dx * dx + dy * dy);
  if (distance <= SPARK.collectRadius) return true;
  const share = ATTRACT_STEP / distance;
  spark.x = snap(spark.x + dx * share);
  spark.y = snap(spark.y + dy * share);
  return false;
}
