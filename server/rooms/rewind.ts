/**
 * Lag compensation's honesty: a frame says what its maker saw; the server believes it only as far as what it measured
 * itself allows. A stamp from the future means "as they are"; one that is too old is clamped, and counted.
 */
import { RAIL, TICK_RATE_HZ } from '../../shared/sim/tunables.ts';
import { ticksBehind } from '../../shared/wire/input.ts';

const TICK_MS = 1000 / TICK_RATE_HZ;
/** An honest client shows others at most this far behind its newest patch on a good link (interpolation delay). */
const VIEW_DELAY_MS_MAX = 110;
/** Frames wait up to two ticks in the queue; patches and frames wait for the next tick and the next rendered frame. */
const WAITING_MS_MAX = 100;

/** Estimates of the tick at hand may be a little early; a stamp farther in the future is nobody's honest view. */
const AHEAD_TICKS_MAX = 8;

export type Judged = {
  /** What the simulation judges by. */
  seenTick: number;
  clamped: boolean;
};

/**
 * @param stamp PlayerInput.seen
 * @param tick the tick in which the frame is used
 * @param rttMs the seat's round trip as the server measured it
 */
export function judgeStamp(stamp: number, tick: number, rttMs: number): Judged {
  const behind = ticksBehind(stamp, tick);
  if (behind <= 0) return { seenTick: tick, clamped: behind < -AHEAD_TICKS_MAX };
  const believable = Math.floor((rttMs + VIEW_DELAY_MS_MAX + WAITING_MS_MAX) / TICK_MS);
  const limit = Math.min(RAIL.rewindTicksMax, believable);
  return behind > limit ? { seenTick: tick - limit, clamped: true } : { seenTick: tick - behind, clamped: false };
}

/** Ticks from making a frame to its use: half the round trip. Whole ticks, for the cover rule. */
export const uplinkTicksOf = (rttMs: number): number => Math.floor(rttMs / 2 / TICK_MS + 0.5);
