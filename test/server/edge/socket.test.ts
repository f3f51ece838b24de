/** Handshake, gate and pings over raw sockets (rows B–E, H, J–L, R; promises 1–3, 6). */
import assert from 'node:assert/strict';
import { matchMaker } from '@colyseus/core';
import { latencyOf } from '../../../server/edge/latency.ts';
import { binaryFrame, frame, OPCODE, pingFrame, textFrame } from '../../support/raw/frames.ts';
import {
  IDLE_INPUT,
  isMessage,
  JOIN_ACK,
  MESSAGE,
  pathOf,
  ROOM_PING,
  reserveSeat,
  takeSeat,
  upgradeRequest,
} from '../../support/raw/seat.ts';
import { RawSocket } from '../../support/raw/socket.ts';
import { openRoom, PATIENCE_MS, sleep, TestSeat, until, useServer } from '../../support/server.ts';

const bytes = (...values: number[]): Buffer => Buffer.from(values);
const reasonOf = (raw: RawSocket): string =>
  raw.frames
    .find(({ opcode }) => opcode === OPCODE.close)
    ?.payload.subarray(2)
    .toString() ?? '';

describe('WebSocket handshake', () => {
  const server = useServer();
  const port = (): number => Number(new URL(server.url).port);

  async function statusOf(request: string): Promise<number> {
    const raw = await RawSocket.open({ port: port() });
    raw.write(request);
    await raw.until(() => raw.head !== undefined || raw.ended, PATIENCE_MS);
    const status = raw.head?.status ?? 0;
    assert.equal(
      status === 101 || (await raw.until(() => raw.ended, PATIENCE_MS)),
      true,
      'a refused connection stays open',
    );
    raw.destroy();
    return status;
  }

  it('[U1] [U2] [U3] [U4] [U6] [U9] is refused with a listed status for all that is no handshake to a seat', async () => {
    const { roomId, processId } = await reserveSeat(server.url);
    const seat = `/${processId}/${roomId}?sessionId=abc`;
    const at = (target: string, changes: Record<string, string | null> = {}, start = {}) =>
      upgradeRequest(target, port(), changes, start);
    const cases: [string, string, number][] = [
      ['a path that ends a stock server', at('/a%/b?sessionId=x'), 404],
      ['a target that ends a stock server', at('*%'), 400],
      ['no session', at(`/${processId}/${roomId}`), 404],
      ['a session of strange letters', at(`/${processId}/${roomId}?sessionId=%00`), 404],
      ['the root', at('/'), 404],
      ['a room that is nowhere', at(`/${processId}/nowhere?sessionId=abc`), 404],
      ['a room by the name of __proto__', at(`/${processId}/__proto__?sessionId=abc`), 404],
      ['POST', at(seat, { 'Content-Length': '0' }, { method: 'POST' }), 405],
      ['version 8', at(seat, { 'Sec-WebSocket-Version': '8' }), 426],
      ['no version', at(seat, { 'Sec-WebSocket-Version': null }), 426],
      ['no key', at(seat, { 'Sec-WebSocket-Key': null }), 400],
      ['a short key', at(seat, { 'Sec-WebSocket-Key': 'AAAA' }), 400],
      ['a body', at(seat, { 'Content-Length': '5' }), 400],
      ['a bad Host', at(seat, { Host: 'a[b' }), 400],
      ['another page', at(seat, { Origin: 'https://evil.example' }), 403],
    ];
    for (const [what, request, status] of cases) assert.equal(await statusOf(request), status, what);
  });

  it('[C6] [C17] to a room without a seat there is answered by an error and 4002, or 4003 with a token', async () => {
    const { roomId, processId } = await reserveSeat(server.url);
    for (const [query, code] of [
      ['', 4002],
      ['&reconnectionToken=abc', 4003],
    ] as const) {
      const raw = await RawSocket.open({ port: port() });
      raw.write(upgradeRequest(`/${processId}/${roomId}?sessionId=nobody${query}`, port()));
      await raw.until(() => raw.closeCode !== undefined, PATIENCE_MS);
      assert.equal(raw.closeCode, code);
      raw.destroy();
    }
  });

  it('[C17] to a seat works once', async () => {
    const ticket = await reserveSeat(server.url);
    const first = await takeSeat({ url: server.url, port: port() }, { ticket });
    const second = await RawSocket.open({ port: port() });
    second.write(upgradeRequest(pathOf(ticket), port()));
    await second.until(() => second.closeCode !== undefined, PATIENCE_MS);
    assert.equal(second.closeCode, 4002);
    for (const raw of [first, second]) raw.destroy();
  });
});

