/** Errors that no bytes explain: logged with a stack at a bounded rate, counted, blamed on no client, survived (promise 1). */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { Writable } from 'node:stream';
import { matchMaker, ServerError } from '@colyseus/core';
import express from 'express';
import { type RunningServer, startServer } from '../../../server/app.ts';
import { readConfig } from '../../../server/config.ts';
import { Addresses, parseProxies } from '../../../server/edge/address.ts';
import { Admission } from '../../../server/edge/admission.ts';
import { guardConnections } from '../../../server/edge/connection-guard.ts';
import { guardRequests } from '../../../server/edge/http-guard.ts';
import { Refusals } from '../../../server/edge/refusals.ts';
import { GuardedTransport } from '../../../server/edge/transport.ts';
import { brokenRequest, guardMatchmaking } from '../../../server/matchmaking/controller.ts';
import { answerErrors } from '../../../server/matchmaking/routes.ts';
import { ERROR_PLACES, InternalErrors } from '../../../server/ops/internal-errors.ts';
import { createLog } from '../../../server/ops/log.ts';
import { createMetrics } from '../../../server/ops/metrics.ts';
import { ApiErrorBody } from '../../../shared/wire/api.ts';
import { startServerChild } from '../../support/raw/process.ts';
import { JOIN_ACK, ROOM_PING, reserveSeat, takeSeat, upgradeRequest } from '../../support/raw/seat.ts';
import { RawSocket } from '../../support/raw/socket.ts';
import { openRoom, until } from '../../support/server.ts';
import { readText } from '../../support/sources.ts';

const fault = (): never => {
  throw new Error('thrown by a test');
};

type Line = { event?: string; where?: string; unsaid?: number; error?: { stack?: string } };

/** A log that remembers its lines, and the errors and metrics on it. */
function watched() {
  const lines: Line[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)) as Line);
      done();
    },
  });
  const log = createLog('info', sink);
  const metrics = createMetrics();
  return { lines, log, metrics, errors: new InternalErrors(log, metrics), refusals: new Refusals(log, metrics) };
}

const linesAt = (lines: readonly Line[], where: string): Line[] =>
  lines.filter((line) => line.event === 'internal_error' && line.where === where);

const countIn = (text: string, where: string): number =>
  Number(new RegExp(`^sparkfray_internal_errors_total\\{where="${where}"\\} (\\d+)$`, 'mu').exec(text)?.[1]);

describe('Internal errors', () => {
  it('write one line with a stack for each place that throws and ten seconds, and count all', async () => {
    const { lines, metrics, errors } = watched();
    const [first, second] = [new Error('one'), new Error('two')];
    for (let n = 0; n < 1000; n++) errors.note('room', first, n * 9);
    errors.note('room', second, 9000);
    errors.note('room', first, 10_000);
    assert.deepEqual(
      lines.map(({ unsaid }) => unsaid),
      [0, 0, 999],
    );
    assert.match(lines[0]?.error?.stack ?? '', /Error: one\n {4}at /);
    assert.equal(countIn(await metrics.registry.metrics(), 'room'), 1002);
  });

  it('have places that are published in SECURITY.md', () => {
    const text = readText('SECURITY.md');
    for (const where of Object.keys(ERROR_PLACES)) assert.ok(text.includes(`| \`${where}\` |`), where);
  });
});

