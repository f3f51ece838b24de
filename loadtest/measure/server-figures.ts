/** What the server did in a span, from readings of its /metrics: one at the start, one at the end, one each beat between. */

import { median } from 'simple-statistics';
import { type Figures, PERCENTILES } from '../contract/figures.ts';
import { nowOf, percentileBetween, type Scrape, sumOf } from './scrape.ts';

const BYTES_PER_MB = 1e6;
const MS_PER_SECOND = 1000;
const TICK = 'sparkfray_tick_seconds';
const LATENESS = 'sparkfray_tick_lateness_seconds';
const PARTS = 'sparkfray_tick_part_seconds_total';

/** Gauges of which the highest value of a span counts. */
const EXTREMES = [
  `${TICK}_max`,
  `${LATENESS}_max`,
  'process_resident_memory_bytes',
  'nodejs_eventloop_lag_max_seconds',
] as const;
/** Readings kept; of a longer span every second one, every fourth, and so on. */
const READINGS_MAX = 4096;

/** One look at /metrics. */
export type Reading = { scraped: Scrape; atSeconds: number };

type Change = { before: Scrape; after: Scrape; seconds: number };

/** Readings of one span: of those in between only the extremes are kept. */
export class ServerSpan {
  #before: Reading | undefined;
  #after: Reading | undefined;
  readonly #most = new Map<string, number>();
  readonly #loopP99Seconds = new SpreadReadings();
  readonly #rssBytes = new SpreadReadings();
  /** Node counts the period of its own timer as delay: the shortest delay seen is that. */
  #loopLeastSeconds = Number.POSITIVE_INFINITY;

  /** @param before as of the start of the span; without it, the first reading in the span takes its place */
  constructor(before?: Reading) {
    this.#before = before;
  }

  add(reading: Reading): void {
    this.#before ??= reading;
    this.#after = reading;
    const { scraped } = reading;
    for (const name of EXTREMES) {
      const value = nowOf(scraped, name);
      if (value !== undefined) this.#most.set(name, Math.max(value, this.#most.get(name) ?? 0));
    }
    const bytes = nowOf(scraped, 'process_resident_memory_bytes');
    if (bytes !== undefined) this.#rssBytes.add(bytes);
    const least = nowOf(scraped, 'nodejs_eventloop_lag_min_seconds');
    if (least !== undefined && least > 0) this.#loopLeastSeconds = Math.min(this.#loopLeastSeconds, least);
    const p99 = nowOf(scraped, 'nodejs_eventloop_lag_p99_seconds');
    if (p99 !== undefined && Number.isFinite(p99)) this.#loopP99Seconds.add(p99);
  }

