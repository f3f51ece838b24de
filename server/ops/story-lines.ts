/**
 * Which lines about players are written: so many of each address, then no more than one a second. The counters have all of
 * them. Time is handed in.
 */
import { Buckets } from '../edge/token-buckets.ts';

/** A school behind one router that all drops and returns at once: 60 connections, two lines each, with room to spare. */
const LINES = { perSecond: 1, burst: 240 };

export class StoryLines {
  readonly #keyOf: (address: string) => string | undefined;
  readonly #budget = new Buckets(LINES);
  /** Lines that were left out since the last one. */
  #unsaid = 0;

  /** @param keyOf what limits of an address are counted under; undefined = it has none */
  constructor(keyOf: (address: string) => string | undefined) {
    this.#keyOf = keyOf;
  }

  /** @returns how many lines were left out since the last one; undefined if this one is left out as well */
  unsaid(address: string, nowMs = performance.now()): number | undefined {
    const key = this.#keyOf(address);
    if (key !== undefined && this.#budget.take(key, nowMs) > 0) {
      this.#unsaid++;
      return undefined;
    }
    const unsaid = this.#unsaid;
    this.#unsaid = 0;
    return unsaid;
  }
}
