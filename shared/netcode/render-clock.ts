/**
 * The server's tick as seen from here: every patch tells a tick; how unevenly they come decides how far in the past the
 * others are shown. Render time never runs backwards and never jumps on a living link.
 */
import { TICK_MS } from '../sim/tunables.ts';

const OFFSET_GAIN = 0.05;
/** A patch this far from where it was expected means that the clocks moved (a stall, a sleeping laptop): start over. */
const RESET_MS = 500;
/** One patch: with less there would be nothing to show between. */
const DELAY_MIN_MS = TICK_MS;
const DELAY_MAX_MS = 200;
/** Arrivals that the delay is made from: three seconds. */
const ARRIVALS = 90;
/** Share of the arrivals that must be in time; rarer ones may be missed for a frame. */
const IN_TIME = 0.98;
/** Rendering takes place between patches: half a rendered frame is added to what the arrivals ask for. */
const SLACK_MS = 8;
/** Greatest change of the delay per millisecond: no player sees a 5 % change of speed. */
const DELAY_SLEW = 0.05;
/** Memory of the starved share, in ms. */
const STARVED_MEMORY_MS = 5000;

export class RenderClock {
  #offsetMs: number | undefined;
  #lateMs: number[] = [];
  #wantedMs = 66;
  #delayMs = 66;
  #lastMs: number | undefined;
  #renderTick = 0;
  #newestTick = 0;
  #starvedShare = 0;

  /** Takes in a patch that carries the state at the end of `tick`. */
  onPatch(tick: number, nowMs: number): void {
    this.#newestTick = tick;
    const sampleMs = nowMs - tick * TICK_MS;
    if (this.#offsetMs === undefined || Math.abs(sampleMs - this.#offsetMs) > RESET_MS) {
      this.#offsetMs = sampleMs;
      this.#renderTick = 0;
      this.#lateMs = [];
      return;
    }
    const lateMs = sampleMs - this.#offsetMs;
    this.#offsetMs += lateMs * OFFSET_GAIN;
    this.#lateMs.push(lateMs);
    if (this.#lateMs.length > ARRIVALS) this.#lateMs.shift();
    const sorted = this.#lateMs.toSorted((a, b) => a - b);
    const coverMs = sorted[Math.floor((sorted.length - 1) * IN_TIME)] ?? 0;
    this.#wantedMs = Math.min(DELAY_MAX_MS, Math.max(DELAY_MIN_MS, TICK_MS + coverMs + SLACK_MS));
  }

  /** Moves render time on; once per rendered frame. */
  advance(nowMs: number): void {
    const passedMs = this.#lastMs === undefined ? 0 : Math.max(0, nowMs - this.#lastMs);
    this.#lastMs = nowMs;
    const slewMs = passedMs * DELAY_SLEW;
    this.#delayMs += Math.min(slewMs, Math.max(-slewMs, this.#wantedMs - this.#delayMs));
    if (this.#offsetMs === undefined) return;
    this.#renderTick = Math.max(this.#renderTick, (nowMs - this.#offsetMs - this.#delayMs) / TICK_MS);
    const starved = this.#renderTick > this.#newestTick ? 1 : 0;
    this.#starvedShare += (starved - this.#starvedShare) * Math.min(1, passedMs / STARVED_MEMORY_MS);
  }

  /** Tick, with its fraction, at which other pilots are shown. */
  get renderTick(): number {
    return this.#renderTick;
  }

  /** How late the unpunctual patches come (98th of 100), in ms. */
  get jitterMs(): number {
    return Math.max(0, this.#wantedMs - TICK_MS - SLACK_MS);
  }

  get delayMs(): number {
    return this.#delayMs;
  }

  /** Whether the newest snapshot is older than what should be shown now. */
  get isStarved(): boolean {
    return this.#renderTick > this.#newestTick;
  }

  /** Share of the last seconds' rendered time without a snapshot to show. */
  get starvedShare(): number {
    return this.#starvedShare;
  }
}
