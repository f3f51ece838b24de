/** Why there is no seat: a status that a proxy reads rightly, a sentence that the stock SDK shows, one count for each. */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { Client } from '@colyseus/sdk';
import { askForSeat } from '../../../shared/netcode/reconnection.ts';
import { upgradeRequest } from '../../support/raw/seat.ts';
import { RawSocket } from '../../support/raw/socket.ts';
import { openRoom, PATIENCE_MS, send, useServer } from '../../support/server.ts';

/** @returns lines of /metrics whose name and labels begin so, with their values */
async function metricsOf(url: string, beginning: string): Promise<ReadonlyMap<string, number>> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line.startsWith(beginning));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
}

/** @returns what has grown between two looks, by how much */
function grown(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): Record<string, number> {
  const changes = [...after].map(([name, value]) => [name, value - (before.get(name) ?? 0)] as const);
  return Object.fromEntries(changes.filter(([, change]) => change !== 0));
}

type Thrown = { code: number; message: string };

async function thrownBy(work: Promise<unknown>): Promise<Thrown> {
  try {
    await work;
  } catch (error) {
    const { code, message } = error as Thrown;
    return { code, message };
  }
  return assert.fail('nothing was thrown');
}

describe('A seat that there is not', () => {
  const server = useServer();
  const client = (): Client => new Client(server.url);

  const cases: [string, string, () => Promise<unknown>, Thrown][] = [
    [
      'a wrong room',
      'room_not_found',
      () => client().joinById('nope'),
      { code: 404, message: 'there is no such room: it may have ended' },
    ],
    [
      'a full room',
      'room_full',
      async () => {
        const { roomId } = await openRoom(server.url, { private: true, maxPlayers: 1 });
        assert.equal((await send(`${server.url}/matchmake/joinById/${roomId}`, 'POST', {})).status, 200);
        return client().joinById(roomId);
      },
      { code: 409, message: 'that room is full or locked: play in another one' },
    ],
    [
      'an expired token',
      'seat_gone',
      async () => client().reconnect(`${(await openRoom(server.url)).roomId}:no-such-token`),
      { code: 410, message: 'the seat is gone: it was not taken in time, or was taken already' },
    ],
    [
      'a room that ended while its player was away',
      'room_not_found',
      () => client().reconnect('nope:no-such-token'),
      { code: 404, message: 'there is no such room: it may have ended' },
    ],
    [
      'a reservation that has expired',
      'seat_gone',
      async () => {
        const { roomId } = await openRoom(server.url);
        const answer = await send(`${server.url}/matchmake/joinById/${roomId}`, 'POST', {});
        const seat = (await answer.json()) as { sessionId: string };
        return client().consumeSeatReservation({ ...seat, sessionId: `${seat.sessionId}x` } as never);
      },
      { code: 410, message: 'the seat is gone: it was not taken in time, or was taken already' },
    ],
    [
      'an old version',
      'outdated_client',
      () => client().joinOrCreate('arena', { protocol: 99 }),
      { code: 426, message: 'protocol: this client is out of date, reload the page' },
    ],
    [
      'a call that is not exposed',
      'route_not_found',
      () => client().create('arena'),
      { code: 404, message: 'matchmaking knows no such call' },
    ],
    [
      'no free seat at all',
      'room_not_found',
      () => client().join('arena', { mode: 'swarm' }),
      { code: 404, message: 'no room of that mode has a free seat' },
    ],
  ];
  for (const [what, reason, ask, told] of cases) {
    it(`[E13] [E17–E19] for ${what}, the SDK throws ${told.code} with a sentence, counted once as ${reason}`, async () => {
      const before = await metricsOf(server.url, 'sparkfray_refusals_total');
      assert.deepEqual(await thrownBy(ask()), told);
      const after = await metricsOf(server.url, 'sparkfray_refusals_total');
      assert.deepEqual(grown(before, after), { [`sparkfray_refusals_total{reason="${reason}"}`]: 1 });
    });
  }

  it('has that code as its HTTP status, so that a proxy sees a client’s mistake and no fault of the server', async () => {
    const { roomId } = await openRoom(server.url, { private: true, maxPlayers: 1 });
    const post = async (path: string, body: object = {}): Promise<number> =>
      (await send(`${server.url}/matchmake/${path}`, 'POST', body)).status;
    assert.equal(await post(`joinById/${roomId}`), 200);
    assert.deepEqual(
      [
        await post('joinById/nope'),
        await post(`joinById/${roomId}`),
        await post(`reconnect/${roomId}`, { reconnectionToken: 'gone' }),
        await post(`reconnect/${roomId}`),
        await post('joinOrCreate/arena', { protocol: 99 }),
      ],
      [404, 409, 410, 400, 426],
    );
  });
});

