/** A mind of no game: walks one way for a while, then another; turns steadily; fires in bursts. Or hardly does a thing. */
import { TURN } from '../../shared/sim/math.ts';
import { type Random, randomInt, randomUnit } from '../../shared/sim/rng.ts';
import type { Intent } from '../contract/adapter.ts';

/** Steps in one direction. */
const LEG = { min: 15, span: 60 };
const TURN_PER_STEP = 0.15;
const FIRE_SHARE = 0.4;
const DASH_SHARE = 0.2;
/** Steps after which one that is idle turns its gun: a seat in which nothing is done is freed. */
const IDLE_STEPS = 150;

export class Wanderer {
  readonly #random: Random;
  readonly #idle: boolean;
  readonly #intent: Intent = { x: 0, y: 0, aimRadians: 0, fire: false, dash: false };
  #stepsLeft = 0;
  #turn = 0;

  /** @param idle does nothing, but turns its gun a little every five seconds */
  constructor(seed: number, idle: boolean) {
    this.#random = { rng: seed >>> 0 };
    this.#idle = idle;
  }

  /** @returns what to do in the next step; the same object each time */
  next(): Readonly<Intent> {
    const intent = this.#intent;
    if (this.#idle) return this.#rest(intent);
    intent.dash = false;
    if (this.#stepsLeft-- <= 0) this.#choose();
    intent.aimRadians = (intent.aimRadians + this.#turn + TURN) % TURN;
    return intent;
  }

  #rest(intent: Intent): Readonly<Intent> {
    if (this.#stepsLeft-- > 0) return intent;
    this.#stepsLeft = IDLE_STEPS;
    intent.aimRadians = (intent.aimRadians + 1) % TURN;
    return intent;
  }

  #choose(): void {
    const random = this.#random;
    const direction = randomUnit(random) * TURN;
    this.#stepsLeft = LEG.min + randomInt(random, LEG.span);
    this.#intent.x = Math.cos(direction);
    this.#intent.y = Math.sin(direction);
    this.#intent.fire = randomUnit(random) < FIRE_SHARE;
    this.#intent.dash = randomUnit(random) < DASH_SHARE;
    this.#turn = (randomUnit(random) * 2 - 1) * TURN_PER_STEP;
  }
}
