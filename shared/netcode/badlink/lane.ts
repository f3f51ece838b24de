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
  /** When the timer that is set fires. */
  #armedMs = Number.POSITIVE_INFINITY;

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
    this.#arm(nowMs);
  }

  #deliverDue(): void {
    const nowMs = this.#timers.nowMs();
    for (let head = this.#waiting[0]; head !== undefined && head.atMs <= nowMs; head = this.#waiting[0]) {
      this.#waiting.shift();
      head.deliver();
    }
    this.#arm(nowMs);
  }

  /** One timer, for the first parcel: one for each would outnumber them, since every timer sees to all that is due. */
  #arm(nowMs: number): void {
    const head = this.#waiting[0];
    if (head === undefined || this.#armedMs <= head.atMs) return;
    this.#armedMs = head.atMs;
    this.#timers.after(head.atMs - nowMs, () => {
      this.#armedMs = Number.POSITIVE_INFINITY;
      this.#deliverDue();
    });
  }
}
