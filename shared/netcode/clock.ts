/**
 * The server's tick as seen from here: every patch tells a tick; how early or late they come gives the jitter, and that
 * the interpolation delay. Render time never runs backwards.
 */
import { STEP_MS } from './pacing.ts';

const OFFSET_GAIN = 0.05;
const JITTER_GAIN = 1 / 16;
/** A patch this far from where it was expected means that the clocks moved (a stall, a sleeping laptop): start over. */
const RESET_MS = 500;
const DELAY_MIN_MS = STEP_MS * 1.5;
const DELAY_MAX_MS = 200;
/** Patches later than this many times the usual jitter are waited for by nobody. */
const JITTER_COVER = 3;
/** Greatest change of the delay per millisecond: nobody sees a 5 % change of speed. */
const DELAY_SLEW = 0.05;

export class ServerClock {
  #offsetMs: number | undefined;
  #jitterMs = 0;
  #delayMs = 66;
  #lastMs: number | undefined;
  #renderTick = 0;

  /** Takes in a patch that carries the state at the end of `tick`. */
  onPatch(tick: number, nowMs: number): void {
    const sampleMs = nowMs - tick * STEP_MS;
    if (this.#offsetMs === undefined || Math.abs(sampleMs - this.#offsetMs) > RESET_MS) {
      this.#offsetMs = sampleMs;
      this.#renderTick = 0;
      return;
    }
    const errorMs = sampleMs - this.#offsetMs;
    this.#offsetMs += errorMs * OFFSET_GAIN;
    this.#jitterMs += (Math.abs(errorMs) - this.#jitterMs) * JITTER_GAIN;
  }

  /** Moves render time on; once per rendered frame. */
  advance(nowMs: number): void {
    const passedMs = this.#lastMs === undefined ? 0 : Math.max(0, nowMs - this.#lastMs);
    this.#lastMs = nowMs;
    const wantedMs = Math.min(DELAY_MAX_MS, Math.max(DELAY_MIN_MS, STEP_MS + JITTER_COVER * this.#jitterMs));
    const slewMs = passedMs * DELAY_SLEW;
    this.#delayMs += Math.min(slewMs, Math.max(-slewMs, wantedMs - this.#delayMs));
    if (this.#offsetMs === undefined) return;
    this.#renderTick = Math.max(this.#renderTick, (nowMs - this.#offsetMs - this.#delayMs) / STEP_MS);
  }

  /** Tick, with its fraction, at which other pilots are shown. */
  get renderTick(): number {
    return this.#renderTick;
  }

  get jitterMs(): number {
    return this.#jitterMs;
  }

  get delayMs(): number {
    return this.#delayMs;
  }
}