describe('Gate', () => {
  const server = useServer();
  const target = () => ({ url: server.url, port: Number(new URL(server.url).port) });

  async function seated(): Promise<RawSocket> {
    const raw = await takeSeat(target());
    raw.write(JOIN_ACK);
    return raw;
  }

  /** Waits for the end: how soon that comes is measured by the suites of abuse. */
  async function cutAfter(raw: RawSocket, attack: Buffer): Promise<void> {
    raw.write(attack);
    assert.equal(await raw.until(() => raw.ended, PATIENCE_MS), true, 'the connection goes on');
  }

  it('[R7] cuts, with 4002 and the reason, whoever breaks a rule', async () => {
    const longType = 'x'.repeat(120);
    const cases: [string, Buffer, string][] = [
      ['text', textFrame('hello'), 'text message'],
      ['an opcode of Colyseus that nobody needs', binaryFrame(bytes(20, 255, 255, 255)), 'unknown opcode'],
      [
        'the same with a huge count',
        binaryFrame(bytes(20, 252, 255, 255, 255, 255, 255, 255, 255, 127)),
        'unknown opcode',
      ],
      ['an opcode with flags', binaryFrame(bytes(19 | 0x80, 1)), 'unknown opcode'],
      ['nothing at all', binaryFrame(Buffer.alloc(0)), 'unknown opcode'],
      ['an input frame of 65 bytes', binaryFrame(Buffer.concat([bytes(19), Buffer.alloc(64)])), 'input frame too long'],
      ['an input frame with a field that is none', binaryFrame(bytes(19, 0x85, 1, 2, 3)), 'broken message'],
      [
        'a long unknown message',
        binaryFrame(Buffer.concat([bytes(13, 0xd9, longType.length), Buffer.from(longType)])),
        'unknown message',
      ],
      ['a message that ends inside', binaryFrame(bytes(13, 0xa1, 0x61, 0xdf, 1)), 'broken message'],
      ['a message without a type', binaryFrame(bytes(13)), 'unknown message'],
      [
        'a message called constructor',
        binaryFrame(Buffer.concat([bytes(13, 0xab), Buffer.from('constructor')])),
        'unknown message',
      ],
    ];
    for (const [what, message, reason] of cases) {
      const raw = await seated();
      await cutAfter(raw, message);
      assert.equal(raw.closeCode, 4002, what);
      assert.equal(reasonOf(raw), reason, what);
    }
  });

  it('[R7] cuts floods of frames, pings and bytes, and not what an honest client sends after a stall', async () => {
    const cuts = async (reason: string): Promise<number> => {
      const text = await (await fetch(`${server.url}/metrics`)).text();
      return Number(new RegExp(`reason="cut_${reason}"\\} (\\d+)`, 'u').exec(text)?.[1]);
    };
    const floods: [string, Buffer, string, 'frames' | 'bytes'][] = [
      ['frames', Buffer.concat(Array.from({ length: 400 }, () => IDLE_INPUT)), 'too many messages', 'frames'],
      ['pings', Buffer.concat(Array.from({ length: 400 }, () => pingFrame('x'))), 'too many messages', 'frames'],
      [
        'empty fragments',
        Buffer.concat([
          frame(OPCODE.binary, '', { fin: false }),
          ...Array.from({ length: 60 }, () => frame(OPCODE.continuation, Buffer.alloc(1000), { fin: false })),
        ]),
        'too many bytes',
        'bytes',
      ],
      [
        'bytes',
        Buffer.concat(Array.from({ length: 40 }, () => binaryFrame(Buffer.concat([bytes(18), Buffer.alloc(900)])))),
        'too many bytes',
        'bytes',
      ],
    ];
    for (const [what, flood, words, reason] of floods) {
      const before = await cuts(reason);
      const raw = await seated();
      await cutAfter(raw, flood);
      assert.equal(await cuts(reason), before + 1, what);
      // A peer that takes long to read loses the close frame to the reset that follows.
      if (raw.closeCode !== undefined) assert.deepEqual([raw.closeCode, reasonOf(raw)], [4002, words], what);
    }
    // While its link stands still, its pongs wait there as well.
    const pongs: Buffer[] = [];
    const honest = await takeSeat(target(), {
      answersPings: false,
      onFrame: ({ opcode, payload }) => {
        if (opcode === OPCODE.ping) pongs.push(frame(OPCODE.pong, payload));
      },
    });
    const send = (count: number) =>
      honest.write(Buffer.concat([...pongs.splice(0), ...Array.from({ length: count }, () => IDLE_INPUT)]));
    honest.write(JOIN_ACK);
    for (let n = 0; n < 30; n++, await sleep(33)) send(1);
    send(45);
    await sleep(3000);
    send(90);
    honest.write(ROOM_PING);
    await honest.until(() => honest.ended || honest.frames.some((next) => isMessage(next, MESSAGE.ping)), PATIENCE_MS);
    assert.equal(honest.ended, false, `an honest client was cut: ${honest.closeCode} ${reasonOf(honest)}`);
    honest.destroy();
  });

  it('[R7] holds no seat for who was cut', async () => {
    const { roomId } = await openRoom(server.url, { bots: 0 });
    const watcher = new TestSeat(server.url, 'Watcher');
    const watching = await watcher.join({ kind: 'room', roomId });
    const raw = await takeSeat(target(), { ticket: await reserveSeat(server.url, `joinById/${roomId}`) });
    raw.write(JOIN_ACK);
    await until(() => watching.board().length === 2, 'both on the board');
    await cutAfter(raw, textFrame('x'));
    await until(() => watching.board().length === 1, 'the empty seat');
    await watcher.leave();
  });

  it('[R7] [C16] cuts who never acknowledges the join', async () => {
    const raw = await takeSeat(target());
    assert.equal(await raw.until(() => raw.ended, PATIENCE_MS), true);
    assert.deepEqual([raw.closeCode, reasonOf(raw)], [4002, 'join not acknowledged']);
  });

  it('[R9] gives up a peer that is silent, or that sends pongs without reading pings', async () => {
    const silent = await takeSeat(target(), { answersPings: false });
    const liar = await takeSeat(target(), { answersPings: false });
    for (const raw of [silent, liar]) raw.write(JOIN_ACK);
    const timer = setInterval(() => liar.write(frame(OPCODE.pong, Buffer.alloc(8))), 500);
    const ended = await Promise.all([silent, liar].map((raw) => raw.until(() => raw.ended, 2 * PATIENCE_MS)));
    clearInterval(timer);
    assert.deepEqual(ended, [true, true]);
  });

  it('measures the round trip of every client by pings that must have been read', async () => {
    const { roomId } = await openRoom(server.url, { bots: 0 });
    const seat = new TestSeat(server.url, 'Near');
    await seat.join({ kind: 'room', roomId });
    const ticket = await reserveSeat(server.url, `joinById/${roomId}`);
    const far = await takeSeat(target(), {
      ticket,
      answersPings: false,
      onFrame: (next) => {
        if (next.opcode === OPCODE.ping) setTimeout(() => far.write(frame(OPCODE.pong, next.payload)), 120);
      },
    });
    far.write(JOIN_ACK);
    const { clients } = matchMaker.getLocalRoomById(roomId);
    const farMs = (): number => latencyOf(clients.getById(ticket.sessionId));
    const nearMs = (): number => latencyOf(clients.find(({ sessionId }) => sessionId !== ticket.sessionId));
    await until(() => farMs() > 0 && nearMs() > 0, 'both round trips');
    assert.ok(farMs() >= 118, `${farMs()} ms`);
    // Their first pings may have met a busy process: the median comes right.
    await until(() => nearMs() < farMs(), 'the near one to be nearer');
    far.destroy();
    await seat.leave();
  });
});
