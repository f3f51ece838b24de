/**
 * What stands between one WebSocket and its room. Every event of the socket passes here first: messages are counted and
 * looked at before Colyseus sees them. A client that breaks a rule is cut: nothing more is read from it, it is told the
 * reason, and after a quarter of a second the connection is gone. An error that is not the client's ends this connection
 * alone, and its seat waits.
 */
import { type Client, ClientState } from '@colyseus/core';
import type { WebSocketClient } from '@colyseus/ws-transport';
import { isInputFrame } from '../../shared/wire/input.ts';
import { CLOSE, CUT_REASONS, type CutReason } from '../../shared/wire/protocol.ts';
import type { InternalErrors } from '../ops/internal-errors.ts';
import { LatencyMeter, measureLatency } from './latency.ts';
import type { EdgeLimits } from './limits.ts';
import { type Moment, waitedMs } from './live-clock.ts';
import { tellSpoken } from './other-sdks.ts';
import type { RefusalReason, Refusals } from './refusals.ts';
import { TokenBucket, WsFrameBudget } from './token-buckets.ts';

export type Socket = WebSocketClient['ref'];

/** First byte of a message from a client: join acknowledged, leave, message, ping, input frame, request. None has flags. */
const OPCODES: ReadonlySet<number> = new Set([10, 12, 13, 18, 19, 21]);
const OPCODE_INPUT = 19;
/** An input frame has a handful of small fields. */
const INPUT_BYTES_MAX = 64;
/** The reason must reach the other side before the connection is gone. */
const CUT_AFTER_MS = 250;

export type SocketGuardOptions = {
  limits: EdgeLimits;
  refusals: Refusals;
  errors: InternalErrors;
  address: string;
  opened: Moment;
  /** The client has answered a ping after so many ms. */
  onRoundTrip?: (ms: number) => void;
};

/** Why a connection ended, where it was not its client that ended it. */
export type ConnectionEnd = RefusalReason | 'internal_error';

/** Guards by socket: see cut(). */
const guards = new WeakMap<object, SocketGuard>();

export class SocketGuard {
  /** Set once the room has taken it in. */
  client: WebSocketClient | undefined;
  readonly latency: LatencyMeter;
  readonly #socket: Socket;
  readonly #options: SocketGuardOptions;
  readonly #wsFrames: WsFrameBudget;
  readonly #bytes: TokenBucket;
  /** `cut` for what the client did, `failed` for what we did, `dismissed` for what became of its seat; nothing passes in them. */
  #state: 'open' | 'cut' | 'failed' | 'dismissed' = 'open';
  #endedBy: ConnectionEnd | undefined;
  /** While Colyseus reads a message. */
  #isReading = false;

  constructor(socket: Socket, options: SocketGuardOptions) {
    const { limits, opened } = options;
    const { nowMs } = opened;
    this.#socket = socket;
    this.#options = options;
    this.#wsFrames = new WsFrameBudget(limits.frames, nowMs);
    this.#bytes = new TokenBucket({ perSecond: limits.bytesPerSecond, burst: limits.bytesPerSecond }, nowMs);
    this.latency = new LatencyMeter((nonce) => socket.ping(nonce), opened);
    measureLatency(socket, this.latency);
    guards.set(socket, this);
    this.#intercept();
    this.latency.tick(opened);
  }

