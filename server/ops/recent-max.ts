/**
 * The largest of recent values, in small slots of time: nothing is reset by looking, so that several scrapers see the
 * same. Time is handed in.
 */
const SLOT_MS = 250;

export class RecentMax {
  readonly #slots: Float64Array;
  /** Number of the newest slot, counted from time 0. */
  #newest = 0;

  /** @param windowMs how long a value counts: at least this, and at most one slot longer */
  constructor(windowMs: number) {
    this.#slots = new Float64Array(Math.ceil(windowMs / SLOT_MS) + 1);
  }

  /** @param value never negative @param nowMs a clock that never goes back */
  note(value: number, nowMs: number): void {
    this.#moveOn(nowMs);
    const slot = this.#newest % this.#slots.length;
    this.#slots[slot] = Math.max(this.#slots[slot] as number, value);
  }

  /** @returns the largest value of the window; 0 if there was none */
  max(nowMs: number): number {
    this.#moveOn(nowMs);
    return Math.max(...this.#slots);
  }

  /** Empties the slots that have begun since the last look. */
  #moveOn(nowMs: number): void {
    const now = Math.floor(nowMs / SLOT_MS);
    const { length } = this.#slots;
    for (let slot = Math.max(this.#newest + 1, now - length + 1); slot <= now; slot++) this.#slots[slot % length] = 0;
    this.#newest = Math.max(this.#newest, now);
  }
}
