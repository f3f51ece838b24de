/** Reading a server's /metrics: Prometheus text, sums of samples, percentiles of what happened between two readings. */
import { ownLimitIn } from '../contract/own-limits.ts';

/** Beyond this a server is not answering. */
const SCRAPE_MS_MAX = 3000;
/** More than any server of this kind shows. */
const TEXT_CHARS_MAX = 4_000_000;

export type Sample = { labels: Readonly<Record<string, string>>; value: number };
/** Samples by metric name. */
export type Scrape = ReadonlyMap<string, readonly Sample[]>;

/**
 * What came of asking over HTTP: any answer at all, no connection, a connection and no answer. `unknown`: this machine could
 * not even ask.
 */
export type Answering = 'answers' | 'refuses' | 'silent' | 'unknown';

/** A connection that is refused once may be an accident. */
const AGAIN_MS = 250;

/** @returns the server's metrics, where it shows any, and whether it answers; asks again when it refuses */
export async function scrapeSurely(url: string): ReturnType<typeof scrape> {
  const first = await scrape(url);
  if (first.answering !== 'refuses') return first;
  await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  return scrape(url);
}

/** @returns the server's metrics, where it shows any, and whether it answers at all */
export async function scrape(
  url: string,
  answerMsMax = SCRAPE_MS_MAX,
): Promise<{ answering: Answering; scraped: Scrape | undefined }> {
  try {
    const response = await fetch(`${url}/metrics`, {
      // A connection of its own each time: one that is kept open would hide that new ones are refused.
      headers: { connection: 'close' },
      signal: AbortSignal.timeout(answerMsMax),
    });
    const text = await response.text();
    return { answering: 'answers', scraped: response.ok ? parseMetrics(text.slice(0, TEXT_CHARS_MAX)) : undefined };
  } catch (error) {
    return { answering: answeringOf(error), scraped: undefined };
  }
}

function answeringOf(error: unknown): Answering {
  if (error instanceof Error && error.name === 'TimeoutError') return 'silent';
  return ownLimitIn(error) === undefined ? 'refuses' : 'unknown';
}

const SAMPLE = /^([A-Za-z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)/;
const LABEL = /([A-Za-z_]\w*)="((?:[^"\\]|\\.)*)"/g;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n' };

/** Lines that are not samples are passed over: the format allows comments, and other servers may show more than ours. */
export function parseMetrics(text: string): Scrape {
  const samples = new Map<string, Sample[]>();
  for (const line of text.split('\n')) {
    const [, name, labelText, valueText] = SAMPLE.exec(line) ?? [];
    if (name === undefined || valueText === undefined) continue;
    const labels: Record<string, string> = {};
    for (const [, label, value] of (labelText ?? '').matchAll(LABEL)) {
      labels[label as string] = (value as string).replace(
        /\\(.)/g,
        (_, escaped: string) => ESCAPES[escaped] ?? escaped,
      );
    }
    const value = valueText === '+Inf' ? Infinity : Number(valueText);
    samples.set(name, [...(samples.get(name) ?? []), { labels, value }]);
  }
  return samples;
}

/** @returns the sum of a metric's samples, of those with the given labels if any are given; 0 when there are none */
export function sumOf(scraped: Scrape, name: string, labels: Readonly<Record<string, string>> = {}): number {
  let sum = 0;
  for (const sample of scraped.get(name) ?? []) {
    if (Object.entries(labels).every(([label, value]) => sample.labels[label] === value)) sum += sample.value;
  }
  return sum;
}

/** Upper bound and how many values lie at or below it, growing. */
type Bucket = { bound: number; count: number };

/**
 * Percentile of what a histogram counted between two scrapes, inside a bucket by straight line.
 * @param share in [0, 1]
 * @returns in the histogram's unit; 0 when nothing was counted; its largest bound when the answer lies beyond
 */
export function percentileBetween(before: Scrape, after: Scrape, name: string, share: number): number {
  const buckets = bucketsBetween(before, after, name);
  const total = buckets.at(-1)?.count ?? 0;
  if (total === 0) return 0;
  const rank = total * share;
  let below: Bucket = { bound: 0, count: 0 };
  for (const bucket of buckets) {
    if (bucket.count >= rank && bucket.count > below.count) {
      if (bucket.bound === Infinity) return below.bound;
      return below.bound + ((bucket.bound - below.bound) * (rank - below.count)) / (bucket.count - below.count);
    }
    below = bucket;
  }
  return below.bound;
}

function bucketsBetween(before: Scrape, after: Scrape, name: string): Bucket[] {
  const counts = new Map<number, number>();
  const count = (scraped: Scrape, sign: number) => {
    for (const { labels, value } of scraped.get(`${name}_bucket`) ?? []) {
      const bound = labels.le === '+Inf' ? Infinity : Number(labels.le);
      counts.set(bound, (counts.get(bound) ?? 0) + sign * value);
    }
  };
  count(before, -1);
  count(after, 1);
  return [...counts].map(([bound, n]) => ({ bound, count: n })).sort((a, b) => a.bound - b.bound);
}

/** @returns the sum of a metric's samples now, or undefined when the server does not show it */
export function nowOf(scraped: Scrape, name: string): number | undefined {
  return scraped.has(name) ? sumOf(scraped, name) : undefined;
}
