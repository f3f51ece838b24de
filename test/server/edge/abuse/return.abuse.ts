/** Everybody at once, and for ever: a reconnect storm, room churn, tokens used twice (promise 10). */
import assert from 'node:assert/strict';
import type { Health, Lever } from '../../../support/raw/messages.ts';
import { type ServerChild, startServerChild } from '../../../support/raw/process.ts';
import { addressOf, ask } from '../../../support/raw/request.ts';
import {
  isMessage,
  JOIN_ACK,
  MESSAGE,
  pathOf,
  reserveSeat,
  type SeatTicket,
  takeSeat,
  tokenIn,
  upgradeRequest,
} from '../../../support/raw/seat.ts';
import { RawSocket } from '../../../support/raw/socket.ts';
import { AttackSetup, sleep, tell } from './attack-setup.ts';

const STORM = 200;
const BACK_MS_MAX = 1000;
const CHURN = 2000;
const CHURN_LANES = 8;
const CHURN_HEAP_BYTES_MAX = 5 * 1024 * 1024;
const OPERATOR_TOKEN = 'an-operator-token-for-abuse';

type Seated = { ticket: SeatTicket; token: string; raw: RawSocket; from: string };

async function sit(setup: AttackSetup, nth: number): Promise<Seated> {
  const from = addressOf(20_000 + nth);
  const ticket = await reserveSeat(setup.url, undefined, {}, from);
  let token = '';
  const raw = await takeSeat(setup.server, {
    ticket,
    from,
    onFrame: (frame) => {
      token = tokenIn(frame) ?? token;
    },
  });
  raw.write(JOIN_ACK);
  return { ticket, token, raw, from };
}

/** As the SDK comes back: straight to the seat, with the token. */
async function comeBack(
  setup: AttackSetup,
  { ticket, token, from }: Seated,
): Promise<{ raw: RawSocket; isIn: boolean }> {
  const raw = await RawSocket.open({ port: setup.server.port, from });
  raw.write(upgradeRequest(`${pathOf(ticket)}&reconnectionToken=${token}`, setup.server.port));
  const isIn = (): boolean => raw.frames.some((frame) => isMessage(frame, MESSAGE.join));
  await raw.until(() => isIn() || raw.ended || (raw.head !== undefined && raw.head.status !== 101), 5000);
  return { raw, isIn: isIn() };
}

describe('abuse: all at once, and again and again', () => {
  let setup: AttackSetup;
  before(async () => {
    setup = await AttackSetup.set();
    await setup.calm();
  });
  after(() => setup.strike());

  it(`promise 10: ${STORM} clients that lose their connections at once are back within 1 s of coming`, async () => {
    const seated: Seated[] = [];
    for (let nth = 0; nth < STORM; nth++) seated.push(await sit(setup, nth));
    await sleep(1000);
    for (const { raw } of seated) raw.destroy();
    await sleep(300);
    const startMs = performance.now();
    const back = await Promise.all(seated.map((seat) => comeBack(setup, seat)));
    const ms = performance.now() - startMs;
    tell(`${back.filter(({ isIn }) => isIn).length} back after ${ms.toFixed(0)} ms`);
    const lost = back.filter(({ isIn }) => !isIn).map(({ raw }) => `${raw.head?.status} ${raw.closeCode}`);
    assert.deepEqual(lost, []);
    assert.ok(ms <= BACK_MS_MAX);
    const { troubles } = await setup.mark();
    assert.deepEqual(troubles, []);
    for (const { raw } of back) raw.destroy();
  });

  it('row W, promise 10: a reconnection token works once, and the seat stays with who used it', async () => {
    const seat = await sit(setup, 500);
    seat.raw.destroy();
    await sleep(200);
    const first = await comeBack(setup, seat);
    assert.equal(first.isIn, true);
    const second = await comeBack(setup, seat);
    assert.equal(second.isIn, false);
    assert.equal(first.raw.ended, false);
    for (const { raw } of [first, second]) raw.destroy();
  });

  it('promise 10: a reserved seat can be taken once', async () => {
    const ticket = await reserveSeat(setup.url, undefined, {}, addressOf(20_600));
    const raw = await takeSeat(setup.server, { ticket, from: addressOf(20_600) });
    await assert.rejects(takeSeat(setup.server, { ticket, from: addressOf(20_601) }));
    assert.equal(raw.ended, false);
    raw.destroy();
  });
});

describe('abuse: room churn', () => {
  let server: ServerChild<Lever>;
  before(async () => {
    server = await startServerChild<Lever>({ LIMITS_PER_ADDRESS: 'off', OPERATOR_TOKEN });
  });
  after(() => server.kill());

  async function churn(rooms: number): Promise<void> {
    let left = rooms;
    const lane = async (): Promise<void> => {
      while (left-- > 0) {
        const opened = await ask(`${server.url}/api/rooms`, { body: { mode: 'fray' } });
        assert.equal(opened.status, 201, opened.text);
        const { roomId } = JSON.parse(opened.text) as { roomId: string };
        const headers = { authorization: `Bearer ${OPERATOR_TOKEN}` };
        const { status } = await ask(`${server.url}/api/rooms/${roomId}`, { method: 'DELETE', headers });
        assert.equal(status, 204);
      }
    };
    await Promise.all(Array.from({ length: CHURN_LANES }, lane));
    await sleep(1000);
  }

  it(`promise 10: ${CHURN} rooms made and ended leave less than 5 MiB of heap`, async () => {
    await churn(300); // compiled code and caches are no leak
    await server.ask<Health>({ kind: 'health' }); // one collection frees what the next one sees freed
    const before = await server.ask<Health>({ kind: 'health' });
    const startMs = performance.now();
    await churn(CHURN);
    const seconds = (performance.now() - startMs) / 1000;
    await server.ask<Health>({ kind: 'health' });
    const after = await server.ask<Health>({ kind: 'health' });
    const grown = after.heapBytes - before.heapBytes;
    tell(`${(grown / 1024 / 1024).toFixed(2)} MiB more after ${CHURN} rooms in ${seconds.toFixed(0)} s`);
    assert.ok(grown < CHURN_HEAP_BYTES_MAX);
  });
});
