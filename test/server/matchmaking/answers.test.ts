/** Every answer of the HTTP API fits its schema, without a field more: each route, each documented status, each refusal. */
import assert from 'node:assert/strict';
import express from 'express';
import type { z } from 'zod';
import { ROUTES } from '../../../server/matchmaking/openapi.ts';
import { answerErrors, createRoutes, type RouteServices } from '../../../server/matchmaking/routes.ts';
import { ApiErrorBody, ApiErrorCode } from '../../../shared/wire/api.ts';
import { OPERATOR_TOKEN, openRoom, send, useServer } from '../../support/server.ts';
import { readText } from '../../support/sources.ts';

const operator = { authorization: `Bearer ${OPERATOR_TOKEN}` };

/** By route: the documented statuses that were really answered. */
const seen = new Map<string, Set<number>>(Object.keys(ROUTES).map((route) => [route, new Set()]));

/** Parses an answer as its route documents it, and nothing but that. */
async function fits(route: string, answer: Response, status: number): Promise<void> {
  const text = await answer.text();
  const what = `${route} ${status}: ${text}`;
  assert.equal(answer.status, status, what);
  const { answers, otherwise } = ROUTES[route] ?? assert.fail(`no route ${route}`);
  const { body } = answers[status] ?? otherwise;
  if (answers[status] !== undefined) seen.get(route)?.add(status);
  if (body !== undefined) fitsExactly(body, text, what);
  else assert.doesNotMatch(answer.headers.get('content-type') ?? '', /json/u, what);
}

function fitsExactly(type: z.ZodType, text: string, what: string): void {
  const raw: unknown = JSON.parse(text);
  const parsed = type.safeParse(raw);
  assert.equal(parsed.error, undefined, what);
  assert.deepEqual(parsed.data, raw, `${what}: a field that no schema has`);
}

describe('Answers of the HTTP API', () => {
  const server = useServer({ ROOMS_MAX: '3', LIMITS_PER_ADDRESS: 'on', SEATS_OPEN_PER_ADDRESS: '2', JOINS_BURST: '9' });
  const get = (path: string): Promise<Response> => fetch(server.url + path);
  const post = (path: string, body: unknown = {}): Promise<Response> => send(server.url + path, 'POST', body);
  const remove = (roomId: string, headers = {}): Promise<Response> =>
    send(`${server.url}/api/rooms/${roomId}`, 'DELETE', undefined, headers);

  it('of routes that always answer alike', async () => {
    await fits('get /healthz', await get('/healthz'), 200);
    await fits('get /readyz', await get('/readyz'), 200);
    await fits('get /metrics', await get('/metrics'), 200);
    await fits('get /api/modes', await get('/api/modes'), 200);
    await fits('post /api/identity', await post('/api/identity'), 201);
  });

  it('about rooms: made, listed, found, ended, and each refusal', async () => {
    for (const body of [
      { mode: 'fray', name: 'A room' },
      { mode: 'swarm', private: true },
    ])
      await fits('post /api/rooms', await post('/api/rooms', body), 201);
    const { roomId, code } = await openRoom(server.url);
    await fits('get /api/rooms', await get('/api/rooms?mode=fray'), 200);
    await fits('get /api/rooms', await get('/api/rooms?mode=chess'), 400);
    await fits('get /api/rooms/{roomId}', await get(`/api/rooms/${roomId}`), 200);
    await fits('get /api/rooms/{roomId}', await get('/api/rooms/nope'), 404);
    await fits('get /api/codes/{code}', await get(`/api/codes/${code}`), 200);
    await fits('get /api/codes/{code}', await get('/api/codes/ZZZZZ'), 404);
    await fits('post /api/rooms', await post('/api/rooms', { mode: 'chess' }), 400);
    await fits('post /api/rooms', await post('/api/rooms', { mode: 'fray', name: 'x'.repeat(5000) }), 413);
    await fits('post /api/rooms', await post('/api/rooms', { mode: 'fray' }), 503);
    await fits('delete /api/rooms/{roomId}', await remove(roomId), 401);
    await fits('delete /api/rooms/{roomId}', await remove('nope', operator), 404);
    await fits('delete /api/rooms/{roomId}', await remove(roomId, operator), 204);
  });

  it('of matchmaking: seats, and refusals in the form that the SDK reads', async () => {
    const { roomId } = await openRoom(server.url);
    const byId = 'post /matchmake/joinById/{roomId}';
    const quick = 'post /matchmake/joinOrCreate/arena';
    await fits(byId, await post(`/matchmake/joinById/${roomId}`), 200);
    await fits(quick, await post('/matchmake/joinOrCreate/arena', { mode: 'fray' }), 200);
    await fits(quick, await post('/matchmake/joinOrCreate/arena', { mode: 'fray' }), 429);
    await fits(byId, await post(`/matchmake/joinById/${roomId}`), 429);
    await fits(byId, await post('/matchmake/joinById/nope'), 404);
    await fits(quick, await post('/matchmake/joinOrCreate/arena', { mode: 'chess' }), 400);
    await fits(quick, await post('/matchmake/joinOrCreate/arena', 'null'), 400);
    await fits(quick, await post('/matchmake/joinOrCreate/arena', { protocol: 99 }), 426);
    for (let n = 0; n < 10; n++) await (await post('/matchmake/joinOrCreate/arena')).text();
    await fits(quick, await post('/matchmake/joinOrCreate/arena'), 429);
  });

  it('of the edge, on any route', async () => {
    const route = 'get /api/modes';
    await fits(route, await fetch(`${server.url}/api/modes`, { method: 'PUT' }), 405);
    await fits(route, await fetch(`${server.url}/api/modes`, { headers: { origin: 'https://evil.example' } }), 403);
    await fits(route, await get(`/api/modes?${'x'.repeat(3000)}`), 414);
    await fits(route, await get('/api/nothing'), 404);
    await fits(route, await get('/api/rooms/%E0%A4%A'), 400);
    const stream = new Blob(['{}']).stream();
    await fits(
      route,
      await fetch(`${server.url}/api/modes`, { method: 'POST', body: stream, duplex: 'half' } as RequestInit),
      411,
    );
    const encoded = { 'content-type': 'application/json; charset=koi8-r' };
    await fits(route, await send(`${server.url}/api/rooms`, 'POST', '{}', encoded), 415);
  });
});

