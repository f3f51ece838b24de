/**
 * How old the newest state is when a step uses it. By the server's ticks: against the most punctual patch of the last ten
 * seconds, plus the way here, which is half of the smallest ping. So both a slow network and a server whose ticks run late
 * show. Of a server without ticks: since its newest patch.
 */

const SECONDS_KEPT = 10;

export class SnapshotAge {
  readonly #stepMs: number;
  /** Smallest (arrival − tick × step) of each of the last seconds. */
  readonly #leastMs = new Float64Array(SECONDS_KEPT).fill(Number.POSITIVE_INFINITY);
  #second = -1;
  #offsetMs = Number.POSITIVE_INFINITY;
  /** When the newest state would have come if its patch had been as punctual as the best. */
  #newestMs = Number.NaN;
  #rttMs = Number.POSITIVE_INFINITY;

  constructor(rateHz: number) {
    this.#stepMs = 1000 / rateHz;
  }

  /** A patch has come. @param tick of the state; undefined when the server does not tell */
  onPatch(tick: number | undefined, nowMs: number): void {
    if (tick === undefined) {
      this.#newestMs = nowMs;
      return;
    }
    const sampleMs = nowMs - tick * this.#stepMs;
    this.#turnTo(Math.floor(nowMs / 1000));
    const slot = this.#second % SECONDS_KEPT;
    this.#leastMs[slot] = Math.min(this.#leastMs[slot] as number, sampleMs);
    this.#offsetMs = Math.min(this.#offsetMs, sampleMs);
    this.#newestMs = tick * this.#stepMs + this.#offsetMs;
  }

  onRtt(rttMs: number): void {
    this.#rttMs = Math.min(this.#rttMs, rttMs);
  }

  /** @returns undefined before the first patch and the first ping */
  at(nowMs: number): number | undefined {
    const ageMs = nowMs - this.#newestMs + this.#rttMs / 2;
    return Number.isFinite(ageMs) ? ageMs : undefined;
  }

  #turnTo(second: number): void {
    if (second === this.#second) return;
    const passed = Math.min(SECONDS_KEPT, second - this.#second);
    for (let i = 1; i <= passed; i++) this.#leastMs[(this.#second + i) % SECONDS_KEPT] = Number.POSITIVE_INFINITY;
    this.#second = second;
    this.#offsetMs = Math.min(...this.#leastMs);
  }
}
