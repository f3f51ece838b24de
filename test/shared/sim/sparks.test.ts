/** Sparks by example: bursts, attraction (420 u/s = 14 u a tick within 110 u), the floor's limit and the books. */
import assert from 'node:assert/strict';
import { isBlocked } from '../../../shared/sim/collide.ts';
import { fray } from '../../../shared/sim/modes/fray.ts';
import { burst } from '../../../shared/sim/sparks.ts';
import { step } from '../../../shared/sim/step.ts';
import { PILOT, SPARK } from '../../../shared/sim/tunables.ts';
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

  it('[G13] scatters up to 56 u far on each axis, and no nearer than 8 u to a wall', () => {
    const world = quietWorld();
    const corner = { x: 366, y: 326 }; // of the L, whose legs' faces lie at 348 and 308
    const victim = Object.assign(carrier(world, 1, 1000), corner);
    const [xs, ys]: [Set<number>, Set<number>] = [new Set(), new Set()];
    for (let i = 0; i < 40; i++) {
      world.sparks.length = 0;
      burst(world, victim, SPARK.freshPerDeath);
      for (const { x, y } of world.sparks) {
        xs.add(x);
        ys.add(y);
      }
    }
    assert.deepEqual([Math.min(...xs), Math.max(...xs)], [348 + 8, corner.x + 56]);
    assert.deepEqual([Math.min(...ys), Math.max(...ys)], [308 + 8, corner.y + 56]);
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

  it('[G13] comes straight to the pilot from every side', () => {
    for (const [dx, dy] of [
      [60, 80],
      [60, -80],
      [-60, 80],
      [-60, -80],
    ] as const) {
      const world = quietWorld();
      carrier(world, 1, 0);
      const spark = laySpark(world, LANE.x + dx, LANE.y + dy);
      tick(world);
      // 14 of 100 u: 60 − 8.4 and 80 − 11.2, on the grid 51.625 and 68.75
      assert.deepEqual([spark.x - LANE.x, spark.y - LANE.y], [51.625 * Math.sign(dx), 68.75 * Math.sign(dy)]);
    }
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

  it('[G13] goes to the nearer of two pilots, whoever was seated first and wherever they are', () => {
    for (const seats of [
      [1, 2],
      [2, 1],
    ] as const) {
      for (const [nearX, nearY, farX, farY] of [
        [70, 0, -80, 0],
        [-70, 0, 0, 80],
        [0, 70, 60, -60],
        [0, -70, -60, -60],
      ] as const) {
        const world = quietWorld();
        const offsets = { [seats[0]]: [nearX, nearY], [seats[1]]: [farX, farY] };
        for (const seat of [1, 2]) {
          const [dx, dy] = offsets[seat] as [number, number];
          placePilot(world, seat, LANE.x + dx, LANE.y + dy);
        }
        laySpark(world, LANE.x, LANE.y);
        const collected = eventsOf(ticks(world, 6), 'collect');
        assert.deepEqual(collected, [{ kind: 'collect', seat: seats[0] }], `${nearX}, ${nearY}`);
      }
    }
  });
});

describe('the floor', () => {
  it('gets its whole supply of 48 in the first tick', () => {
    const world = createWorld('fray', 7);
    step(world, new Map());
    assert.equal(world.sparks.length, fray.floorSparks);
  });

  it('has its sparks anywhere that a pilot can stand, to within 100 u of every edge', () => {
    const arena = foundry();
    const places = Array.from({ length: 20 }, (_, seed) => {
      const world = createWorld('fray', seed, 'foundry');
      step(world, new Map());
      return world.sparks;
    }).flat();
    for (const { x, y } of places) assert.equal(isBlocked(arena, x, y, PILOT.radius), false, `${x}, ${y}`);
    const [xs, ys] = [places.map(({ x }) => x), places.map(({ y }) => y)];
    assert.ok(Math.min(...xs) < 100 && Math.max(...xs) > arena.width - 100);
    assert.ok(Math.min(...ys) < 100 && Math.max(...ys) > arena.height - 100);
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
