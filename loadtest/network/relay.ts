/**
 * A bad network for one bot: a TCP relay in front of the server. Joining by HTTP, the WebSocket and the server's own pings
 * all go through it, late and unevenly but in order, as TCP delivers. Invariant: it never holds more than WAITING_BYTES_MAX
 * per direction; beyond that it stops reading, and the sender feels it.
 *
 * The server sees the relay's address in the Host header. To an https server the relay speaks TLS itself (and checks its
 * certificate); the bot speaks plain HTTP to the relay.
 */
import { connect as connectTcp, createServer, type Server, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { Lane, type LaneTimers } from '../../shared/netcode/badlink/lane.ts';
import { randomUnit } from '../../shared/sim/rng.ts';
import type { Link } from '../contract/link.ts';

/** More than the greatest full state, less than what would hurt with a thousand bots. */
const WAITING_BYTES_MAX = 1024 * 1024;
/** Matchmaking, the WebSocket and those of a few tries to come back. */
const CONNECTIONS_MAX = 16;

type Pair = { near: Socket; far: Socket | undefined; lanes: Lane[]; down: Direction | undefined };

export class Relay {
  readonly #target: URL;
  readonly #link: Link;
  readonly #server: Server;
  readonly #timers: LaneTimers;
  readonly #pairs = new Set<Pair>();
  #nextStallMs: number;
  #stalledUntilMs = 0;
  #pausesDownstream = false;

  private constructor(target: string, link: Link, seed: number) {
    this.#target = new URL(target);
    this.#link = link;
    const random = { rng: seed >>> 0 };
    this.#timers = {
      nowMs: () => performance.now(),
      after: (ms, run) => setTimeout(run, ms),
      random: () => randomUnit(random),
    };
    this.#nextStallMs = this.#stallAfter(performance.now());
    this.#server = createServer({ noDelay: true, allowHalfOpen: true }, (near) => this.#accept(near));
    this.#server.maxConnections = CONNECTIONS_MAX;
  }

  /**
   * @param target URL of the server
   * @param seed of all that is random here
   */
  static async open(target: string, link: Link, seed: number): Promise<Relay> {
    const relay = new Relay(target, link, seed);
    await new Promise<void>((resolve, reject) => {
      relay.#server.once('error', reject);
      relay.#server.listen(0, '127.0.0.1', resolve);
    });
    return relay;
  }

  /** Where a bot connects instead of to the server. */
  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the relay is closed');
    return `http://127.0.0.1:${address.port}${this.#target.pathname.replace(/\/$/, '')}`;
  }

  /** Stops reading from the server, or goes on: what it sends piles up on its side. */
  pauseDownstream(on: boolean): void {
    this.#pausesDownstream = on;
    for (const { down } of this.#pairs) down?.hold(on);
  }

  /** Ends all connections at once, as a network that is gone. */
  cut(): void {
    for (const pair of this.#pairs) end(pair);
    this.#pairs.clear();
  }

  close(): void {
    this.#server.close();
    this.cut();
  }

  #accept(near: Socket): void {
    const pair: Pair = { near, far: undefined, lanes: [], down: undefined };
    this.#pairs.add(pair);
    near.on('error', () => {}); // 'close' follows
    near.pause();
    near.once('close', () => {
      if (pair.far === undefined) this.#pairs.delete(pair);
    });
    const waitMs = this.#connectMs();
    if (waitMs === 0) this.#connect(pair);
    else setTimeout(() => this.#connect(pair), waitMs);
  }

  /** A connection costs one round trip before its first byte. */
  #connectMs(): number {
    const { latencyMs, jitterMs } = this.#link;
    const nowMs = this.#timers.nowMs();
    this.#stallIfDue(nowMs);
    const roundTripMs = Math.max(0, latencyMs + (jitterMs === 0 ? 0 : (this.#timers.random() * 2 - 1) * jitterMs));
    return Math.max(roundTripMs, this.#stalledUntilMs - nowMs);
  }

  #connect(pair: Pair): void {
    const { near } = pair;
    if (near.destroyed || !this.#pairs.has(pair)) return;
    const far = this.#dial();
    pair.far = far;
    far.on('error', () => {});
    far.setNoDelay(true);
    const up = this.#direction(near, far);
    const down = this.#direction(far, near);
    pair.lanes = [up.lane, down.lane];
    pair.down = down;
    if (this.#pausesDownstream) down.hold(true);
    const forget = () => {
      if (near.destroyed && far.destroyed) this.#pairs.delete(pair);
    };
    near.once('close', forget);
    far.once('close', forget);
  }

  #dial(): Socket {
    const { protocol, hostname, port } = this.#target;
    const host = hostname.replace(/^\[|\]$/g, '');
    const isSecure = protocol === 'https:' || protocol === 'wss:';
    if (!isSecure) return connectTcp({ host, port: Number(port || 80), noDelay: true, allowHalfOpen: true });
    return connectTls({ host, port: Number(port || 443), servername: host, ALPNProtocols: ['http/1.1'] });
  }

  #direction(from: Socket, to: Socket): Direction {
    const { latencyMs, jitterMs } = this.#link;
    const lane = new Lane(this.#timers);
    // A lane only adds to its delay: drawn from the least, two of them come to latency ± jitter (never below nothing).
    lane.options = {
      delayMs: Math.max(0, latencyMs - jitterMs) / 2,
      jitterMs: Math.min(jitterMs / 2, (latencyMs + jitterMs) / 4),
    };
    lane.stallUntil(this.#stalledUntilMs);
    return new Direction(from, to, lane, () => this.#stallIfDue(this.#timers.nowMs()));
  }

  /** Both directions of everything stand still at once. */
  #stallIfDue(nowMs: number): void {
    if (nowMs < this.#nextStallMs) return;
    this.#stalledUntilMs = this.#nextStallMs + this.#link.stallMs;
    this.#nextStallMs = this.#stallAfter(nowMs);
    for (const { lanes } of this.#pairs) for (const lane of lanes) lane.stallUntil(this.#stalledUntilMs);
  }

  /** Stalls come at random, on average as often as asked for. */
  #stallAfter(nowMs: number): number {
    const { stallsPerMinute, stallMs } = this.#link;
    if (stallsPerMinute === 0 || stallMs === 0) return Number.POSITIVE_INFINITY;
    return nowMs - (Math.log(1 - this.#timers.random()) * 60_000) / stallsPerMinute;
  }
}

function end({ near, far, lanes }: Pair): void {
  for (const lane of lanes) lane.clear();
  near.destroy();
  far?.destroy();
}

/** From one socket to another by way of a lane. */
class Direction {
  readonly lane: Lane;
  readonly #from: Socket;
  readonly #to: Socket;
  #waitingBytes = 0;
  #held = false;
  #flows = true;

  constructor(from: Socket, to: Socket, lane: Lane, beforeEach: () => void) {
    this.#from = from;
    this.#to = to;
    this.lane = lane;
    from.on('data', (chunk: Buffer) => {
      beforeEach();
      this.#waitingBytes += chunk.length;
      lane.pass(() => this.#deliver(chunk));
      this.#breathe();
    });
    from.once('end', () => lane.pass(() => to.end()));
    from.once('close', (hadError: boolean) => lane.pass(() => (hadError ? to.destroy() : to.end())));
    to.on('drain', () => this.#breathe());
    from.resume();
  }

  hold(on: boolean): void {
    this.#held = on;
    this.#breathe();
  }

  #deliver(chunk: Buffer): void {
    this.#waitingBytes -= chunk.length;
    if (!this.#to.destroyed) this.#to.write(chunk);
    this.#breathe();
  }

  #breathe(): void {
    const flows = !this.#held && this.#waitingBytes + this.#to.writableLength < WAITING_BYTES_MAX;
    if (flows === this.#flows) return;
    this.#flows = flows;
    if (flows) this.#from.resume();
    else this.#from.pause();
  }
}
