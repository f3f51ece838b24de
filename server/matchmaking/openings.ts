/**
 * Who may open rooms and take seats in them, by what they cost: shares of rooms and of the core for each address and guest,
 * and the process's own. Rooms that quick play opens are paid by who caused them. Running rooms never pay: the newcomer is
 * refused, or an empty room of the most crowded address ends for it.
 *
 * Colyseus asks for a room deep inside of a call, and does not say for whom: the call carries that itself.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { ServerError } from '@colyseus/core';
import { modeOf } from '../../shared/sim/modes/modes.ts';
import type { EdgeLimits } from '../edge/limits.ts';
import type { RefusalReason } from '../edge/refusals.ts';
import {
  type Account,
  type Accounts,
  accountKeysOf,
  isEmpty,
  type LedgerRoom,
  NOTHING,
  type Payer,
  type RoomLedger,
  type RoomReading,
} from './room-ledger.ts';
import type { Weights } from './weights.ts';

export type OpeningReason = Extract<
  RefusalReason,
  'too_many_own_rooms' | 'too_much_own_load' | 'server_full' | 'too_many_empty_rooms' | 'server_busy'
>;

/** A room or a seat that is refused for what it costs. */
export class RefusedOpening extends ServerError {
  readonly reason: OpeningReason;
  readonly retryAfterSeconds: number;
  /** What there is too much of in the process; undefined = the caller's own share is used up. */
  readonly crowdedBy: keyof Account | undefined;

  constructor(reason: OpeningReason, message: string, retryAfterSeconds: number, crowdedBy?: keyof Account) {
    super(crowdedBy === undefined ? 429 : 503, message);
    this.reason = reason;
    this.retryAfterSeconds = retryAfterSeconds;
    this.crowdedBy = crowdedBy;
  }
}

/** Who calls from where. `isUnseen` = rooms are opened without a player who joins them. */
export type Caller = { payer: Payer; address: string; isUnseen: boolean };

type Call = Caller & { opening?: LedgerRoom | undefined };

/** What a room is opened with, as far as it costs. */
export type OpeningOptions = { mode: string; bots?: number | undefined; maxPlayers?: number | undefined };

export type OpeningsOptions = {
  ledger: RoomLedger;
  weights: Weights;
  limits: EdgeLimits;
  roomsMax: number;
  roomEmptySeconds: number;
  /** The share of a core that the process takes. */
  processLoad: () => number;
  /** Ends an empty room. */
  endRoom: (roomId: string) => Promise<unknown>;
  onRefused: (reason: OpeningReason, address: string) => void;
};

/** When a crowded process may have room again. */
const BUSY_SECONDS = 10;

const PERCENT = 100;

export class Openings {
  readonly #options: OpeningsOptions;
  readonly #calls = new AsyncLocalStorage<Call>();

  constructor(options: OpeningsOptions) {
    this.#options = options;
  }

  /** Does what a caller asks for; rooms that are opened meanwhile are its own. */
  async during<T>(caller: Caller, work: () => Promise<T>): Promise<T> {
    const call: Call = { ...caller };
    try {
      return await this.#calls.run(call, work);
    } catch (error) {
      if (error instanceof RefusedOpening) this.#options.onRefused(error.reason, caller.address);
      throw error;
    } finally {
      this.#giveUp(call);
    }
  }

