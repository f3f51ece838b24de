/** From intent to input frames: whole numbers, and no press is lost. */
import assert from 'node:assert/strict';
import type { Intent } from '../../../client/input/intent.ts';
import { Sampler } from '../../../client/input/sampler.ts';
import { step } from '../../../shared/sim/step.ts';
import { BUTTON, type InputFrame } from '../../../shared/sim/types.ts';
import { addPilot, createWorld } from '../../../shared/sim/world.ts';

const idle: Intent = { moveX: 0, moveY: 0, aimX: 0, aimY: 0, fire: false };
const FULL_TURN = 65_536;

const framesOf = (sampler: Sampler, intent: Intent, count: number): InputFrame[] =>
  Array.from({ length: count }, () => sampler.inputFrame(intent));

/** Shots and dashes that a pilot makes of these frames. */
function played(inputFrames: readonly InputFrame[]): { bolts: number; dashes: number } {
  const world = createWorld('fray', 1);
  const pilot = addPilot(world, 1);
  let dashes = 0;
  for (const inputFrame of inputFrames) {
    const before = pilot.dashCooldownTicks;
    step(world, new Map([[1, [inputFrame]]]));
    if (pilot.dashCooldownTicks > before) dashes++;
  }
  return { bolts: pilot.fired, dashes };
}

describe('input sampler', () => {
  it('asks for nothing while nothing is wanted', () => {
    assert.deepEqual(new Sampler().inputFrame(idle), { mx: 0, my: 0, aim: 0, buttons: 0 });
  });

  it('gives axes as whole numbers from -127 to 127, whatever the devices say', () => {
    const sampler = new Sampler();
    const axes = (moveX: number, moveY: number) => {
      const { mx, my } = sampler.inputFrame({ ...idle, moveX, moveY });
      return [mx, my];
    };
    assert.deepEqual(axes(1, -1), [127, -127]);
    assert.deepEqual(axes(0.5, -0.25), [64, -32]);
    assert.deepEqual(axes(9, -9), [127, -127]);
    assert.deepEqual(axes(Number.NaN, -0.001), [0, 0]);
  });

  it('aims in 65 536 steps: 0 along +x, a quarter along +y', () => {
    const sampler = new Sampler();
    const aim = (aimX: number, aimY: number) => sampler.inputFrame({ ...idle, aimX, aimY }).aim;
    assert.equal(aim(3, 0), 0);
    assert.equal(aim(0, 0.01), FULL_TURN / 4);
    assert.equal(aim(-5000, 0), FULL_TURN / 2);
    assert.equal(aim(0, -1), (FULL_TURN / 4) * 3);
    for (let degrees = 0; degrees < 360; degrees += 7) {
      const radians = (degrees / 180) * Math.PI;
      const off = aim(Math.cos(radians) * 200, Math.sin(radians) * 200) - (degrees / 360) * FULL_TURN;
      assert.ok(Math.abs(off) <= 4, `${degrees}° is ${off} steps off`);
    }
  });

  it('hands on the place that a mouse points at', () => {
    const target = { x: 700, y: 300 };
    assert.deepEqual(new Sampler().inputFrame({ ...idle, target }).target, target);
    assert.equal('target' in new Sampler().inputFrame(idle), false);
  });

  it('keeps the aim while the devices point nowhere', () => {
    const sampler = new Sampler();
    const { aim } = sampler.inputFrame({ ...idle, aimX: 1, aimY: 2 });
    assert.equal(sampler.inputFrame(idle).aim, aim);
    assert.equal(sampler.inputFrame({ ...idle, aimX: Number.NaN, aimY: 1 }).aim, aim);
  });

  it('fires as long as the trigger is held, and no longer', () => {
    const sampler = new Sampler();
    const held = framesOf(sampler, { ...idle, fire: true }, 10);
    assert.ok(held.every(({ buttons }) => buttons === BUTTON.fire));
    assert.equal(sampler.inputFrame(idle).buttons, 0);
  });

  it('makes one shot of a click that is over before the next step', () => {
    const sampler = new Sampler();
    sampler.press(BUTTON.fire);
    assert.equal(played(framesOf(sampler, idle, 60)).bolts, 1);
  });

  it('makes a shot of a click that comes while the gun is not ready', () => {
    for (let wait = 1; wait <= 6; wait++) {
      const sampler = new Sampler();
      sampler.press(BUTTON.fire);
      const first = framesOf(sampler, idle, wait);
      sampler.press(BUTTON.fire);
      assert.equal(played([...first, ...framesOf(sampler, idle, 60)]).bolts, 2, `second click after ${wait} steps`);
    }
  });

  it('makes one dash of a tap that is over before the next step', () => {
    const sampler = new Sampler();
    sampler.press(BUTTON.dash);
    assert.equal(played(framesOf(sampler, idle, 120)).dashes, 1);
  });

  it('forgets presses when everything is let go', () => {
    const sampler = new Sampler();
    sampler.press(BUTTON.dash);
    sampler.press(BUTTON.fire);
    sampler.clear();
    assert.equal(sampler.inputFrame(idle).buttons, 0);
  });
});
