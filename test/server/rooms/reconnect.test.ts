/** Coming back to a seat: after a lost connection, after a page reload, too late, and when the server ends. */
import assert from 'node:assert/strict';
import { matchMaker } from '@colyseus/core';
import { Client, type Room } from '@colyseus/sdk';
import { Connection } from '../../../shared/netcode/connection.ts';
import type { World } from '../../../shared/sim/types.ts';
import { CLOSE, closeSentence } from '../../../shared/wire/protocol.ts';
import { openRoom, PATIENCE_MS, TestSeat, until, useServer } from '../../support/server.ts';

/** Waits until the server counts that many WebSockets. */
async function openConnections(url: string, count: number): Promise<void> {
  const endMs = performance.now() + PATIENCE_MS;
  let text = '';
  do text = /^sparkfray_connections (\d+)$/mu.exec(await (await fetch(`${url}/metrics`)).text())?.[1] ?? '';
  while (text !== String(count) && performance.now() < endMs);
  assert.equal(text, String(count), 'open connections');
}

describe('Reconnection', () => {
  const server = useServer();

  it('[R6] brings a dropped player back to the same seat, score and pilot, and tells the others meanwhile', async () => {
    const { roomId } = await openRoom(server.url, { bots: 0 });
    const away = new TestSeat(server.url, 'Away');
    const watcher = new TestSeat(server.url, 'Watcher');
    const view = await away.join({ kind: 'room', roomId });
    const watching = await watcher.join({ kind: 'room', roomId });
    await until(() => watching.board().length === 2, 'both on the board');
    away.inputFrame = { mx: 127, my: 0, aim: 0, buttons: 0 };
    const { serverTick } = view.stats();
    await until(() => view.stats().serverTick > serverTick + 12, 'some play');
    const seat = view.own()?.seat;
    const oldToken = away.token;
    away.connection.interrupt();
    await until(() => watching.board().some(({ connected }) => !connected), 'the others being told');
    assert.equal(away.connection.state.kind, 'dropped');
    await until(() => away.connection.state.kind === 'playing', 'the way back');
    await until(() => watching.board().every(({ connected }) => connected), 'the others being told again');
    assert.equal(view.own()?.seat, seat);
    await until(() => away.token !== oldToken, 'a fresh token');
    const before = view.stats().serverTick;
    const { x = 0 } = view.own() ?? {};
    away.inputFrame = { mx: -127, my: 0, aim: 0, buttons: 0 };
    await until(() => view.stats().serverTick > before + 30, 'a second of play');
    assert.ok((view.own()?.x ?? x) < x - 50, 'the pilot obeys again');
    assert.ok(view.stats().unackedInputFrames < 10);
    await away.leave();
    await watcher.leave();
  });

  it('leaves nothing behind that ended while away', async () => {
    const { roomId } = await openRoom(server.url, { bots: 0 });
    const away = new TestSeat(server.url, 'Away');
    const gunner = new TestSeat(server.url, 'Gunner');
    const view = await away.join({ kind: 'room', roomId });
    const other = await gunner.join({ kind: 'room', roomId });
    const { world } = matchMaker.getLocalRoomById(roomId) as unknown as { world: World };
    for (const [nth, pilot] of world.pilots.entries()) Object.assign(pilot, { x: 1200 + 60 * nth, y: 800 });
    gunner.inputFrame = { mx: 0, my: 0, aim: 0, buttons: 1 };
    await until(() => view.bolts().length > 0, 'bolts in flight');
    away.connection.interrupt();
    gunner.inputFrame = { mx: 0, my: 0, aim: 0, buttons: 0 };
    await until(() => away.connection.state.kind === 'playing', 'the way back');
    await until(() => other.bolts().length === 0, 'all bolts to end');
    await until(() => view.bolts().length === 0, 'the same for who was away');
    const lying = new Set(world.sparks.map(({ id }) => String(id)));
    await until(() => view.sparks().every(({ id }) => lying.has(id)), 'sparks that are there');
    await away.leave();
    await gunner.leave();
  });

  it('returns to the seat after a page reload by its token, once', async () => {
    const { roomId } = await openRoom(server.url, { bots: 0 });
    const before = new TestSeat(server.url, 'Reload');
    const view = await before.join({ kind: 'room', roomId });
    const seat = view.own()?.seat;
    const reconnectionToken = before.token as string;
    before.abandon();
    const after = new TestSeat(server.url, 'Reload');
    const resumed = await after.join({ kind: 'token', reconnectionToken });
    assert.equal(resumed.own()?.seat, seat);
    const third = new TestSeat(server.url, 'Thief');
    await assert.rejects(third.join({ kind: 'token', reconnectionToken }), /not joined/);
    assert.equal(third.token, null);
    await after.leave();
  });

  it('[C20] lets a client in by its token while its old connection still seems open, and ends that one', async () => {
    const { roomId } = await openRoom(server.url, { bots: 0 });
    const before: Room = await new Client(server.url).joinById(roomId, { name: 'Twice' });
    before.reconnection.enabled = false;
    const left = new Promise<number>((resolve) => before.onLeave(resolve));
    const address = new URL(before.connection.url as string);
    address.searchParams.set('reconnectionToken', before.reconnectionToken.split(':')[1] as string);
    const after = new WebSocket(address);
    const heard = new Promise<string>((resolve) => {
      after.addEventListener('message', () => resolve('a word from the room'));
      after.addEventListener('close', ({ code }) => resolve(`close code ${code}`));
    });
    assert.deepEqual(await Promise.all([heard, left]), ['a word from the room', CLOSE.replaced]);
    after.close();
  });

  it('[C21] ends each of 30 replaced connections with a code and a sentence: one socket is left on the seat', async () => {
    const { roomId } = await openRoom(server.url, { bots: 0 });
    const codes: number[] = [];
    let last: Room | undefined;
    for (let returns = 0; returns <= 30; returns++) {
      const token = last?.reconnectionToken;
      const client = new Client(server.url);
      last = await (token === undefined ? client.joinById(roomId, { name: 'Tabs' }) : client.reconnect(token));
      last.onLeave((code) => codes.push(code));
    }
    await until(() => codes.length >= 30, 'a word for each replaced page');
    assert.deepEqual(
      codes,
      Array.from({ length: 30 }, () => CLOSE.replaced),
    );
    let patches = 0;
    last?.onStateChange(() => void patches++);
    await until(() => patches > 3, 'play in the last one');
    await openConnections(server.url, 1);
    assert.equal(closeSentence(CLOSE.replaced), 'You play in another tab: this one has left the fight.');
    await last?.leave();
    await openConnections(server.url, 0);
  });

  it('[C6] tells the player why a seat is gone: away for too long only if it was so', async () => {
    const { roomId } = await openRoom(server.url, { bots: 0 });
    const ends: object[] = [];
    for (const skipMs of [0, 20_000]) {
      let skippedMs = 0;
      let token = '';
      // The page that was reloaded is first, however slow this machine is.
      let reloaded = (): void => {};
      let mayGoOn = Promise.resolve();
      const away = new Connection({
        url: server.url,
        name: 'Away',
        nowMs: () => performance.now() + skippedMs,
        after: (ms, run) => void setTimeout(() => void mayGoOn.then(run), ms),
        onChange: (state) => {
          if (state.kind === 'closed') ends.push({ message: state.message, searches: state.searches });
        },
        onToken: (newest) => {
          token = newest ?? token;
        },
      });
      await away.join({ kind: 'room', roomId });
      mayGoOn = new Promise((resolve) => {
        reloaded = resolve;
      });
      away.interrupt();
      await until(() => away.state.kind === 'dropped', 'the drop');
      skippedMs = skipMs;
      const back = new TestSeat(server.url, 'Away');
      await back.join({ kind: 'token', reconnectionToken: token });
      reloaded();
      await until(() => away.state.kind === 'closed', 'the word that the seat is taken');
      await back.leave();
    }
    assert.deepEqual(ends, [
      { message: 'Your seat is gone.', searches: false },
      { message: 'Your seat is gone: you were away for too long.', searches: true },
    ]);
  });

  it('says so when the seat is gone', async () => {
    const seat = new TestSeat(server.url, 'Late');
    await assert.rejects(seat.join({ kind: 'token', reconnectionToken: 'nowhere:nothing' }), /no longer there/);
  });
});
