/** The vote of a public room: who has one, when it is decided, and what no single address can do by it. */
import assert from 'node:assert/strict';
import { House } from '../../../server/rooms/house.ts';
import { ticksOf } from '../../../shared/sim/tunables.ts';
import { IDLE_INPUT_FRAME } from '../../../shared/sim/types.ts';
import type { RefusedReason } from '../../../shared/wire/protocol.ts';
import { HouseState } from '../../../shared/wire/state.ts';
import { GameTable } from '../../support/game-table.ts';

/** A public room; a player is written as its name, and its address behind an @ where others have the same. */
class Room {
  readonly table = new GameTable({ bots: 0 });
  readonly state = new HouseState();
  readonly removed: string[] = [];
  readonly refused: RefusedReason[] = [];
  readonly #house = new House({
    isPrivate: false,
    state: this.state,
    game: this.table.game,
    onRemove: (sessionId) => this.removed.push(sessionId),
    onLock: () => assert.fail('a public room is not locked'),
    onRefused: (_sessionId, reason) => this.refused.push(reason),
  });
  readonly #names: string[] = [];
  /** Those who do nothing. */
  readonly resting = new Set<string>();

  constructor(...players: string[]) {
    for (const player of players) this.come(player);
  }

  come(player: string): void {
    const [name = '', address = name] = player.split('@');
    this.#names.push(name);
    this.table.game.seat(name, { name, bars: [`guest ${name}`, `address ${address}`] });
  }

  go(name: string): void {
    this.table.game.unseat(name);
    this.#names.splice(this.#names.indexOf(name), 1);
  }

  run(ticks: number): void {
    for (let n = 0; n < ticks; n++) {
      for (const name of this.#names)
        if (!this.resting.has(name)) this.table.receive(name, { ...IDLE_INPUT_FRAME, mx: n % 60 < 30 ? 127 : -127 });
      this.table.tick();
      this.#house.tick();
    }
  }

  /** @returns how the vote stands then */
  vote(by: string, on: string): [number, number] {
    this.#house.ask(by, { type: 'remove', seat: this.seatOf(on) });
    return [this.state.votes, this.state.votesNeeded];
  }

  seatOf(name: string): number {
    return this.table.game.seatOf(name)?.seat ?? 999;
  }

  bars(...keys: string[]): string | undefined {
    return this.#house.bars(keys);
  }
}

describe('A vote', () => {
  it('[R15] is begun by the first, shown to all, and decided once more than half of those who play are for it', () => {
    const room = new Room('Anna', 'Bert', 'Carl', 'Dora', 'Evil');
    assert.deepEqual(room.vote('Anna', 'Evil'), [1, 3]);
    const { voteOn, voteBy, voteEndTick } = room.state;
    assert.deepEqual([voteOn, voteBy, voteEndTick], [room.seatOf('Evil'), room.seatOf('Anna'), ticksOf(30)]);
    assert.deepEqual(room.vote('Anna', 'Evil'), [1, 3], 'who votes twice has one vote');
    assert.deepEqual(room.vote('Bert', 'Evil'), [2, 3]);
    assert.deepEqual(room.removed, []);
    room.vote('Carl', 'Evil');
    assert.deepEqual([room.removed, room.state.voteOn, room.state.votes], [['Evil'], 0, 0]);
    assert.deepEqual(
      [room.bars('guest Evil'), room.bars('address Evil'), room.bars('guest Anna')],
      ['removed', 'removed', undefined],
    );
  });

  it('[R15] of two is never decided: one alone removes nobody', () => {
    const room = new Room('Anna', 'Bert');
    assert.deepEqual(room.vote('Anna', 'Bert'), [1, 2]);
    room.run(ticksOf(29));
    assert.deepEqual(room.removed, []);
  });

  it('[R15] counts each address once, for and against, whatever seats it has', () => {
    const room = new Room('M1@m', 'M2@m', 'M3@m', 'M4@m', 'Anna', 'Bert');
    assert.deepEqual(room.vote('M1', 'Anna'), [1, 2]);
    for (const name of ['M2', 'M3', 'M4']) assert.deepEqual(room.vote(name, 'Anna'), [1, 2]);
    assert.deepEqual(room.removed, []);
    room.go('Anna');
    room.run(1);
    room.vote('Bert', 'M1');
    assert.deepEqual(room.removed, [], 'one against one');
  });

  it('[R15] [W4] is for those who play: who stands aside has none, and is not counted', () => {
    const room = new Room('Anna', 'Bert', 'Carl', 'Dora', 'Evil');
    for (const name of ['Carl', 'Dora']) room.resting.add(name);
    room.run(ticksOf(11));
    room.vote('Carl', 'Evil');
    assert.deepEqual([room.refused, room.state.voteOn], [['not_playing'], 0]);
    assert.deepEqual(room.vote('Anna', 'Evil'), [1, 2]);
    room.vote('Bert', 'Evil');
    assert.deepEqual(room.removed, ['Evil']);
  });

  it('[R15] is decided, too, when those who were not for it leave', () => {
    const room = new Room('Anna', 'Bert', 'Carl', 'Dora', 'Evil');
    room.vote('Anna', 'Evil');
    room.vote('Bert', 'Evil');
    room.go('Carl');
    room.run(1);
    assert.deepEqual(room.removed, []);
    room.go('Dora');
    room.run(1);
    assert.deepEqual(room.removed, ['Evil']);
  });

  it('[R15] ends without a removal after 30 s, and when its player is gone', () => {
    const room = new Room('Anna', 'Bert', 'Evil');
    room.vote('Anna', 'Evil');
    room.run(ticksOf(30) - 1);
    assert.notEqual(room.state.voteOn, 0);
    room.run(1);
    assert.deepEqual([room.state.voteOn, room.state.voteEndTick, room.removed], [0, 0, []]);
    room.vote('Bert', 'Evil');
    assert.equal(room.state.votes, 1, 'what was said in the last one counts no more');
    room.go('Evil');
    room.run(1);
    assert.deepEqual([room.state.voteOn, room.removed], [0, []]);
  });

  it('[R15] [W5] [W6] is one at a time, and one in two minutes for the same guest or address', () => {
    const room = new Room('Anna', 'Bert@home', 'Bea@home', 'Carl', 'Evil');
    room.vote('Bert', 'Evil');
    room.vote('Anna', 'Carl');
    assert.deepEqual(room.refused, ['vote_open']);
    room.run(ticksOf(31));
    room.vote('Bea', 'Evil');
    assert.deepEqual(room.refused, ['vote_open', 'vote_too_soon']);
    room.go('Bert');
    room.come('Bert@elsewhere');
    room.vote('Bert', 'Evil');
    assert.equal(room.refused.at(-1), 'vote_too_soon');
    assert.equal(room.refused.length, 3);
    room.run(ticksOf(90));
    room.vote('Bert', 'Evil');
    assert.deepEqual([room.refused.length, room.state.votes], [3, 1]);
  });

  it('[W2] [W3] is not on oneself, on a bot or on a seat that is gone', () => {
    const room = new Room('Anna', 'Bert', 'Carl');
    room.vote('Anna', 'Anna');
    room.vote('Anna', 'Nobody');
    assert.deepEqual([room.refused, room.state.voteOn], [['own_seat', 'no_such_seat'], 0]);
  });
});
