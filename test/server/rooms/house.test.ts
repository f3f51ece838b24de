/** Who decides about the seats of a room, over real connections: the host of a private room removes, locks and passes on. */
import assert from 'node:assert/strict';
import { Client } from '@colyseus/sdk';
import type { ArenaRoom } from '../../../shared/netcode/seat-parts.ts';
import type { RefusedReason } from '../../../shared/wire/protocol.ts';
import { CLOSE } from '../../../shared/wire/protocol.ts';
import { openRoom, send, until, useServer } from '../../support/server.ts';

/** A player with an address and perhaps a guest token, on a stock SDK. */
class Guest {
  readonly room: ArenaRoom;
  readonly refused: RefusedReason[] = [];
  code: number | undefined;

  private constructor(room: ArenaRoom) {
    this.room = room;
    room.onMessage('*', () => {});
    room.onMessage('refused', ({ reason }: { reason: RefusedReason }) => this.refused.push(reason));
    room.onLeave((code) => {
      this.code = code;
    });
  }

  /** Asks for a seat as a proxy hands it on. */
  static ask(url: string, roomId: string, address: string, token?: string): Promise<Response> {
    const headers = {
      'x-forwarded-for': address,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    };
    return send(`${url}/matchmake/joinById/${roomId}`, 'POST', {}, headers);
  }

  static async join(url: string, roomId: string, address: string, token?: string): Promise<Guest> {
    const reservation = await (await Guest.ask(url, roomId, address, token)).json();
    const guest = new Guest((await new Client(url).consumeSeatReservation(reservation)) as ArenaRoom);
    await until(() => guest.room.state?.own?.get(guest.room.sessionId) !== undefined, 'the own pilot');
    return guest;
  }

  get seat(): number {
    return this.room.state.own.get(this.room.sessionId)?.seat ?? 0;
  }

  get house() {
    return this.room.state.house;
  }
}

const [ANNA, BERT, CARL] = ['192.0.2.1', '192.0.2.2', '2001:db8::7'];

