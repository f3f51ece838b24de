/**
 * When the next input frame is due: 30 a second whatever the frame rate, a little more or less as the server's queue asks
 * for. Never in bursts, but for the few frames that a hitch of this machine leaves. Time is handed in.
 */
import { TICK_MS } from '../sim/tunables.ts';
import { LIMITS } from '../wire/protocol.ts';

/** Patches over which the queue is watched before the pace is changed: a third of a second. */
const WATCHED_PATCHES = 10;
/** The pace is changed by this share: one frame is gained or lost in about a second. */
const PACE_STEP = 0.03;
/** Frames that may always be left waiting after a tick has taken its own: each of them would make every input a tick older. */
const QUEUE_LEFT_MAX = 0;

/** Who leaves more than this waiting sends enough, but in bunches (a slow screen, a lossy way): more of them would be dropped. */
const QUEUE_ENOUGH = 1;

export class Pacer {
  #lastMs: number | undefined;
  #dueMs = 0;
  #pace = 1;
  #watched = 0;
  #queueLeastSeen = Number.POSITIVE_INFINITY;
  #queueMostSeen = 0;
  #starvedTicks: number | undefined;
  #starvedSeen = 0;

  /** @returns how many input frames to send now */
  due(nowMs: number): number {
    if (this.#lastMs === undefined) {
      this.#lastMs = nowMs;
      return 1;
    }
    this.#dueMs += Math.max(0, nowMs - this.#lastMs) * this.#pace;
    this.#lastMs = nowMs;
    const inputFrames = Math.floor(this.#dueMs / TICK_MS);
    if (inputFrames > LIMITS.catchUpInputFramesMax) {
      this.#dueMs = 0;
      return 1;
    }
    this.#dueMs -= inputFrames * TICK_MS;
    return inputFrames;
  }

  /**
   * What the server says about this seat's queue, once per patch.
   * @param queued frames left after the tick took its own
   * @param starvedTicks count of ticks without a frame; wraps at 16 bits
   */
  listen(queued: number, starvedTicks: number): void {
    this.#starvedSeen += this.#starvedTicks === undefined ? 0 : (starvedTicks - this.#starvedTicks) & 0xffff;
    this.#starvedTicks = starvedTicks;
    this.#queueLeastSeen = Math.min(this.#queueLeastSeen, queued);
    this.#queueMostSeen = Math.max(this.#queueMostSeen, queued);
    if (++this.#watched < WATCHED_PATCHES) return;
    if (this.#starvedSeen > 0 && this.#queueMostSeen <= QUEUE_ENOUGH) this.#pace = 1 + PACE_STEP;
    else if (this.#queueLeastSeen > QUEUE_LEFT_MAX) this.#pace = 1 - PACE_STEP;
    else this.#pace = 1;
    this.#watched = 0;
    this.#starvedSeen = 0;
    this.#queueLeastSeen = Number.POSITIVE_INFINITY;
    this.#queueMostSeen = 0;
  }

  /** Another connection: what was heard of the old queue no longer counts. */
  restart(): void {
    this.#pace = 1;
    this.#watched = 0;
    this.#starvedSeen = 0;
    this.#starvedTicks = undefined;
    this.#queueLeastSeen = Number.POSITIVE_INFINITY;
    this.#queueMostSeen = 0;
  }

  /** Frames per second against the nominal 30. */
  get pace(): number {
    return this.#pace;
  }

  /** Share of the running step that has passed, in [0, 1). */
  get alpha(): number {
    return this.#dueMs / TICK_MS;
  }
}
