/** The Rail's gun and its ray by example: 8 steps of charge, 4 shots, 15 steps of cooldown, 1100 u, 55 damage. */

import assert from 'node:assert/strict';
import { type Body, newBody } from '../../../shared/sim/body.ts';
import { stepPilot } from '../../../shared/sim/pilot.ts';
import { railRay } from '../../../shared/sim/rail.ts';
import { step } from '../../../shared/sim/step.ts';
import { DASH, PILOT, RAIL } from '../../../shared/sim/tunables.ts';
import { PHASE, type Pilot, type SimEvent, WEAPON, type World } from '../../../shared/sim/types.ts';
import { spawnPilot } from '../../../shared/sim/world.ts';
import {
  eventsOf,
  FREE_ROW_Y,
  type FrameWish,
  foundry,
  inputFrame,
  LANE,
  placePilot,
  quietWorld,
  tick,
} from '../../support/worlds.ts';

const QUARTER = 16_384;

const armedBody = (): Body => ({ ...newBody(), x: LANE.x, y: LANE.y, alive: true, railShots: RAIL.shots });

/** Uses the same frame several times. @returns the step, counted from 1, at the end of which each Rail shot went off */
function run(body: Body, steps: number, wish: FrameWish): number[] {
  const bolts: number[] = [];
  for (let step = 1; step <= steps; step++) {
    const { railFired } = body;
    stepPilot(body, inputFrame(wish), foundry());
    if (body.railFired !== railFired) bolts.push(step);
  }
  return bolts;
}

/** Seats a pilot whose Rail goes off with its next frame. */
const aboutToShoot = (world: World, seat: number, x: number, y: number): Pilot =>
  Object.assign(placePilot(world, seat, x, y), { railShots: 1, chargeTicks: 1 });

/** Seat 1 stands in the lane with a charged Rail, seat 2 in front of it; the shot goes off along +x. */
function shootAt(prepare: (world: World, victim: Pilot) => void): { victim: Pilot; events: SimEvent[]; world: World } {
  const world = quietWorld();
  aboutToShoot(world, 1, LANE.x, LANE.y);
  const victim = placePilot(world, 2, LANE.x + 200, LANE.y);
  prepare(world, victim);
  return { world, victim, events: tick(world, { 1: inputFrame() }) };
}

describe('the charge of the Rail', () => {
  it('[G11] takes 8 steps from the trigger to the shot, held or not', () => {
    for (const fire of [true, false]) {
      const body = armedBody();
      run(body, 1, { fire: true });
      assert.deepEqual([body.chargeTicks, body.railShots, body.fireCooldownTicks], [8, 4, 0]);
      assert.deepEqual(run(body, 10, { fire }), [8]);
      assert.equal(body.railShots, 3);
    }
  });

  it('[G11] is followed by 15 steps without a shot: held down, every 1 + 8 + 14 = 23rd step is a shot', () => {
    assert.deepEqual(run(armedBody(), 80, { fire: true }), [9, 9 + 23, 9 + 46, 9 + 69]);
  });

  it('is over after 4 shots, and the trigger fires Pulse again 15 steps after the last', () => {
    const body = armedBody();
    run(body, 78, { fire: true });
    assert.deepEqual([body.railShots, body.railFired, body.fired], [0, 4, 0]);
    run(body, 14, { fire: true });
    assert.equal(body.fired, 0);
    run(body, 1, { fire: true });
    assert.deepEqual([body.fired, body.railFired], [1, 4]);
  });

  it('does not begin before the last Pulse has cooled down', () => {
    const body = { ...armedBody(), railShots: 0 };
    run(body, 1, { fire: true });
    body.railShots = 4;
    run(body, 5, { fire: true });
    assert.equal(body.chargeTicks, 0);
    run(body, 1, { fire: true });
    assert.equal(body.chargeTicks, 8);
  });

  it('[G4] is lost to a dash, up to the very last step, but the shot is not', () => {
    const body = armedBody();
    run(body, 8, { fire: true });
    assert.equal(body.chargeTicks, 1);
    assert.deepEqual(run(body, 1, { fire: true, dash: true }), []);
    assert.deepEqual([body.chargeTicks, body.railShots, body.dashTicks], [0, 4, DASH.ticks]);
    // Five steps of the dash are left; in the last of them the trigger works again.
    run(body, 4, { fire: true });
    assert.equal(body.chargeTicks, 0);
    run(body, 1, { fire: true });
    assert.equal(body.chargeTicks, 8);
  });

  it('ends the spawn shield when it begins', () => {
    const body = { ...armedBody(), shieldTicks: 30 };
    run(body, 1, { fire: true });
    assert.equal(body.shieldTicks, 0);
  });

  it('is gone with the life of its pilot, and so are the shots', () => {
    const { victim, world } = shootAt((_, other) => Object.assign(other, { hp: 55, railShots: 3, chargeTicks: 5 }));
    assert.deepEqual([victim.alive, victim.railShots, victim.chargeTicks], [false, 0, 0]);
    Object.assign(victim, { railShots: 2, chargeTicks: 2 });
    spawnPilot(world, victim);
    assert.deepEqual([victim.railShots, victim.chargeTicks], [0, 0]);
  });
});

