/**
 * The time in which a bot should play and hears nothing, because its connection or its seat was lost. A player would feel it:
 * the picture grows older at each step, and every input frame that is due waits for an ack that does not come.
 */
import { count, record } from '../contract/play.ts';
import type { Tally } from '../contract/tally.ts';

/** Older than this is "never" to a player: such a frame is counted at once, so that the end of a long absence is cheap. */
const WAIT_MS_MAX = 60_000;

export class Absence {
  readonly #rateHz: number;
  /** When the server was last heard of. */
  readonly #heardMs: number;
  /** When the first input frame was due, and how many are counted. */
  readonly #firstDueMs: number;
  #frames = 0;

  /** @param rateHz of the input frames that are due */
  constructor(rateHz: number, heardMs: number, nowMs: number) {
    this.#rateHz = rateHz;
    this.#heardMs = heardMs;
    this.#firstDueMs = nowMs;
  }

  step(nowMs: number, tallies: readonly Tally[]): void {
    record(tallies, 'age', nowMs - this.#heardMs);
  }

  /** Counts the input frames that have waited for longer than this, each once, with the age that it has reached. */
  giveUp(nowMs: number, tallies: readonly Tally[], olderThanMs = WAIT_MS_MAX): void {
    for (let ageMs = this.#ageMs(nowMs); ageMs > olderThanMs; ageMs = this.#ageMs(nowMs)) {
      record(tallies, 'ack', ageMs);
      count(tallies, 'unacked');
      this.#frames++;
    }
  }

  /** Of the first frame that is not counted yet. */
  #ageMs(nowMs: number): number {
    return nowMs - this.#firstDueMs - (this.#frames * 1000) / this.#rateHz;
  }
}
