/** Players whom a room does not let in: who was removed from it, and everybody while its host has locked it. */
import { ServerError } from '@colyseus/core';
import type { Call } from './seat-shares.ts';

/** Why a room does not let a player in. */
export type Bar = 'removed' | 'locked';

const ANSWERS: Readonly<Record<Bar, { status: number; message: string }>> = {
  removed: { status: 403, message: 'you were removed from that room: play in another one' },
  locked: { status: 423, message: 'the host has locked that room' },
};

/** @param barOf why the room does not let the caller in @param onBarred told of each that was refused */
export const refuseBarred = (
  calls: Readonly<Record<string, Call>>,
  barOf: (roomId: string, context: unknown) => Bar | undefined,
  onBarred: (bar: Bar, context: unknown) => void,
): Readonly<Record<string, Call>> => ({
  ...calls,
  joinById: async (target, options, context) => {
    const bar = barOf(target, context);
    if (bar === undefined) return calls.joinById?.(target, options, context);
    onBarred(bar, context);
    throw new ServerError(ANSWERS[bar].status, ANSWERS[bar].message);
  },
});
