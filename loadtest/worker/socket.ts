/**
 * The socket under the SDK: a WebSocket client made for many bots in one process. Node's own spends as much on streams,
 * events and copies as the SDK on decoding. Same behaviour: whole messages in order, pongs, the close codes of the peer,
 * 1006 without one. All sockets of a process read into one buffer, because each chunk is used up before the next comes.
 */
import { createHash, randomBytes } from 'node:crypto';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Room } from '@colyseus/sdk';
import { WebSocketTransport } from '@colyseus/sdk/transport/WebSocketTransport';
import { OPCODE, WsFrameReader, wsFrameOf } from './ws-frames.ts';

const READ_BYTES = 64 * 1024;
const HEAD_BYTES_MAX = 16 * 1024;
/** What a server may leave unread before this client counts as stuck and is cut. */
const UNSENT_BYTES_MAX = 1024 * 1024;
const CLOSE_MS_MAX = 3000;
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const STATE = { connecting: 0, open: 1, closing: 2, closed: 3 } as const;
const ABNORMAL = 1006;
const NO_STATUS = 1005;
const BROKEN = 1002;

const readBuffer = Buffer.allocUnsafeSlow(READ_BYTES);

/** What the SDK has complained of since the last message. */
let complaint: string | undefined;

type Closed = { code: number; reason: string };

export class BotSocket {
  readyState: number = STATE.connecting;
  binaryType = 'arraybuffer';
  onopen: ((event: object) => void) | null = null;
  onmessage: ((event: { data: Uint8Array }) => void) | null = null;
  onclose: ((event: Closed) => void) | null = null;
  onerror: ((event: { code: number; reason: string; message: string }) => void) | null = null;
  readonly #socket: Socket;
  readonly #key = randomBytes(16).toString('base64');
  readonly #frames = new WsFrameReader((opcode, payload) => this.#onFrame(opcode, payload));
  #head = '';
  #closed: Closed = { code: ABNORMAL, reason: '' };
  #closeTimer: NodeJS.Timeout | undefined;

