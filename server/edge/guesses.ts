/**
 * Secrets that can be guessed: room codes and the operator's token. A guess costs its address and the network around it a
 * token until it turns out to be right, so that many at once count as many. Whoever is out of tokens hears the same
 * answer for right and wrong.
 */
import { keyOf, networkOf } from './address.ts';
import type { EdgeLimits } from './limits.ts';
import { Buckets } from './token-buckets.ts';

export type Secret = 'codes' | 'operatorToken';
type GuessLimits = Pick<EdgeLimits, 'codeMisses' | 'operatorMisses' | 'missesPerNetwork'>;

const HOUR_SECONDS = 3600;

export class Guesses {
  readonly #near: Record<Secret, Buckets>;
  readonly #wide: Record<Secret, Buckets>;

  constructor({ codeMisses, operatorMisses, missesPerNetwork }: GuessLimits) {
    const buckets = ({ perHour, burst }: GuessLimits['codeMisses'], times: number): Buckets =>
      new Buckets({ perSecond: (perHour * times) / HOUR_SECONDS, burst: burst * times });
    this.#near = { codes: buckets(codeMisses, 1), operatorToken: buckets(operatorMisses, 1) };
    this.#wide = {
      codes: buckets(codeMisses, missesPerNetwork),
      operatorToken: buckets(operatorMisses, missesPerNetwork),
    };
  }

  /** Counts a guess as a miss. @returns 0 if it may be answered, otherwise the seconds to wait */
  miss(secret: Secret, address: string, nowMs: number): number {
    const wideSeconds = this.#wide[secret].take(networkOf(address), nowMs);
    if (wideSeconds > 0) return wideSeconds;
    const nearSeconds = this.#near[secret].take(keyOf(address), nowMs);
    if (nearSeconds > 0) this.#wide[secret].giveBack(networkOf(address));
    return nearSeconds;
  }

  /** The guess was right: it costs nothing. */
  hit(secret: Secret, address: string): void {
    this.#near[secret].giveBack(keyOf(address));
    this.#wide[secret].giveBack(networkOf(address));
  }
}
