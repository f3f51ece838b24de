/**
 * Counts ticks that are left out for good. Colyseus's loop runs at most five catch-up steps after a hitch and then drops
 * the backlog without a word; this keeps the same account and says how much that was.
 */
const CATCH_UP_STEPS_MAX = 5;

export class TickMeter {
  readonly #stepMs: number;
  #owedMs = 0;
  #lastMs = 0;
  #stepsInBurst = 0;

  constructor(stepMs: number) {
    this.#stepMs = stepMs;
  }

  /** Called in every step. @param elapsedMs the room clock's elapsed time @returns ticks that were just dropped */
  count(elapsedMs: number): number {
    if (elapsedMs !== this.#lastMs) {
      this.#owedMs += elapsedMs - this.#lastMs;
      this.#lastMs = elapsedMs;
      this.#stepsInBurst = 0;
    }
    this.#owedMs -= this.#stepMs;
    this.#stepsInBurst++;
    if (this.#stepsInBurst < CATCH_UP_STEPS_MAX) return 0;
    const dropped = Math.max(0, Math.floor(this.#owedMs / this.#stepMs));
    this.#owedMs = 0;
    return dropped;
  }
}