  /** @returns only what this server shows; rates are over the time between the readings, whenever they could be taken */
  figures(): Figures {
    if (this.#before === undefined || this.#after === undefined) return {};
    const seconds = this.#after.atSeconds - this.#before.atSeconds;
    if (seconds <= 0) return {};
    const change = { before: this.#before.scraped, after: this.#after.scraped, seconds };
    const most = this.#extremes(change);
    return {
      ...histogramFigures(change, TICK, 'tick', most['tick.max']),
      ...histogramFigures(change, LATENESS, 'late', most['late.max']),
      ...tickFigures(change),
      ...most,
      ...processFigures(change),
      ...trafficFigures(change),
    };
  }

  #extremes(change: Change): Figures {
    const figures: Record<string, number> = {};
    for (const [metric, name] of [
      [TICK, 'tick'],
      [LATENESS, 'late'],
    ] as const) {
      const most = this.#most.get(`${metric}_max`);
      if (most !== undefined && grown(change, `${metric}_count`) > 0) figures[`${name}.max`] = most * MS_PER_SECOND;
    }
    const rss = this.#most.get('process_resident_memory_bytes');
    if (rss !== undefined) figures.rss = rss / BYTES_PER_MB;
    const growth = growthOf(this.#rssBytes.values);
    if (growth !== undefined) figures['rss.growth'] = growth / BYTES_PER_MB;
    const loop = this.#most.get('nodejs_eventloop_lag_max_seconds');
    if (loop !== undefined) figures['loop.max'] = this.#lateMs(loop);
    const { values: loopP99Seconds } = this.#loopP99Seconds;
    if (loopP99Seconds.length > 0) figures['loop.p99'] = this.#lateMs(median(loopP99Seconds));
    return figures;
  }

  #lateMs(delaySeconds: number): number {
    const periodSeconds = Number.isFinite(this.#loopLeastSeconds) ? this.#loopLeastSeconds : 0;
    return Math.max(0, delaySeconds - periodSeconds) * MS_PER_SECOND;
  }
}

/** Readings evenly spread over a span of any length, in their order: when the list is full, every second one goes. */
class SpreadReadings {
  values: number[] = [];
  #every = 1;
  #seen = 0;

  add(value: number): void {
    if (this.#seen++ % this.#every !== 0) return;
    this.values.push(value);
    if (this.values.length < READINGS_MAX) return;
    this.values = this.values.filter((_, index) => index % 2 === 0);
    this.#every *= 2;
  }
}

/** Counters begin again when a server is started anew: then all of it is growth. */
const grown = ({ before, after }: Change, name: string, labels?: Record<string, string>): number => {
  const now = sumOf(after, name, labels);
  const then = sumOf(before, name, labels);
  return now >= then ? now - then : now;
};

/**
 * What a process needs at first is not what it loses: memory counts from the middle of the span on, as medians of a tenth
 * of the readings at both ends of that half.
 */
function growthOf(readings: readonly number[]): number | undefined {
  if (readings.length < 2) return undefined;
  const tenth = Math.max(1, Math.floor(readings.length / 10));
  const middle = readings.length >> 1;
  return median(readings.slice(-tenth)) - median(readings.slice(middle, middle + tenth));
}

/** @param maxMs the greatest, where the server tells: inside a bucket a percentile is a guess, but never beyond that */
function histogramFigures(change: Change, metric: string, name: string, maxMs = Number.POSITIVE_INFINITY): Figures {
  const { before, after } = change;
  const count = grown(change, `${metric}_count`);
  if (count === 0) return {};
  const figures: Record<string, number> = {};
  for (const [part, share] of Object.entries(PERCENTILES)) {
    figures[`${name}.${part}`] = Math.min(maxMs, percentileBetween(before, after, metric, share) * MS_PER_SECOND);
  }
  figures[`${name}.mean`] = (grown(change, `${metric}_sum`) / count) * MS_PER_SECOND;
  figures[`${name}.count`] = count;
  return figures;
}

function tickFigures(change: Change): Figures {
  const { after } = change;
  const figures: Record<string, number> = {};
  if (after.has('sparkfray_dropped_ticks_total')) figures.dropped = grown(change, 'sparkfray_dropped_ticks_total');
  const parts = grown(change, PARTS);
  if (parts > 0) figures.encode = (grown(change, PARTS, { part: 'send' }) / parts) * 100;
  return figures;
}

function processFigures(change: Change): Figures {
  if (!change.after.has('process_cpu_seconds_total')) return {};
  return { cores: grown(change, 'process_cpu_seconds_total') / change.seconds };
}

function trafficFigures(change: Change): Figures {
  const { after, seconds } = change;
  const figures: Record<string, number> = {};
  if (after.has('sparkfray_bytes_total')) {
    figures['server.in'] = grown(change, 'sparkfray_bytes_total', { direction: 'in' }) / seconds;
    figures['server.out'] = grown(change, 'sparkfray_bytes_total', { direction: 'out' }) / seconds;
  }
  for (const name of ['rooms', 'players', 'bots']) {
    const now = nowOf(after, `sparkfray_${name}`);
    if (now !== undefined) figures[`server.${name}`] = now;
  }
  return figures;
}
