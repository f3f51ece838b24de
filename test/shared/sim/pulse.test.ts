/** Bolts by example: 900 u/s = 30 u a tick, one ricochet, 1.2 s = 36 ticks of life, 18 damage, thrown back by a dash. */
import assert from 'node:assert/strict';
import { flyBolt, pulseOf } from '../../../shared/sim/bolt-flight.ts';
import { aimX, aimY } from '../../../shared/sim/math.ts';
import { BOLT_SPEED_MAX, PILOT, PULSE } from '../../../shared/sim/tunables.ts';
import { type Arena, type Bolt, PHASE, type Pilot, WEAPON, type World } from '../../../shared/sim/types.ts';
import {
  boxArena,
  eventsOf,
  FREE_ROW_Y,
  inputFrame,
  LANE,
  placePilot,
  quietWorld,
  tick,
  ticks,
} from '../../support/worlds.ts';

const FIRE_RIGHT = { 1: inputFrame({ fire: true }) };
const HALF_TURN = 32_768;

/** Lets seat 1 fire along +x. @returns its bolt, which lies at the gun */
function fireRight(world: World): Bolt {
  tick(world, FIRE_RIGHT);
  return world.bolts.at(-1) as Bolt;
}

function boltAt(x: number, y: number, vx: number, vy: number): Bolt {
  const pilot = placePilot(quietWorld(), 1, LANE.x, LANE.y);
  return { ...pulseOf(pilot, 1, 1, 0), x, y, vx, vy };
}

/** A pilot whose dash begins far in the future: it throws back for as long as the test takes. */
function reflecting(world: World, seat: number, x: number, y: number): Pilot {
  return Object.assign(placePilot(world, seat, x, y), { dashTick: world.tick + 1000 });
}

describe('a bolt', () => {
  it('[G1] [G5] leaves from the centre of the pilot and covers 30 u in each tick from the next one on', () => {
    const world = quietWorld();
    placePilot(world, 1, LANE.x, LANE.y);
    const bolt = fireRight(world);
    assert.deepEqual([bolt.x, bolt.y, bolt.vx, bolt.vy], [LANE.x, LANE.y, 900, 0]);
    ticks(world, 5);
    assert.deepEqual([bolt.x, bolt.y], [LANE.x + 5 * 30, LANE.y]);
  });

  it('[G5] is gone after 36 ticks, having come 1080 u far', () => {
    const world = quietWorld();
    placePilot(world, 1, 100, FREE_ROW_Y);
    const bolt = fireRight(world);
    ticks(world, 35);
    assert.equal(world.bolts.length, 1);
    tick(world);
    assert.equal(world.bolts.length, 0);
    assert.equal(bolt.x, 100 + 36 * 30);
  });

  it('[G8] takes 18 hp from the first pilot on its way and stops there', () => {
    const world = quietWorld();
    placePilot(world, 1, LANE.x, LANE.y);
    const near = placePilot(world, 2, LANE.x + 200, LANE.y);
    const far = placePilot(world, 3, LANE.x + 250, LANE.y);
    fireRight(world);
    ticks(world, 5); // 150 u; it meets the pilot 200 − 18 − 5 = 177 u from the gun
    assert.equal(near.hp, 100);
    const [hit] = eventsOf(tick(world), 'hit');
    assert.deepEqual([near.hp, far.hp, world.bolts.length], [100 - PULSE.damage, 100, 0]);
    assert.deepEqual(hit, { kind: 'hit', by: 1, victim: 2, damage: 18, weapon: WEAPON.pulse, x: 1177, y: LANE.y });
  });

  it('[G8] strikes the nearest rim, 23 u from the centre, from whichever side it comes', () => {
    for (let eighth = 0; eighth < 8; eighth++) {
      const aim = eighth * (HALF_TURN / 4);
      const world = quietWorld();
      placePilot(world, 1, LANE.x, LANE.y);
      const far = placePilot(world, 2, LANE.x + 100 * aimX(aim), LANE.y + 100 * aimY(aim));
      const near = placePilot(world, 3, LANE.x + 60 * aimX(aim), LANE.y + 60 * aimY(aim));
      tick(world, { 1: inputFrame({ fire: true, aim }) });
      const [hit] = eventsOf(ticks(world, 3), 'hit');
      assert.deepEqual([hit?.victim, near.hp, far.hp], [3, 82, 100], `eighth ${eighth}`);
      const [x, y] = [(hit?.x ?? 0) - LANE.x, (hit?.y ?? 0) - LANE.y];
      assert.ok(Math.hypot(x - 37 * aimX(aim), y - 37 * aimY(aim)) < 0.25, `eighth ${eighth}: ${x}, ${y}`);
    }
  });

  it('meets a pilot 23 u beside its way and passes one 23.125 u beside it', () => {
    for (const [offset, hp] of [
      [23, 82],
      [23.125, 100],
    ] as const) {
      const world = quietWorld();
      placePilot(world, 1, LANE.x, LANE.y);
      const other = placePilot(world, 2, LANE.x + 200, LANE.y + offset);
      fireRight(world);
      ticks(world, 10);
      assert.equal(other.hp, hp, `${offset} u`);
    }
  });

  it('never hurts its own pilot, not even after a ricochet', () => {
    const world = quietWorld();
    const pilot = placePilot(world, 1, LANE.face - 60, LANE.y);
    fireRight(world);
    ticks(world, 20);
    assert.equal(pilot.hp, 100);
  });

  it('[G8] does no damage in the warm-up, nor to a shield, but is used up and seen', () => {
    for (const spared of ['warm-up', 'shield']) {
      const world = quietWorld();
      placePilot(world, 1, LANE.x, LANE.y);
      const other = placePilot(world, 2, LANE.x + 100, LANE.y);
      if (spared === 'shield') other.shieldTicks = 10;
      else world.match.phase = PHASE.warmup;
      fireRight(world);
      const [hit] = eventsOf(ticks(world, 5), 'hit');
      assert.deepEqual([other.hp, hit?.damage, world.bolts.length], [100, 0, 0], spared);
    }
  });
});