  /** Bytes came in, whatever they mean: fragments and control frames count too. */
  countBytes(count: number): void {
    this.#attempt(() => {
      if (this.#state === 'open' && !this.#bytes.take(performance.now(), count)) this.cut('bytes');
    });
  }

  /** What time alone tells. */
  check(now: Moment): void {
    this.#attempt(() => this.#check(now));
  }

  #check(now: Moment): void {
    if (this.#state !== 'open' || this.#socket.readyState !== this.#socket.OPEN) return;
    const { limits, opened } = this.#options;
    if (this.#socket.bufferedAmount > limits.bufferedBytesMax) return this.#lose('slow_reader');
    if (this.latency.silentMs(now) > limits.silenceMsMax) return this.#lose('silent');
    const isJoining = this.client === undefined || this.client.state === ClientState.JOINING;
    if (isJoining && waitedMs(opened, now) > limits.joinMsMax) {
      tellSpoken(this.client);
      return this.cut('join_late');
    }
    this.latency.tick(now);
  }

  cut(reason: CutReason): void {
    if (this.#state !== 'open') return;
    this.#state = 'cut';
    this.#refuse(`cut_${reason}`);
    this.#socket.close(CLOSE.withError, CUT_REASONS[reason].word);
    this.#socket.pause();
    this.#endSoon();
  }

  get isCut(): boolean {
    return this.#state === 'cut';
  }

  get address(): string {
    return this.#options.address;
  }

  /** Why it ended; undefined while it is open, when its client has closed or lost it, and when its code says why. */
  get endedBy(): ConnectionEnd | undefined {
    return this.#endedBy;
  }

  /** The seat is not this connection's any more, and its page is told why. */
  dismiss(code: number): void {
    if (this.#state !== 'open') return;
    this.#state = 'dismissed';
    this.#socket.close(code);
    this.#socket.pause();
    this.#endSoon();
  }

  /** The connection is given up as a lost one is: the seat waits for its player. */
  #lose(reason: Extract<RefusalReason, 'slow_reader' | 'silent'>): void {
    this.#refuse(reason);
    this.#socket.terminate();
  }

  #refuse(reason: RefusalReason): void {
    this.#endedBy = reason;
    this.#options.refusals.count(reason, this.#options.address);
  }

  #endSoon(): void {
    setTimeout(() => this.#socket.terminate(), CUT_AFTER_MS);
  }

  /** Puts this guard before all listeners of the socket, those of Colyseus included. */
  #intercept(): void {
    const emit = this.#socket.emit.bind(this.#socket);
    const close = this.#socket.close.bind(this.#socket);
    // Colyseus ends a client whose message it cannot unpack without a word: it is cut as others are, and told why.
    this.#socket.close = (code, reason) => {
      const isUnread = this.#isReading && code === CLOSE.withError && reason === undefined;
      if (isUnread) this.cut('broken_message');
      else close(code, reason);
    };
    this.#socket.emit = (event: string | symbol, ...parts: unknown[]): boolean =>
      this.#attempt(() => this.#pass(emit, event, parts)) ?? false;
  }

  #pass(emit: Socket['emit'], event: string | symbol, parts: unknown[]): boolean {
    switch (event) {
      case 'message':
        return this.#admits(parts[0] as Buffer, parts[1] === true) && this.#read(() => emit(event, ...parts));
      case 'ping':
        return this.#spends() && emit(event, ...parts);
      case 'pong':
        if (!this.#spends()) return false;
        this.#learn(parts[0] as Buffer);
        return emit(event, ...parts);
      case 'error':
        this.#refuseWsFrame();
        return true;
      case 'close':
        // The room must not hold the seat of a client that was cut, whatever code came last.
        return this.isCut ? emit(event, CLOSE.withError, parts[1]) : emit(event, ...parts);
      default:
        return emit(event, ...parts);
    }
  }

  /** Does what belongs to this socket: what throws here is our error, and costs this connection alone. */
  #attempt<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      this.#options.errors.note('socket', error);
      if (this.#state !== 'failed') this.#fail();
      return undefined;
    }
  }

  #read(message: () => boolean): boolean {
    this.#isReading = true;
    try {
      return message();
    } finally {
      this.#isReading = false;
    }
  }

  #fail(): void {
    this.#state = 'failed';
    this.#endedBy = 'internal_error';
    this.#socket.close(CLOSE.internalError);
    this.#endSoon();
  }

  #learn(pong: Buffer): void {
    const ms = this.latency.answered(pong, performance.now());
    if (ms !== undefined) this.#options.onRoundTrip?.(ms);
  }

  #spends(): boolean {
    if (this.#state !== 'open') return false;
    if (this.#wsFrames.take(performance.now())) return true;
    this.cut('frames');
    return false;
  }

  #admits(bytes: Buffer, isBinary: boolean): boolean {
    if (!this.#spends()) return false;
    const wrong = wrongWith(bytes, isBinary);
    if (wrong !== undefined) this.cut(wrong);
    return wrong === undefined;
  }

  /** ws has found a frame against RFC 6455 and is closing with the code that says so. A broken socket ends by itself. */
  #refuseWsFrame(): void {
    if (this.#state !== 'open' || this.#socket.readyState !== this.#socket.CLOSING) return;
    this.#state = 'cut';
    this.#refuse('cut_bad_frame');
    this.#endSoon();
  }
}

function wrongWith(bytes: Buffer, isBinary: boolean): CutReason | undefined {
  if (!isBinary) return 'text';
  const opcode = bytes[0];
  if (opcode === undefined || !OPCODES.has(opcode)) return 'opcode';
  if (opcode !== OPCODE_INPUT) return undefined;
  if (bytes.length > INPUT_BYTES_MAX) return 'length';
  return isInputFrame(bytes, 1) ? undefined : 'broken_message';
}

/** Cuts a client of a room, for what only the room can tell. */
export function cut(client: Client, reason: CutReason): void {
  const guard = guards.get(client.ref);
  if (guard === undefined) client.leave(CLOSE.withError, CUT_REASONS[reason].word);
  else guard.cut(reason);
}

/** @returns from where a client's last connection came, and why it ended; undefined where no guard stands before it */
export const connectionOf = (client: Client): Pick<SocketGuard, 'address' | 'endedBy'> | undefined =>
  guards.get(client.ref);

/** @returns whether the client's connection was cut: its seat is not for it any more */
export const isCut = (client: Client): boolean => guards.get(client.ref)?.isCut === true;

/** Ends the connection of a client that has lost its seat. @param code says why */
export function dismiss(client: Client, code: number): void {
  const guard = guards.get(client.ref);
  if (guard === undefined) client.leave(code);
  else guard.dismiss(code);
}

/**
 * Ends the connection of a client that the room has dropped, with 4002, while its socket is open: only a return by token
 * does that.
 * @returns whether it was open
 */
export function endReplaced(client: Client): boolean {
  const { ref } = client as WebSocketClient;
  const guard = ref.readyState === ref.OPEN ? guards.get(ref) : undefined;
  guard?.dismiss(CLOSE.replaced);
  return guard !== undefined;
}
