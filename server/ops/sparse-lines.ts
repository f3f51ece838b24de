/** Which log lines are written: of each key one in a while, with how many were left out since. Time is handed in. */

/** Keys that are remembered at once; beyond it all are forgotten. */
const KEYS_MAX = 1000;

export class SparseLines {
  readonly #everyMs: number;
  readonly #byKey = new Map<string, { lastMs: number; unsaid: number }>();

  constructor(everyMs: number) {
    this.#everyMs = everyMs;
  }

  /** @returns how many were left out since the last line; undefined if this one is left out as well */
  unsaid(key: string, nowMs: number): number | undefined {
    const line = this.#byKey.get(key);
    if (line !== undefined && nowMs - line.lastMs < this.#everyMs) {
      line.unsaid++;
      return undefined;
    }
    if (this.#byKey.size >= KEYS_MAX) this.#byKey.clear();
    this.#byKey.set(key, { lastMs: nowMs, unsaid: 0 });
    return line?.unsaid ?? 0;
  }
}
