/** Milliseconds that this process was really running: deadlines of others must not pass while it stands still. */
export class LiveClock {
  readonly #gapMsMax: number;
  #lastMs: number;
  #liveMs = 0;

  /** @param gapMsMax between two looks; what is more is time in which the process stood still */
  constructor(nowMs: number, gapMsMax: number) {
    this.#lastMs = nowMs;
    this.#gapMsMax = gapMsMax;
  }

  /** @returns what it shows now */
  advance(nowMs: number): number {
    this.#liveMs += Math.min(nowMs - this.#lastMs, this.#gapMsMax);
    this.#lastMs = nowMs;
    return this.#liveMs;
  }

  /** As of the last look. */
  get liveMs(): number {
    return this.#liveMs;
  }
}
