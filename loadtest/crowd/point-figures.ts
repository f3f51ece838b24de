/** The figures of one beat, for the charts and the progress line: what a span has, without what needs a row per bot. */
import type { Figures } from '../contract/figures.ts';
import type { Load, Slice } from '../contract/orders.ts';
import { METERS, meters, type Tally } from '../contract/tally.ts';
import { latenessMsOf, meanOf } from '../measure/span-figures.ts';

type Point = {
  tally: Tally;
  seconds: number;
  slices: readonly Pick<Slice, 'playing' | 'away'>[];
  loads: readonly (readonly Load[] | undefined)[];
};

export function pointFigures({ tally, seconds, slices, loads }: Point): Figures {
  const players = slices.reduce((sum, { playing }) => sum + playing, 0);
  const figures: Record<string, number> = {
    players,
    errors: tally.errors.reduce((sum, { count }) => sum + count, 0),
    drops: tally.get('drops'),
    refused: tally.get('refused'),
    joins: tally.get('joins'),
    leaves: tally.get('leaves'),
  };
  for (const meter of meters) {
    const summary = tally.summary(meter);
    if (summary === undefined || METERS[meter] !== 'ms') continue;
    figures[`${meter}.p50`] = summary.p50;
    figures[`${meter}.p99`] = summary.p99;
  }
  // Who should play and hears nothing gets 0 of everything.
  const due = players + slices.reduce((sum, { away }) => sum + away, 0);
  if (due > 0 && seconds > 0) Object.assign(figures, ratesOf(tally, seconds * due));
  const busy = loads.filter((beats) => beats !== undefined && beats.length > 0) as (readonly Load[])[];
  if (busy.length > 0) {
    figures['generator.cores'] = Math.max(...busy.map((beats) => meanOf(beats.map(({ cores }) => cores))));
    figures['generator.loop.p99'] = Math.max(...busy.map(latenessMsOf));
  }
  return figures;
}

/** @param playedSeconds of all together that play, or should */
function ratesOf(tally: Tally, playedSeconds: number): Figures {
  const shownMs = tally.get('shownMs');
  return {
    patches: tally.get('patches') / playedSeconds,
    frames: tally.get('frames') / playedSeconds,
    received: tally.get('bytesIn') / playedSeconds,
    sent: tally.get('bytesOut') / playedSeconds,
    ...(shownMs > 0 && {
      corrections: ((tally.summary('correction')?.count ?? 0) / playedSeconds) * 60,
      starvation: (tally.get('starvedMs') / shownMs) * 100,
    }),
  };
}