describe('a ricochet', () => {
  const flown = (bolt: Bolt, count: number, arena: Arena): boolean[] =>
    Array.from({ length: count }, () => flyBolt(bolt, arena));

  it('[G6] turns the bolt an eighth of a unit before the face and flies the rest of the tick', () => {
    const world = quietWorld();
    placePilot(world, 1, LANE.x, LANE.y);
    const bolt = fireRight(world);
    ticks(world, 29); // 29 × 30 = 870 of the 890 u
    assert.deepEqual([bolt.x, bolt.vx, bolt.bounces], [1870, 900, 1]);
    tick(world); // 20 u on to the face, back to 1889.875, and the remaining third of the tick: 10 u
    assert.deepEqual([bolt.x, bolt.vx, bolt.bounces], [1889.875 - 10, -900, 0]);
    assert.equal(bolt.y, LANE.y);
  });

  it('keeps the velocity along the face', () => {
    const bolt = boltAt(380, 200, 600, 300);
    assert.equal(flyBolt(bolt, boxArena(400, 400)), true);
    // The face is met after all 20 u of x and 10 u of y.
    assert.deepEqual([bolt.x, bolt.y, bolt.vx, bolt.vy], [399.875, 210, -600, 300]);
  });

  it('[G6] happens once: the second wall ends the bolt', () => {
    const bolt = boltAt(200, 200, 900, 0);
    const arena = boxArena(400, 400);
    assert.deepEqual(flown(bolt, 6, arena), [true, true, true, true, true, true]);
    assert.deepEqual(flown(bolt, 13, arena).slice(-2), [true, true]);
    assert.ok(bolt.x > 0 && bolt.x < 30);
    assert.equal(flyBolt(bolt, arena), false);
  });

  it('ends in an inner corner, where both walls are met in one tick', () => {
    const bolt = boltAt(390, 390, 900, 900);
    assert.equal(flyBolt(bolt, boxArena(400, 400)), false);
  });

  it('throws a bolt that flies straight at an outer corner back on one axis', () => {
    const bolt = boltAt(90, 90, 600, 600);
    flyBolt(bolt, boxArena(400, 400, [{ x: 100, y: 100, width: 50, height: 50 }]));
    assert.deepEqual([bolt.x, bolt.y, bolt.vx, bolt.vy], [100 + 10, 99.875 - 10, 600, -600]);
  });

  it('works for a bolt that lies on the face already', () => {
    const bolt = boltAt(400, 200, 900, 0);
    assert.equal(flyBolt(bolt, boxArena(400, 400)), true);
    assert.deepEqual([bolt.x, bolt.vx, bolt.bounces], [399.875 - 30, -900, 0]);
  });

  it('still hits pilots on the way back, and the one who fired last of all', () => {
    const world = quietWorld();
    placePilot(world, 1, 1700, LANE.y);
    const other = placePilot(world, 2, 1600, LANE.y);
    fireRight(world);
    const events = ticks(world, 30);
    assert.equal(other.hp, 82);
    assert.equal(eventsOf(events, 'hit').length, 1);
  });
});

