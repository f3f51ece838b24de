/** What is asked of a client that wants a seat: its guest token, its open seats, and what it is known by from then on. */
import { type AuthContext, ServerError } from '@colyseus/core';
import type { Admission } from '../edge/admission.ts';
import type { SeatShare, SeatTicket } from '../edge/open-seats.ts';
import type { Refusals } from '../edge/refusals.ts';
import type { Identities } from './identity.ts';
import type { Payer } from './room-ledger.ts';

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

  /** @returns who pays for what is done; a token that is none counts for no guest */
  payerOf({ ip, token }: { ip?: string | undefined; token?: string | undefined }): Payer {
    const { admission, identities } = this.#options;
    return {
      address: admission.keyOf(ip ?? ''),
      guest: token === undefined || token === '' ? undefined : identities.verify(token, Date.now()),
    };
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
}
