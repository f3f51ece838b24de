/** Rooms and seats by what they cost, from several addresses: shares, the full house, and whose empty room ends (promise 11). */
import assert from 'node:assert/strict';
import { matchMaker } from '@colyseus/core';
import type { RoomReading } from '../../../server/matchmaking/room-ledger.ts';
import { LoadWatch } from '../../../server/ops/load-watch.ts';
import { addressOf, ask } from '../../support/raw/request.ts';
import { reserveSeat } from '../../support/raw/seat.ts';
import { openRoom, PATIENCE_MS, send, TestSeat, until, useServer } from '../../support/server.ts';

const [GREEDY, OTHER, THIRD] = [addressOf(66), addressOf(9), addressOf(10)];
const HEAVY = { mode: 'swarm', private: true, bots: 100 };
const LIGHT = { mode: 'fray', private: true, bots: 0 };

type Opened = { status: number; code: string; message: string; roomId: string };

/** Opens a room from an address. */
async function open(url: string, from: string, options: object = LIGHT, token?: string): Promise<Opened> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const { status, text } = await ask(`${url}/api/rooms`, { body: options, from, headers });
  const { error, roomId = '' } = JSON.parse(text) as { error?: { code: string; message: string }; roomId?: string };
  return { status, code: error?.code ?? '', message: error?.message ?? '', roomId };
}

/** Opens them one after the other. @returns the statuses */
async function openSome(url: string, from: string, count: number, options: object = LIGHT): Promise<number[]> {
  const statuses: number[] = [];
  for (let n = 0; n < count; n++) statuses.push((await open(url, from, options)).status);
  return statuses;
}

const isThere = async (url: string, roomId: string): Promise<boolean> =>
  (await fetch(`${url}/api/rooms/${roomId}`)).status === 200;

/** Lets a room say of itself what a test wants. */
function pretend(roomId: string, changes: Partial<RoomReading>): void {
  const room = matchMaker.getLocalRoomById(roomId) as unknown as { reading: RoomReading };
  const { reading: real } = room;
  Object.defineProperty(room, 'reading', { get: () => ({ ...real, ...changes }), configurable: true });
}

async function figure(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const line = text.split('\n').find((each) => each.startsWith(`${name} `));
  return Number(line?.slice(name.length + 1));
}

describe('The share of the core', () => {
  const server = useServer({ LIMITS_PER_ADDRESS: 'on' });

  it('of one address holds for rooms that are asked for at once, before one of them was measured', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => open(server.url, GREEDY, HEAVY)));
    const refused = answers.filter(({ status }) => status !== 201);
    assert.equal(refused.length, 10, 'two of them are within a fifth of a core');
    for (const { status, code, message } of refused) {
      assert.deepEqual([status, code], [429, 'too_much_own_load']);
      assert.match(message, /^The rooms and seats of your address have their share of this server: /);
    }
    assert.equal(await figure(server.url, 'sparkfray_refusals_total{reason="too_much_own_load"}'), 10);
  });

  it('that is used up by one address leaves light rooms to it, and all to the next', async () => {
    assert.equal((await open(server.url, GREEDY, LIGHT)).status, 201);
    assert.equal((await open(server.url, OTHER, HEAVY)).status, 201);
  });

  it('[E10] is refused with when to ask again, by quick play too, in its own words', async () => {
    assert.deepEqual([...new Set(await openSome(server.url, '127.0.0.1', 3, HEAVY))], [201, 429]);
    const refused = await send(`${server.url}/api/rooms`, 'POST', HEAVY);
    assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '60']);
    const quick = await send(`${server.url}/matchmake/joinOrCreate/arena`, 'POST', { mode: 'swarm' });
    assert.equal(quick.status, 429);
    assert.match(quick.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
    assert.match(((await quick.json()) as { error: string }).error, /have their share of this server/);
  });
});

describe('The share of the core of a seat', () => {
  const server = useServer({ LIMITS_PER_ADDRESS: 'on', LOAD_PERCENT_PER_ADDRESS: '1' });

  it('is paid by whose it is: an address at its end gets none by link or quick play, another one does', async () => {
    const { roomId } = await open(server.url, OTHER, { ...LIGHT, private: false });
    for (let n = 0; n < 8; n++) await reserveSeat(server.url, `joinById/${roomId}`, {}, GREEDY);
    const elsewhere = (await open(server.url, THIRD)).roomId;
    const join = (call: string) => reserveSeat(server.url, call, { mode: 'fray' }, GREEDY);
    await assert.rejects(join(`joinById/${elsewhere}`), /no seat: 429 .*have their share/);
    await assert.rejects(join('joinOrCreate/arena'), /no seat: 429 .*have their share/);
    assert.equal((await reserveSeat(server.url, 'joinOrCreate/arena', { mode: 'fray' }, THIRD)).roomId, roomId);
  });
});

