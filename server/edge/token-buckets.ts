/** Token buckets on the monotonic clock: one, and many by key with a limit on how many are kept. Time is handed in. */
import type { Rate } from './limits.ts';

export class TokenBucket {
  readonly #rate: Rate;
  #tokens: number;
  #lastMs: number;

  constructor(rate: Rate, nowMs: number) {
    this.#rate = rate;
    this.#tokens = rate.burst;
    this.#lastMs = nowMs;
  }

  /** @returns whether that much was left */
  take(nowMs: number, count = 1): boolean {
    this.#fill(nowMs);
    if (this.#tokens < count) return false;
    this.#tokens -= count;
    return true;
  }

  /** Takes back a take. */
  giveBack(): void {
    this.#tokens = Math.min(this.#rate.burst, this.#tokens + 1);
  }

  /** Whole seconds until one token is there, at least one. */
  get waitSeconds(): number {
    return Math.max(1, Math.ceil((1 - this.#tokens) / this.#rate.perSecond));
  }

  #fill(nowMs: number): void {
    this.#tokens = Math.min(this.#rate.burst, this.#tokens + ((nowMs - this.#lastMs) / 1000) * this.#rate.perSecond);
    this.#lastMs = nowMs;
  }
}

/**
 * The budget of one client's frames. A steady sender has `burst` at hand; a client that was silent may send what piled up
 * meanwhile (a link that stood still, or this process), because time passed for it too. In the long run `perSecond` holds.
 */
export class WsFrameBudget {
  readonly #rate: Rate & { perSilentSecond: number };
  #tokens: number;
  #lastMs: number;

  constructor(rate: Rate & { perSilentSecond: number }, nowMs: number) {
    this.#rate = rate;
    this.#tokens = rate.burst;
    this.#lastMs = nowMs;
  }

  take(nowMs: number): boolean {
    const { perSecond, burst, perSilentSecond } = this.#rate;
    const seconds = (nowMs - this.#lastMs) / 1000;
    this.#lastMs = nowMs;
    const filled = Math.min(this.#tokens + seconds * perSecond, burst + seconds * perSilentSecond);
    this.#tokens = Math.max(this.#tokens, filled);
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }
}

/** Keys that are remembered at once; beyond it the older half is forgotten, and starts with full buckets. */
const KEYS_MAX = 20_000;

export class Buckets {
  readonly #rate: Rate;
  readonly #byKey = new Map<string, TokenBucket>();

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  /** @returns 0 if there was a token, otherwise the seconds to wait */
  take(key: string, nowMs: number): number {
    let bucket = this.#byKey.get(key);
    if (bucket === undefined) {
      this.#makeRoom();
      bucket = new TokenBucket(this.#rate, nowMs);
      this.#byKey.set(key, bucket);
    }
    return bucket.take(nowMs) ? 0 : bucket.waitSeconds;
  }

  giveBack(key: string): void {
    this.#byKey.get(key)?.giveBack();
  }

  get size(): number {
    return this.#byKey.size;
  }

  /** Many at once, so that the next ones cost nothing. */
  #makeRoom(): void {
    if (this.#byKey.size < KEYS_MAX) return;
    for (const key of this.#byKey.keys()) {
      if (this.#byKey.size <= KEYS_MAX / 2) return;
      this.#byKey.delete(key);
    }
  }
}
