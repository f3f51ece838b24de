/** One direction of a connection on virtual time: the lab's model of TCP, from one seed, until the connection is cut. */
import { Segments, type WayOptions } from '../../../shared/netcode/badlink/segments.ts';
import { type Random, randomUnit } from '../../../shared/sim/rng.ts';

export type LinkOptions = WayOptions;

export class Lane {
  readonly #segments: Segments;
  /** Nothing arrives before this time. */
  stalledUntilMs = 0;
  /** Swallows everything: half of a half-open connection. */
  dead = false;

  constructor(options: LinkOptions, seed: number) {
    const random: Random = { rng: seed >>> 0 };
    this.#segments = new Segments(options, () => randomUnit(random));
  }

  get options(): LinkOptions {
    return this.#segments.options;
  }

  set options(options: LinkOptions) {
    this.#segments.options = options;
  }

  send(nowMs: number, deliver: () => void): void {
    if (!this.dead) this.#segments.send(nowMs, deliver);
  }

  /** Hands over what has arrived by now. */
  deliver(nowMs: number): void {
    if (nowMs >= this.stalledUntilMs) this.#segments.deliver(nowMs);
  }

  clear(): void {
    this.#segments.clear();
  }

  get lostCount(): number {
    return this.#segments.lostCount;
  }
}
