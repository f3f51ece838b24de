/** Guards of the edge that others would cover for, or that no honest client meets: each alone, over real sockets. */
import assert from 'node:assert/strict';
import { matchMaker } from '@colyseus/core';
import type { WebSocketClient } from '@colyseus/ws-transport';
import { binaryFrame, frame, OPCODE } from '../../support/raw/frames.ts';
import { isMessage, JOIN_ACK, MESSAGE, pathOf, reserveSeat, takeSeat, upgradeRequest } from '../../support/raw/seat.ts';
import { RawSocket } from '../../support/raw/socket.ts';
import { OPERATOR_TOKEN, openRoom, PATIENCE_MS, send, TestSeat, until, useServer } from '../../support/server.ts';

const portOf = (url: string): number => Number(new URL(url).port);
const targetOf = (url: string) => ({ url, port: portOf(url) });

/** @returns a line of /metrics, labels as they are written there */
async function metricOf(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.slice(name.length),
  );
}

const refusalsOf = (url: string, reason: string): Promise<number> =>
  metricOf(url, `sparkfray_refusals_total{reason="${reason}"}`);

/** Sends bytes on a connection of their own. @returns the answer's status, 0 for none */
async function statusOf(url: string, bytes: string): Promise<number> {
  const raw = await RawSocket.open({ port: portOf(url) });
  raw.write(bytes);
  await raw.until(() => raw.head !== undefined || raw.ended, PATIENCE_MS);
  raw.destroy();
  return raw.head?.status ?? 0;
}

