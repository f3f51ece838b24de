/** A TCP or TLS connection that speaks HTTP and WebSocket only as far as a test tells it to. */
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { closeCodeOf, FrameReader, frame, OPCODE, pongFrame, type ServerFrame } from './frames.ts';

export type RawOptions = {
  port: number;
  tls?: boolean;
  /** Answers a close frame with the same body, as RFC 6455, 5.5.1 wants it; on by itself. */
  answersClose?: boolean;
  /** Answers pings; on by itself. */
  answersPings?: boolean;
  /** Address of this machine to connect from (127.0.0.2 …): limits go by address. */
  from?: string;
  /** Called with each frame of the server. */
  onFrame?: (frame: ServerFrame) => void;
};

export type HttpHead = { status: number; headers: ReadonlyMap<string, string> };

const HEAD_END = Buffer.from('\r\n\r\n');

function parseHead(bytes: Buffer): HttpHead {
  const [first = '', ...lines] = bytes.toString('latin1').split('\r\n');
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return { status: Number(/^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1] ?? Number.NaN), headers };
}

export class RawSocket {
  readonly socket: Socket;
  /** The answer to a request, once its head is complete. */
  head: HttpHead | undefined;
  /** Bytes after the head of an answer that is no upgrade. */
  body = Buffer.alloc(0);
  readonly frames: ServerFrame[] = [];
  /** The other side ended the connection, in whatever way. */
  ended = false;
  /** The connection was reset rather than ended. */
  reset = false;
  bytesIn = 0;
  readonly #options: RawOptions;
  readonly #reader = new FrameReader();
  #beforeHead = Buffer.alloc(0);
  readonly #waiting = new Set<() => void>();

  constructor(options: RawOptions) {
    this.#options = options;
    const from = options.from === undefined ? {} : { localAddress: options.from };
    const address = { port: options.port, host: '127.0.0.1', allowHalfOpen: true, ...from };
    this.socket = options.tls === true ? connectTls({ ...address, rejectUnauthorized: false }) : connectTcp(address);
    this.socket.setNoDelay(true);
    this.socket.on('data', (bytes: Buffer) => this.#take(bytes));
    this.socket.on('error', () => {
      this.reset = true;
    });
    for (const event of ['end', 'close']) {
      this.socket.on(event, () => {
        this.ended = true;
        this.#notify();
      });
    }
  }

  /** @throws when nobody listens there */
  static async open(options: RawOptions): Promise<RawSocket> {
    const raw = new RawSocket(options);
    await new Promise<void>((resolve, reject) => {
      raw.socket.once(options.tls === true ? 'secureConnect' : 'connect', resolve);
      raw.socket.once('error', reject);
    });
    return raw;
  }

  write(bytes: Uint8Array | string): void {
    if (this.socket.writable) this.socket.write(bytes);
  }

  /** Ends our half and keeps reading. */
  endHalf(): void {
    this.socket.end();
  }

  destroy(): void {
    this.socket.destroy();
  }

  /** Forgets the answer that came, to await the next one of the same connection. */
  forgetAnswer(): void {
    this.head = undefined;
    this.body = Buffer.alloc(0);
    this.#beforeHead = Buffer.alloc(0);
  }

  /** The code of the close frame that came, if one came. */
  get closeCode(): number | undefined {
    const last = this.frames.find(({ opcode }) => opcode === OPCODE.close);
    return last === undefined ? undefined : closeCodeOf(last);
  }

  /** Waits until something holds, looking whenever bytes come or the connection ends. @returns whether it held in time */
  async until(holds: () => boolean, timeoutMs: number): Promise<boolean> {
    const endMs = performance.now() + timeoutMs;
    while (!holds()) {
      const leftMs = endMs - performance.now();
      if (leftMs <= 0) return false;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(() => wake(), leftMs);
        const wake = (): void => {
          clearTimeout(timer);
          this.#waiting.delete(wake);
          resolve();
        };
        this.#waiting.add(wake);
      });
    }
    return true;
  }

  #take(bytes: Buffer): void {
    this.bytesIn += bytes.length;
    if (this.head !== undefined) this.#takeRest(bytes);
    else {
      this.#beforeHead = Buffer.concat([this.#beforeHead, bytes]);
      const end = this.#beforeHead.indexOf(HEAD_END);
      if (end >= 0) {
        this.head = parseHead(this.#beforeHead.subarray(0, end));
        this.#takeRest(this.#beforeHead.subarray(end + HEAD_END.length));
      }
    }
    this.#notify();
  }

  #takeRest(bytes: Buffer): void {
    if (this.head?.status !== 101) {
      this.body = Buffer.concat([this.body, bytes]);
      return;
    }
    for (const next of this.#reader.push(bytes)) {
      this.frames.push(next);
      this.#options.onFrame?.(next);
      if (next.opcode === OPCODE.ping && this.#options.answersPings !== false) this.write(pongFrame(next.payload));
      if (next.opcode === OPCODE.close && this.#options.answersClose !== false) {
        this.write(frame(OPCODE.close, next.payload));
      }
    }
  }

  #notify(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}