describe('A refused request', () => {
  const server = useServer({ OPERATOR_TOKEN: '' });
  const port = (): number => Number(new URL(server.url).port);
  const raw = async (bytes: string): Promise<number | undefined> => {
    const socket = await RawSocket.open({ port: port() });
    socket.write(bytes);
    await socket.until(() => socket.ended, PATIENCE_MS);
    return socket.head?.status;
  };
  const status = async (answer: Promise<Response>): Promise<number> => (await answer).status;

  const cases: [string, number, () => Promise<number | undefined>][] = [
    ['bad_request', 400, () => status(send(`${server.url}/api/rooms`, 'POST', { mode: 'chess' }))],
    ['bad_request', 400, () => status(send(`${server.url}/matchmake/joinOrCreate/arena`, 'POST', { mode: 'chess' }))],
    ['bad_json', 400, () => status(send(`${server.url}/api/rooms`, 'POST', '{'))],
    ['bad_json', 400, () => status(send(`${server.url}/matchmake/joinOrCreate/arena`, 'POST', '{'))],
    ['bad_path', 400, () => status(fetch(`${server.url}/api/rooms/%E0%A4%A`))],
    ['room_not_found', 404, () => status(fetch(`${server.url}/api/rooms/nope`))],
    ['room_not_found', 404, () => status(fetch(`${server.url}/api/codes/ZZZZZ`))],
    ['route_not_found', 404, () => status(fetch(`${server.url}/api/nothing`))],
    ['operator_routes_closed', 403, () => status(send(`${server.url}/api/rooms/nope`, 'DELETE'))],
    ['unknown_room', 404, () => raw(upgradeRequest('/p/nope?sessionId=abc', port()))],
    ['bad_http', 400, () => raw('no HTTP at all\r\n\r\n')],
    ['head_too_large', 431, () => raw(`GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`)],
  ];
  for (const [reason, expected, ask] of cases) {
    it(`[T15] [E14] [E16] is counted once by its reason: ${reason}, ${expected}`, async () => {
      const before = await metricsOf(server.url, 'sparkfray_refusals_total');
      assert.equal(await ask(), expected);
      const after = await metricsOf(server.url, 'sparkfray_refusals_total');
      assert.deepEqual(grown(before, after), { [`sparkfray_refusals_total{reason="${reason}"}`]: 1 });
    });
  }

  it('[T14] is counted by its status, matchmaking included', async () => {
    const before = await metricsOf(server.url, 'sparkfray_http_requests_total');
    await send(`${server.url}/matchmake/joinById/nope`, 'POST', {});
    await fetch(`${server.url}/api/nothing`);
    const after = await metricsOf(server.url, 'sparkfray_http_requests_total');
    assert.equal(grown(before, after)['sparkfray_http_requests_total{status="404"}'], 2);
  });

  it('[E15] that never comes to its end is given up and counted', async () => {
    const socket = await RawSocket.open({ port: port() });
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n');
    await socket.until(() => socket.ended, PATIENCE_MS);
    assert.equal(socket.head?.status, 408);
    const counts = await metricsOf(server.url, 'sparkfray_refusals_total');
    assert.equal(counts.get('sparkfray_refusals_total{reason="too_slow"}'), 1);
  }).timeout(30_000);
});

describe('Matchmaking', () => {
  const server = useServer();
  const counts = () => metricsOf(server.url, 'sparkfray_matchmaking_total');

  it('[T19] starts at 0 for each route, mode and outcome, so that rates have a beginning', async () => {
    const all = await counts();
    assert.equal(all.size, 5 * 3 * 3);
    assert.deepEqual(new Set(all.values()), new Set([0]));
  });

  it('[T19] [T20] is counted by what was asked for and what became of it, and timed', async () => {
    const before = await counts();
    const { roomId } = await openRoom(server.url, { mode: 'swarm' });
    const post = (path: string, body: object = {}) => send(`${server.url}/matchmake/${path}`, 'POST', body);
    await post(`joinById/${roomId}`);
    await post('joinById/nope');
    await post('joinOrCreate/arena', { mode: 'fray' });
    await post('joinOrCreate/arena', { mode: 'chess' });
    await post(`reconnect/${roomId}`, { reconnectionToken: 'gone' });
    const one = (route: string, mode: string, outcome: string): string =>
      `sparkfray_matchmaking_total{route="${route}",mode="${mode}",outcome="${outcome}"}`;
    assert.deepEqual(grown(before, await counts()), {
      [one('rooms', 'swarm', 'given')]: 1,
      [one('joinById', 'swarm', 'given')]: 1,
      [one('joinById', 'none', 'refused')]: 1,
      [one('joinOrCreate', 'fray', 'given')]: 1,
      [one('joinOrCreate', 'none', 'refused')]: 1,
      [one('reconnect', 'swarm', 'refused')]: 1,
    });
    const timed = await metricsOf(server.url, 'sparkfray_matchmaking_seconds_count');
    assert.equal(timed.get('sparkfray_matchmaking_seconds_count{route="joinById"}'), 2);
  });
});

describe('The question whether a seat is held', () => {
  let http: Server;
  let body = '';
  before(async () => {
    http = createServer((_request, response) => response.writeHead(404).end(body));
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  });
  after(() => http.close());

  it('takes a 404 for the room’s end only where matchmaking says it, and not a proxy', async () => {
    const url = `http://127.0.0.1:${(http.address() as { port: number }).port}`;
    const answers: string[] = [];
    for (body of ['<html>404 Not Found</html>', '{"error":{"code":"route_not_found"}}', '{"code":404,"error":"gone"}'])
      answers.push(await askForSeat(url, 'room:token'));
    assert.deepEqual(answers, ['busy', 'busy', 'no-room']);
  });
});
