/** One direction of a bad link: late, uneven, but in order. With nothing asked for, everything passes at once. */

export type LaneOptions = {
  delayMs: number;
  /** Extra delay, evenly drawn from [0, 2 × jitter]. */
  jitterMs: number;
};

export type LaneTimers = { nowMs: () => number; after: (ms: number, run: () => void) => void; random: () => number };

export class Lane {
  options: LaneOptions = { delayMs: 0, jitterMs: 0 };
  readonly #timers: LaneTimers;
  #waiting: { atMs: number; deliver: () => void }[] = [];
  #lastMs = 0;

  constructor(timers: LaneTimers) {
    this.#timers = timers;
  }

  /** Nothing arrives before then; what is under way piles up. */
  stallUntil(untilMs: number): void {
    this.#lastMs = Math.max(this.#lastMs, untilMs);
    for (const parcel of this.#waiting) parcel.atMs = Math.max(parcel.atMs, untilMs);
  }

  clear(): void {
    this.#waiting = [];
    this.#lastMs = 0;
  }

  pass(deliver: () => void): void {
    const { delayMs, jitterMs } = this.options;
    const nowMs = this.#timers.nowMs();
    const extraMs = jitterMs === 0 ? 0 : this.#timers.random() * 2 * jitterMs;
    const atMs = Math.max(this.#lastMs, nowMs + delayMs + extraMs);
    if (atMs <= nowMs && this.#waiting.length === 0) {
      deliver();
      return;
    }
    this.#lastMs = atMs;
    this.#waiting.push({ atMs, deliver });
    this.#timers.after(atMs - nowMs, () => this.#deliverDue());
  }

  #deliverDue(): void {
    const nowMs = this.#timers.nowMs();
    while (this.#waiting.length > 0) {
      const parcel = this.#waiting[0] as { atMs: number; deliver: () => void };
      if (parcel.atMs > nowMs) {
        this.#timers.after(parcel.atMs - nowMs, () => this.#deliverDue());
        return;
      }
      this.#waiting.shift();
      parcel.deliver();
    }
  }
}
