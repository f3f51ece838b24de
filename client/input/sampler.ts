/**
 * From intent to input frames, one for each step: whole numbers as the simulation wants them. A press that is shorter
 * than a step, or that comes a moment before the gun or the dash is ready, is asked for again for a few frames.
 */

import type { Wish } from '../../shared/netcode/session.ts';
import { aimOf } from '../../shared/sim/math.ts';
import { PULSE } from '../../shared/sim/tunables.ts';
import { AXIS_MAX, BUTTON } from '../../shared/sim/types.ts';
import type { Intent } from './intent.ts';

/** As long as the gun needs to be ready again: one click is one shot, never none and never two. */
const FIRE_ASK_FRAMES = PULSE.cooldownTicks;
/** 200 ms: a dash pressed a little early still happens; later it would come as a surprise. */
const DASH_ASK_FRAMES = 6;
/** aimOf compares whole steps of its table: give it a vector with some length. */
const AIM_LENGTH = 4096;

export class Sampler {
  #fireFrames = 0;
  #dashFrames = 0;
  #aim = 0;

  /** A button went down. @param button one of BUTTON */
  press(button: number): void {
    if (button === BUTTON.fire) this.#fireFrames = FIRE_ASK_FRAMES;
    if (button === BUTTON.dash) this.#dashFrames = DASH_ASK_FRAMES;
  }

  /** Forgets presses that were not used yet: the page lost focus or was paused. */
  clear(): void {
    this.#fireFrames = 0;
    this.#dashFrames = 0;
  }

  /** @returns the input frame of the next step */
  inputFrame(intent: Readonly<Intent>): Wish {
    const fire = intent.fire || this.#fireFrames > 0;
    const dash = this.#dashFrames > 0;
    if (this.#fireFrames > 0) this.#fireFrames--;
    if (dash) this.#dashFrames--;
    this.#turn(intent);
    return {
      mx: axisOf(intent.moveX),
      my: axisOf(intent.moveY),
      aim: this.#aim,
      buttons: (fire ? BUTTON.fire : 0) | (dash ? BUTTON.dash : 0),
      ...(intent.target === undefined ? {} : { target: intent.target }),
    };
  }

  #turn({ aimX, aimY }: Readonly<Intent>): void {
    const length = Math.sqrt(aimX * aimX + aimY * aimY);
    if (!(length > 0) || !Number.isFinite(length)) return;
    this.#aim = aimOf((aimX / length) * AIM_LENGTH, (aimY / length) * AIM_LENGTH);
  }
}

function axisOf(value: number): number {
  if (Number.isNaN(value)) return 0;
  const whole = Math.round(Math.min(1, Math.max(-1, value)) * AXIS_MAX);
  return whole === 0 ? 0 : whole; // never -0
}
