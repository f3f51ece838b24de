/** How much of a core this process takes: the time that its event loop is busy, smoothed over some seconds. */

import { performance } from 'node:perf_hooks';

const BEAT_MS = 500;
/** Of each beat this much counts: a change is seen by two thirds after two seconds. */
const SMOOTHING = 0.25;

/** @returns asks for the busy share since it was asked last. A loop that others keep from running is busy, too. */
function eventLoopMeter(): () => number {
  let last = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    return utilization;
  };
}

export class LoadWatch {
  readonly #measure: () => number;
  #share = 0;

  /** @param measure the busy share of the time since it was asked last, in [0, 1] */
  constructor(measure: () => number = eventLoopMeter()) {
    this.#measure = measure;
  }

  /** In [0, 1]. */
  get share(): number {
    return this.#share;
  }

  look(): void {
    this.#share += (this.#measure() - this.#share) * SMOOTHING;
  }

  /** Looks twice a second. @param beat called after each look @returns a way to end it */
  start(beat: () => void): () => void {
    const timer = setInterval(() => {
      this.look();
      beat();
    }, BEAT_MS);
    timer.unref();
    return () => clearInterval(timer);
  }
}
