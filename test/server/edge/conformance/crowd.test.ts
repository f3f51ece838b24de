/** Many connections at once, requests before the upgrade, and both directions under load: what no single case can show. */
import assert from 'node:assert/strict';
import { binaryFrame, OPCODE, pingFrame } from '../../../support/raw/frames.ts';
import type { Lever } from '../../../support/raw/messages.ts';
import { type ServerChild, startServerChild } from '../../../support/raw/process.ts';
import { ask } from '../../../support/raw/request.ts';
import {
  isMessage,
  JOIN_ACK,
  MESSAGE,
  pathOf,
  ROOM_PING,
  reserveSeat,
  takeSeat,
  upgradeRequest,
} from '../../../support/raw/seat.ts';
import { RawSocket } from '../../../support/raw/socket.ts';
import { PATIENCE_MS } from '../../../support/server.ts';

const MANY = 200;

describe('WebSocket connections', () => {
  let server: ServerChild<Lever>;
  before(async function () {
    this.timeout(120_000);
    // So many at once acknowledge their joins late where the machine is busy.
    server = await startServerChild<Lever>({ JOIN_MS_MAX: '60000' });
  });
  after(() => server.kill());

  it(`are ${MANY} at once, each with an answer of its own`, async () => {
    const seats = await Promise.all(Array.from({ length: MANY }, () => takeSeat(server)));
    for (const [nth, seat] of seats.entries()) seat.write(Buffer.concat([ROOM_PING, pingFrame(`seat ${nth}`)]));
    const answers = await Promise.all(
      seats.map((seat, nth) =>
        seat.until(() => {
          const pong = seat.frames.find(({ opcode }) => opcode === OPCODE.pong);
          const echo = seat.frames.some((frame) => isMessage(frame, MESSAGE.ping));
          return echo && pong?.payload.toString() === `seat ${nth}`;
        }, PATIENCE_MS),
      ),
    );
    assert.deepEqual(
      answers.filter((answer) => !answer),
      [],
    );
    for (const seat of seats) seat.destroy();
  });

  it(`are ${MANY} that open, speak no word and go; the server forgets them`, async () => {
    const sockets = await Promise.all(Array.from({ length: MANY }, () => RawSocket.open({ port: server.port })));
    for (const socket of sockets) socket.destroy();
    assert.equal((await ask(`${server.url}/healthz`)).status, 200);
  });

  it('follow on HTTP requests of the same TCP connection', async () => {
    const raw = await RawSocket.open({ port: server.port });
    raw.write(`GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n\r\n`);
    assert.ok(await raw.until(() => raw.body.includes('ok'), PATIENCE_MS));
    assert.equal(raw.head?.status, 200);
    raw.forgetAnswer();
    raw.write(upgradeRequest(pathOf(await reserveSeat(server.url)), server.port));
    assert.ok(await raw.until(() => raw.frames.some((frame) => isMessage(frame, MESSAGE.join)), PATIENCE_MS));
    raw.destroy();
  });

  it('carry both directions at once: patches come on while pings and messages are answered', async () => {
    const raw = await takeSeat(server);
    raw.write(JOIN_ACK);
    const idle = binaryFrame(Buffer.from([MESSAGE.input]));
    for (let nth = 0; nth < 60; nth++) {
      raw.write(nth % 3 === 0 ? pingFrame(String(nth)) : nth % 3 === 1 ? ROOM_PING : idle);
      await new Promise((resolve) => setTimeout(resolve, 33));
    }
    const count = (kind: number): number => raw.frames.filter((frame) => isMessage(frame, kind)).length;
    const pongs = (): number => raw.frames.filter(({ opcode }) => opcode === OPCODE.pong).length;
    await raw.until(() => pongs() >= 20 && count(MESSAGE.ping) >= 20 && count(MESSAGE.patch) >= 50, PATIENCE_MS);
    assert.equal(pongs(), 20);
    assert.equal(count(MESSAGE.ping), 20);
    assert.ok(count(MESSAGE.patch) >= 50, `${count(MESSAGE.patch)} patches`);
    assert.equal(raw.closeCode, undefined);
    raw.destroy();
  });

  it('send frames that are whole, bare of masks and of reserved bits (5.1)', async () => {
    const raw = await takeSeat(server);
    raw.write(JOIN_ACK);
    assert.ok(await raw.until(() => raw.frames.length > 30, PATIENCE_MS));
    for (const { fin, masked, rsv, opcode } of raw.frames) {
      assert.deepEqual({ fin, masked, rsv }, { fin: true, masked: false, rsv: 0 });
      assert.ok(opcode === OPCODE.binary || opcode === OPCODE.ping);
    }
    raw.destroy();
  });
});