describe('The shares of a guest', () => {
  const server = useServer({ LIMITS_PER_ADDRESS: 'on', ROOMS_PER_GUEST: '3' });
  const tokenOf = async (): Promise<string> =>
    ((await (await send(`${server.url}/api/identity`, 'POST')).json()) as { token: string }).token;

  it('[H13] hold at all addresses together, of rooms and of the core', async () => {
    const token = await tokenOf();
    assert.equal((await open(server.url, GREEDY, HEAVY, token)).status, 201);
    const heavy = await open(server.url, OTHER, HEAVY, token);
    assert.deepEqual([heavy.status, heavy.code], [429, 'too_much_own_load']);
    assert.match(heavy.message, /^Your rooms and seats have their share/);
    for (const from of [OTHER, THIRD]) assert.equal((await open(server.url, from, LIGHT, token)).status, 201);
    const fourth = await open(server.url, OTHER, LIGHT, token);
    assert.deepEqual([fourth.status, fourth.code], [429, 'too_many_own_rooms']);
    assert.equal(fourth.message, 'You have opened 3 rooms: play in one, or wait until one has ended.');
    assert.equal((await open(server.url, OTHER, LIGHT, await tokenOf())).status, 201, 'another guest');
  });

  it('count for none whose token is none', async () => {
    for (let n = 0; n < 4; n++) assert.equal((await open(server.url, THIRD, LIGHT, 'forged')).status, 201);
  });
});

describe('Rooms that quick play opens', () => {
  const server = useServer({ LIMITS_PER_ADDRESS: 'on', ROOMS_PER_ADDRESS: '2', SEATS_PER_ADDRESS: '2' });
  const quick = (mode: string, from: string) => reserveSeat(server.url, 'joinOrCreate/arena', { mode }, from);

  it('count for the address that caused them, and are not refused to the next one', async () => {
    await quick('fray', GREEDY);
    await quick('swarm', GREEDY);
    await quick('swarm', GREEDY);
    await assert.rejects(quick('swarm', GREEDY), /no seat: 429 .*Your address has opened 2 rooms/);
    assert.equal((await open(server.url, GREEDY)).code, 'too_many_own_rooms');
    await quick('fray', GREEDY);
    assert.equal((await open(server.url, OTHER)).status, 201);
    assert.equal(await figure(server.url, 'sparkfray_rooms'), 3);
  });

  it('count for each of many that ask at once', async () => {
    const answers = await Promise.allSettled(Array.from({ length: 9 }, () => quick('fray', THIRD)));
    assert.equal(answers.filter(({ status }) => status === 'fulfilled').length, 6, 'two seats each in three rooms');
  });
});

describe('A full house', () => {
  let taken = 0;
  const load = new LoadWatch(() => taken);
  const server = useServer({ LIMITS_PER_ADDRESS: 'on', ROOM_EMPTY_SECONDS: '300' }, undefined, undefined, load);
  /** Lets the process take so much of its core. */
  const take = (share: number): void => {
    taken = share;
    for (let n = 0; n < 50; n++) load.look();
  };

  it('[E12] opens no room, gives seats where players play, and wakes no room that rests', async () => {
    const resting = (await open(server.url, OTHER)).roomId;
    const seat = new TestSeat(server.url, 'Here first');
    seat.inputFrame = { ...seat.inputFrame, mx: 127 };
    const view = await seat.join({ kind: 'quick', mode: 'fray' });
    take(0.71);
    const refused = await send(`${server.url}/api/rooms`, 'POST', LIGHT);
    assert.deepEqual([refused.status, refused.headers.get('retry-after')], [503, '10']);
    assert.deepEqual(await refused.json(), {
      error: {
        code: 'server_busy',
        message: 'The server is busy: join a room that is open, or try again in a moment.',
      },
    });
    await assert.rejects(reserveSeat(server.url, `joinById/${resting}`, {}, THIRD), /no seat: 503 .*is busy/);
    await assert.rejects(reserveSeat(server.url, 'joinOrCreate/arena', { mode: 'swarm' }, THIRD), /no seat: 503/);
    const { roomId } = await reserveSeat(server.url, 'joinOrCreate/arena', { mode: 'fray' }, THIRD);
    assert.notEqual(roomId, resting);
    take(0.91);
    const last = reserveSeat(server.url, 'joinOrCreate/arena', { mode: 'fray' }, OTHER);
    await assert.rejects(last, /no seat: 503 .*is busy/, 'what runs would pay for a further one');
    const { serverTick } = view.stats();
    await until(() => view.stats().serverTick > serverTick + 30, 'play that goes on');
    take(0.4);
    assert.equal((await open(server.url, THIRD)).status, 201);
    await seat.leave();
  });

  it('is full with what its rooms take, as they tell, and what they would take', async () => {
    const { roomId } = await open(server.url, OTHER, { ...LIGHT, private: false });
    pretend(roomId, { seats: [{ address: 'elsewhere' }], isPlayed: true, coreShare: 0.69 });
    assert.ok((await figure(server.url, 'sparkfray_load_committed')) > 0.69);
    assert.equal((await open(server.url, THIRD, HEAVY)).code, 'server_busy');
    pretend(roomId, { seats: [{ address: 'elsewhere' }], isPlayed: true, coreShare: 0.2 });
    assert.equal((await open(server.url, THIRD, HEAVY)).status, 201);
  });

  it('learns from the ticks of its rooms what the next one will take', async () => {
    const { roomId } = await open(server.url, GREEDY, LIGHT);
    const before = await figure(server.url, 'sparkfray_weight{mode="fray",part="room"}');
    pretend(roomId, { seats: [{ address: 'elsewhere' }], isPlayed: true, coreShare: 0.15 });
    const endMs = performance.now() + PATIENCE_MS;
    for (;;) {
      const now = await figure(server.url, 'sparkfray_weight{mode="fray",part="room"}');
      if (now > 1.2 * before) break;
      assert.ok(performance.now() < endMs, `${now} is as ${before} was`);
    }
    pretend(roomId, { seats: [], isPlayed: false });
  });
});

