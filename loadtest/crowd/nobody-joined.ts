/** A run in which nobody can join has nothing to measure: it ends as soon as that is known. */
import type { Tally } from '../contract/tally.ts';

/** So many joins that fail, and none that succeeds, are enough to know. */
const TRIES_MAX = 20;

/**
 * @param asked honest bots that were to join until now
 * @returns the reason when so many have been refused, or all, that nothing will be measured
 */
export function nobodyJoined(total: Tally, asked: number): string | undefined {
  const failed = total.errors.reduce((sum, { count }) => sum + count, 0);
  if (total.get('joins') > 0 || asked === 0 || failed < Math.min(asked, TRIES_MAX)) return undefined;
  return `No bot could join (${failed} tries). ${total.errors[0]?.message ?? ''}`;
}