  /** @param headers go with the handshake */
  constructor(address: string, headers: Readonly<Record<string, string>> = {}) {
    const url = new URL(address);
    this.#socket = dial(url, (chunk) => this.#read(chunk));
    this.#socket.on('error', (error) => this.#onError(error));
    this.#socket.once('close', () => this.#onClosed());
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    this.#socket.write(
      `GET ${url.pathname}${url.search} HTTP/1.1\r\nHost: ${url.host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${this.#key}\r\n${lines.join('')}\r\n`,
    );
  }

  send(payload: Uint8Array): void {
    if (this.readyState !== STATE.open) return;
    this.#socket.write(wsFrameOf(OPCODE.binary, payload));
    if (this.#socket.writableLength > UNSENT_BYTES_MAX) this.terminate();
  }

  close(code?: number, reason = ''): void {
    if (this.readyState >= STATE.closing) return;
    if (this.readyState === STATE.connecting) return this.terminate();
    this.readyState = STATE.closing;
    this.#sendClose(code, reason);
    this.#closeTimer = setTimeout(() => this.terminate(), CLOSE_MS_MAX);
  }

  /** Without a word. */
  terminate(): void {
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    try {
      if (this.readyState === STATE.connecting) this.#readHead(chunk);
      else this.#frames.read(chunk);
    } catch (error) {
      this.#closed = { code: BROKEN, reason: error instanceof Error ? error.message : String(error) };
      this.#socket.destroy(error as Error);
    }
  }

  #readHead(chunk: Buffer): void {
    this.#head += chunk.toString('latin1');
    const end = this.#head.indexOf('\r\n\r\n');
    if (end < 0 && this.#head.length < HEAD_BYTES_MAX) return;
    const status = /^HTTP\/1\.1 (\d{3})/.exec(this.#head)?.[1];
    const accept = /\r\nsec-websocket-accept: *(\S+)/i.exec(this.#head)?.[1];
    const wanted = createHash('sha1').update(`${this.#key}${GUID}`).digest('base64');
    if (end < 0 || status !== '101' || accept !== wanted) {
      this.#socket.destroy(new Error(`no WebSocket there (status ${status ?? 'missing'})`));
      return;
    }
    this.readyState = STATE.open;
    this.onopen?.({});
    const rest = Buffer.from(this.#head.slice(end + 4), 'latin1');
    this.#head = '';
    if (rest.length > 0) this.#frames.read(rest);
  }

  #onFrame(opcode: number, payload: Buffer): void {
    if (this.readyState === STATE.closed) return;
    switch (opcode) {
      case OPCODE.binary:
        this.#hear(payload);
        return;
      case OPCODE.ping:
        if (this.readyState === STATE.open) this.#socket.write(wsFrameOf(OPCODE.pong, payload));
        return;
      case OPCODE.close:
        this.#onClose(payload);
        return;
      default: // a text is nothing that the SDK could read, and a pong is no answer to anything of ours
    }
  }

  /** @throws when the SDK cannot read the message: it would only complain, and go on with half a state */
  #hear(payload: Buffer): void {
    complaint = undefined;
    this.onmessage?.({ data: payload });
    if (complaint !== undefined) throw new Error(complaint);
  }

  #onClose(payload: Buffer): void {
    const code = payload.length >= 2 ? payload.readUInt16BE(0) : NO_STATUS;
    this.#closed = { code, reason: payload.toString('utf8', 2) };
    if (this.readyState === STATE.open) this.#sendClose(code === NO_STATUS ? undefined : code, '');
    this.readyState = STATE.closing;
    this.#socket.end();
    this.#closeTimer ??= setTimeout(() => this.terminate(), CLOSE_MS_MAX);
  }

  #sendClose(code: number | undefined, reason: string): void {
    const payload = Buffer.alloc(code === undefined ? 0 : 2 + Buffer.byteLength(reason));
    if (code !== undefined) {
      payload.writeUInt16BE(code, 0);
      payload.write(reason, 2);
    }
    this.#socket.write(wsFrameOf(OPCODE.close, payload));
  }

  #onError(error: Error): void {
    this.onerror?.({ code: 0, reason: error.message, message: error.message });
  }

  #onClosed(): void {
    clearTimeout(this.#closeTimer);
    this.readyState = STATE.closed;
    this.onclose?.(this.#closed);
  }
}

function dial({ protocol, hostname, port }: URL, onChunk: (chunk: Buffer) => void): Socket {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (protocol === 'wss:' || protocol === 'https:') {
    const socket = connectTls({ host, port: Number(port || 443), servername: host, ALPNProtocols: ['http/1.1'] });
    socket.setNoDelay(true);
    return socket.on('data', onChunk);
  }
  return connectTcp({
    host,
    port: Number(port || 80),
    noDelay: true,
    onread: {
      buffer: readBuffer,
      callback: (bytes: number) => {
        onChunk(readBuffer.subarray(0, bytes));
        return true;
      },
    },
  });
}

/**
 * The SDK tells of every reconnection and every oddity on the console; what matters is counted. From now on it is silent,
 * and what it says of an unreadable message ends that connection.
 */
export function hearSdk(): void {
  console.info = () => {};
  console.warn = (what: unknown) => {
    if (String(what).startsWith('@colyseus/schema')) complaint ??= String(what);
  };
  console.error = (what: unknown) => {
    complaint ??= String(what);
  };
}

/** The SDK uses it for all connections of this process that are made from now on. */
export function useBotSockets(): void {
  WebSocketTransport.prototype.connect = function connect(url: string, headers?: Record<string, string>): void {
    const socket = new BotSocket(url, headers);
    const { events } = this;
    socket.onopen = (event) => events.onopen?.(event);
    socket.onmessage = (event) => events.onmessage?.(event);
    socket.onclose = (event) => events.onclose?.(event);
    socket.onerror = (event) => events.onerror?.(event);
    this.ws = socket as unknown as WebSocket;
  };
}

/** Ends a connection without a word, as a network that is gone; the SDK comes back by itself. */
export function cutSocket(room: Room): void {
  const { ws } = room.connection.transport as unknown as { ws: { close: () => void; terminate?: () => void } };
  if (ws.terminate === undefined) ws.close();
  else ws.terminate();
}
