/**
 * The crowd that is measured: all pilots alive, running, turning and dashing, and a set number of bolts in flight.
 * Health and bolts are topped up between the steps, outside the measured time, so that every step has the full load.
 */

import { pulseOf } from '../../shared/sim/bolt-flight.ts';
import { AIM_STEPS } from '../../shared/sim/math.ts';
import { randomInt } from '../../shared/sim/rng.ts';
import { step } from '../../shared/sim/step.ts';
import { PILOT } from '../../shared/sim/tunables.ts';
import { AXIS_MAX, BUTTON, type InputFrame, PHASE, type Pilot, type World } from '../../shared/sim/types.ts';
import { addPilot, createWorld } from '../../shared/sim/world.ts';

/** A pilot keeps its direction for about this many ticks. */
const HOLD_TICKS = 20;

export class Crowd {
  readonly world: World;
  readonly #random = { rng: 1 };
  readonly #bolts: number;
  readonly #inputs = new Map<number, [InputFrame]>();

  constructor(pilots: number, bolts: number) {
    this.world = createWorld('fray', 2);
    this.#bolts = bolts;
    this.world.match.phase = PHASE.play;
    this.world.match.endTick = 0xffff_ffff;
    for (let seat = 1; seat <= pilots; seat++) {
      addPilot(this.world, seat);
      this.#inputs.set(seat, [{ mx: 0, my: 0, aim: 0, buttons: 0 }]);
    }
  }

  /** Tops up what is measured against and lets every pilot think. */
  prepare(): void {
    for (const pilot of this.world.pilots) {
      pilot.hp = PILOT.hpMax;
      pilot.shieldTicks = 0;
      const [frame] = this.#inputs.get(pilot.seat) as [InputFrame];
      this.#steer(frame);
    }
    while (this.world.bolts.length < this.#bolts) this.#shoot();
  }

  step(): void {
    step(this.world, this.#inputs);
  }

  #steer(frame: InputFrame): void {
    const random = this.#random;
    frame.aim = (frame.aim + 500) & (AIM_STEPS - 1);
    frame.buttons = randomInt(random, 60) === 0 ? BUTTON.dash : 0;
    if (randomInt(random, HOLD_TICKS) > 0) return;
    frame.mx = randomInt(random, 2 * AXIS_MAX + 1) - AXIS_MAX;
    frame.my = randomInt(random, 2 * AXIS_MAX + 1) - AXIS_MAX;
  }

  #shoot(): void {
    const { world } = this;
    const pilot = world.pilots[randomInt(this.#random, world.pilots.length)] as Pilot;
    const gun = { ...pilot, aim: randomInt(this.#random, AIM_STEPS) };
    world.bolts.push(pulseOf(gun, pilot.seat, world.nextId++, world.tick));
  }
}
