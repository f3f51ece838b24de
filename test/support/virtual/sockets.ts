/**
 * The two ends of a virtual WebSocket: a browser-like one for the SDK's transport, and one like `ws` for the server's
 * client. Close behaves as on a real socket; a cut gives 1006 to both.
 */
import { EventEmitter } from 'node:events';
import type { Lane } from './link.ts';

const OPEN = 1;
const CLOSED = 3;

/** What the SDK's transport sees. */
export class NearEnd {
  readyState = 0;
  binaryType = 'arraybuffer';
  onopen: ((event: object) => void) | null = null;
  onmessage: ((event: { data: ArrayBuffer }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  onerror: ((event: object) => void) | null = null;
  readonly pipe: Pipe;

  constructor(pipe: Pipe) {
    this.pipe = pipe;
  }

  send(bytes: Uint8Array): void {
    this.pipe.fromNear(Uint8Array.from(bytes));
  }

  close(code = 1005, reason = ''): void {
    this.pipe.closeFromNear(code, reason);
  }
}

/** What the server's client sees: the part of a `ws` socket that Colyseus uses. */
export class FarEnd extends EventEmitter {
  readyState: number = OPEN;
  readonly pipe: Pipe;

  constructor(pipe: Pipe) {
    super();
    this.pipe = pipe;
  }

  send(bytes: Uint8Array, _options?: object, sent?: (error?: Error) => void): void {
    if (this.readyState === OPEN) this.pipe.fromFar(Uint8Array.from(bytes));
    sent?.();
  }

  close(code = 1005, reason = ''): void {
    this.pipe.closeFromFar(code, reason);
  }

  terminate(): void {
    this.pipe.cut();
  }
}

/** A pair of ends and the lanes between them. */
export class Pipe {
  readonly near = new NearEnd(this);
  readonly far = new FarEnd(this);
  readonly up: Lane;
  readonly down: Lane;
  readonly nowMs: () => number;
  bytesUp = 0;
  bytesDown = 0;

  constructor(up: Lane, down: Lane, nowMs: () => number) {
    this.up = up;
    this.down = down;
    this.nowMs = nowMs;
  }

  get isOpen(): boolean {
    return this.far.readyState === OPEN || this.near.readyState === OPEN;
  }

  fromNear(bytes: Uint8Array): void {
    this.bytesUp += bytes.byteLength;
    this.up.send(this.nowMs(), () => {
      if (this.far.readyState === OPEN) this.far.emit('message', Buffer.from(bytes));
    });
  }

  fromFar(bytes: Uint8Array): void {
    this.bytesDown += bytes.byteLength;
    this.down.send(this.nowMs(), () => {
      if (this.near.readyState === OPEN) this.near.onmessage?.({ data: bytes.slice().buffer as ArrayBuffer });
    });
  }

  closeFromNear(code: number, reason: string): void {
    this.up.send(this.nowMs(), () => this.#closeFar(code));
    this.#closeNear(code, reason);
  }

  closeFromFar(code: number, reason: string): void {
    this.down.send(this.nowMs(), () => this.#closeNear(code, reason));
    this.#closeFar(code);
  }

  /** The connection is lost: what was under way is lost with it. */
  cut(): void {
    this.up.clear();
    this.down.clear();
    this.#closeFar(1006);
    this.#closeNear(1006, '');
  }

  #closeNear(code: number, reason: string): void {
    if (this.near.readyState === CLOSED) return;
    this.near.readyState = CLOSED;
    this.near.onclose?.({ code, reason });
  }

  #closeFar(code: number): void {
    if (this.far.readyState === CLOSED) return;
    this.far.readyState = CLOSED;
    this.far.emit('close', code);
  }
}
