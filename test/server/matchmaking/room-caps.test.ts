/** Rooms that are too many, empty, broken or stuck (rows C, F, N, X2; promises 4, 7, 9). */
import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { matchMaker } from '@colyseus/core';
import { type RunningServer, startServer } from '../../../server/app.ts';
import { readConfig } from '../../../server/config.ts';
import { createLog } from '../../../server/ops/log.ts';
import { closeSentence, FINDS_ANOTHER_MATCH } from '../../../shared/wire/protocol.ts';
import { OPERATOR_TOKEN, openRoom, send, TestSeat, until, useServer } from '../../support/server.ts';

/** Each tick ends with a patch. */
type Open = { broadcastPatch: () => void; onLeave: () => unknown };
const roomOf = (roomId: string): Open => matchMaker.getLocalRoomById(roomId) as unknown as Open;

describe('Caps on rooms', () => {
  const server = useServer({ ROOMS_MAX: '4', ROOMS_EMPTY_MAX: '2' });
  const codeOf = async (response: Response): Promise<string> =>
    `${response.status} ${((await response.json()) as { error?: { code: string } }).error?.code ?? ''}`;
  const create = () => send(`${server.url}/api/rooms`, 'POST', { mode: 'fray', maxPlayers: 1 });

  it('count empty rooms apart, and quick play asks for them too', async () => {
    const first = await openRoom(server.url, { maxPlayers: 1 });
    const second = await openRoom(server.url, { maxPlayers: 1 });
    assert.equal(await codeOf(await create()), '503 too_many_empty_rooms');
    const seats = [new TestSeat(server.url, 'A'), new TestSeat(server.url, 'B')];
    await seats[0]?.join({ kind: 'room', roomId: first.roomId });
    await seats[1]?.join({ kind: 'room', roomId: second.roomId });
    await openRoom(server.url, { maxPlayers: 1 });
    await openRoom(server.url, { maxPlayers: 1, private: true });
    assert.equal(await codeOf(await create()), '503 server_full');
    const quick = () => send(`${server.url}/matchmake/joinOrCreate/arena`, 'POST', { mode: 'fray' });
    assert.equal((await quick()).status, 200, 'the last free seat');
    const refused = await quick();
    assert.equal(refused.status, 503);
    assert.match(((await refused.json()) as { error: string }).error, /All 4 rooms/);
    for (const seat of seats) await seat.leave();
  });

  it('stock create is not there', async () => {
    assert.equal((await send(`${server.url}/matchmake/create/arena`, 'POST', {})).status, 404);
  });
});

