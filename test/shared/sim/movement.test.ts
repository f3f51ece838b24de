/** Moving and dashing, by example: every number is spelled out from the tunables (300 u/s = 10 u a step, friction 9/s). */

import assert from 'node:assert/strict';
import type { Body } from '../../../shared/sim/body.ts';
import { isReflecting, stepPilot } from '../../../shared/sim/pilot.ts';
import { DASH, PILOT, PULSE } from '../../../shared/sim/tunables.ts';
import type { Arena, Pilot } from '../../../shared/sim/types.ts';
import {
  boxArena,
  foundry,
  inputFrame,
  LANE,
  perStep,
  placePilot,
  quietWorld,
  tick,
  ticks,
} from '../../support/worlds.ts';

const RIGHT = inputFrame({ mx: 127 });
const QUARTER = 16_384;

function pilotAt(x: number, y: number): Pilot {
  return placePilot(quietWorld(), 1, x, y);
}

function run(body: Body, steps: number, given = RIGHT, arena: Arena = foundry()): void {
  for (let i = 0; i < steps; i++) stepPilot(body, given, arena);
}

describe('movement', () => {
  it('[G3] closes three tenths of the gap to the wanted velocity in each step: 90, 153, 197.1 (on the grid 197.125) u/s', () => {
    const pilot = pilotAt(LANE.x, LANE.y);
    const speeds = [1, 2, 3].map(() => {
      run(pilot, 1);
      return pilot.vx;
    });
    assert.deepEqual(speeds, [0 + 300 * 0.3, 90 + 210 * 0.3, 197.125]);
  });

  it('[G3] reaches exactly 300 u/s within a second and then covers 10 u in each step', () => {
    const pilot = pilotAt(LANE.x, LANE.y);
    run(pilot, 30);
    assert.equal(pilot.vx, PILOT.speed);
    const before = pilot.x;
    run(pilot, 30);
    assert.equal(pilot.x - before, 30 * perStep(300));
    assert.equal(pilot.y, LANE.y);
  });

  it('is no faster along the diagonal: each axis gets 300 / √2 = 212.13, on the grid 212.125', () => {
    const pilot = pilotAt(LANE.x, LANE.y);
    run(pilot, 40, inputFrame({ mx: 127, my: 127 }), boxArena(2000, 2000));
    assert.deepEqual([pilot.vx, pilot.vy], [212.125, 212.125]);
  });

  it('goes half as fast when the stick is half way: 300 × 64 / 127 = 151.18, on the grid 151.125', () => {
    const pilot = pilotAt(LANE.x, LANE.y);
    run(pilot, 40, inputFrame({ mx: 64 }));
    assert.equal(pilot.vx, 151.125);
  });

  it('[G3] loses three tenths of its speed in each step once the stick is let go, and stops dead within a second', () => {
    const pilot = pilotAt(LANE.x, LANE.y);
    run(pilot, 30);
    run(pilot, 2, inputFrame());
    assert.equal(pilot.vx, 300 * 0.7 * 0.7);
    run(pilot, 28, inputFrame());
    assert.equal(pilot.vx, 0);
  });

  it('treats left and right, up and down alike', () => {
    const places = [
      inputFrame({ mx: 127 }),
      inputFrame({ mx: -127 }),
      inputFrame({ my: 127 }),
      inputFrame({ my: -127 }),
    ].map((given) => {
      const pilot = Object.assign(pilotAt(LANE.x, LANE.y), { x: 1000, y: 1000 });
      run(pilot, 12, given, boxArena(2000, 2000));
      return Math.abs(pilot.x - 1000) + Math.abs(pilot.y - 1000);
    });
    assert.deepEqual(places, [places[0], places[0], places[0], places[0]]);
  });

  it('[R2] stands still while it gets no input frames, and moves twice with two', () => {
    const world = quietWorld();
    const pilot = placePilot(world, 1, LANE.x, LANE.y);
    ticks(world, 30, { 1: RIGHT });
    const before = pilot.x;
    ticks(world, 5);
    assert.equal(pilot.x, before);
    tick(world, { 1: RIGHT });
    assert.equal(pilot.x, before + 10);
  });

  it('[G2] [G3] rests with its edge on a wall (1890 − 18 = 1872) and loses the velocity towards it only', () => {
    const pilot = pilotAt(1860, 900);
    run(pilot, 10, inputFrame({ mx: 127, my: 60 }));
    assert.equal(pilot.x, LANE.face - PILOT.radius);
    assert.equal(pilot.vx, 0);
    assert.ok(pilot.vy > 100);
  });

  it("loses its velocity at the arena's edge as at any wall (it once kept it and seemed to run on the spot)", () => {
    const pilot = pilotAt(40, 120);
    run(pilot, 20, inputFrame({ mx: -127 }));
    assert.deepEqual([pilot.x, pilot.vx], [PILOT.radius, 0]);
    run(pilot, 30, inputFrame({ my: -127 }));
    assert.deepEqual([pilot.y, pilot.vy], [PILOT.radius, 0]);
  });

  it('passes between two walls exactly as wide apart as itself', () => {
    const arena = boxArena(400, 400, [
      { x: 100, y: 0, width: 100, height: 100 },
      { x: 100, y: 136, width: 100, height: 100 },
    ]);
    const pilot = pilotAt(50, 118);
    run(pilot, 40, RIGHT, arena);
    assert.equal(pilot.y, 118);
    assert.ok(pilot.x > 200);
  });

  it('does not catch on the seam of two walls side by side', () => {
    const arena = boxArena(600, 400, [
      { x: 100, y: 200, width: 100, height: 50 },
      { x: 200, y: 200, width: 100, height: 50 },
    ]);
    const pilot = pilotAt(120, 200 - PILOT.radius);
    run(pilot, 40, inputFrame({ mx: 127, my: 127 }), arena);
    assert.ok(pilot.x > 300);
  });

  it('uses up the input frames of a dead pilot without moving it', () => {
    const pilot = Object.assign(pilotAt(LANE.x, LANE.y), { alive: false });
    const before = structuredClone(pilot);
    run(pilot, 10, inputFrame({ mx: 127, fire: true, dash: true, aim: 99 }));
    assert.deepEqual(pilot, before);
  });
});