describe('a Rail shot', () => {
  it('[G2] [G11] goes along the aim of its last step, from where that step takes the pilot', () => {
    const world = quietWorld();
    const shooter = aboutToShoot(world, 1, LANE.x, LANE.y);
    Object.assign(shooter, { vx: 300, chargeTicks: 2 });
    tick(world, { 1: inputFrame({ mx: 127, aim: 0 }) });
    const events = tick(world, { 1: inputFrame({ mx: 127, aim: 3 * QUARTER }) });
    assert.deepEqual(eventsOf(events, 'rail'), [
      // Up from y = 940 the first wall is the border at y = 0: out of reach is only what is farther than 1100.
      { kind: 'rail', seat: 1, x: LANE.x + 20, y: LANE.y, toX: LANE.x + 20, toY: 0, spared: 0 },
    ]);
    assert.equal(world.bolts.length, 0);
  });

  it('[G8] [G11] takes 55 hp at once from the first in its way only, however the seats are ordered', () => {
    for (const [near, far] of [
      [2, 3],
      [3, 2],
    ] as const) {
      const world = quietWorld();
      aboutToShoot(world, 1, LANE.x, LANE.y);
      const others = [2, 3].map((seat) => placePilot(world, seat, LANE.x + (seat === near ? 200 : 400), LANE.y));
      const events = tick(world, { 1: inputFrame() });
      const [hit] = eventsOf(events, 'hit');
      assert.deepEqual(others[near - 2]?.hp, 100 - 55);
      assert.deepEqual(others[far - 2]?.hp, 100);
      // Met at the rim: 200 − 18 = 182 u from the gun.
      assert.deepEqual([hit?.by, hit?.victim, hit?.damage, hit?.weapon], [1, near, 55, WEAPON.rail]);
      assert.deepEqual([hit?.x, hit?.y], [LANE.x + 182, LANE.y]);
      assert.deepEqual([eventsOf(events, 'rail')[0]?.toX, eventsOf(events, 'rail')[0]?.toY], [LANE.x + 182, LANE.y]);
    }
  });

  it('[G11] reaches 1100 u to the rim of its target, and an eighth of a unit farther nobody', () => {
    for (const [distance, hp] of [
      [1100 + PILOT.radius, 45],
      [1100 + PILOT.radius + 1 / 8, 100],
    ] as const) {
      const world = quietWorld();
      aboutToShoot(world, 1, 100, FREE_ROW_Y);
      const other = placePilot(world, 2, 100 + distance, FREE_ROW_Y);
      const [rail] = eventsOf(tick(world, { 1: inputFrame() }), 'rail');
      assert.equal(other.hp, hp, `${distance} u`);
      assert.equal(rail?.toX, 1200);
    }
  });

  it('ends at the first wall, and hits nobody behind it', () => {
    const world = quietWorld();
    aboutToShoot(world, 1, LANE.x, LANE.y);
    const behind = placePilot(world, 2, LANE.face + 90 + PILOT.radius, LANE.y); // the block is 90 u wide
    const [rail] = eventsOf(tick(world, { 1: inputFrame() }), 'rail');
    assert.deepEqual([behind.hp, rail?.toX, rail?.toY, rail?.spared], [100, LANE.face, LANE.y, 0]);
  });

  it('is the ray that its shooter draws at once', () => {
    for (const aim of [0, 1000, QUARTER, 40_000]) {
      const world = quietWorld();
      const shooter = aboutToShoot(world, 1, LANE.x, LANE.y);
      const [rail] = eventsOf(tick(world, { 1: inputFrame({ aim }) }), 'rail');
      const { x, y, toX, toY } = railRay(shooter, foundry());
      assert.deepEqual([rail?.x, rail?.y, rail?.toX, rail?.toY], [x, y, toX, toY]);
    }
  });

  it('does no damage to a spawn shield nor in the warm-up, and says so', () => {
    for (const spared of ['shield', 'warm-up']) {
      const { victim, events } = shootAt((world, other) => {
        if (spared === 'shield') other.shieldTicks = 10;
        else Object.assign(world.match, { phase: PHASE.warmup, endTick: world.tick + 90 });
      });
      assert.deepEqual([victim.hp, eventsOf(events, 'hit')[0]?.damage], [100, 0], spared);
    }
  });

  it('is used up without a ray over the podium', () => {
    const { victim, events, world } = shootAt(({ match, tick: now }) => {
      Object.assign(match, { phase: PHASE.podium, endTick: now + 300 });
    });
    assert.deepEqual([victim.hp, eventsOf(events, 'rail').length, eventsOf(events, 'hit').length], [100, 0, 0]);
    assert.equal(world.pilots[0]?.railShots, 0);
  });

  it('passes through the dead, and does not hit its own pilot', () => {
    const world = quietWorld();
    const shooter = aboutToShoot(world, 1, LANE.x, LANE.y);
    Object.assign(placePilot(world, 2, LANE.x + 100, LANE.y), { alive: false, hp: 0, respawnTick: world.tick + 60 });
    const behind = placePilot(world, 3, LANE.x + 200, LANE.y);
    tick(world, { 1: inputFrame() });
    assert.deepEqual([shooter.hp, behind.hp], [100, 45]);
  });

  it('is not thrown back by a dash: it is no bolt', () => {
    const { victim } = shootAt((_, other) => Object.assign(other, { dashTicks: DASH.ticks }));
    assert.equal(victim.hp, 45);
  });

  it('kills with the second hit, for 45 hp and 5 points, by WEAPON.rail', () => {
    const { world, victim } = shootAt(() => {});
    const killer = world.pilots[0] as Pilot;
    Object.assign(killer, { railShots: 1, chargeTicks: 1 });
    const events = tick(world, { 1: inputFrame() });
    assert.deepEqual(eventsOf(events, 'kill'), [
      { kind: 'kill', by: 1, victim: 2, weapon: WEAPON.rail, points: 5, leader: false },
    ]);
    assert.equal(eventsOf(events, 'hit')[0]?.damage, 45);
    assert.deepEqual([victim.alive, victim.killedBy, victim.killedWith], [false, 1, WEAPON.rail]);
    assert.deepEqual([killer.kills, killer.killPoints], [1, 5]);
  });

  it('[G1] does not go off when its pilot was shot dead earlier in the same tick', () => {
    const world = quietWorld();
    aboutToShoot(world, 1, LANE.x, LANE.y);
    Object.assign(aboutToShoot(world, 2, LANE.x + 200, LANE.y), { hp: 55 });
    const events = tick(world, { 1: inputFrame(), 2: inputFrame({ aim: 2 * QUARTER }) });
    assert.deepEqual(
      eventsOf(events, 'rail').map(({ seat }) => seat),
      [1],
    );
    assert.equal(world.pilots[0]?.hp, 100);
  });

  it('counts on from 65 535 to 0', () => {
    const body = { ...armedBody(), railFired: 65_535, chargeTicks: 1 };
    run(body, 1, {});
    assert.equal(body.railFired, 0);
  });

  it('takes its steps from a pilot with two frames a tick too: the fourth in step 78 of tick 39', () => {
    const world = quietWorld();
    Object.assign(placePilot(world, 1, LANE.x, LANE.y), { railShots: 4 });
    const held = inputFrame({ fire: true });
    let bolts = 0;
    for (let i = 1; i <= 39; i++) {
      bolts += eventsOf(step(world, new Map([[1, [held, held]]])), 'rail').length;
      if (i === 38) assert.equal(bolts, 3);
    }
    assert.equal(bolts, 4);
  });
});
