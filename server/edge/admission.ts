/**
 * Who may come in: budgets and connections by address, and the total. One per server. An address that is exempt (see
 * LIMITS_PER_ADDRESS) has no key, and no limits of its own.
 */

import { type Addresses, isLoopback, keyOf } from './address.ts';
import { Guesses, type Secret } from './guesses.ts';
import type { EdgeLimits } from './limits.ts';
import { OpenSeats } from './open-seats.ts';
import type { RefusalReason } from './refusals.ts';
import { Buckets } from './token-buckets.ts';

export type Budget = 'requests' | 'joins' | 'roomCreations' | 'connects';

/** Sockets of one address that speak HTTP or nothing, next to its WebSockets: a browser opens six. */
const PLAIN_SOCKETS_MAX = 64;

export class Admission {
  readonly addresses: Addresses;
  readonly seats: OpenSeats;
  isDraining = false;
  readonly #limits: EdgeLimits;
  readonly #guesses: Guesses;
  readonly #budgets: Record<Budget, Buckets>;
  /** Open WebSockets and TCP connections by key. */
  readonly #connections = new Map<string, number>();
  readonly #sockets = new Map<string, number>();
  #connectionsTotal = 0;

  constructor(limits: EdgeLimits, addresses: Addresses) {
    this.#limits = limits;
    this.addresses = addresses;
    this.seats = new OpenSeats(limits);
    this.#guesses = new Guesses(limits);
    const { requests, joins, roomCreations, connects } = limits;
    this.#budgets = {
      requests: new Buckets(requests),
      joins: new Buckets(joins),
      roomCreations: new Buckets(roomCreations),
      connects: new Buckets(connects),
    };
  }

  /** @returns what limits of an address are counted under; undefined = it has none */
  keyOf(address: string): string | undefined {
    const { limitsPerAddress: rule } = this.#limits;
    if (rule === 'off' || (rule === 'remote' && isLoopback(address))) return undefined;
    return keyOf(address);
  }

  /** @returns 0 if the address may, otherwise the seconds to wait */
  waitSeconds(budget: Budget, address: string): number {
    const key = this.keyOf(address);
    return key === undefined ? 0 : this.#budgets[budget].take(key, performance.now());
  }

  /** Counts a guess of a secret, right or not. @returns 0 if it may be answered, otherwise the seconds to wait */
  guessed(secret: Secret, address: string): number {
    return this.keyOf(address) === undefined ? 0 : this.#guesses.miss(secret, address, performance.now());
  }

  /** That guess was right. */
  guessedRight(secret: Secret, address: string): void {
    if (this.keyOf(address) !== undefined) this.#guesses.hit(secret, address);
  }

  /** @returns why this address may not open another WebSocket */
  refusesConnection(address: string): Extract<RefusalReason, 'server_full' | 'too_many_connections'> | undefined {
    if (this.#connectionsTotal >= this.#limits.connectionsMax) return 'server_full';
    const key = this.keyOf(address);
    if (key === undefined || (this.#connections.get(key) ?? 0) < this.#limits.connectionsPerAddress) return undefined;
    return 'too_many_connections';
  }

  /** Counts a WebSocket. @returns to be called when it is closed */
  opened(address: string): () => void {
    this.#connectionsTotal++;
    const release = hold(this.#connections, this.keyOf(address));
    return () => {
      this.#connectionsTotal--;
      release();
    };
  }

  /** Counts a TCP connection. @returns to be called when it is closed; undefined if it is one too many */
  accepted(address: string): (() => void) | undefined {
    const key = this.addresses.isProxy(address) ? undefined : this.keyOf(address);
    const max = this.#limits.connectionsPerAddress + PLAIN_SOCKETS_MAX;
    if (key !== undefined && (this.#sockets.get(key) ?? 0) >= max) return undefined;
    return hold(this.#sockets, key);
  }
}

/** @returns takes back what was counted */
function hold(counts: Map<string, number>, key: string | undefined): () => void {
  if (key === undefined) return () => {};
  counts.set(key, (counts.get(key) ?? 0) + 1);
  return () => {
    const left = (counts.get(key) ?? 1) - 1;
    if (left > 0) counts.set(key, left);
    else counts.delete(key);
  };
}
