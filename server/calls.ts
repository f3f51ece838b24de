/** Joins calls of matchmaking with rooms and their costs: who calls, who pays, and whom a room does not let in. */
import { type AuthContext, matchMaker } from '@colyseus/core';
import { ROOM_NAME } from '../shared/wire/protocol.ts';
import { refuseBarred } from './matchmaking/barred.ts';
import { type Listing, publicRooms } from './matchmaking/listings.ts';
import type { Caller } from './matchmaking/openings.ts';
import { playerKeysOf } from './matchmaking/reservations.ts';
import type { Call, SeatShares } from './matchmaking/seat-shares.ts';
import type { Parts } from './parts.ts';
import { GuardedRoom } from './rooms/guarded-room.ts';

const addressOf = (context: unknown): string => String((context as Partial<AuthContext>).ip ?? '');

function callerOf({ reservations }: Parts, context: unknown): Caller {
  const payer = reservations.payerOf((context ?? {}) as Partial<AuthContext>);
  return { payer, address: addressOf(context), isUnseen: false };
}

/** Rooms that matchmaking opens are paid by who has called. */
export const payCalls = (calls: Readonly<Record<string, Call>>, parts: Parts): Record<string, Call> =>
  Object.fromEntries(
    Object.entries(calls).map(([name, call]): [string, Call] => [
      name,
      (target, options, context) =>
        parts.costs.openings.during(callerOf(parts, context), () => call(target, options, context)),
    ]),
  );

/** What matchmaking must know of rooms to share their seats among addresses. */
export function seatShares(parts: Parts): SeatShares {
  const { reservations, refusals, costs } = parts;
  return {
    shareOf: (context) => reservations.shareOf(addressOf(context)),
    isTaken: (roomId, share) => {
      const room: unknown = matchMaker.getLocalRoomById(roomId);
      const keys = playerKeysOf({ share });
      return room instanceof GuardedRoom && (room.isShareTaken(share) || room.barOf(keys) !== undefined);
    },
    openRooms: async (mode) =>
      publicRooms(await listings(), mode)
        .filter(({ locked }) => locked !== true)
        .map(({ roomId }) => roomId),
    judgeSeats: (context) => costs.openings.judgeSeats(callerOf(parts, context).payer),
    onRefused: (context) => refusals.count('too_many_own_seats', addressOf(context)),
  };
}

/** @returns the mode of a room that is here, otherwise undefined */
export const modeOfRoom = (roomId: string): string | undefined => {
  const room: unknown = matchMaker.getLocalRoomById(roomId);
  return room instanceof GuardedRoom ? String((room.metadata as { mode?: string } | undefined)?.mode) : undefined;
};

/** Rooms say themselves whom they do not let in. */
export const barPlayers = (calls: Readonly<Record<string, Call>>, { reservations }: Parts) =>
  refuseBarred(calls, (roomId, context) => {
    const room: unknown = matchMaker.getLocalRoomById(roomId);
    return room instanceof GuardedRoom ? room.barOf(reservations.keysOf(context as Partial<AuthContext>)) : undefined;
  });

export const listings = async (): Promise<Listing[]> => (await matchMaker.query({ name: ROOM_NAME })) as Listing[];
