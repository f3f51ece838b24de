/** The input frames of one tick of one seat: from Colyseus's queue through its budget and the stamp's judge to the simulation. */
import type { InputFrame, Pilot } from '../../shared/sim/types.ts';
import { inputFrameOf, type PlayerInput } from '../../shared/wire/input.ts';
import { INPUT_BUDGET } from './input-budget.ts';
import { judgeStamp, uplinkTicksOf } from './rewind.ts';
import type { HumanSeat } from './seats.ts';

/** Colyseus's queue of one client's decoded inputs. */
export type InputQueue = { readonly size: number; next: () => PlayerInput | undefined };

/** What became of input frames, counted up over the seats of a tick. */
export type InputFrameFates = { used: number; coasted: number; dropped: number; clamped: number };
export const INPUT_FRAME_FATES = [
  'used',
  'coasted',
  'dropped',
  'clamped',
] as const satisfies readonly (keyof InputFrameFates)[];

/** Counters travel in 16 bits. */
const COUNT_MASK = 0xffff;

/** Where a seat's input frames come from and what they are for. */
export type SeatInput = {
  pilot: Pilot;
  queue: InputQueue;
  /** The tick in which the frames will be used. */
  tick: number;
  /** The seat's round trip as the server measured it. */
  rttMs: number;
};

/** @param fates what became of the frames is added to it */
export function takeInputFrames(
  seat: HumanSeat,
  { pilot, queue, tick, rttMs }: SeatInput,
  fates: InputFrameFates,
): InputFrame[] {
  const { inputStatus } = seat;
  let clamped = 0;
  const next = (): InputFrame | undefined => {
    const input = queue.next();
    if (input === undefined) return undefined;
    const judged = judgeStamp(input.seen, tick, rttMs);
    if (judged.clamped) clamped++;
    return { ...inputFrameOf(input), seenTick: judged.seenTick };
  };
  const starving = queue.size === 0;
  const withdrawn = seat.budget.withdraw({ size: () => queue.size, next }, pilot);
  pilot.uplinkTicks = uplinkTicksOf(rttMs, Math.min(INPUT_BUDGET.queueTarget, queue.size));
  inputStatus.queued = Math.min(255, queue.size);
  if (starving) inputStatus.starved = (inputStatus.starved + 1) & COUNT_MASK;
  inputStatus.dropped = (inputStatus.dropped + withdrawn.dropped) & COUNT_MASK;
  inputStatus.clamped = (inputStatus.clamped + clamped) & COUNT_MASK;
  fates.dropped += withdrawn.dropped;
  fates.clamped += clamped;
  fates[withdrawn.coasted ? 'coasted' : 'used'] += withdrawn.inputFrames.length;
  return withdrawn.inputFrames;
}
