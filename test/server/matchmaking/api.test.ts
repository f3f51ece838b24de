/** Every HTTP route, with good and bad input (PROTOCOL.md, H1–H9). */
import assert from 'node:assert/strict';
import { OPERATOR_TOKEN, openRoom, send, TestSeat, until, useServer } from '../../support/server.ts';

type Failure = { error: { code: string; message: string } };

describe('HTTP API', () => {
  const server = useServer({ ROOMS_MAX: '6' });

  async function assertFailure(response: Response, status: number, code: string, says: RegExp): Promise<void> {
    const { error } = (await response.json()) as Failure;
    assert.deepEqual([response.status, error.code], [status, code], error.message);
    assert.match(error.message, says);
  }

  it('[H1] [H2] says that it is alive and ready', async () => {
    for (const path of ['/healthz', '/readyz']) {
      const response = await fetch(server.url + path);
      assert.equal(response.status, 200);
      assert.deepEqual(await response.json(), { status: 'ok' });
    }
  });

  it('[H4] lists the modes with seats, arenas and round length', async () => {
    const modes = (await (await fetch(`${server.url}/api/modes`)).json()) as Record<string, unknown>[];
    const fray = modes.find(({ name }) => name === 'fray');
    assert.equal(fray?.seatsMax, 24);
    assert.equal(fray?.roundSeconds, 240);
    assert.deepEqual(
      (fray as { arenas: { width: number }[] }).arenas.map(({ width }) => width),
      [2400, 2400],
    );
    const swarm = modes.find(({ name }) => name === 'swarm');
    assert.deepEqual([swarm?.seatsMax, swarm?.roundSeconds], [400, null], 'null: no end');
    assert.deepEqual(swarm?.arenas, [{ name: 'expanse', title: 'The Expanse', width: 8000, height: 6000 }]);
  });

  it('spins up a Swarm with all its seats', async () => {
    const response = await send(`${server.url}/api/rooms`, 'POST', { mode: 'swarm', maxPlayers: 400, bots: 50 });
    assert.equal(response.status, 201);
    const { roomId, maxPlayers, bots } = (await response.json()) as Record<string, unknown>;
    assert.deepEqual([maxPlayers, bots], [400, 50]);
    const gone = await send(`${server.url}/api/rooms/${roomId}`, 'DELETE', undefined, {
      authorization: `Bearer ${OPERATOR_TOKEN}`,
    });
    assert.equal(gone.status, 204);
  });

  it('describes itself: every route of the contract is in the OpenAPI document', async () => {
    const document = (await (await fetch(`${server.url}/api/openapi.json`)).json()) as {
      openapi: string;
      paths: object;
    };
    assert.match(document.openapi, /^3\.1/);
    assert.deepEqual(Object.keys(document.paths).sort(), [
      '/api/codes/{code}',
      '/api/identity',
      '/api/modes',
      '/api/rooms',
      '/api/rooms/{roomId}',
      '/healthz',
      '/matchmake/joinById/{roomId}',
      '/matchmake/joinOrCreate/arena',
      '/metrics',
      '/readyz',
    ]);
  });

  it('[H5] [H6] spins up a public room, lists it, shows it and gives a link to it', async () => {
    const response = await send(`${server.url}/api/rooms`, 'POST', {
      mode: 'fray',
      bots: 3,
      maxPlayers: 5,
      name: ' A\u0007 room ',
    });
    assert.equal(response.status, 201);
    const room = (await response.json()) as Record<string, unknown>;
    assert.match(String(room.code), /^[A-Z]{6}$/);
    assert.equal(room.joinUrl, `${server.url}/#${room.code}`);
    assert.deepEqual([room.players, room.bots], [0, 3]);
    assert.deepEqual([room.mode, room.name, room.maxPlayers, room.private], ['fray', 'A room', 5, false]);
    const listed = (await (await fetch(`${server.url}/api/rooms?mode=fray`)).json()) as Record<string, unknown>[];
    const { code, ...withoutCode } = room;
    assert.deepEqual(
      listed.find(({ roomId }) => roomId === room.roomId),
      withoutCode,
    );
    assert.deepEqual(await (await fetch(`${server.url}/api/rooms/${room.roomId}`)).json(), withoutCode);
    assert.equal(typeof code, 'string');
  });

  it('[H5] [H7] keeps private rooms out of the list and finds them by code, in either case', async () => {
    const { roomId, code } = await openRoom(server.url, { private: true });
    const listed = (await (await fetch(`${server.url}/api/rooms`)).json()) as { roomId: string }[];
    assert.equal(
      listed.some((room) => room.roomId === roomId),
      false,
    );
    const found = (await (await fetch(`${server.url}/api/codes/${code.toLowerCase()}`)).json()) as { roomId: string };
    assert.equal(found.roomId, roomId);
  });

  it('[E1] names the field that is wrong and what was expected', async () => {
    const post = (body: unknown) => send(`${server.url}/api/rooms`, 'POST', body);
    await assertFailure(await post({}), 400, 'bad_request', /^mode: /);
    await assertFailure(await post({ mode: 'chess' }), 400, 'bad_request', /^mode: .*fray/);
    await assertFailure(await post({ mode: 'fray', bots: -1 }), 400, 'bad_request', /^bots: .*>=0/);
    await assertFailure(await post({ mode: 'fray', bots: 'many' }), 400, 'bad_request', /^bots: .*number/);
    await assertFailure(
      await post({ mode: 'fray', maxPlayers: 500 }),
      400,
      'bad_request',
      /^maxPlayers: expected at most 24/,
    );
    await assertFailure(
      await post({ mode: 'swarm', maxPlayers: 401 }),
      400,
      'bad_request',
      /^maxPlayers: expected at most 400/,
    );
    await assertFailure(await post({ mode: 'fray', bots: 24 }), 400, 'bad_request', /^bots: expected at most 23/);
    await assertFailure(await post({ mode: 'swarm', bots: 101 }), 400, 'bad_request', /^bots: .*<=100/);
    await assertFailure(await post({ mode: 'fray', private: 'yes' }), 400, 'bad_request', /^private: .*boolean/);
    await assertFailure(await post({ mode: 'fray', mods: [] }), 400, 'bad_request', /mods/);
    await assertFailure(await post('{"mode":'), 400, 'bad_json', /not JSON/);
    await assertFailure(await post(`{"mode":"fray","name":"${'x'.repeat(5000)}"}`), 413, 'body_too_large', /4 KiB/);
    await assertFailure(await fetch(`${server.url}/api/rooms?mode=chess`), 400, 'bad_request', /^mode: /);
  });

  it('[E4] answers 404 for rooms, codes and routes that are not there', async () => {
    await assertFailure(await fetch(`${server.url}/api/rooms/nope`), 404, 'room_not_found', /no such room/);
    await assertFailure(await fetch(`${server.url}/api/codes/ZZZZZ`), 404, 'room_not_found', /code/);
    await assertFailure(await fetch(`${server.url}/api/nothing`), 404, 'route_not_found', /^There is no such route/);
    await assertFailure(await fetch(`${server.url}/api/rooms/%E0%A4%A`), 400, 'bad_path', /URL/);
  });

  it('[H8] [C8] [E2] lets only the operator end a room, and tells its players why', async () => {
    const { roomId } = await openRoom(server.url, { bots: 0 });
    const seat = new TestSeat(server.url, 'Ada');
    await seat.join({ kind: 'room', roomId });
    const url = `${server.url}/api/rooms/${roomId}`;
    await assertFailure(await send(url, 'DELETE'), 401, 'operator_token_wrong', /Authorization: Bearer/);
    await assertFailure(
      await send(url, 'DELETE', undefined, { authorization: 'Bearer guess' }),
      401,
      'operator_token_wrong',
      /Bearer/,
    );
    const ended = await send(url, 'DELETE', undefined, { authorization: `Bearer ${OPERATOR_TOKEN}` });
    assert.equal(ended.status, 204);
    await until(() => seat.connection.state.kind === 'closed', 'the close code');
    assert.deepEqual(seat.connection.state, {
      kind: 'closed',
      code: 4101,
      message: 'An operator closed this room.',
      searches: false,
    });
    assert.equal((await fetch(url)).status, 404);
    await seat.leave();
  });

  it('[E12] answers 503 when all rooms are taken', async () => {
    let response = await send(`${server.url}/api/rooms`, 'POST', { mode: 'fray' });
    for (let i = 0; i < 6 && response.status === 201; i++) {
      response = await send(`${server.url}/api/rooms`, 'POST', { mode: 'fray' });
    }
    await assertFailure(response, 503, 'server_full', /All 6 rooms/);
  });

  it('[H3] shows metrics as Prometheus text', async () => {
    const response = await fetch(`${server.url}/metrics`);
    assert.match(response.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
    const text = await response.text();
    for (const name of [
      'sparkfray_tick_seconds_bucket{le="0.005"}',
      'sparkfray_players 0',
      'sparkfray_rooms 6',
      'sparkfray_bytes_total{direction="out"}',
      'sparkfray_dropped_ticks_total',
      'process_resident_memory_bytes',
      'nodejs_eventloop_lag_p99_seconds',
    ])
      assert.ok(text.includes(name), `${name} is missing`);
  });
});

describe('Operator routes without a token', () => {
  const server = useServer({ OPERATOR_TOKEN: '' });

  it('[E3] are closed', async () => {
    const { roomId } = await openRoom(server.url);
    const response = await send(`${server.url}/api/rooms/${roomId}`, 'DELETE', undefined, { authorization: 'Bearer ' });
    assert.equal(response.status, 403);
    assert.equal(((await response.json()) as Failure).error.code, 'operator_routes_closed');
  });
});