describe('Answers over budget', () => {
  const server = useServer({ LIMITS_PER_ADDRESS: 'on', ROOM_CREATIONS_BURST: '1', ROOM_CREATIONS_PER_SECOND: '1' });

  it('to room creation', async () => {
    await openRoom(server.url);
    await fits('post /api/rooms', await send(`${server.url}/api/rooms`, 'POST', { mode: 'fray' }), 429);
  });
});

describe('Answers of routes on their own', () => {
  const services: RouteServices = {
    listings: () => Promise.reject(new Error('thrown by a test')),
    createRoom: () => assert.fail('while draining'),
    closeRoom: async () => {},
    refusesRoom: async () => undefined,
    basePath: '',
    issueGuest: () => assert.fail('not asked for'),
    metricsText: async () => '',
    metricsType: 'text/plain',
    isDraining: () => true,
    operatorToken: undefined,
    guesses: { guessed: () => 0, guessedRight: () => {} },
    onWrongToken: () => {},
    onOperator: () => {},
    onRefused: () => {},
    watchOpening: (_mode, open) => open(),
    onFailure: () => {},
  };
  let http: ReturnType<ReturnType<typeof express>['listen']>;
  let url = '';

  before(async () => {
    http = express().use(createRoutes(services)).use(answerErrors(services)).listen(0, '127.0.0.1');
    await new Promise((resolve) => http.once('listening', resolve));
    url = `http://127.0.0.1:${(http.address() as { port: number }).port}`;
  });
  after(() => http.close());

  it('while the server drains, without an operator, and when a part of it breaks', async () => {
    await fits('get /readyz', await fetch(`${url}/readyz`), 503);
    await fits('post /api/rooms', await send(`${url}/api/rooms`, 'POST', { mode: 'fray' }), 503);
    await fits('delete /api/rooms/{roomId}', await send(`${url}/api/rooms/a`, 'DELETE'), 403);
    const broken = await fetch(`${url}/api/rooms`);
    const body = ApiErrorBody.parse(await broken.clone().json());
    assert.equal(body.error.code, 'internal');
    await fits('get /api/rooms', broken, 500);
  });
});

describe('The description of the HTTP API', () => {
  it('documents no answer that was not seen above', () => {
    const unseen = Object.entries(ROUTES).flatMap(([route, { answers }]) =>
      Object.keys(answers)
        .filter((status) => seen.get(route)?.has(Number(status)) !== true)
        .map((status) => `${route} ${status}`),
    );
    assert.deepEqual(unseen, []);
  });

  it('and PROTOCOL.md name every error code', () => {
    const text = readText('PROTOCOL.md');
    for (const code of ApiErrorCode.options) assert.ok(text.includes(`\`${code}\``), code);
  });
});
