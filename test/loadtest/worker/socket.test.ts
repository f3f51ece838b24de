/** The bots' WebSocket as the SDK meets it: messages, pings, every way to end. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { openSocket, type TakeComplaint } from '../../../loadtest/worker/socket.ts';

const OPCODE = { text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

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

  type Seen = { open: number; messages: string[]; errors: number; closed: Promise<{ code: number; reason: string }> };

  function opened(
    takeComplaint: TakeComplaint = () => undefined,
    onmessage?: () => void,
  ): { socket: WebSocket; seen: Seen } {
    let onclose: (event: { code: number; reason: string }) => void = () => {};
    const closed = new Promise<{ code: number; reason: string }>((resolve) => {
      onclose = resolve;
    });
    const seen: Seen = { open: 0, messages: [], errors: 0, closed };
    const events = {
      onopen: () => void seen.open++,
      onmessage: ({ data }: { data: unknown }) => {
        seen.messages.push(String(data));
        onmessage?.();
      },
      onerror: () => void seen.errors++,
      onclose,
    };
    return { socket: openSocket(address, {}, events, takeComplaint), seen };
  }

  it('takes messages, answers pings, and ends with the peer’s code and reason', async () => {
    const { socket, seen } = opened();
    const far = await peer;
    far.write(serverFrame(OPCODE.binary, Buffer.from('one')));
    far.write(serverFrame(OPCODE.ping, Buffer.from('nonce')));
    const [pong] = (await once(far, 'data')) as [Buffer];
    assert.equal((pong[0] as number) & 0x0f, OPCODE.pong);
    assert.equal(payloadOf(pong).toString(), 'nonce');
    socket.send(Buffer.from('two'));
    assert.equal(payloadOf(((await once(far, 'data')) as [Buffer])[0]).toString(), 'two');
    far.end(serverFrame(OPCODE.close, Buffer.concat([Buffer.from([0x0f, 0xa2]), Buffer.from('too many messages')])));
    assert.deepEqual(await seen.closed, { code: 4002, reason: 'too many messages' });
    assert.deepEqual([seen.open, seen.messages, seen.errors], [1, ['one'], 0]);
  });

  it('has 1006 for a connection that just ends', async () => {
    const { seen } = opened();
    (await peer).destroy();
    assert.equal((await seen.closed).code, 1006);
  });

  it('closes with a code and a reason, and waits for the answer', async () => {
    const { socket, seen } = opened();
    const far = await peer;
    await once(socket, 'open');
    socket.close(4000, 'bye');
    const [close] = (await once(far, 'data')) as [Buffer];
    assert.deepEqual([payloadOf(close).readUInt16BE(0), payloadOf(close).toString('utf8', 2)], [4000, 'bye']);
    far.end(serverFrame(OPCODE.close, Buffer.from([0x0f, 0xa0])));
    assert.equal((await seen.closed).code, 4000);
  });

  it('does not open for anything but a handshake', async () => {
    for (const wrong of [() => 'HTTP/1.1 503 Service Unavailable\r\n\r\n', () => accepted('another key')]) {
      answer = wrong;
      const { seen } = opened();
      assert.equal((await seen.closed).code, 1006);
      assert.deepEqual([seen.open, seen.errors], [0, 1]);
    }
  });

  it('ends with 1002 when the peer garbles', async () => {
    const { seen } = opened();
    (await peer).write(Buffer.from([0xff, 0xff, 1, 2, 3]));
    assert.equal((await seen.closed).code, 1002);
  });

  it('ends with 1002 when the SDK cannot read a message, and passes on none after it', async () => {
    // Asked before each message and after it.
    const complaints = [undefined, 'a field that is not there'];
    const { seen } = opened(() => complaints.shift());
    const far = await peer;
    const messages = ['one', 'two'].map((text) => serverFrame(OPCODE.binary, Buffer.from(text)));
    far.write(Buffer.concat(messages));
    assert.deepEqual(await seen.closed, { code: 1002, reason: 'a field that is not there' });
    assert.deepEqual(seen.messages, ['one']);
  });

  it('ends with 1002 when the SDK breaks over a message: one bot ends, not its worker', async () => {
    const { seen } = opened(undefined, () => {
      throw new TypeError('x is not a constructor');
    });
    (await peer).write(serverFrame(OPCODE.binary, Buffer.from('one')));
    assert.deepEqual(await seen.closed, { code: 1002, reason: 'x is not a constructor' });
  });

  it('leaves out texts, which the SDK could not read', async () => {
    const { seen } = opened();
    const far = await peer;
    far.write(
      Buffer.concat([serverFrame(OPCODE.text, Buffer.from('{}')), serverFrame(OPCODE.binary, Buffer.from('one'))]),
    );
    far.end(serverFrame(OPCODE.close, Buffer.from([0x03, 0xe8])));
    assert.equal((await seen.closed).code, 1000);
    assert.deepEqual(seen.messages, ['one']);
  });
});
