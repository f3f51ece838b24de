/**
 * Who pays for what, in shares of one core: each room with its weight, bots included, is paid by who has opened it, each
 * seat by whose it is. A room counts in full from when it is asked for: also before it was measured, and while its bots rest,
 * because who sits in it may wake it at any time. For the process an empty room counts less than for who has opened it.
 */
import type { Makeup, Weights } from './weights.ts';

/** Keys of an address and a guest; undefined = without limits, or without a token. */
export type Payer = { address?: string | undefined; guest?: string | undefined };

/** A room as it is now. */
export type RoomReading = {
  mode: string;
  bots: number;
  /** By seat that is taken, held or reserved: who pays for it. */
  seats: readonly Payer[];
  /** Whether a person plays there. */
  isPlayed: boolean;
  /** The share of a core that its ticks take; undefined until that was measured. */
  coreShare: number | undefined;
};

/** Without a roomId while it is being opened. */
export type LedgerRoom = { roomId?: string; payer: Payer; read: () => RoomReading };

/** What an address or a guest has. */
export type Account = { rooms: number; load: number };
/** By key, see accountKeysOf. */
export type Accounts = ReadonlyMap<string, Account>;

/**
 * So many times what a newcomer wants another address must have more, before its room ends: 1 would let addresses with as
 * much as each other end each other's rooms without an end, as soon as a room weighs a little more than was expected.
 */
const CROWDED_BY = 1.5;

/**
 * So much of its weight an empty room counts for the process: most are never played in all at once, and the seat that would
 * wake one is weighed again. In full, thirty private rooms whose friends are still on their way would keep others from opening one.
 */
export const EMPTY_COUNTS = 0.25;

/** A measured room counts for at least so much of what was expected: a quiet moment must not make room for another one. */
const MEASURED_MIN = 0.5;

export const NOTHING: Account = { rooms: 0, load: 0 };

export const accountKeysOf = ({ address, guest }: Payer): string[] => [
  ...(address === undefined ? [] : [`address ${address}`]),
  ...(guest === undefined ? [] : [`guest ${guest}`]),
];

const makeupOf = ({ mode, bots, seats }: RoomReading): Makeup => ({ mode, bots, people: seats.length });

export class RoomLedger {
  readonly #weights: Weights;
  /** The oldest first. */
  readonly #rooms = new Set<LedgerRoom>();

  constructor(weights: Weights) {
    this.#weights = weights;
  }

  /** A room is asked for: it counts from now on, until `end`. */
  begin(payer: Payer, read: () => RoomReading): LedgerRoom {
    const room: LedgerRoom = { payer, read };
    this.#rooms.add(room);
    return room;
  }

  end(room: LedgerRoom): void {
    this.#rooms.delete(room);
  }

  find(roomId: string): LedgerRoom | undefined {
    for (const room of this.#rooms) if (room.roomId === roomId) return room;
    return undefined;
  }

  get size(): number {
    return this.#rooms.size;
  }

  get emptyCount(): number {
    return [...this.#rooms].filter(isEmpty).length;
  }

  /** @returns what each has who has anything */
  accounts(): Accounts {
    const accounts = new Map<string, Account>();
    const pay = (payer: Payer, rooms: number, load: number): void => {
      for (const key of accountKeysOf(payer)) {
        const account = accounts.get(key) ?? NOTHING;
        accounts.set(key, { rooms: account.rooms + rooms, load: account.load + load });
      }
    };
    for (const room of this.#rooms) {
      const reading = room.read();
      const perSeat = this.#seatWeight(reading);
      pay(room.payer, 1, this.#weight(reading) - perSeat * reading.seats.length);
      for (const payer of reading.seats) pay(payer, 0, perSeat);
    }
    return accounts;
  }

  /** @returns what a further seat of a room weighs */
  seatWeight(room: LedgerRoom): number {
    return this.#seatWeight(room.read());
  }

  weight(room: LedgerRoom): number {
    return this.#weight(room.read());
  }

  /**
   * @param processLoad the share of a core that the process takes
   * @returns the share that it will take when all rooms are played in that people have seats in, and some of the others
   */
  committed(processLoad: number): number {
    return this.#committed(processLoad, EMPTY_COUNTS);
  }

  /** @returns the same once somebody has a seat in that room, and nobody in any other empty one */
  committedWith(room: LedgerRoom, processLoad: number): number {
    return this.#committed(processLoad, 0) + (isEmpty(room) ? this.weight(room) : 0);
  }

  #committed(processLoad: number, emptyCounts: number): number {
    let [all, waiting] = [0, 0];
    for (const room of this.#rooms) {
      const weight = this.weight(room) * (isEmpty(room) ? emptyCounts : 1);
      all += weight;
      if (!room.read().isPlayed) waiting += weight;
    }
    return Math.max(all, processLoad + waiting);
  }

  /** Learns from the rooms that are played in. Called about once a second. */
  learn(): void {
    for (const room of this.#rooms) {
      const reading = room.read();
      if (reading.isPlayed && reading.coreShare !== undefined)
        this.#weights.learn(makeupOf(reading), reading.coreShare);
    }
  }

  /**
   * @param amount what is wanted by a newcomer that has less
   * @param lacking what must be freed for it
   * @returns empty rooms, the oldest first of the address that has most, each time, while that has clearly more than the
   *   newcomer will have; undefined = ending all of those would not do, and so none may end
   */
  crowded(newcomer: Payer, by: keyof Account, amount: number, lacking: number): LedgerRoom[] | undefined {
    const accounts = this.accounts();
    const left = new Map<string, number>();
    const has = (address = ''): number => left.get(address) ?? accounts.get(`address ${address}`)?.[by] ?? 0;
    const fair = has(newcomer.address) + CROWDED_BY * amount;
    const empty = new Set([...this.#rooms].filter((room) => room.roomId !== undefined && isEmpty(room)));
    for (const room of empty)
      if (room.payer.address === undefined || room.payer.address === newcomer.address) empty.delete(room);
    const ended: LedgerRoom[] = [];
    for (let freed = 0; freed < lacking; ) {
      let [found, most] = [undefined as LedgerRoom | undefined, fair];
      for (const room of empty) if (has(room.payer.address) > most) [found, most] = [room, has(room.payer.address)];
      if (found === undefined) return undefined;
      empty.delete(found);
      ended.push(found);
      left.set(found.payer.address ?? '', most - (by === 'rooms' ? 1 : this.weight(found)));
      freed += by === 'rooms' ? 1 : this.weight(found) * EMPTY_COUNTS;
    }
    return ended;
  }

  #weight(reading: RoomReading): number {
    const expected = this.#weights.expected(makeupOf(reading));
    if (!reading.isPlayed || reading.coreShare === undefined) return expected;
    return Math.max(reading.coreShare, expected * MEASURED_MIN);
  }

  #seatWeight(reading: RoomReading): number {
    const share = this.#weights.of('person', reading.mode) / this.#weights.expected(makeupOf(reading));
    return share * this.#weight(reading);
  }
}

/** Whether nobody has a seat in it, not even a reserved one. */
export const isEmpty = ({ read }: LedgerRoom): boolean => read().seats.length === 0;