describe('An error before a route', () => {
  const { limits } = readConfig({});
  const watch = watched();
  let http: Server;
  let port = 0;
  let breaks: 'nothing' | 'admission' | 'listener' | 'connection' = 'nothing';
  const answers: number[] = [];

  class BreakingAdmission extends Admission {
    override waitSeconds(): number {
      return breaks === 'admission' ? fault() : 0;
    }
    override accepted(address: string): (() => void) | undefined {
      return breaks === 'connection' ? fault() : super.accepted(address);
    }
  }

  before(async () => {
    const admission = new BreakingAdmission(limits, new Addresses(parseProxies('')));
    const options = { ...watch, admission, origins: 'any' as const, basePath: '', limits };
    http = createServer((_request, response) => {
      if (breaks === 'listener') fault();
      response.end('fine');
    });
    guardConnections(http, options);
    new GuardedTransport(http, options);
    guardRequests(http, { ...options, onAnswer: (status) => answers.push(status) });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    port = (http.address() as { port: number }).port;
  });
  after(() => http.close());

  for (const what of ['admission', 'listener'] as const) {
    it(`is answered with 500 internal, and the next request as ever (${what})`, async () => {
      const known = linesAt(watch.lines, 'request').length;
      breaks = what;
      const answer = await fetch(`http://127.0.0.1:${port}/`);
      breaks = 'nothing';
      assert.equal(answer.status, 500);
      assert.equal(ApiErrorBody.parse(await answer.json()).error.code, 'internal');
      assert.equal(answers.at(-1), 500);
      assert.equal(await (await fetch(`http://127.0.0.1:${port}/`)).text(), 'fine');
      assert.match(linesAt(watch.lines, 'request')[known]?.error?.stack ?? '', /thrown by a test\n {4}at fault/);
    });
  }

  it('of an upgrade is answered with 500 internal, and ends the connection', async () => {
    const raw = await RawSocket.open({ port });
    breaks = 'admission';
    raw.write(upgradeRequest('/process/room?sessionId=abc', port));
    assert.equal(await raw.until(() => raw.ended, 3000), true);
    breaks = 'nothing';
    assert.equal(raw.head?.status, 500);
    assert.equal(ApiErrorBody.parse(JSON.parse(raw.body.toString())).error.code, 'internal');
    assert.equal(linesAt(watch.lines, 'upgrade').length, 1);
  });

  it('of a connection closes that one alone', async () => {
    breaks = 'connection';
    const raw = await RawSocket.open({ port });
    assert.equal(await raw.until(() => raw.ended, 3000), true);
    breaks = 'nothing';
    assert.equal(await (await fetch(`http://127.0.0.1:${port}/`)).text(), 'fine');
    assert.equal(linesAt(watch.lines, 'connection').length, 1);
    assert.equal(countIn(await watch.metrics.registry.metrics(), 'connection'), 1);
  });
});

describe('An error of a room, outside its hooks', () => {
  let server: RunningServer;
  const { lines, log } = watched();

  before(async () => {
    const config = readConfig({ PORT: '0', HOST: '127.0.0.1', SEED: '7' });
    server = await startServer(config, log, (request, _response, next) =>
      request.path === '/broken' ? fault() : next(),
    );
  });
  after(async () => server.stop());

  const counted = async (where: string): Promise<number> =>
    countIn(await (await fetch(`${server.url}/metrics`)).text(), where);

  async function seatIn(roomId: string): Promise<RawSocket> {
    const ticket = await reserveSeat(server.url, `joinById/${roomId}`);
    return takeSeat({ url: server.url, port: Number(new URL(server.url).port) }, { ticket });
  }

  it('while a message is read closes its connection with 1011, and the seat is held for its player', async () => {
    const { roomId } = await openRoom(server.url, { bots: 0 });
    Object.assign(matchMaker.getLocalRoomById(roomId) ?? {}, { _onMessage: fault });
    const raw = await seatIn(roomId);
    raw.write(JOIN_ACK);
    assert.equal(await raw.until(() => raw.closeCode !== undefined, 3000), true);
    assert.equal(raw.closeCode, 1011);
    assert.deepEqual([linesAt(lines, 'socket').length, await counted('socket')], [1, 1]);
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    assert.match(metrics, /sparkfray_refusals_total\{reason="cut_broken_message"\} 0/, 'blamed on the client');
    await until(() => lines.some(({ event }) => event === 'player_dropped'), 'the seat to be held');
  });

  it('while a seat is taken closes its connection with 1011, and the others play on', async () => {
    const { roomId } = await openRoom(server.url, { bots: 0 });
    const calm = await seatIn(roomId);
    Object.assign(matchMaker.getLocalRoomById(roomId) ?? {}, { _onJoin: fault });
    await assert.rejects(seatIn(roomId), /close code 1011/);
    assert.deepEqual([linesAt(lines, 'join').length, await counted('join')], [1, 1]);
    calm.write(JOIN_ACK);
    calm.write(ROOM_PING);
    assert.equal(await calm.until(() => calm.frames.length > 0, 3000), true);
    calm.destroy();
  });

  it('in what serves the page is answered with 500 internal, without a word of the error', async () => {
    const answer = await fetch(`${server.url}/broken`);
    assert.equal(answer.status, 500);
    const text = await answer.text();
    assert.equal(ApiErrorBody.parse(JSON.parse(text)).error.code, 'internal');
    assert.doesNotMatch(text, /thrown by a test/);
    assert.deepEqual([linesAt(lines, 'route').length, await counted('route')], [1, 1]);
  });
});

