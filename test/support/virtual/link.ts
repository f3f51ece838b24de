/**
 * One connection on virtual time, as TCP behaves: bytes arrive late and in bursts, but in order and complete, until the
 * connection is cut. All of it from one seed.
 */
import { type Random, randomUnit } from '../../../shared/sim/rng.ts';

export type LinkOptions = {
  /** One way, in ms; the round trip is twice that. */
  delayMs: number;
  /** Extra delay, evenly drawn from [0, 2 × jitter]: the round trip varies by ± that. */
  jitterMs: number;
};

type Parcel = { atMs: number; deliver: () => void };

/** One direction. */
export class Lane {
  readonly #random: Random;
  options: LinkOptions;
  /** Nothing arrives before this time. */
  stalledUntilMs = 0;
  /** Swallows everything: half of a half-open connection. */
  dead = false;
  #parcels: Parcel[] = [];
  #lastArrivalMs = 0;

  constructor(options: LinkOptions, seed: number) {
    this.options = options;
    this.#random = { rng: seed >>> 0 };
  }

  send(nowMs: number, deliver: () => void): void {
    if (this.dead) return;
    const { delayMs, jitterMs } = this.options;
    const arrivalMs = nowMs + delayMs + randomUnit(this.#random) * 2 * jitterMs;
    this.#lastArrivalMs = Math.max(this.#lastArrivalMs, arrivalMs, this.stalledUntilMs);
    this.#parcels.push({ atMs: this.#lastArrivalMs, deliver });
  }

  /** Hands over what has arrived by now. */
  deliver(nowMs: number): void {
    while (this.#parcels.length > 0 && nowMs >= this.stalledUntilMs) {
      const parcel = this.#parcels[0] as Parcel;
      if (parcel.atMs > nowMs) return;
      this.#parcels.shift();
      parcel.deliver();
    }
  }

  clear(): void {
    this.#parcels = [];
  }

  get inFlight(): number {
    return this.#parcels.length;
  }
}