describe('A room that throws', () => {
  let server: RunningServer;
  const lines: Record<string, unknown>[] = [];

  before(async () => {
    const sink = new Writable({
      write(chunk, _encoding, done) {
        lines.push(JSON.parse(String(chunk)) as Record<string, unknown>);
        done();
      },
    });
    const config = readConfig({ PORT: '0', HOST: '127.0.0.1', OPERATOR_TOKEN, SEED: '7', NODE_ENV: 'production' });
    server = await startServer(config, createLog('info', sink), (_request, _response, next) => next());
  });
  after(async () => server.stop());

  it('[C7] is closed alone, with seed, tick and last input frames in the log; its players get a code to find another', async () => {
    const [broken, sound] = [await openRoom(server.url, { bots: 0 }), await openRoom(server.url, { bots: 0 })];
    const [victim, other] = [new TestSeat(server.url, 'Victim'), new TestSeat(server.url, 'Other')];
    const view = await victim.join({ kind: 'room', roomId: broken.roomId });
    const playing = await other.join({ kind: 'room', roomId: sound.roomId });
    victim.inputFrame = { ...victim.inputFrame, mx: 127 };
    await until(() => view.stats().serverTick > 20, 'some frames');
    const { serverTick } = playing.stats();
    roomOf(broken.roomId).broadcastPatch = () => {
      throw new Error('thrown by a test');
    };
    await until(() => victim.connection.state.kind === 'closed', 'the close code');
    const { state } = victim.connection;
    assert.equal(state.kind === 'closed' && state.code, 4100);
    assert.equal(FINDS_ANOTHER_MATCH.has(4100), true);
    assert.equal((await fetch(`${server.url}/api/rooms/${broken.roomId}`)).status, 404);
    await victim.join({ kind: 'quick', mode: 'fray' });
    await until(() => playing.stats().serverTick > serverTick + 20, 'play in the other room');
    const failed = lines.filter(({ event }) => event === 'room_failed');
    assert.equal(failed.length, 1);
    assert.deepEqual([failed[0]?.seed, failed[0]?.mode, failed[0]?.method], [7, 'fray', 'tick']);
    assert.ok(Number(failed[0]?.tick) > 20);
    assert.match(JSON.stringify(failed[0]?.error), /thrown by a test/);
    const frames = Object.values(failed[0]?.inputFrames as Record<string, { mx: number }[]>);
    assert.equal(frames.length, 1);
    assert.equal(frames[0]?.length, 8);
    assert.equal(frames[0]?.at(-1)?.mx, 1);
    for (const seat of [victim, other]) await seat.leave();
  });

  it('thrice in a minute raises the alarm', async () => {
    const alarm = async () =>
      /^sparkfray_room_failures_alarm (\d)$/mu.exec(await (await fetch(`${server.url}/metrics`)).text())?.[1];
    assert.equal(await alarm(), '0');
    for (let n = 0; n < 2; n++) {
      const { roomId } = await openRoom(server.url, { bots: 0 });
      const seat = new TestSeat(server.url, 'Unlucky');
      await seat.join({ kind: 'room', roomId });
      roomOf(roomId).broadcastPatch = () => {
        throw new Error('thrown by a test');
      };
      await until(() => seat.connection.state.kind === 'closed', 'the close code');
    }
    assert.equal(await alarm(), '1');
  });

  it('ends by an operator with a line that says which, and from where', async () => {
    const { roomId } = await openRoom(server.url, { bots: 0 });
    const url = `${server.url}/api/rooms/${roomId}`;
    await send(url, 'DELETE', undefined, { authorization: 'Bearer guess' });
    await send(url, 'DELETE', undefined, { authorization: `Bearer ${OPERATOR_TOKEN}` });
    const actions = lines.filter(({ event }) => event === 'operator_action');
    assert.deepEqual(
      actions.map(({ level, action, room, address }) => [level, action, room, address]),
      [[40, 'close_room', roomId, '127.0.0.1']],
    );
  });

  it('warns in production of settings that were left at their defaults', () => {
    const settings = lines.filter(({ event }) => event === 'default_setting').map(({ setting }) => setting);
    assert.deepEqual(settings, ['IDENTITY_KEY']);
  });
});

describe('The end', () => {
  it('does not wait for who has reserved a seat next to a player and never came', async () => {
    const config = readConfig({ PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'silent', SEED: '7' });
    const server = await startServer(config, createLog('silent'), (_request, _response, next) => next());
    const { roomId } = await openRoom(server.url, { bots: 0 });
    const seat = new TestSeat(server.url, 'Here');
    await seat.join({ kind: 'room', roomId });
    assert.equal((await send(`${server.url}/matchmake/joinById/${roomId}`, 'POST', {})).status, 200);
    const startMs = performance.now();
    await server.stop();
    // A room that waits for it would hold the end up for 2 s.
    assert.ok(performance.now() - startMs < 1900, `${(performance.now() - startMs).toFixed(0)} ms`);
  });
});

describe('A hook that never settles', () => {
  it('keeps neither the server from ending nor its players from hearing why', async () => {
    const config = readConfig({ PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'silent', SEED: '7' });
    const server = await startServer(config, createLog('silent'), (_request, _response, next) => next());
    const { roomId } = await openRoom(server.url, { bots: 0 });
    const seat = new TestSeat(server.url, 'Patient');
    await seat.join({ kind: 'room', roomId });
    roomOf(roomId).onLeave = () => new Promise(() => {});
    await server.stop();
    await until(() => seat.connection.state.kind === 'closed', 'the close code');
    const { state } = seat.connection;
    assert.equal(state.kind === 'closed' && state.code, 4001);
  });
});

describe('Sentences', () => {
  it('[C1] [C5] [C9] say what happened, cuts with their reason', () => {
    assert.equal(
      closeSentence(4002, 'too many messages'),
      'The server cut the connection because it sent too many messages.',
    );
    assert.equal(closeSentence(4002), 'The server cut the connection.');
    assert.equal(closeSentence(1006), 'The connection was lost (code 1006).');
  });
});
