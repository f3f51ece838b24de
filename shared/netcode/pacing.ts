/** When the next input frame is due: a fixed 30 a second whatever the frame rate. Time is handed in. */
import { TICK_RATE_HZ } from '../sim/tunables.ts';

export const STEP_MS = 1000 / TICK_RATE_HZ;

/** After a stall at most this many frames are sent at once: the server's bank would not take more in time anyway. */
const CATCH_UP_FRAMES_MAX = 4;

export class Pacer {
  #lastMs: number | undefined;
  #dueMs = 0;

  /** @returns how many input frames to send now */
  due(nowMs: number): number {
    if (this.#lastMs === undefined) {
      this.#lastMs = nowMs;
      return 1;
    }
    this.#dueMs += Math.max(0, nowMs - this.#lastMs);
    this.#lastMs = nowMs;
    const frames = Math.floor(this.#dueMs / STEP_MS);
    if (frames > CATCH_UP_FRAMES_MAX) {
      this.#dueMs = 0;
      return CATCH_UP_FRAMES_MAX;
    }
    this.#dueMs -= frames * STEP_MS;
    return frames;
  }

  /** Share of the running step that has passed, in [0, 1). */
  get alpha(): number {
    return this.#dueMs / STEP_MS;
  }
}