describe('a bolt that meets a dash', () => {
  it('[G7] flies back 20 % faster as the bolt of the dasher, with a new life and a new ricochet', () => {
    const world = quietWorld();
    placePilot(world, 1, LANE.x, LANE.y);
    reflecting(world, 2, LANE.x + 100, LANE.y);
    const bolt = fireRight(world);
    bolt.bounces = 0;
    const [event] = eventsOf(ticks(world, 3), 'reflect'); // met at 100 − 23 = 77 u, in the third tick
    assert.deepEqual(event, { kind: 'reflect', seat: 2, bolt: bolt.id });
    assert.deepEqual([bolt.owner, bolt.kind, bolt.turn, bolt.bounces], [2, WEAPON.reflected, 1, PULSE.bounces]);
    assert.deepEqual([bolt.x, bolt.y, bolt.vx, bolt.vy], [LANE.x + 77, LANE.y, -900 * 1.2, 0]);
    assert.deepEqual([bolt.fromTick, bolt.endTick], [world.tick, world.tick + PULSE.lifeTicks]);
    assert.deepEqual([bolt.fromX, bolt.fromY, bolt.fromVx], [bolt.x, bolt.y, bolt.vx]);
  });

  it('hurts the one who fired it', () => {
    const world = quietWorld();
    const shooter = placePilot(world, 1, LANE.x, LANE.y);
    reflecting(world, 2, LANE.x + 100, LANE.y);
    fireRight(world);
    const [hit] = eventsOf(ticks(world, 8), 'hit');
    assert.deepEqual([hit?.by, hit?.victim, hit?.weapon, shooter.hp], [2, 1, WEAPON.reflected, 82]);
  });

  it('[G7] never gets faster than 1800 u/s: 1080, 1296, 1555.25, 1800', () => {
    const world = quietWorld();
    reflecting(world, 1, LANE.x, LANE.y);
    reflecting(world, 2, LANE.x + 100, LANE.y);
    placePilot(world, 3, LANE.x + 50, LANE.y + 100);
    const bolt = { ...boltAt(LANE.x + 50, LANE.y, 900, 0), owner: 3, endTick: world.tick + 40 };
    world.bolts.push(bolt);
    const speeds: number[] = [];
    while (bolt.turn < 6) if (eventsOf(tick(world), 'reflect').length > 0) speeds.push(Math.abs(bolt.vx));
    assert.deepEqual(speeds, [1080, 1296, 1555.25, BOLT_SPEED_MAX, BOLT_SPEED_MAX, BOLT_SPEED_MAX]);
  });

  it('[G7] is thrown back in the fourth tick after that of the dash, and hurts in the fifth', () => {
    for (const [ticksBefore, hp] of [
      [0, 100],
      [1, 82],
    ] as const) {
      const world = quietWorld();
      placePilot(world, 1, LANE.x, LANE.y);
      const dasher = Object.assign(placePilot(world, 2, LANE.x + 100, LANE.y), { dashTick: world.tick - ticksBefore });
      fireRight(world);
      ticks(world, 3); // fireRight took one: met in the fourth
      assert.equal(dasher.hp, hp);
    }
  });

  it('flies back from in front of a wall that it would have met in the same tick (it once flew on)', () => {
    const world = quietWorld();
    placePilot(world, 1, LANE.x, LANE.y);
    reflecting(world, 2, LANE.face - PILOT.radius, LANE.y); // touches the wall: 1872
    // 22 u beside its centre: met 6.7 u before 1872, at 1865.3, and the wall lies within the same 30 u.
    const bolt = { ...boltAt(1862, LANE.y - 22, 900, 0), endTick: world.tick + 36 };
    world.bolts.push(bolt);
    tick(world);
    assert.deepEqual([bolt.owner, bolt.x, bolt.vx, bolt.vy], [2, 1865.25, -1080, 0]);
  });

  it('flies back from behind a ricochet the way it came from there', () => {
    const world = quietWorld();
    placePilot(world, 1, LANE.x, LANE.y);
    reflecting(world, 2, LANE.face - 50, LANE.y); // 1840: met from the right at 1863
    const bolt = { ...boltAt(1885, LANE.y, 900, 0), endTick: world.tick + 36 };
    world.bolts.push(bolt);
    tick(world); // 5 u to the face at 1890, 25 u back: 1864.875, not yet there
    assert.deepEqual([bolt.x, bolt.vx], [1864.875, -900]);
    tick(world);
    assert.deepEqual([bolt.owner, bolt.x, bolt.vx], [2, 1863, 1080]);
  });

  it('sends a bolt fired from behind back too: all around the dasher is shielded', () => {
    const world = quietWorld();
    placePilot(world, 1, LANE.x + 200, LANE.y);
    reflecting(world, 2, LANE.x, LANE.y);
    tick(world, { 1: inputFrame({ fire: true, aim: HALF_TURN }) });
    ticks(world, 7);
    assert.equal(world.bolts[0]?.vx, 1080);
  });
});
