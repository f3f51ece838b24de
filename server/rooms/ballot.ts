/**
 * The vote of a public room to remove a player: one at a time, decided as soon as most of those who play are for it. Every
 * address has one vote, whatever seats it holds; a player without a known one has its own.
 */
import { ticksOf } from '../../shared/sim/tunables.ts';
import type { RefusedReason } from '../../shared/wire/protocol.ts';
import type { HouseState } from '../../shared/wire/state.ts';
import type { Game } from './game.ts';
import type { HumanSeat } from './seats.ts';

const OPEN_TICKS = ticksOf(30);
/** Before the same guest or address may begin another one. */
const COOLDOWN_TICKS = ticksOf(120);

export type BallotOptions = {
  state: HouseState;
  game: Pick<Game, 'people' | 'isPlaying' | 'world'>;
  /** Most are for it. */
  onRemove: (seat: HumanSeat) => void;
};

const voterOf = ({ key, bars }: HumanSeat): string => bars.find((bar) => bar.startsWith('address ')) ?? key;

export class Ballot {
  readonly #options: BallotOptions;
  /** Voters who are for it. */
  readonly #votes = new Set<string>();
  /** By guest and address, or seat: when they began a vote last; the oldest first. */
  readonly #begun = new Map<string, number>();

  constructor(options: BallotOptions) {
    this.#options = options;
  }

  /** A vote for the removal of a player; begins one where none is open. @returns why it does not count */
  vote(by: HumanSeat, target: HumanSeat): RefusedReason | undefined {
    const { state, game } = this.#options;
    if (!game.isPlaying(by)) return 'not_playing';
    if (state.voteOn !== 0 && state.voteOn !== target.seat) return 'vote_open';
    if (state.voteOn === 0) {
      const reason = this.#begin(by, target);
      if (reason !== undefined) return reason;
    }
    this.#votes.add(voterOf(by));
    this.count();
    return undefined;
  }

  /** Who comes, goes or stands aside changes what is needed: once a tick while a vote is open. */
  count(): void {
    const { state, game, onRemove } = this.#options;
    if (state.voteOn === 0) return;
    const present = [...game.people];
    const target = present.find(({ seat }) => seat === state.voteOn);
    if (target === undefined || game.world.tick >= state.voteEndTick) return this.#end();
    const voters = new Set(present.filter((seat) => game.isPlaying(seat) || seat === target).map(voterOf));
    state.votes = [...voters].filter((voter) => this.#votes.has(voter)).length;
    state.votesNeeded = Math.floor(voters.size / 2) + 1;
    if (state.votes < state.votesNeeded) return;
    this.#end();
    onRemove(target);
  }

  #begin(by: HumanSeat, target: HumanSeat): RefusedReason | undefined {
    const { state, game } = this.#options;
    const { tick } = game.world;
    for (const [key, begunTick] of this.#begun) if (tick - begunTick >= COOLDOWN_TICKS) this.#begun.delete(key);
    const keys = by.bars.length > 0 ? by.bars : [by.key];
    if (keys.some((key) => this.#begun.has(key))) return 'vote_too_soon';
    for (const key of keys) this.#begun.set(key, tick);
    state.voteOn = target.seat;
    state.voteBy = by.seat;
    state.voteEndTick = tick + OPEN_TICKS;
    return undefined;
  }

  #end(): void {
    this.#votes.clear();
    Object.assign(this.#options.state, { voteOn: 0, voteBy: 0, votes: 0, votesNeeded: 0, voteEndTick: 0 });
  }
}
