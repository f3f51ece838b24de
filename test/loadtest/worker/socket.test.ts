/** The bots' own WebSocket: frames cut anywhere, fragments, pings, every way to end. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import fc from 'fast-check';
import { BotSocket } from '../../../loadtest/worker/socket.ts';
import { OPCODE, WsFrameReader, wsFrameOf } from '../../../loadtest/worker/ws-frames.ts';

/** A frame of a server: not masked. */
function serverFrame(opcode: number, payload: Uint8Array, isLast = true): Buffer {
  const { length } = payload;
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  head[0] = (isLast ? 0x80 : 0) | opcode;
  head[1] = length < 126 ? length : length < 65_536 ? 126 : 127;
  if (head.length === 4) head.writeUInt16BE(length, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, payload]);
}

/** Undoes a client's mask. */
function payloadOf(frame: Buffer): Buffer {
  const short = (frame[1] as number) & 0x7f;
  const at = short < 126 ? 2 : short === 126 ? 4 : 10;
  assert.ok((frame[1] as number) >= 0x80, 'a client masks');
  const mask = frame.subarray(at, at + 4);
  return frame.subarray(at + 4).map((byte, i) => byte ^ (mask[i % 4] as number)) as Buffer;
}

describe('frames', () => {
  it('are whole again wherever the stream was cut', () => {
    const sizes = fc.constantFrom(0, 1, 125, 126, 300, 65_535, 65_536);
    fc.assert(
      fc.property(
        fc.array(sizes, { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat(), { maxLength: 12 }),
        (all, cuts) => {
          const sent = all.map((size, i) => Buffer.alloc(size, i + 1));
          const stream = Buffer.concat(sent.map((payload) => serverFrame(OPCODE.binary, payload)));
          const got: Buffer[] = [];
          const reader = new WsFrameReader((_opcode, payload) => got.push(Buffer.from(payload)));
          const shared = Buffer.alloc(stream.length);
          let from = 0;
          for (const cut of [...cuts.map((cut) => cut % stream.length).sort((a, b) => a - b), stream.length]) {
            stream.copy(shared, 0, from, cut); // the same memory each time, as sockets do
            reader.read(shared.subarray(0, cut - from));
            from = cut;
          }
          assert.deepEqual(got, sent);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('of a fragmented message make one, with a ping in between', () => {
    const got: [number, string][] = [];
    const reader = new WsFrameReader((opcode, payload) => got.push([opcode, payload.toString()]));
    reader.read(serverFrame(OPCODE.binary, Buffer.from('ab'), false));
    reader.read(serverFrame(OPCODE.ping, Buffer.from('p')));
    reader.read(serverFrame(OPCODE.more, Buffer.from('cd'), false));
    reader.read(serverFrame(OPCODE.more, Buffer.from('e')));
    assert.deepEqual(got, [
      [OPCODE.ping, 'p'],
      [OPCODE.binary, 'abcde'],
    ]);
  });

  it('that no server sends are refused', () => {
    const read = (...bytes: number[]) => new WsFrameReader(() => {}).read(Buffer.from(bytes));
    assert.throws(() => read(0x82, 0x81, 1, 2, 3, 4, 5), /not a frame of a server/);
    assert.throws(() => read(0xc2, 0x01, 1), /not a frame of a server/);
    assert.throws(() => read(0x82, 127, 0, 0, 1, 0, 0, 0, 0, 0), /too long/);
  });

  it('of a client are masked and whole, at any length', () => {
    for (const size of [0, 1, 125, 126, 65_535, 65_536]) {
      const payload = Buffer.alloc(size, 7);
      assert.ok(payloadOf(wsFrameOf(OPCODE.binary, payload)).equals(payload), `${size} bytes`);
    }
  });
});

describe('a bot’s socket', () => {
  let server: Server;
  let address: string;
  let peer: Promise<Duplex>;
  /** How the handshake is answered. */
  let answer: (key: string) => string;

  const accepted = (key: string) =>
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${createHash(
      'sha1',
    )
      .update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest('base64')}\r\n\r\n`;

  beforeEach(async () => {
    answer = accepted;
    server = createServer();
    peer = new Promise((resolve) => {
      server.on('upgrade', ({ headers }, socket) => {
        socket.on('error', () => {});
        socket.write(answer(String(headers['sec-websocket-key'])));
        resolve(socket);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/process/room?sessionId=x`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  type Told = { open: number; messages: string[]; errors: number; closed: Promise<{ code: number; reason: string }> };

  function listenTo(socket: BotSocket): Told {
    const told: Told = {
      open: 0,
      messages: [],
      errors: 0,
      closed: new Promise((resolve) => {
        socket.onclose = resolve;
      }),
    };
    socket.onopen = () => void told.open++;
    socket.onmessage = ({ data }) => told.messages.push(Buffer.from(data).toString());
    socket.onerror = () => void told.errors++;
    return told;
  }

  it('takes messages, answers pings, and ends with the peer’s code and reason', async () => {
    const socket = new BotSocket(address);
    const told = listenTo(socket);
    const far = await peer;
    far.write(serverFrame(OPCODE.binary, Buffer.from('one')));
    far.write(serverFrame(OPCODE.ping, Buffer.from('nonce')));
    const [pong] = (await once(far, 'data')) as [Buffer];
    assert.equal((pong[0] as number) & 0x0f, OPCODE.pong);
    assert.equal(payloadOf(pong).toString(), 'nonce');
    socket.send(Buffer.from('two'));
    assert.equal(payloadOf(((await once(far, 'data')) as [Buffer])[0]).toString(), 'two');
    far.end(serverFrame(OPCODE.close, Buffer.concat([Buffer.from([0x0f, 0xa2]), Buffer.from('too many messages')])));
    assert.deepEqual(await told.closed, { code: 4002, reason: 'too many messages' });
    assert.deepEqual([told.open, told.messages, told.errors], [1, ['one'], 0]);
  });

  it('has 1006 for a connection that just ends', async () => {
    const cut = listenTo(new BotSocket(address));
    (await peer).destroy();
    assert.equal((await cut.closed).code, 1006);
  });

  it('closes with a word, and waits for the answer', async () => {
    const socket = new BotSocket(address);
    const told = listenTo(socket);
    const far = await peer;
    while (told.open === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    socket.close(4000, 'bye');
    const [close] = (await once(far, 'data')) as [Buffer];
    assert.deepEqual([payloadOf(close).readUInt16BE(0), payloadOf(close).toString('utf8', 2)], [4000, 'bye']);
    far.end(serverFrame(OPCODE.close, Buffer.from([0x0f, 0xa0])));
    assert.equal((await told.closed).code, 4000);
  });

  it('does not open for anything but a handshake', async () => {
    for (const wrong of [() => 'HTTP/1.1 503 Service Unavailable\r\n\r\n', () => accepted('another key')]) {
      answer = wrong;
      const told = listenTo(new BotSocket(address));
      assert.equal((await told.closed).code, 1006);
      assert.deepEqual([told.open, told.errors], [0, 1]);
    }
  });

  it('ends with 1002 when the peer garbles', async () => {
    const told = listenTo(new BotSocket(address));
    (await peer).write(Buffer.from([0xff, 0xff, 1, 2, 3]));
    assert.equal((await told.closed).code, 1002);
  });
});
