/** Sparks by example: bursts, attraction (420 u/s = 14 u a tick within 110 u), the floor's limit and the books. */
import assert from 'node:assert/strict';
import { isBlocked } from '../../../shared/sim/collide.ts';
import { fray } from '../../../shared/sim/modes/fray.ts';
import { burst } from '../../../shared/sim/sparks.ts';
import { step } from '../../../shared/sim/step.ts';
import { SPARK } from '../../../shared/sim/tunables.ts';
import { PHASE, type Pilot, type World } from '../../../shared/sim/types.ts';
import { createWorld, removePilot, scoreOf } from '../../../shared/sim/world.ts';
import { eventsOf, foundry, LANE, placePilot, quietWorld, tick, ticks } from '../../support/worlds.ts';

function carrier(world: World, seat: number, sparks: number, x: number = LANE.x): Pilot {
  world.sparksMade += sparks;
  return Object.assign(placePilot(world, seat, x, LANE.y), { sparks });
}

function laySpark(world: World, x: number, y: number) {
  const spark = { id: world.nextId++, x, y };
  world.sparks.push(spark);
  world.sparksMade++;
  return spark;
}

const inBooks = (world: World): number => world.sparksMade - world.sparksLost;
const carried = (world: World): number => world.pilots.reduce((sum, pilot) => sum + pilot.sparks, 0);

describe('a burst', () => {
  for (const [had, dropped] of [
    [0, 0],
    [1, 1],
    [7, 4],
    [8, 4],
    [40, 20],
    [41, 20],
    [300, 20],
  ] as const) {
    it(`[G13] of somebody with ${had} sparks lays ${dropped} of them and 3 fresh ones`, () => {
      const world = quietWorld();
      const victim = carrier(world, 1, had);
      const before = world.sparks.length;
      burst(world, victim, SPARK.freshPerDeath);
      assert.equal(victim.sparks, had - dropped);
      assert.equal(world.sparks.length - before, dropped + SPARK.freshPerDeath);
      assert.equal(inBooks(world), world.sparks.length + carried(world));
    });
  }

  it('[G13] scatters at most 56 u far on each axis, and never into a wall', () => {
    const world = quietWorld();
    const victim = Object.assign(carrier(world, 1, 400), { x: 366, y: 326 }); // the inner corner of the L
    for (let i = 0; i < 8; i++) burst(world, victim, SPARK.freshPerDeath);
    for (const { x, y } of world.sparks.slice(fray.floorSparks)) {
      assert.ok(Math.abs(x - 366) <= 56 && Math.abs(y - 326) <= 56, `${x}, ${y}`);
      assert.equal(isBlocked(foundry(), x, y, 8), false, `${x}, ${y}`);
    }
  });

  it('lays nothing above 240 on the floor: what finds no room is lost, in the books', () => {
    const world = quietWorld();
    while (world.sparks.length < fray.floorSparksMax - 2) laySpark(world, 40, 40);
    const victim = carrier(world, 1, 10);
    const lost = world.sparksLost;
    burst(world, victim, SPARK.freshPerDeath);
    assert.deepEqual([world.sparks.length, victim.sparks, world.sparksLost - lost], [fray.floorSparksMax, 5, 3]);
    assert.equal(inBooks(world), world.sparks.length + carried(world));
  });
});

describe('a spark', () => {
  it('[G13] is drawn 14 u a tick to a pilot nearer than 110 u, and is taken within 28 u: one point', () => {
    const world = quietWorld();
    const pilot = carrier(world, 1, 0);
    const spark = laySpark(world, LANE.x + 100, LANE.y);
    const places = Array.from({ length: 6 }, () => {
      tick(world);
      return spark.x - LANE.x;
    });
    assert.deepEqual(places, [86, 72, 58, 44, 30, 16]);
    const [collect] = eventsOf(tick(world), 'collect');
    assert.deepEqual(collect, { kind: 'collect', seat: 1 });
    assert.deepEqual([pilot.sparks, scoreOf(pilot), world.sparks.includes(spark)], [1, 1, false]);
  });

  it('is left alone from 110 u on, by the dead, and over the podium', () => {
    const lies = (change: (world: World, pilot: Pilot) => void, distance: number): boolean => {
      const world = quietWorld();
      const pilot = carrier(world, 1, 0);
      change(world, pilot);
      const spark = laySpark(world, LANE.x + distance, LANE.y);
      ticks(world, 3);
      return spark.x === LANE.x + distance;
    };
    assert.equal(
      lies(() => {}, 110),
      true,
    );
    assert.equal(
      lies(() => {}, 109.875),
      false,
    );
    assert.equal(
      lies((world, pilot) => Object.assign(pilot, { alive: false, respawnTick: world.tick + 60 }), 50),
      true,
    );
    assert.equal(
      lies((world) => Object.assign(world.match, { phase: PHASE.podium }), 50),
      true,
    );
  });

  it('[G13] goes to the nearer of two pilots', () => {
    const world = quietWorld();
    carrier(world, 1, 0, LANE.x);
    const near = carrier(world, 2, 0, LANE.x + 150);
    laySpark(world, LANE.x + 80, LANE.y);
    ticks(world, 10);
    assert.equal(near.sparks, 1);
  });
});

describe('the floor', () => {
  it('gets its whole supply of 48 in the first tick', () => {
    const world = createWorld('fray', 7);
    step(world, new Map());
    assert.equal(world.sparks.length, fray.floorSparks);
  });

  it('gets one more every 12 ticks (0.4 s) while it has fewer, and none beyond', () => {
    const world = quietWorld();
    world.sparks.length -= 3;
    world.sparksLost += 3;
    ticks(world, 24);
    assert.equal(world.sparks.length, fray.floorSparks - 1);
    ticks(world, 48);
    assert.equal(world.sparks.length, fray.floorSparks);
  });
});

describe('somebody who leaves', () => {
  it('leaves all its sparks on the floor, takes its bolts along and leads no longer', () => {
    const world = quietWorld();
    const pilot = carrier(world, 1, 30);
    carrier(world, 2, 0, LANE.x + 500);
    tick(world, { 1: { mx: 0, my: 0, aim: 0, buttons: 1 } });
    assert.deepEqual([world.match.leader, world.bolts.length], [1, 1]);
    const before = world.sparks.length;
    removePilot(world, pilot.seat);
    assert.deepEqual([world.sparks.length - before, world.bolts.length, world.match.leader], [30, 0, 0]);
    assert.equal(inBooks(world), world.sparks.length);
  });

  it('may have left before', () => {
    const world = quietWorld();
    carrier(world, 1, 0);
    removePilot(world, 1);
    removePilot(world, 1);
    assert.equal(world.pilots.length, 0);
  });
});
