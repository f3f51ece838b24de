/**
 * Everything that bots count, in a form that adds up exactly: over bots, over seconds, over processes and machines.
 * Histograms (HDR) are merged bucket by bucket; never is a percentile made from percentiles.
 */
import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64, type Histogram } from 'hdr-histogram-js';
import { z } from 'zod';

/** What is measured as a distribution, and its unit. */
export const METERS = {
  /** From asking for a seat to the first state. */
  join: 'ms',
  /** From a dropped connection to playing again. */
  back: 'ms',
  /** From asking for a room over HTTP to its answer. */
  room: 'ms',
  /** From the moment an input frame was due to the patch that acknowledges it. */
  ack: 'ms',
  /** There and back of a protocol ping, which waits for no tick. */
  rtt: 'ms',
  /** How old the newest snapshot is when a step uses it. */
  age: 'ms',
  /** How far the own pilot was from the truth. */
  correction: 'u',
} as const;

export type Meter = keyof typeof METERS;
export const meters = Object.keys(METERS) as Meter[];

export const counters = [
  'patches',
  'bytesIn',
  'bytesOut',
  /** Input frames sent, and those that the server says it did not use. */
  'frames',
  'refused',
  /** Frames that were never acknowledged: their age at the end is in `ack`, which is less than the truth. */
  'unacked',
  /** Milliseconds that others were shown, and those of them without a snapshot to show. */
  'shownMs',
  'starvedMs',
  'joins',
  'leaves',
  'drops',
  /** Seats that bots had, and lost against their will. */
  'lost',
  'hits',
  'kills',
] as const;

export type Counter = (typeof counters)[number];

/** What a scenario of the user's measures, in milliseconds, or counts. */
export type OwnName = `own.${string}`;
const OWN_NAME = /^own\.[A-Za-z][A-Za-z0-9]{0,31}$/;

/** @param name without its `own.` */
export const isOwnName = (name: string): boolean => OWN_NAME.test(`own.${name}`);
const ownName = z.templateLiteral(['own.', z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,31}$/)]);

/** Values are kept in thousandths of their unit, up to a minute: that is "never" to a player. */
const SCALE = 1000;
const VALUE_MAX = 60_000 * SCALE;
/** Different sentences kept: a server may make up a new one each time. */
const ERRORS_MAX = 64;
const ERROR_CHARS_MAX = 300;
const OTHER = 'other reasons';

export type Summary = { count: number; mean: number; p50: number; p90: number; p99: number; p999: number; max: number };

const newHistogram = (): Histogram =>
  build({ bitBucketSize: 32, highestTrackableValue: VALUE_MAX, numberOfSignificantValueDigits: 2, autoResize: false });

/** How a tally travels: compressed histograms by meter, everything else as it is. */
export const TallyWire = z.object({
  meters: z.partialRecord(z.union([z.enum(meters), ownName]), z.base64()),
  counts: z.partialRecord(z.union([z.enum(counters), ownName]), z.number().finite()),
  closes: z.record(z.string().regex(/^\d+$/), z.number().int().positive()),
  errors: z.record(z.string(), z.number().int().positive()),
});
export type TallyWire = z.infer<typeof TallyWire>;

export class Tally {
  readonly #histograms = new Map<Meter | OwnName, Histogram>();
  readonly #counts = new Map<Counter | OwnName, number>();
  readonly #closes = new Map<number, number>();
  readonly #errors = new Map<string, number>();

  /** @param value in the meter's unit; less than 0 counts as 0, more than a minute as a minute */
  record(meter: Meter | OwnName, value: number): void {
    this.#of(meter).recordValue(Math.min(VALUE_MAX, Math.max(0, Math.round(value * SCALE))));
  }

  count(counter: Counter | OwnName, by = 1): void {
    this.#counts.set(counter, (this.#counts.get(counter) ?? 0) + by);
  }

