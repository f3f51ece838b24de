/** The arena room over real sockets: seats, bots, names, codes, the input budget, and what each seat may know. */
import assert from 'node:assert/strict';
import { Client } from '@colyseus/sdk';
import type { ArenaRoom } from '../../../shared/netcode/seat-parts.ts';
import { PILOT, TICK_RATE_HZ } from '../../../shared/sim/tunables.ts';
import { writeInputFrame } from '../../../shared/wire/input.ts';
import { openRoom, send, sleep, TestSeat, until, useServer } from '../../support/server.ts';

describe('Arena room', () => {
  const server = useServer();

  it('[H11] fills Fray to eight with bots, and one leaves for each person who joins', async () => {
    const { roomId } = await openRoom(server.url);
    const seats = ['Ann', 'Bea', 'Cem'].map((name) => new TestSeat(server.url, name));
    for (const [index, seat] of seats.entries()) {
      const view = await seat.join({ kind: 'room', roomId });
      await until(() => view.board().length === 8, 'eight on the board');
      assert.equal(view.board().filter(({ bot }) => bot).length, 7 - index);
    }
    await seats[0]?.leave();
    const watcher = seats[1]?.view;
    await until(() => watcher?.board().filter(({ bot }) => bot).length === 6, 'a bot for the one who left');
    for (const seat of seats.slice(1)) await seat.leave();
  });

  it('[H11] keeps as many bots as were asked for', async () => {
    const { roomId } = await openRoom(server.url, { bots: 2 });
    const seat = new TestSeat(server.url, 'Solo');
    const view = await seat.join({ kind: 'room', roomId });
    assert.deepEqual(
      view
        .board()
        .map(({ bot }) => bot)
        .sort(),
      [false, true, true],
    );
    await seat.leave();
  });

  it('[H12] lets people join a running match, shielded, and tells equal names apart', async () => {
    const { roomId } = await openRoom(server.url, { bots: 1 });
    const first = new TestSeat(server.url, 'Twin');
    const running = await first.join({ kind: 'room', roomId });
    await until(() => running.match().phase === 1, 'play');
    const second = new TestSeat(server.url, 'Twin');
    const late = await second.join({ kind: 'room', roomId });
    assert.ok((late.own()?.shieldTicks ?? 0) > 0);
    await until(() => running.board().length === 3, 'the newcomer on the board');
    assert.deepEqual(
      running
        .board()
        .filter(({ bot }) => !bot)
        .map(({ name }) => name)
        .sort(),
      ['Twin', 'Twin 2'],
    );
    await first.leave();
    await second.leave();
  });

  it('[H12] cuts names at 16 characters and those of rooms at 32, without control characters or doubled spaces', async () => {
    const long = `A\u0007da  ${'x'.repeat(40)}`;
    const { roomId } = await openRoom(server.url, { bots: 0, name: long });
    const shown = (await (await fetch(`${server.url}/api/rooms/${roomId}`)).json()) as { name: string };
    assert.equal(shown.name, `Ada ${'x'.repeat(28)}`);
    const seats = [new TestSeat(server.url, long), new TestSeat(server.url, '')];
    for (const seat of seats) await seat.join({ kind: 'room', roomId });
    const names = (): string[] => (seats[0]?.view?.board() ?? []).map(({ name }) => name).sort();
    await until(() => names().length === 2, 'both on the board');
    assert.deepEqual(names(), [`Ada ${'x'.repeat(12)}`, 'Pilot']);
    for (const seat of seats) await seat.leave();
  });

  it('turns people away when all seats are taken', async () => {
    const { roomId } = await openRoom(server.url, { maxPlayers: 1 });
    const first = new TestSeat(server.url, 'In');
    await first.join({ kind: 'room', roomId });
    const second = new TestSeat(server.url, 'Out');
    await assert.rejects(second.join({ kind: 'room', roomId }), /That room is full/);
    await first.leave();
  });

  it('[S2] sends nobody the private part of another seat', async () => {
    const { roomId } = await openRoom(server.url, { bots: 3 });
    const seats = [new TestSeat(server.url, 'Nosy'), new TestSeat(server.url, 'Secret')];
    for (const seat of seats) await seat.join({ kind: 'room', roomId });
    const stock = (await new Client(server.url).joinById(roomId, {})) as ArenaRoom;
    stock.onMessage('*', () => {});
    await until(() => (stock.state?.tick ?? 0) > 20, 'twenty ticks');
    assert.deepEqual([...stock.state.own.keys()], [stock.sessionId]);
    assert.equal(stock.state.roster.size, 6);
    await stock.leave();
    for (const seat of seats) await seat.leave();
  });

  it('[H9] takes only mode, name and version from a joining client: no private rooms, seats or bots through quick play', async () => {
    const client = new Client(server.url);
    const room = (await client.joinOrCreate('arena', {
      mode: 'fray',
      private: true,
      bots: 20,
      maxPlayers: 1,
      name: 'Sly',
    })) as ArenaRoom;
    room.onMessage('*', () => {});
    const shown = (await (await fetch(`${server.url}/api/rooms/${room.roomId}`)).json()) as Record<string, unknown>;
    assert.equal(shown.private, false);
    assert.equal(shown.maxPlayers, 24);
    await room.leave();
  });

  it('[V1] [H9] [E13] answers bad join options with the field, and an outdated client with 426', async () => {
    const join = (options: object) => send(`${server.url}/matchmake/joinOrCreate/arena`, 'POST', options);
    const bad = await join({ mode: 'chess' });
    assert.equal(bad.status, 400);
    assert.match(((await bad.json()) as { error: string }).error, /^mode: /);
    assert.equal((await join({ protocol: 999 })).status, 426);
    assert.equal(
      (await send(`${server.url}/matchmake/create/arena`, 'POST', {})).status,
      404,
      'stock create is not exposed',
    );
  });

  it('[R3] gives a seat that sends twice as many frames no more speed', async () => {
    const { roomId } = await openRoom(server.url, { bots: 0 });
    const room = (await new Client(server.url).joinById(roomId, {})) as ArenaRoom;
    room.onMessage('*', () => {});
    await until(() => room.state?.own?.get(room.sessionId)?.alive === true, 'the own pilot');
    const own = () => room.state.own.get(room.sessionId) as NonNullable<ReturnType<ArenaRoom['state']['own']['get']>>;
    const input = room.input();
    const towardsMiddle = own().x < 1200 ? 1 : -1;
    let travelled = 0;
    let last = { x: own().x, y: own().y, tick: room.state.tick };
    const firstTick = last.tick;
    room.onStateChange((state) => {
      travelled += Math.hypot(own().x - last.x, own().y - last.y);
      last = { x: own().x, y: own().y, tick: state.tick };
    });
    let n = 0;
    const timer = setInterval(() => {
      for (let i = 0; i < 2; i++) {
        writeInputFrame(input.data, { mx: 127 * towardsMiddle * (n++ % 160 < 80 ? 1 : -1), my: 0, aim: 0, buttons: 0 });
        input.send();
      }
    }, 1000 / 30);
    await until(() => last.tick - firstTick >= 90, 'three seconds');
    clearInterval(timer);
    const speed = travelled / ((last.tick - firstTick) / TICK_RATE_HZ);
    assert.ok(speed <= PILOT.speed * 1.05, `${speed.toFixed(0)} u/s where ${PILOT.speed} is allowed`);
    await room.leave();
  });

  it('[R2] [R3] takes in what a stalled sender sends late, and is back at a short queue', async () => {
    const { roomId } = await openRoom(server.url, { bots: 0 });
    const room = (await new Client(server.url).joinById(roomId, {})) as ArenaRoom;
    room.onMessage('*', () => {});
    await until(() => room.state?.own?.get(room.sessionId)?.alive === true, 'the own pilot');
    const input = room.input();
    const burst = (count: number) => {
      for (let i = 0; i < count; i++) {
        writeInputFrame(input.data, { mx: 127, my: 0, aim: i, buttons: 0 });
        input.send();
      }
    };
    const own = () => room.state.own.get(room.sessionId);
    let timer = setInterval(() => burst(1), 1000 / 30);
    await until(() => input.lastProcessed >= 15, 'fifteen acknowledged frames');
    clearInterval(timer);
    const { starved = 0 } = own() ?? {};
    await until(() => (own()?.starved ?? 0) >= starved + 18, 'a stall of 18 ticks');
    burst(18); // all that piled up in the stall, at once
    await until(() => (own()?.dropped ?? 0) > 0, 'what is too much being dropped');
    timer = setInterval(() => burst(1), 1000 / 30);
    const isShort = (): boolean => (own()?.queued ?? 99) <= 3 && input.pendingCount <= 5;
    await until(isShort, 'a short queue');
    clearInterval(timer);
    await room.leave();
  });

  it('[M7] [R7] cuts a client that sends an unknown message', async () => {
    const { roomId } = await openRoom(server.url, { bots: 0 });
    const room = (await new Client(server.url).joinById(roomId, {})) as ArenaRoom;
    const left = new Promise<unknown[]>((resolve) => room.onLeave((...end) => resolve(end)));
    room.send('teleport', { x: 1 });
    assert.deepEqual(await left, [4002, 'unknown message']);
  });
});

describe('An empty room', () => {
  const server = useServer({ ROOM_EMPTY_SECONDS: '1' });

  it('ends by itself after the stated time, and not before', async () => {
    const startMs = performance.now();
    const { roomId } = await openRoom(server.url);
    const status = async (): Promise<number> => (await fetch(`${server.url}/api/rooms/${roomId}`)).status;
    assert.equal(await status(), 200);
    while ((await status()) === 200) await sleep(50);
    assert.equal(await status(), 404);
    assert.ok(performance.now() - startMs >= 1000, 'it had a second');
  });
});
