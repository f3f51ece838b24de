/**
 * Who decides about the seats of a room. In a private one it is the host: who came first, and then who came next. In a
 * public one those who play vote. Who was removed does not come again, neither as the same guest nor from the same address.
 */
import type { RefusedReason } from '../../shared/wire/protocol.ts';
import type { HouseState } from '../../shared/wire/state.ts';
import { Ballot } from './ballot.ts';
import type { Request } from './client-messages.ts';
import type { Game } from './game.ts';
import type { HumanSeat } from './seats.ts';

/** More than anybody has the patience to remove by hand. */
const BARRED_MAX = 1000;

export type HouseOptions = {
  isPrivate: boolean;
  state: HouseState;
  game: Pick<Game, 'people' | 'isPlaying' | 'seatOf' | 'isWornOut' | 'world'>;
  /** That player's seat is to be freed. */
  onRemove: (sessionId: string) => void;
  onLock: (locked: boolean) => void;
  /** What that player asked for is not done. */
  onRefused: (sessionId: string, reason: RefusedReason) => void;
};

export class House {
  readonly #options: HouseOptions;
  readonly #ballot: Ballot;
  /** The oldest first. */
  readonly #barred = new Set<string>();

  constructor(options: HouseOptions) {
    this.#options = options;
    const { state, game } = options;
    this.#ballot = new Ballot({ state, game, onRemove: (seat) => this.#bar(seat) });
  }

  /** @returns why a player who is known by these keys may not come; undefined = it may */
  bars(keys: readonly string[]): 'removed' | 'locked' | undefined {
    if (keys.some((key) => this.#barred.has(key))) return 'removed';
    return this.#options.state.locked ? 'locked' : undefined;
  }

  /** Somebody has come or gone: the host passes on, to somebody who plays where there is one. */
  follow(): void {
    const { isPrivate, state, game } = this.#options;
    if (!isPrivate) return;
    const present = [...game.people];
    if (present.length === 0) this.#lock(false); // for whoever comes next
    if (present.some(({ seat }) => seat === state.host)) return;
    state.host = (present.find((seat) => game.isPlaying(seat)) ?? present[0])?.seat ?? 0;
  }

  /** After each tick. */
  tick(): void {
    this.#ballot.count();
  }

  /** Does what a player asks for, or says why not. */
  ask(sessionId: string, request: Request): void {
    const { game, onRefused } = this.#options;
    const by = game.seatOf(sessionId);
    if (by === undefined) return; // it has just left
    const reason = request.type === 'remove' ? this.#remove(by, request.seat) : this.#askLock(by, request.locked);
    if (reason !== undefined) onRefused(sessionId, reason);
  }

  #remove(by: HumanSeat, number: number): RefusedReason | undefined {
    const { isPrivate, game } = this.#options;
    if (isPrivate && !this.#isHost(by)) return 'not_host';
    if (by.seat === number) return 'own_seat';
    const seat = [...game.people].find((one) => one.seat === number);
    if (seat === undefined) return 'no_such_seat';
    if (!isPrivate) return this.#ballot.vote(by, seat);
    this.#bar(seat);
    return undefined;
  }

  #askLock(by: HumanSeat, locked: boolean): RefusedReason | undefined {
    if (!this.#isHost(by)) return 'not_host';
    this.#lock(locked);
    return undefined;
  }

  #isHost({ seat }: HumanSeat): boolean {
    return seat === this.#options.state.host;
  }

  #lock(locked: boolean): void {
    const { state, game, onLock } = this.#options;
    if (state.locked === locked) return;
    state.locked = locked;
    onLock(locked || game.isWornOut);
  }

  /** Frees a seat for good. */
  #bar({ key: sessionId, bars }: HumanSeat): void {
    this.#options.onRemove(sessionId);
    for (const key of bars) this.#barred.add(key);
    for (const key of this.#barred) {
      if (this.#barred.size <= BARRED_MAX) return;
      this.#barred.delete(key);
    }
  }
}