/** This whole process stands still, its event loop and its timers too. */
const standStill = (ms: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

const gotState = (raw: RawSocket): boolean => raw.frames.some((next) => isMessage(next, MESSAGE.state));

describe('A client that stops reading', () => {
  const server = useServer({ SILENCE_MS_MAX: '60000', BUFFERED_BYTES_MAX: '16384' });

  it('is ended for what waits for it, long before its silence would end it; its neighbour plays on', async () => {
    const { roomId } = await openRoom(server.url, { bots: 0 });
    const neighbour = new TestSeat(server.url, 'Calm');
    const view = await neighbour.join({ kind: 'room', roomId });
    const ticket = await reserveSeat(server.url, `joinById/${roomId}`);
    const raw = await takeSeat(targetOf(server.url), { ticket });
    raw.write(JOIN_ACK);
    assert.equal(await raw.until(() => gotState(raw), PATIENCE_MS), true);
    await until(() => view.board().length === 2, 'both on the board');
    raw.socket.pause();
    // What the kernel takes on both ends is no buffer of ours: more than that.
    const client = matchMaker.getLocalRoomById(roomId).clients.getById(ticket.sessionId) as unknown as WebSocketClient;
    client.ref.send(Buffer.alloc(32 * 1024 * 1024));
    await until(() => view.board().some(({ connected }) => !connected), 'the end of the slow one');
    assert.equal(await refusalsOf(server.url, 'slow_reader'), 1);
    const { serverTick } = view.stats();
    await until(() => view.stats().serverTick > serverTick + 5, 'play to go on');
    raw.destroy();
    await neighbour.leave();
  });
});

describe('A process that stood still', () => {
  const server = useServer({ SILENCE_MS_MAX: '2000', JOIN_MS_MAX: '2000' });

  it('blames no client for it: neither an answer nor a join that waited for us is late', async () => {
    const pings: Buffer[] = [];
    const answering = await takeSeat(targetOf(server.url), {
      answersPings: false,
      onFrame: ({ opcode, payload }) => {
        if (opcode === OPCODE.ping) pings.push(payload);
      },
    });
    answering.write(JOIN_ACK);
    await answering.until(() => gotState(answering) && pings.length > 0, PATIENCE_MS);
    const joining = await takeSeat(targetOf(server.url));
    standStill(3500);
    joining.write(JOIN_ACK);
    const answer = (): void => {
      for (const nonce of pings.splice(0)) answering.write(frame(OPCODE.pong, nonce));
    };
    const patches = answering.frames.length;
    answer();
    const timer = setInterval(answer, 50);
    assert.equal(await joining.until(() => gotState(joining) || joining.ended, PATIENCE_MS), true);
    await answering.until(() => answering.frames.length > patches + 20 || answering.ended, PATIENCE_MS);
    clearInterval(timer);
    assert.deepEqual([joining.closeCode, joining.ended, answering.ended], [undefined, false, false]);
    for (const raw of [answering, joining]) raw.destroy();
  });
});

describe('One address', () => {
  const server = useServer({
    LIMITS_PER_ADDRESS: 'on',
    CONNECTIONS_PER_ADDRESS: '2',
    REQUESTS_BURST: '80',
    REQUESTS_PER_SECOND: '1',
  });

  it('holds at most 64 sockets besides its WebSockets, and gets one for each that it lets go', async () => {
    const open = (): Promise<RawSocket> => RawSocket.open({ port: portOf(server.url) });
    const held = await Promise.all(Array.from({ length: 66 }, open));
    const extra = await open();
    assert.equal(await extra.until(() => extra.ended || extra.reset, PATIENCE_MS), true);
    assert.deepEqual(
      held.filter(({ ended }) => ended),
      [],
    );
    held[0]?.destroy();
    const answers = async (): Promise<boolean> => {
      const next = await open();
      next.write(`GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
      await next.until(() => next.ended || next.reset || next.head !== undefined, PATIENCE_MS);
      next.destroy();
      return next.head?.status === 200;
    };
    let isIn = false;
    for (let n = 0; n < 50 && !isIn; n++) isIn = await answers();
    assert.equal(isIn, true);
    for (const raw of held) raw.destroy();
    await until(() => held.every(({ socket }) => socket.destroyed), 'the ends');
    assert.ok((await refusalsOf(server.url, 'too_many_connections')) >= 1);
  });

  it('asks only so often: then 429 and Retry-After, and the connection stays', async () => {
    let last = await fetch(`${server.url}/healthz`);
    for (let n = 0; n < 400 && last.status === 200; n++) last = await fetch(`${server.url}/healthz`);
    assert.equal(last.status, 429);
    assert.match(last.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
    assert.notEqual(last.headers.get('connection'), 'close');
    assert.equal(((await last.json()) as { error: { code: string } }).error.code, 'too_many_requests');
  });
});

describe('One address that opens rooms', () => {
  const server = useServer({ LIMITS_PER_ADDRESS: 'on', ROOM_CREATIONS_BURST: '4', ROOM_CREATIONS_PER_SECOND: '1' });

  it('has one budget for them, however it spells the path', async () => {
    const paths = ['/api/rooms', '/API/Rooms', '/api/rooms/', '/api/rooms?x=1'];
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_none, n) => send(server.url + paths[n % paths.length], 'POST', { mode: 'fray' })),
    );
    const opened = answers.filter(({ status }) => status === 201).length;
    assert.ok(opened >= 4 && opened < 20, `${opened} rooms`);
    assert.equal(answers.filter(({ status }) => status === 429).length, 40 - opened);
    assert.equal(await refusalsOf(server.url, 'too_many_joins'), 0);
  });
});

describe('What a request says of itself', () => {
  const server = useServer();
  const joinUrlOf = async (headers: Record<string, string>): Promise<string> => {
    const answer = await send(`${server.url}/api/rooms`, 'POST', { mode: 'fray' }, headers);
    return ((await answer.json()) as { joinUrl: string }).joinUrl;
  };

  it('changes no link: X-Forwarded-Proto and X-Forwarded-Host count for nothing without a trusted proxy', async () => {
    const plain = `http://${new URL(server.url).host}/`;
    for (const headers of [{ 'x-forwarded-proto': 'https' }, { 'x-forwarded-host': 'evil.example' }])
      assert.ok((await joinUrlOf(headers)).startsWith(plain), JSON.stringify(headers));
  });

  it('must announce its length, whatever its method', async () => {
    for (const method of ['GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS']) {
      const head = `${method} /api/rooms HTTP/1.1\r\nHost: 127.0.0.1:${portOf(server.url)}\r\nTransfer-Encoding: chunked\r\n\r\n`;
      assert.equal(await statusOf(server.url, `${head}0\r\n\r\n`), 411, method);
    }
  });

  it('has a head of at most 16 KiB', async () => {
    const head = (chars: number): string =>
      `GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ${'a'.repeat(chars)}\r\n\r\n`;
    assert.equal(await statusOf(server.url, head(15_000)), 200);
    assert.equal(await statusOf(server.url, head(17_000)), 431);
  });

  it('names one host, once', async () => {
    for (const path of ['/healthz', '/p/r?sessionId=s']) {
      const twice = `GET ${path} HTTP/1.1\r\nHost: a.example\r\nHost: a.example\r\n\r\n`;
      assert.equal(await statusOf(server.url, twice), 400, path);
    }
  });
});

describe('Behind a trusted proxy', () => {
  const server = useServer({ TRUST_PROXY: 'loopback', LIMITS_PER_ADDRESS: 'on', CONNECTIONS_PER_ADDRESS: '1' });

  it('links say https where the proxy does, and nothing else that it says', async () => {
    for (const [proto, says] of [
      ['https', 'https:'],
      ['http', 'http:'],
      ['ftp', 'http:'],
    ] as const) {
      const answer = await send(`${server.url}/api/rooms`, 'POST', { mode: 'fray' }, { 'x-forwarded-proto': proto });
      assert.equal(new URL(((await answer.json()) as { joinUrl: string }).joinUrl).protocol, says);
    }
  });

  it('its sockets are not counted as those of one client', async () => {
    const held = await Promise.all(Array.from({ length: 70 }, () => RawSocket.open({ port: portOf(server.url) })));
    for (const raw of held) {
      raw.write('GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
      await raw.until(() => raw.head !== undefined || raw.ended, PATIENCE_MS);
      assert.equal(raw.head?.status, 200);
    }
    for (const raw of held) raw.destroy();
  });
});

describe('WebSocket messages', () => {
  const server = useServer();

  it('of more than 1 KiB, or of more than 64 pieces, end the connection', async () => {
    const pieces = Array.from({ length: 70 }, () => frame(OPCODE.continuation, 'x', { fin: false }));
    for (const [bytes, code] of [
      [binaryFrame(Buffer.concat([Buffer.from([13]), Buffer.alloc(1100)])), 1009],
      [Buffer.concat([frame(OPCODE.binary, 'x', { fin: false }), ...pieces]), 1008],
    ] as const) {
      const raw = await takeSeat(targetOf(server.url));
      raw.write(JOIN_ACK);
      raw.write(bytes);
      assert.equal(await raw.until(() => raw.ended, PATIENCE_MS), true);
      assert.equal(raw.closeCode, code);
      raw.destroy();
    }
    assert.equal(await refusalsOf(server.url, 'cut_bad_frame'), 2);
  });

  it('are counted in bytes, and their connections while they are open', async () => {
    const raw = await takeSeat(targetOf(server.url));
    raw.write(JOIN_ACK);
    await raw.until(() => raw.bytesIn > 4000, PATIENCE_MS);
    assert.equal(await metricOf(server.url, 'sparkfray_connections'), 1);
    const bytesOut = await metricOf(server.url, 'sparkfray_bytes_total{direction="out"}');
    assert.ok(bytesOut >= 4000, `${bytesOut} bytes`);
    raw.destroy();
    const isGone = async (): Promise<boolean> => (await metricOf(server.url, 'sparkfray_connections')) === 0;
    for (let n = 0; n < 200 && !(await isGone()); n++);
    assert.equal(await isGone(), true);
    assert.ok(
      (await metricOf(server.url, 'sparkfray_bytes_total{direction="out"}')) >= bytesOut,
      'no byte is forgotten',
    );
    assert.ok((await metricOf(server.url, 'sparkfray_bytes_total{direction="in"}')) > 100);
  });
});

describe('A client that does not answer a close', () => {
  const server = useServer();

  it('is gone soon after, and is waited for no longer', async () => {
    const { roomId } = await openRoom(server.url);
    const ticket = await reserveSeat(server.url, `joinById/${roomId}`);
    const raw = await takeSeat(targetOf(server.url), { ticket, answersClose: false });
    raw.write(JOIN_ACK);
    await raw.until(() => gotState(raw), PATIENCE_MS);
    const authorization = `Bearer ${OPERATOR_TOKEN}`;
    await send(`${server.url}/api/rooms/${roomId}`, 'DELETE', undefined, { authorization });
    // By itself ws waits for 30 s: longer than our patience.
    assert.equal(await raw.until(() => raw.ended || raw.reset, PATIENCE_MS), true);
    assert.equal(raw.closeCode, 4101);
    raw.destroy();
  });
});

describe('A seat', () => {
  const server = useServer();

  it('whose connection was refused is still there for the next try', async () => {
    const ticket = await reserveSeat(server.url);
    assert.equal(
      await statusOf(server.url, upgradeRequest(pathOf(ticket), portOf(server.url), { 'Sec-WebSocket-Version': '8' })),
      426,
    );
    const raw = await takeSeat(targetOf(server.url), { ticket });
    assert.equal(raw.ended, false);
    raw.destroy();
  });
});
