/** What quick play and the API have in common: guest tokens and open seats when a seat is asked for, caps when a room is opened. */
import { type AuthContext, ServerError } from '@colyseus/core';
import type { Admission } from '../edge/admission.ts';
import type { SeatShare, SeatTicket } from '../edge/open-seats.ts';
import type { Refusals } from '../edge/refusals.ts';
import type { Identities } from './identity.ts';
import type { Listing } from './listings.ts';

/** What a joining client is known by; kept as `client.auth`. */
export type Entry = SeatTicket & { address: string; guest?: string; share?: SeatShare };

/** What a player is known by for as long as a room lasts: guest and address, as far as they are known and have limits. */
export const playerKeysOf = ({ guest, share }: Pick<Entry, 'guest' | 'share'>): string[] => [
  ...(guest === undefined ? [] : [`guest ${guest}`]),
  ...(share === undefined ? [] : [`address ${share.key}`]),
];

export type ReservationsOptions = {
  admission: Admission;
  refusals: Refusals;
  identities: Identities;
  roomsMax: number;
  roomsEmptyMax: number;
  /** Of one room, for one address. */
  seatsPerAddress: number;
};

export class Reservations {
  readonly #options: ReservationsOptions;

  constructor(options: ReservationsOptions) {
    this.#options = options;
  }

  /**
   * Called by matchmaking for each request for a seat.
   * @param token of a guest; without one, only the address counts
   * @throws ServerError 401 for a token that is none, 429 for too many open seats
   */
  enter(token: string | undefined, { ip, req }: AuthContext): Entry {
    const { admission, refusals, identities } = this.#options;
    const address = ip ?? '';
    const guest = token === undefined || token === '' ? undefined : identities.verify(token, Date.now());
    if (token !== undefined && token !== '' && guest === undefined) {
      refusals.count('bad_identity', address);
      throw new ServerError(401, 'identity: the token is not valid here any more; ask for another or send none');
    }
    const request: unknown = req;
    const ticket = admission.seats.take(
      admission.keyOf(address),
      guest,
      typeof request === 'object' && request !== null ? request : undefined,
      performance.now(),
    );
    if (ticket === undefined) {
      refusals.count('too_many_open_seats', address);
      throw new ServerError(429, 'too many seats are reserved and not taken');
    }
    const share = this.shareOf(address);
    return { ...ticket, address, ...(guest === undefined ? {} : { guest }), ...(share === undefined ? {} : { share }) };
  }

  /** @returns what the address may have of the seats of one room; undefined if it has no limits */
  shareOf(address: string): SeatShare | undefined {
    const key = this.#options.admission.keyOf(address);
    return key === undefined ? undefined : { key, seatsMax: this.#options.seatsPerAddress };
  }

  /** @returns what the player who asks is known by; a token that is none counts for no guest */
  keysOf({ ip, token }: Partial<AuthContext>): string[] {
    const guest = token ? this.#options.identities.verify(token, Date.now()) : undefined;
    const share = this.shareOf(ip ?? '');
    return playerKeysOf({ ...(guest === undefined ? {} : { guest }), ...(share === undefined ? {} : { share }) });
  }

  /** The reserved seat was taken. */
  entered(entry: Entry | undefined): void {
    if (entry !== undefined) this.#options.admission.seats.used(entry);
  }

  /** @returns why no further room may be opened; `unseen` = without a player who joins it */
  refusesRoom(
    listings: readonly Listing[],
    unseen: boolean,
  ): { code: 'server_full' | 'too_many_empty_rooms'; message: string } | undefined {
    const { roomsMax, roomsEmptyMax, refusals } = this.#options;
    const refuse = (code: 'server_full' | 'too_many_empty_rooms', message: string) => {
      refusals.count(code, '');
      return { code, message };
    };
    if (listings.length >= roomsMax) return refuse('server_full', `All ${roomsMax} rooms are taken.`);
    if (!unseen || listings.filter(({ clients }) => clients === 0).length < roomsEmptyMax) return undefined;
    return refuse('too_many_empty_rooms', `${roomsEmptyMax} rooms wait for players already: join one of them.`);
  }
}
