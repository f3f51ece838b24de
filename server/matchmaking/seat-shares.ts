/**
 * Seats of one room for one address: a school or a family shares a room, and no single address fills it. Quick play
 * leads an address that has its share of the fullest room to another one; a link says why it does not.
 */
import { ErrorCode, ServerError } from '@colyseus/core';
import { JoinOptions } from '../../shared/wire/api.ts';
import type { SeatShare } from '../edge/open-seats.ts';
import { isSeatTaken } from '../edge/seat-refusals.ts';

export type Call = (target: string, options: object, context: unknown) => Promise<unknown>;

/** What the sharing needs of the running server. */
export type SeatShares = {
  /** @returns undefined for an address without limits */
  shareOf: (context: unknown) => SeatShare | undefined;
  isTaken: (roomId: string, share: SeatShare) => boolean;
  /** @returns ids of the rooms of a mode that quick play may choose, in its order */
  openRooms: (mode: string) => Promise<string[]>;
  onRefused: (context: unknown) => void;
};

/** Others may take the last seat of a room between the look and the try. */
const TRIES_MAX = 8;

/** The room has filled up, was locked or has ended meanwhile. */
const isTooLate = (error: unknown): boolean =>
  isSeatTaken(error) || (error instanceof ServerError && error.code === ErrorCode.MATCHMAKE_INVALID_ROOM_ID);

/** Does what one address asks for one by one: many looks at once would see the same free seat, and open a room each. */
function createTurns(): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return (key, work) => {
    const turn = (last.get(key) ?? Promise.resolve()).then(work, work);
    last.set(key, turn);
    const forget = (): void => {
      if (last.get(key) === turn) last.delete(key);
    };
    turn.then(forget, forget);
    return turn;
  };
}

/** @param calls of Colyseus's matchmaker @returns the same, with shares */
export function shareSeats(calls: Readonly<Record<string, Call>>, shares: SeatShares): Readonly<Record<string, Call>> {
  const inTurn = createTurns();
  const refuse = (context: unknown, { seatsMax }: SeatShare): never => {
    shares.onRefused(context);
    throw new ServerError(409, `your address has ${seatsMax} seats in that room already: play in another one`);
  };
  const quickly =
    (method: 'join' | 'joinOrCreate'): Call =>
    async (target, options, context) => {
      const share = shares.shareOf(context);
      const mode = share && JoinOptions.safeParse(options).data?.mode;
      if (share === undefined || mode === undefined) return calls[method]?.(target, options, context);
      return inTurn(share.key, async () => {
        for (let tries = 0; tries < TRIES_MAX; tries++) {
          const rooms = await shares.openRooms(mode);
          const room = rooms.find((roomId) => !shares.isTaken(roomId, share));
          if (room === undefined && rooms.length > 0) break;
          try {
            // Without a room, Colyseus opens one for all who ask at once.
            return await (room === undefined
              ? calls[method]?.(target, options, context)
              : calls.joinById?.(room, options, context));
          } catch (error) {
            if (room === undefined ? !isSeatTaken(error) : !isTooLate(error)) throw error;
          }
        }
        return method === 'join' ? refuse(context, share) : calls.create?.(target, options, context);
      });
    };
  return {
    ...calls,
    join: quickly('join'),
    joinOrCreate: quickly('joinOrCreate'),
    joinById: async (target, options, context) => {
      const share = shares.shareOf(context);
      if (share !== undefined && shares.isTaken(target, share)) refuse(context, share);
      return calls.joinById?.(target, options, context);
    },
  };
}
