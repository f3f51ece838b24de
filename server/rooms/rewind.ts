/**
 * Lag compensation's honesty: a frame says what its maker saw; the server believes it only as far as what it measured
 * itself allows. A stamp from the future means "as they are"; one that is too old is clamped, and counted.
 */
import { RAIL, TICK_MS } from '../../shared/sim/tunables.ts';
import { ticksBehind } from '../../shared/wire/input.ts';

/**
 * What an honest view is older than the round trip by, at most. On a calm link the interpolation delay (42 ms, 66 ms at first),
 * a tick until the frame is used and one or two in the queue: 121 ms. A lost segment holds the news back by a round trip more,
 * and the interpolation delay grows to its 200 ms.
 */
const VIEW_AGE_MS_MAX = 300;
/** Stamps count in eighths of a tick; so does what they are clamped to. */
const STAMP_STEPS = 8;

/** Estimates of the tick at hand may be a little early; a stamp farther in the future is no honest view. */
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
  const believable = Math.floor(((rttMs + VIEW_AGE_MS_MAX) / TICK_MS) * STAMP_STEPS) / STAMP_STEPS;
  const limit = Math.min(RAIL.rewindTicksMax, believable);
  return behind > limit ? { seenTick: tick - limit, clamped: true } : { seenTick: tick - behind, clamped: false };
}

/**
 * Ticks from making a frame to its use: half the round trip, and the wait in the queue. Whole ticks, for the cover rule.
 * @param queued frames of the seat that are still waiting: each of them waits one tick longer than the one before
 */
export const uplinkTicksOf = (rttMs: number, queued: number): number => Math.floor(rttMs / 2 / TICK_MS + queued + 0.5);
