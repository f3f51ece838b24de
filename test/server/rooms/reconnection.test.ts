/** Seats that are held for their players: which tokens are good for one, and for how long. */
import assert from 'node:assert/strict';
import type { Client, Room } from '@colyseus/core';
import { HeldSeats } from '../../../server/rooms/reconnection.ts';

type Way = { back: () => void; late: () => void; ends: () => void };

/** The part of Colyseus's room that holds seats: a way back by token, until somebody comes or the time is over. */
class FakeRoom {
  readonly _reconnections: Record<string, Way> = {};
  readonly seconds: number[] = [];

  allowReconnection({ reconnectionToken }: Client, seconds: number): Promise<unknown> {
    this.seconds.push(seconds);
    return new Promise<void>((resolve, reject) => {
      const end = (settle: () => void) => (): void => {
        delete this._reconnections[reconnectionToken];
        settle();
      };
      this._reconnections[reconnectionToken] = {
        back: end(resolve),
        late: end(() => reject(false)),
        ends: end(() => reject(new Error('disconnecting'))),
      };
    });
  }

  get tokens(): string[] {
    return Object.keys(this._reconnections).sort();
  }
}

/** @param isHeard whether it has acknowledged its join on this connection */
const client = (reconnectionToken: string, isHeard: boolean): Client =>
  ({
    sessionId: 'one',
    reconnectionToken,
    ...(isHeard ? {} : { _enqueuedMessages: [] }),
  }) as unknown as Client;

function held(): { room: FakeRoom; seats: HeldSeats } {
  const room = new FakeRoom();
  return { room, seats: new HeldSeats(room as unknown as Room) };
}

describe('A held seat', () => {
  it('waits for its player by the last token, for as long as it is told', async () => {
    const { room, seats } = held();
    const holding = seats.hold(client('a', true), 20);
    assert.deepEqual([room.tokens, room.seconds], [['a'], [20]]);
    room._reconnections.a?.back();
    assert.equal(await holding, 'back');
    assert.deepEqual(room.tokens, []);
  });

  it('settles all the same when nobody came in time', async () => {
    const { room, seats } = held();
    const holding = seats.hold(client('a', true), 20);
    room._reconnections.a?.late();
    assert.equal(await holding, 'not_back');
    assert.deepEqual(room.tokens, []);
    const again = seats.hold(client('a', true), 20);
    room._reconnections.a?.ends();
    assert.equal(await again, 'room_ended');
  });

  it('is not held for a client that was never heard at all', async () => {
    const { room, seats } = held();
    assert.equal(await seats.hold(client('a', false), 20), 'not_back');
    assert.deepEqual([room.tokens, room.seconds], [[], []]);
  });

  it('is held for one that came back unheard, and then every token since the last sure one leads to it, once', async () => {
    for (const token of ['a', 'b', 'c']) {
      const { room, seats } = held();
      const first = seats.hold(client('a', true), 20);
      room._reconnections.a?.back();
      await first;
      const second = seats.hold(client('b', false), 20);
      assert.deepEqual(room.tokens, ['a', 'b']);
      room._reconnections.b?.back();
      await second;
      const dropped = client('c', false);
      const third = seats.hold(dropped, 20);
      assert.equal('_enqueuedMessages' in dropped, false, 'Colyseus would not hold it');
      assert.deepEqual(room.tokens, ['a', 'b', 'c']);
      room._reconnections[token]?.back();
      await third;
      assert.deepEqual(room.tokens, []);
    }
  });

  it('forgets the older tokens as soon as its client is heard again', async () => {
    const { room, seats } = held();
    for (const [token, isHeard] of [
      ['a', true],
      ['b', false],
      ['c', true],
    ] as const) {
      const holding = seats.hold(client(token, isHeard), 20);
      if (token === 'c') assert.deepEqual(room.tokens, ['c']);
      room._reconnections[token]?.back();
      await holding;
    }
  });

  it('is good for eight tokens at most', async () => {
    const { room, seats } = held();
    const letters = [...'abcdefghijkl'];
    for (const [nth, token] of letters.entries()) {
      const holding = seats.hold(client(token, nth === 0), 20);
      if (nth === letters.length - 1) assert.deepEqual(room.tokens, letters.slice(-9), 'eight, and the one at hand');
      room._reconnections[token]?.back();
      await holding;
    }
  });

  it('of a player who left is forgotten: the tokens lead nowhere', async () => {
    const { room, seats } = held();
    const holding = seats.hold(client('a', true), 20);
    room._reconnections.a?.late();
    await holding;
    seats.forget('one');
    await seats.hold(client('b', false), 20);
    assert.deepEqual(room.tokens, []);
  });
});