describe('When the rooms are used up', () => {
  const server = useServer({
    LIMITS_PER_ADDRESS: 'on',
    ROOMS_MAX: '6',
    ROOMS_EMPTY_MAX: '5',
    LOAD_PERCENT_PER_ADDRESS: '50',
  });

  it('empty ones of the address with most end, the oldest first, for one with less; rooms with a seat stay', async () => {
    const seated = (await open(server.url, GREEDY)).roomId;
    await reserveSeat(server.url, `joinById/${seated}`, {}, OTHER);
    const rooms: string[] = [];
    for (let n = 0; n < 5; n++) rooms.push((await open(server.url, GREEDY)).roomId);
    const own = await open(server.url, GREEDY);
    assert.deepEqual([own.status, own.code], [503, 'server_full'], 'no room of its own ends for it');
    assert.equal((await open(server.url, OTHER)).status, 201);
    assert.deepEqual(await Promise.all([seated, ...rooms].map((roomId) => isThere(server.url, roomId))), [
      ...[true, false],
      ...[true, true, true, true],
    ]);
    const both = await Promise.all([THIRD, addressOf(11)].map((from) => open(server.url, from)));
    assert.deepEqual(
      both.map(({ status }) => status),
      [201, 201],
    );
    assert.equal(await figure(server.url, 'sparkfray_rooms'), 6);
    assert.equal(await isThere(server.url, seated), true);
  });

  it('rooms that are asked for at once are no more than there may be', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, (_none, n) => open(server.url, addressOf(20 + n))));
    assert.ok(answers.some(({ code }) => code === 'server_full' || code === 'too_many_empty_rooms'));
    assert.ok((await figure(server.url, 'sparkfray_rooms')) <= 6);
  });
});

describe('When the core is used up by rooms that rest', () => {
  const server = useServer({ LIMITS_PER_ADDRESS: 'on', LOAD_PERCENT_MAX: '12' });

  it('an empty one of the address with most ends for one with less', async () => {
    const first = (await open(server.url, GREEDY, HEAVY)).roomId;
    assert.equal((await open(server.url, GREEDY, HEAVY)).status, 201);
    assert.equal((await open(server.url, OTHER, HEAVY)).status, 201);
    assert.equal(await isThere(server.url, first), false);
    assert.equal((await open(server.url, THIRD, HEAVY)).code, 'server_busy', 'none has more than it would have');
  });
});

describe('Limits by cost', () => {
  const server = useServer({ LOAD_PERCENT_MAX: '1', LOAD_PERCENT_PER_ADDRESS: '1', ROOMS_PER_ADDRESS: '1' });

  it('do not hold for an address without limits: this machine, for load tests', async () => {
    for (let n = 0; n < 3; n++) await openRoom(server.url, HEAVY);
    await reserveSeat(server.url, 'joinOrCreate/arena', { mode: 'fray' });
  });

  it('[T19] [T20] [T21] [T22] [T23] are on /metrics, with what they are compared with', async () => {
    assert.equal(await figure(server.url, 'sparkfray_load'), 0);
    assert.ok((await figure(server.url, 'sparkfray_load_committed')) > 0.07);
    assert.equal(await figure(server.url, 'sparkfray_load_limit{of="process"}'), 0.01);
    assert.equal(await figure(server.url, 'sparkfray_load_limit{of="guest"}'), 0.1);
    assert.equal(await figure(server.url, 'sparkfray_rooms_limit{of="address"}'), 1);
    assert.ok((await figure(server.url, 'sparkfray_weight{mode="swarm",part="bot"}')) > 0);
  });
});
