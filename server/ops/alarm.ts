/** Rings when rooms fail too often: one failed room is a bug, three in a minute are an outage in the making. */
const WINDOW_MS = 60_000;
const FAILURES = 3;

export class FailureAlarm {
  readonly #timesMs: number[] = [];

  /** @returns whether the alarm rings now */
  note(nowMs: number): boolean {
    this.#timesMs.push(nowMs);
    if (this.#timesMs.length > FAILURES) this.#timesMs.shift();
    return this.rings(nowMs);
  }

  rings(nowMs: number): boolean {
    return this.#timesMs.filter((timeMs) => nowMs - timeMs < WINDOW_MS).length >= FAILURES;
  }
}
