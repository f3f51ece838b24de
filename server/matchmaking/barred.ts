/** Players whom a room does not let in: who was removed from it, and everybody while its host has locked it. */
import { SeatRefusal } from '../edge/seat-refusals.ts';
import type { Call } from './seat-shares.ts';

/** Why a room does not let a player in. */
export type Bar = 'removed' | 'locked';

const REFUSALS: Readonly<Record<Bar, () => SeatRefusal>> = {
  removed: () => new SeatRefusal(403, 'removed_player', 'you were removed from that room: play in another one'),
  locked: () => new SeatRefusal(423, 'locked_room', 'the host has locked that room'),
};

/** @param barOf why the room does not let the caller in */
export const refuseBarred = (
  calls: Readonly<Record<string, Call>>,
  barOf: (roomId: string, context: unknown) => Bar | undefined,
): Readonly<Record<string, Call>> => ({
  ...calls,
  joinById: async (target, options, context) => {
    const bar = barOf(target, context);
    if (bar === undefined) return calls.joinById?.(target, options, context);
    throw REFUSALS[bar]();
  },
});
