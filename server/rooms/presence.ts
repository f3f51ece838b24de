/** Who plays in a room, and who only has a seat there: the one place that decides it. */
import { ticksOf } from '../../shared/sim/tunables.ts';
import type { InputFrame } from '../../shared/sim/types.ts';
import type { HumanSeat, Seat } from './seats.ts';

/** So long after the last thing that its player did, nobody plays in a seat. */
const PLAYS_TICKS = ticksOf(10);

/** Whether a player did something: aims alone are sent by pages that nobody sits at. */
export const isActive = ({ mx, my, buttons }: InputFrame): boolean => mx !== 0 || my !== 0 || buttons !== 0;

/** Whether somebody plays in a seat at a tick. */
export const isPlaying = ({ connected, activeTick }: HumanSeat, tick: number): boolean =>
  connected && tick - activeTick <= PLAYS_TICKS;

/** Whether somebody plays in a room: its bots think for nobody else. */
export function isPlayed(seats: Iterable<Seat>, tick: number): boolean {
  for (const seat of seats) if (!seat.bot && isPlaying(seat, tick)) return true;
  return false;
}
