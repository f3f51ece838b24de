/** One direction of a bad link: late, uneven, lossy, but in order. With nothing asked for, everything passes at once. */
import { Segments, type WayOptions } from './segments.ts';

export type LaneTimers = { nowMs: () => number; after: (ms: number, run: () => void) => void; random: () => number };

export class Lane {
  readonly #timers: LaneTimers;
  readonly #segments: Segments;
  #stalledUntilMs = 0;
  /** When the timer that is set fires. */
  #armedMs = Number.POSITIVE_INFINITY;

  constructor(timers: LaneTimers) {
    this.#timers = timers;
    this.#segments = new Segments({ delayMs: 0, jitterMs: 0 }, timers.random);
  }

  set options(options: WayOptions) {
    this.#segments.options = options;
  }

  /** Nothing arrives before then; what is under way piles up. */
  stallUntil(untilMs: number): void {
    this.#stalledUntilMs = Math.max(this.#stalledUntilMs, untilMs);
  }

  clear(): void {
    this.#segments.clear();
    this.#stalledUntilMs = 0;
  }

  pass(deliver: () => void): void {
    this.#segments.send(this.#timers.nowMs(), deliver);
    this.#deliverDue();
  }

  #deliverDue(): void {
    const nowMs = this.#timers.nowMs();
    if (nowMs >= this.#stalledUntilMs) this.#segments.deliver(nowMs);
    this.#arm(nowMs);
  }

  /** One timer, for the first segment: one for each would outnumber them, since every timer sees to all that is due. */
  #arm(nowMs: number): void {
    const { nextMs } = this.#segments;
    if (nextMs === Number.POSITIVE_INFINITY) return;
    const atMs = Math.max(nextMs, this.#stalledUntilMs);
    if (this.#armedMs <= atMs) return;
    this.#armedMs = atMs;
    this.#timers.after(atMs - nowMs, () => {
      this.#armedMs = Number.POSITIVE_INFINITY;
      this.#deliverDue();
    });
  }
}