  /** Asks for a room, which counts from now on. @throws RefusedOpening */
  async place(options: OpeningOptions): Promise<void> {
    const call = this.#calls.getStore();
    const { payer = {}, isUnseen = false } = call ?? {};
    if (call !== undefined) this.#giveUp(call);
    const { ledger, weights, endRoom } = this.#options;
    const reading = readingOf(options, isUnseen ? [] : [payer]);
    const weight = weights.expected({ ...reading, people: 1 });
    for (;;) {
      const refused = this.#refuses({ payer, isUnseen }, weight);
      if (refused === undefined) break;
      const { crowdedBy } = refused;
      if (crowdedBy === undefined || payer.address === undefined) throw refused;
      const rooms =
        crowdedBy === 'rooms'
          ? ledger.crowded(payer, 'rooms', 1, 1)
          : ledger.crowded(payer, 'load', weight, this.#overLoad(weight));
      if (rooms === undefined) throw refused;
      for (const room of rooms) ledger.end(room);
      await Promise.all(rooms.map(({ roomId = '' }) => endRoom(roomId)));
    }
    if (call !== undefined) call.opening = ledger.begin(payer, () => reading);
  }

  /** A room has begun. @returns to be called at its end */
  opened(roomId: string, read: () => RoomReading): () => void {
    const { ledger } = this.#options;
    const call = this.#calls.getStore();
    const room = call?.opening ?? ledger.begin({}, read);
    if (call !== undefined) call.opening = undefined;
    Object.assign(room, { roomId, read });
    return () => ledger.end(room);
  }

  /**
   * Looks at what a payer has once, for all rooms that it may be led to.
   * @returns tells why a seat of a room is refused: it costs what it adds, and more where it would wake the room
   */
  judgeSeats(payer: Payer): (roomId: string) => RefusedOpening | undefined {
    if (payer.address === undefined) return () => undefined;
    const { ledger, limits, processLoad } = this.#options;
    const accounts = ledger.accounts();
    const loadPercent = processLoad() * PERCENT;
    return (roomId) => {
      const room = ledger.find(roomId);
      if (room === undefined) return undefined;
      const most = room.read().isPlayed ? limits.loadPercentSeatsMax : limits.loadPercentMax;
      const committedPercent = ledger.committedWith(room, processLoad()) * PERCENT;
      if (loadPercent >= most || (isEmpty(room) && committedPercent > limits.loadPercentMax)) return busy();
      return this.#refusesOwnLoad(accounts, payer, ledger.seatWeight(room));
    };
  }

  #refuses({ payer, isUnseen }: Pick<Caller, 'payer' | 'isUnseen'>, weight: number): RefusedOpening | undefined {
    const { ledger, limits, roomsMax } = this.#options;
    const accounts = ledger.accounts();
    const own = this.#refusesOwnRooms(accounts, payer) ?? this.#refusesOwnLoad(accounts, payer, weight);
    if (own !== undefined) return own;
    if (ledger.size >= roomsMax)
      return new RefusedOpening('server_full', `All ${roomsMax} rooms are taken.`, BUSY_SECONDS, 'rooms');
    if (isUnseen && ledger.emptyCount >= limits.roomsEmptyMax) {
      const message = `${limits.roomsEmptyMax} rooms wait for players already: join one of them.`;
      return new RefusedOpening('too_many_empty_rooms', message, BUSY_SECONDS, 'rooms');
    }
    if (payer.address === undefined) return undefined;
    return this.#overLoad(weight) > 0 ? busy() : undefined;
  }

  /** @returns by how much of a core a room of that weight would be too much */
  #overLoad(weight: number): number {
    const { ledger, limits, processLoad } = this.#options;
    return ledger.committed(processLoad()) + weight - limits.loadPercentMax / PERCENT;
  }

  #refusesOwnRooms(accounts: Accounts, payer: Payer): RefusedOpening | undefined {
    const { limits, roomEmptySeconds } = this.#options;
    return overShare(accounts, payer, ({ rooms }, isGuest) => {
      const most = isGuest ? limits.roomsPerGuest : limits.roomsPerAddress;
      if (rooms < most) return undefined;
      const message = `${isGuest ? 'You have' : 'Your address has'} opened ${most} rooms: play in one, or wait until one has ended.`;
      return new RefusedOpening('too_many_own_rooms', message, roomEmptySeconds);
    });
  }

  #refusesOwnLoad(accounts: Accounts, payer: Payer, weight: number): RefusedOpening | undefined {
    const { limits, roomEmptySeconds } = this.#options;
    return overShare(accounts, payer, ({ load }, isGuest) => {
      const most = isGuest ? limits.loadPercentPerGuest : limits.loadPercentPerAddress;
      if ((load + weight) * PERCENT <= most) return undefined;
      const whose = isGuest ? 'Your rooms and seats' : 'The rooms and seats of your address';
      const message = `${whose} have their share of this server: leave one, or wait until a room has ended.`;
      return new RefusedOpening('too_much_own_load', message, roomEmptySeconds);
    });
  }

  /** A room that was asked for and did not begin. */
  #giveUp(call: Call): void {
    if (call.opening !== undefined) this.#options.ledger.end(call.opening);
    call.opening = undefined;
  }
}

/** Judges what the address has, then what the guest has. */
function overShare(
  accounts: Accounts,
  payer: Payer,
  judge: (account: Account, isGuest: boolean) => RefusedOpening | undefined,
): RefusedOpening | undefined {
  for (const key of accountKeysOf(payer)) {
    const refused = judge(accounts.get(key) ?? NOTHING, key.startsWith('guest '));
    if (refused !== undefined) return refused;
  }
  return undefined;
}

const busy = (): RefusedOpening =>
  new RefusedOpening(
    'server_busy',
    'The server is busy: join a room that is open, or try again in a moment.',
    BUSY_SECONDS,
    'load',
  );

/** @returns a room as it will be: bots give way to one player */
function readingOf({ mode: name, bots, maxPlayers }: OpeningOptions, seats: readonly Payer[]): RoomReading {
  const { seatsMax, fillTo } = modeOf(name);
  const free = Math.min(maxPlayers ?? seatsMax, seatsMax) - 1;
  return { mode: name, bots: Math.min(free, bots ?? fillTo - 1), seats, isPlayed: false, coreShare: undefined };
}