describe('The host of a private room', () => {
  const server = useServer({ LIMITS_PER_ADDRESS: 'on', TRUST_PROXY: 'loopback' });
  const open = async (): Promise<string> => (await openRoom(server.url, { private: true, bots: 2 })).roomId;
  const join = (roomId: string, address: string, token?: string) => Guest.join(server.url, roomId, address, token);
  const statusOf = async (roomId: string, address: string, token?: string): Promise<number> =>
    (await Guest.ask(server.url, roomId, address, token)).status;

  it('[R14] [F9] is who came first, and then who came next', async () => {
    const roomId = await open();
    const [anna, bert, carl] = [await join(roomId, ANNA), await join(roomId, BERT), await join(roomId, CARL)];
    await until(() => carl.house.host === anna.seat, 'the first to be host');
    await anna.room.leave();
    await until(() => carl.house.host === bert.seat, 'the second to be host');
    await Promise.all([bert.room.leave(), carl.room.leave()]);
  });

  it('[R14] [Q1] [C23] removes a player, who hears why and comes back neither by token nor from its network', async () => {
    const roomId = await open();
    const [anna, bert, carl] = [await join(roomId, ANNA), await join(roomId, BERT), await join(roomId, CARL)];
    const { reconnectionToken, sessionId } = carl.room;
    anna.room.send('remove', { seat: carl.seat });
    await until(() => carl.code !== undefined, 'the removed to hear of it');
    assert.equal(carl.code, CLOSE.removed);
    await until(() => !bert.room.state.roster.has(sessionId), 'the seat to be free');
    const back = await send(`${server.url}/matchmake/reconnect/${roomId}`, 'POST', {
      reconnectionToken: reconnectionToken.split(':')[1],
    });
    assert.notEqual(back.status, 200);
    const refused = await Guest.ask(server.url, roomId, '2001:db8::8');
    assert.deepEqual(
      [refused.status, await refused.json()],
      [403, { code: 403, error: 'you were removed from that room: play in another one' }],
    );
    assert.equal(await statusOf(roomId, '192.0.2.3'), 200, 'others still come');
    assert.match(await (await fetch(`${server.url}/metrics`)).text(), /refusals_total\{reason="removed_player"\} 1/);
    await Promise.all([anna.room.leave(), bert.room.leave()]);
  });

  it('[R14] removes a guest wherever it comes from, and a player whose connection is lost', async () => {
    const roomId = await open();
    const identity = await send(`${server.url}/api/identity`, 'POST');
    const { token } = (await identity.json()) as { token: string };
    const [anna, bert] = [await join(roomId, ANNA), await join(roomId, BERT, token)];
    const { sessionId } = bert.room;
    bert.room.reconnection.enabled = false;
    bert.room.connection.close();
    await until(() => anna.room.state.roster.get(sessionId)?.connected === false, 'the drop');
    anna.room.send('remove', { seat: anna.room.state.roster.get(sessionId)?.seat });
    await until(() => !anna.room.state.roster.has(sessionId), 'the held seat to be free');
    assert.equal(await statusOf(roomId, CARL, token), 403);
    assert.equal(await statusOf(roomId, CARL), 200);
    await anna.room.leave();
  });

  it('[R14] [Q2] locks the room: nobody comes, those here may drop and return, and it opens again', async () => {
    const roomId = await open();
    const [anna, bert] = [await join(roomId, ANNA), await join(roomId, BERT)];
    anna.room.send('lock', { locked: true });
    await until(() => bert.house.locked, 'the lock');
    const refused = await Guest.ask(server.url, roomId, CARL);
    assert.deepEqual(
      [refused.status, await refused.json()],
      [423, { code: 423, error: 'the host has locked that room' }],
    );
    bert.room.reconnection.minUptime = 0;
    bert.room.connection.close();
    const entry = () => anna.room.state.roster.get(bert.room.sessionId);
    await until(() => entry()?.connected === false, 'the drop');
    await until(() => entry()?.connected === true, 'the return');
    anna.room.send('lock', { locked: false });
    await until(() => !bert.house.locked, 'the end of it');
    await until(() => anna.room.connection.isOpen, 'a moment');
    assert.equal(await statusOf(roomId, CARL), 200);
    await Promise.all([anna.room.leave(), bert.room.leave()]);
  });

  it('[R14] does not leave an empty room locked', async () => {
    const roomId = await open();
    const anna = await join(roomId, ANNA);
    anna.room.send('lock', { locked: true });
    await until(() => anna.house.locked, 'the lock');
    await anna.room.leave();
    let status = 423;
    while (status === 423) status = await statusOf(roomId, BERT);
    assert.equal(status, 200);
  });

  it('[W1] [W2] [W3] [M8] is the only one who may, and hears why something is not done', async () => {
    const roomId = await open();
    const [anna, bert] = [await join(roomId, ANNA), await join(roomId, BERT)];
    bert.room.send('remove', { seat: anna.seat });
    bert.room.send('lock', { locked: true });
    await until(() => bert.refused.length === 2, 'two refusals');
    assert.deepEqual(bert.refused, ['not_host', 'not_host']);
    anna.room.send('remove', { seat: anna.seat });
    anna.room.send('remove', { seat: 1 }); // a bot's
    anna.room.send('remove', { seat: 999 });
    await until(() => anna.refused.length === 3, 'three refusals');
    assert.deepEqual(anna.refused, ['own_seat', 'no_such_seat', 'no_such_seat']);
    assert.deepEqual([anna.house.locked, anna.code, bert.code], [false, undefined, undefined]);
    await Promise.all([anna.room.leave(), bert.room.leave()]);
  });

  it('[M7] [R7] is cut, like anybody, for a message that has not its form', async () => {
    const roomId = await open();
    const forms: [string, unknown][] = [
      ['remove', { seat: 0 }],
      ['remove', { seat: 1.5 }],
      ['remove', { seat: '2' }],
      ['remove', { seat: 2, more: true }],
      ['remove', undefined],
      ['lock', { locked: 1 }],
      ['lock', [true]],
    ];
    for (const [type, message] of forms) {
      const anna = await join(roomId, ANNA);
      anna.room.send(type as 'lock', message as never);
      await until(() => anna.code !== undefined, `${type} ${JSON.stringify(message)} to be cut`);
      assert.equal(anna.code, CLOSE.withError);
    }
  });
});

describe('A public room', () => {
  const server = useServer({ LIMITS_PER_ADDRESS: 'on', TRUST_PROXY: 'loopback' });

  it('[R15] [F9] [C23] removes by votes: all see how it stands, and the removed hears why', async () => {
    const { roomId } = await openRoom(server.url, { bots: 0 });
    const guests = [ANNA, BERT, CARL].map((address) => Guest.join(server.url, roomId, address));
    const [anna, bert, carl] = (await Promise.all(guests)) as [Guest, Guest, Guest];
    anna.room.send('remove', { seat: carl.seat });
    await until(() => bert.house.voteOn === carl.seat && bert.house.votesNeeded === 2, 'the vote');
    assert.deepEqual([bert.house.voteBy, bert.house.votes, carl.house.voteOn], [anna.seat, 1, carl.seat]);
    bert.room.send('remove', { seat: carl.seat });
    await until(() => carl.code !== undefined, 'the removal');
    assert.equal(carl.code, CLOSE.removed);
    assert.equal((await Guest.ask(server.url, roomId, CARL)).status, 403);
    await until(() => bert.house.voteOn === 0, 'the end of the vote');
    await Promise.all([anna.room.leave(), bert.room.leave()]);
  });

  it('[R14] has no host: nobody locks it', async () => {
    const { roomId } = await openRoom(server.url, { bots: 0 });
    const anna = await Guest.join(server.url, roomId, ANNA);
    anna.room.send('lock', { locked: true });
    await until(() => anna.refused.length === 1, 'the refusal');
    assert.deepEqual([anna.refused, anna.house.host, anna.house.locked], [['not_host'], 0, false]);
    await anna.room.leave();
  });
});