describe('the dash', () => {
  const dashAlong = (aim: number) => inputFrame({ aim, dash: true });

  it('[G4] covers 5 × 30 = 150 u at 900 u/s and leaves the pilot at its running speed', () => {
    const pilot = pilotAt(LANE.x, LANE.y);
    run(pilot, 1, dashAlong(0));
    assert.deepEqual([pilot.x, pilot.vx, pilot.dashTicks], [LANE.x + 30, 900, 5]);
    run(pilot, 4, inputFrame());
    assert.equal(pilot.x, LANE.x + 150);
    run(pilot, 1, inputFrame());
    assert.deepEqual([pilot.x, pilot.vx, pilot.dashTicks], [LANE.x + 160, 300, 0]);
  });

  it('[G4] goes where the pilot steers, and where it aims while standing', () => {
    const steering = pilotAt(LANE.x, LANE.y);
    run(steering, 1, inputFrame({ mx: -127, aim: QUARTER, dash: true }));
    assert.deepEqual([steering.x, steering.y], [LANE.x - 30, LANE.y]);
    const standing = pilotAt(LANE.x, LANE.y);
    run(standing, 1, dashAlong(QUARTER));
    assert.deepEqual([standing.x, standing.y], [LANE.x, LANE.y + 30]);
  });

  it('[G4] cannot be steered or fired from, but fires again in the step in which it ends', () => {
    const pilot = pilotAt(LANE.x, LANE.y);
    run(pilot, 1, inputFrame({ aim: 0, dash: true, fire: true }));
    run(pilot, 4, inputFrame({ my: 127, fire: true }));
    assert.deepEqual([pilot.y, pilot.fired], [LANE.y, 0]);
    run(pilot, 1, inputFrame({ fire: true }));
    assert.equal(pilot.fired, 1);
  });

  it('[G4] is ready again 60 steps (2 s) after it began', () => {
    const pilot = pilotAt(LANE.x, LANE.y);
    run(pilot, 1, dashAlong(0));
    assert.equal(pilot.dashCooldownTicks, DASH.cooldownTicks);
    run(pilot, 59, dashAlong(0));
    assert.deepEqual([pilot.dashCooldownTicks, pilot.dashTicks], [1, 0]);
    run(pilot, 1, dashAlong(QUARTER));
    assert.deepEqual([pilot.dashTicks, pilot.dashAim], [5, QUARTER]);
  });

  it('reflects after its first four steps and not after the fifth', () => {
    const pilot = pilotAt(LANE.x, LANE.y);
    const reflecting = [1, 2, 3, 4, 5, 6].map(() => {
      run(pilot, 1, dashAlong(0));
      return isReflecting(pilot);
    });
    assert.deepEqual(reflecting, [true, true, true, true, false, false]);
  });

  it('ends in the inner corner of the L without entering either leg: 348 + 18, 308 + 18', () => {
    const pilot = pilotAt(390, 350);
    run(pilot, 6, inputFrame({ mx: -127, my: -127, dash: true }));
    assert.deepEqual([pilot.x, pilot.y], [366, 326]);
  });

  it('does not pass through a wall thinner than a step', () => {
    const arena = boxArena(400, 400, [{ x: 200, y: 100, width: 1, height: 200 }]);
    const pilot = pilotAt(150, 200);
    run(pilot, 6, dashAlong(0), arena);
    assert.equal(pilot.x, 200 - PILOT.radius);
  });
});

describe('the trigger', () => {
  it('[G5] fires at once and then every sixth step while held: 5 shots a second', () => {
    const pilot = pilotAt(LANE.x, LANE.y);
    const held = inputFrame({ fire: true });
    run(pilot, 1, held);
    assert.deepEqual([pilot.fired, pilot.fireCooldownTicks], [1, PULSE.cooldownTicks]);
    run(pilot, 5, held);
    assert.equal(pilot.fired, 1);
    run(pilot, 1, held);
    assert.equal(pilot.fired, 2);
    run(pilot, 30, held);
    assert.equal(pilot.fired, 2 + 5);
  });

  it('gains nothing from being let go and pressed again', () => {
    const pilot = pilotAt(LANE.x, LANE.y);
    for (let i = 0; i < 30; i++) run(pilot, 1, inputFrame({ fire: i % 2 === 0 }));
    assert.equal(pilot.fired, 5);
  });
});