  /** A connection ended, other than by our own leaving. */
  closed(code: number): void {
    this.#closes.set(code, (this.#closes.get(code) ?? 0) + 1);
  }

  /** A bot is out of the test. */
  failed(sentence: string, by = 1): void {
    const kept = sentence.slice(0, ERROR_CHARS_MAX);
    const name = this.#errors.has(kept) || this.#errors.size < ERRORS_MAX ? kept : OTHER;
    this.#errors.set(name, (this.#errors.get(name) ?? 0) + by);
  }

  /** Takes in everything that another one holds, and leaves that alone. */
  add(other: Tally): void {
    for (const [meter, histogram] of other.#histograms) this.#of(meter).add(histogram);
    for (const [counter, count] of other.#counts) this.count(counter, count);
    for (const [code, count] of other.#closes) this.#closes.set(code, (this.#closes.get(code) ?? 0) + count);
    for (const [sentence, count] of other.#errors) this.failed(sentence, count);
  }

  get(counter: Counter | OwnName): number {
    return this.#counts.get(counter) ?? 0;
  }

  /** What a scenario of the user's has measured, and what it has counted. */
  get own(): { meters: OwnName[]; counters: OwnName[] } {
    const ownOf = (names: Iterable<string>) => [...names].filter((name) => name.startsWith('own.')) as OwnName[];
    return { meters: ownOf(this.#histograms.keys()), counters: ownOf(this.#counts.keys()) };
  }

  /** The most frequent first. */
  get errors(): { message: string; count: number }[] {
    return [...this.#errors].map(([message, count]) => ({ message, count })).sort((a, b) => b.count - a.count);
  }

  get closes(): { code: number; count: number }[] {
    return [...this.#closes].map(([code, count]) => ({ code, count })).sort((a, b) => b.count - a.count);
  }

  /** @param share in [0, 1] @returns in the meter's unit; undefined when nothing was recorded */
  percentile(meter: Meter | OwnName, share: number): number | undefined {
    const histogram = this.#histograms.get(meter);
    return histogram === undefined ? undefined : histogram.getValueAtPercentile(share * 100) / SCALE;
  }

  /** @returns undefined when nothing was recorded */
  summary(meter: Meter | OwnName): Summary | undefined {
    const histogram = this.#histograms.get(meter);
    if (histogram === undefined) return undefined;
    const at = (share: number) => histogram.getValueAtPercentile(share * 100) / SCALE;
    return {
      count: histogram.totalCount,
      mean: histogram.mean / SCALE,
      p50: at(0.5),
      p90: at(0.9),
      p99: at(0.99),
      p999: at(0.999),
      // Not maxValue: that is exact here and a bucket's edge in a histogram that has travelled.
      max: at(1),
    };
  }

  toWire(): TallyWire {
    return {
      meters: Object.fromEntries([...this.#histograms].map(([name, h]) => [name, encodeIntoCompressedBase64(h)])),
      counts: Object.fromEntries(this.#counts),
      closes: Object.fromEntries(this.#closes),
      errors: Object.fromEntries(this.#errors),
    };
  }

  /** @throws when a histogram is not one */
  static fromWire({ meters: histograms, counts, closes, errors }: TallyWire): Tally {
    const tally = new Tally();
    for (const [meter, text] of Object.entries(histograms)) {
      tally.#of(meter as Meter | OwnName).add(decodeFromCompressedBase64(text as string, 32, false));
    }
    for (const [counter, count] of Object.entries(counts)) tally.count(counter as Counter | OwnName, count);
    for (const [code, count] of Object.entries(closes)) tally.#closes.set(Number(code), count);
    for (const [sentence, count] of Object.entries(errors)) tally.failed(sentence, count);
    return tally;
  }

  #of(meter: Meter | OwnName): Histogram {
    let histogram = this.#histograms.get(meter);
    if (histogram === undefined) {
      histogram = newHistogram();
      this.#histograms.set(meter, histogram);
    }
    return histogram;
  }
}