describe('Errors of matchmaking', () => {
  const { lines, ...parts } = watched();
  const watch = { ...parts, modeOfRoom: () => undefined };
  const controller = { exposedMethods: [] as string[], invokeMethod: async () => undefined as unknown };
  const invoke = (call: () => unknown, options: unknown = {}): Promise<unknown> => {
    guardMatchmaking(watch, controller, { join: async () => call() });
    return (controller.invokeMethod as (...parts: unknown[]) => Promise<unknown>)('join', 'arena', options, {});
  };
  const refusal = (code: number) => (error: unknown) => error instanceof ServerError && error.code === code;

  it('of a bug are noted, and answered with 500 without its words', async () => {
    await assert.rejects(invoke(fault), { code: 500, message: 'Something broke on our side.' });
    assert.equal(linesAt(lines, 'matchmaking').length, 1);
    const broken = brokenRequest(watch)(new RangeError('a bug'));
    assert.equal(broken?.status, 500);
    assert.equal(linesAt(lines, 'matchmaking').length, 2);
  });

  it('of a client or a full room are refusals, and none of ours', async () => {
    const known = linesAt(lines, 'matchmaking').length;
    await assert.rejects(
      invoke(() => {
        throw new ServerError(429, 'wait');
      }),
      refusal(429),
    );
    for (const options of [null, 5, 'x', { reconnectionToken: { toString: null } }])
      await assert.rejects(invoke(fault, options), refusal(400));
    assert.equal(brokenRequest(watch)(new SyntaxError('no JSON'))?.status, 400);
    assert.equal(await invoke(() => 'a seat'), 'a seat');
    assert.equal(linesAt(lines, 'matchmaking').length, known);
  });
});

describe('Errors of files', () => {
  it('are 404 where one is missing, and no error of ours', async () => {
    const noted: unknown[] = [];
    const app = express();
    app.use(express.static(import.meta.dirname, { fallthrough: false }));
    app.use(answerErrors({ onFailure: (error) => noted.push(error), onRefused: () => {} }));
    const http = app.listen(0, '127.0.0.1');
    await new Promise((resolve) => http.once('listening', resolve));
    const answer = await fetch(`http://127.0.0.1:${(http.address() as { port: number }).port}/nope.js`);
    http.close();
    assert.equal(answer.status, 404);
    const text = await answer.text();
    assert.equal(ApiErrorBody.parse(JSON.parse(text)).error.code, 'route_not_found');
    assert.doesNotMatch(text, /\/test\//, 'a path of the disk');
    assert.deepEqual(noted, []);
  });
});

describe('A promise that nothing awaits', () => {
  it('is logged and counted when it fails, and the process goes on', async () => {
    const server = await startServerChild();
    try {
      await server.ask({ kind: 'reject' });
      const text = await (await fetch(`${server.url}/metrics`)).text();
      assert.equal(countIn(text, 'process'), 1);
      assert.match(server.text, /"event":"internal_error","where":"process".*thrown by a test/);
      assert.equal(server.exit, undefined);
    } finally {
      await server.kill();
    }
  }).timeout(90_000);
});
