/**
 * SDKs of other generations learn which versions are spoken. What they send was recorded in front of colyseus.js 0.14.13,
 * 0.15.28 and 0.16.22 and @colyseus/sdk 0.17.43 (`client.joinOrCreate('arena', {mode: 'fray'})` under Node, through a proxy
 * that wrote down what went by), and is sent raw here. All of them end with error 426 and the sentence; without it, the
 * first three with “Cannot read properties of undefined (reading 'name')”.
 */
import assert from 'node:assert/strict';
import { isMessage, MESSAGE, type SeatTicket, takeSeat, upgradeRequest } from '../../support/raw/seat.ts';
import { RawSocket } from '../../support/raw/socket.ts';
import { PATIENCE_MS, useServer } from '../../support/server.ts';

const SENTENCE = /@colyseus\/sdk 0\.18 .*colyseus\.js 0\.14 to 0\.16 and @colyseus\/sdk 0\.17/u;
/** The start of an error message: kind, and the number 426 (PROTOCOL.md, B1 and B4). */
const ERROR_426 = Buffer.from([MESSAGE.error, 0xcd, 0xaa, 0x01]);

/** What each of 0.14 to 0.16 asks for a seat with, byte for byte but for the port. */
const recorded = (port: number): string =>
  [
    'POST /matchmake/joinOrCreate/arena HTTP/1.1',
    'Accept: application/json',
    'Content-Type: application/json',
    `Host: 127.0.0.1:${port}`,
    'content-length: 15',
    'Connection: keep-alive',
    '',
    '{"mode":"fray"}',
  ].join('\r\n');

/** @returns the seat as those SDKs read it */
async function oldSeat(port: number): Promise<{ room: Omit<SeatTicket, 'sessionId'>; sessionId: string }> {
  const raw = await RawSocket.open({ port });
  raw.write(recorded(port));
  await raw.until(() => raw.body.includes('}}'), PATIENCE_MS);
  raw.socket.destroy();
  assert.equal(raw.head?.status, 200);
  return JSON.parse(raw.body.toString()) as Awaited<ReturnType<typeof oldSeat>>;
}

async function errorOf(raw: RawSocket): Promise<Buffer> {
  const find = () => raw.frames.find((frame) => isMessage(frame, MESSAGE.error));
  await raw.until(() => find() !== undefined && raw.closeCode !== undefined, PATIENCE_MS);
  return find()?.payload ?? Buffer.alloc(0);
}

const portOf = (url: string): number => Number(new URL(url).port);

describe('SDK of another generation', () => {
  const server = useServer({ JOIN_MS_MAX: '500' });

  it('[H14] 0.14 to 0.16: finds its reservation, and at the socket the versions that are spoken', async () => {
    const port = portOf(server.url);
    const { room, sessionId } = await oldSeat(port);
    assert.equal(room.name, 'arena');
    const raw = await RawSocket.open({ port });
    raw.write(upgradeRequest(`/${room.processId}/${room.roomId}?sessionId=${sessionId}`, port));
    const error = await errorOf(raw);
    assert.deepEqual(error.subarray(0, ERROR_426.length), ERROR_426);
    assert.match(error.toString(), SENTENCE);
    assert.equal(raw.closeCode, 4002);
  });

  it('[H14] a tool that does not ask for JSON as SDKs do: the reservation alone', async () => {
    const response = await fetch(`${server.url}/matchmake/joinOrCreate/arena`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    assert.equal(response.status, 200);
    const names = Object.keys((await response.json()) as object);
    assert.ok(names.includes('processId') && names.includes('roomId') && !names.includes('room'), names.join());
  });

  it('[H14] 0.17: breaks at the hello, is never in, and is told before it is cut', async () => {
    const raw = await takeSeat({ url: server.url, port: portOf(server.url) });
    const error = await errorOf(raw);
    assert.deepEqual(error.subarray(0, ERROR_426.length), ERROR_426);
    assert.match(error.toString(), SENTENCE);
    assert.equal(raw.closeCode, 4002);
  });
});
