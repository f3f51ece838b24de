/**
 * Notices a link that died without a word: a server that lost its power, a router that forgot the connection. While a seat
 * is played, a patch comes 30 times a second. Only time in which this page could have heard one counts: after a hidden tab,
 * a machine that slept or one long frame, what waits in the browser is heard first.
 */

/** A short stall of the link passes by itself; the player must be told within 3 s. */
export const SILENCE_MS_MAX = 2500;
/** Of the time between two calls, at most this much counts. */
const COUNTED_MS_MAX = 250;

export class Silence {
  #silentMs = 0;

  heard(): void {
    this.#silentMs = 0;
  }

  /** @returns whether the link is dead, once; then it counts anew */
  passed(ms: number): boolean {
    this.#silentMs += Math.min(ms, COUNTED_MS_MAX);
    if (this.#silentMs <= SILENCE_MS_MAX) return false;
    this.#silentMs = 0;
    return true;
  }
}
