/** The time before something bad happens, to compare with: how much of it do the others feel? */

import type { Span } from '../contract/span.ts';
import type { Crowd } from '../crowd/crowd.ts';

/** Below this a p99 says nothing. */
const SECONDS_MIN = 2;

/** All bots have joined before the calm, so that a span after it has no joins to count. */
const COUNTED_ONCE = /^(join\.|joined$)/;

export async function calm(crowd: Crowd, seconds: number): Promise<Span> {
  crowd.mark('calm');
  return crowd.play(Math.max(SECONDS_MIN, seconds));
}

/**
 * @returns the span with `ack.before` and `tick.before`: the p99 in the calm before it; what is counted once, such as joins, and
 * errors of the calm count too
 */
export function withCalm(span: Span, before: Span): Span {
  const { 'ack.p99': ack, 'tick.p99': tick, errors = 0, drops = 0, lost = 0, joins = 0 } = before.figures;
  const once = Object.entries(before.figures).filter(([name]) => COUNTED_ONCE.test(name));
  const figures = {
    ...Object.fromEntries(once),
    ...span.figures,
    errors: (span.figures.errors ?? 0) + errors,
    drops: (span.figures.drops ?? 0) + drops,
    lost: (span.figures.lost ?? 0) + lost,
    joins: (span.figures.joins ?? 0) + joins,
    ...(ack !== undefined && { 'ack.before': ack }),
    ...(tick !== undefined && { 'tick.before': tick }),
  };
  return { ...span, figures, distributions: { ...before.distributions, ...span.distributions } };
}
