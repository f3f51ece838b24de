/**
 * How long others have been silent, fairly: while this process stands still it can hear nobody, so a deadline needs some of
 * its own running time besides the time that passed. Some, not all: at a process that runs a seventh of the time every
 * deadline would else take seven times as long.
 */

/** A moment on both clocks: since when something is awaited. */
export type Moment = { nowMs: number; liveMs: number };

/** Running time within which what arrived during a stall has surely been read. From then on time counts in full. */
const READING_MS = 2000;

export class LiveClock {
  readonly #gapMsMax: number;
  #nowMs: number;
  #liveMs = 0;

  /** @param gapMsMax between two looks; what is more is time in which the process stood still */
  constructor(nowMs: number, gapMsMax: number) {
    this.#nowMs = nowMs;
    this.#gapMsMax = gapMsMax;
  }

  /** @param nowMs a clock that never goes back @returns the moment of this look */
  advance(nowMs: number): Moment {
    this.#liveMs += Math.min(nowMs - this.#nowMs, this.#gapMsMax);
    this.#nowMs = nowMs;
    return { nowMs, liveMs: this.#liveMs };
  }
}

/** @returns for how long something has been awaited, in ms: running time at first, then all of the time */
export function waitedMs(since: Moment, now: Moment): number {
  const liveMs = now.liveMs - since.liveMs;
  return liveMs < READING_MS ? liveMs : now.nowMs - since.nowMs;
}
