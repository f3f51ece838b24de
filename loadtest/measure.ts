/** What the generator measures itself. Invariant: only the steady part of a run counts, never its ramp or its end. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { build, type Histogram } from 'hdr-histogram-js';

/** Longer latencies count as this one: a minute is "never" to a player. */
const LATENCY_US_MAX = 60_000_000;
/** The timer whose lateness tells how busy this process is; part of what Node reports. */
const LOOP_RESOLUTION_MS = 5;
const NS_PER_MS = 1e6;

export type LatencySummary = { samples: number; p50: number; p90: number; p99: number; max: number };

/** Times in milliseconds, kept to two digits in a fixed amount of memory, so that every bot can have its own. */
export class Latencies {
  readonly #histogram: Histogram = build({
    highestTrackableValue: LATENCY_US_MAX,
    numberOfSignificantValueDigits: 2,
    autoResize: false,
  });

  record(ms: number): void {
    this.#histogram.recordValue(Math.min(LATENCY_US_MAX, Math.max(0, Math.round(ms * 1000))));
  }

  /** Takes in everything that another one has recorded. */
  add(other: Latencies): void {
    this.#histogram.add(other.#histogram);
  }

  /** @param percentile in [0, 100] @returns milliseconds; 0 when nothing was recorded */
  percentile(percentile: number): number {
    return this.#histogram.totalCount === 0 ? 0 : this.#histogram.getValueAtPercentile(percentile) / 1000;
  }

  summary(): LatencySummary {
    return {
      samples: this.#histogram.totalCount,
      p50: this.percentile(50),
      p90: this.percentile(90),
      p99: this.percentile(99),
      max: this.percentile(100),
    };
  }
}

/** @returns one summary over all of them */
export function merged(all: Iterable<Latencies>): Latencies {
  const sum = new Latencies();
  for (const latencies of all) sum.add(latencies);
  return sum;
}

export type GeneratorLoad = { loopDelayMs: { p50: number; p99: number; max: number }; cpuCores: number };

/** Watches this process: a generator that is late itself measures nothing but itself. */
export class GeneratorWatch {
  readonly #delay = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS });
  #cpu = process.cpuUsage();
  #startMs = performance.now();

  start(): void {
    this.#delay.enable();
    this.#delay.reset();
    this.#cpu = process.cpuUsage();
    this.#startMs = performance.now();
  }

  stop(): GeneratorLoad {
    this.#delay.disable();
    const { user, system } = process.cpuUsage(this.#cpu);
    const passedMs = Math.max(1, performance.now() - this.#startMs);
    const lateMs = (ns: number) => (Number.isFinite(ns) ? Math.max(0, ns / NS_PER_MS - LOOP_RESOLUTION_MS) : 0);
    const { max } = this.#delay;
    return {
      loopDelayMs: {
        p50: lateMs(this.#delay.percentile(50)),
        p99: lateMs(this.#delay.percentile(99)),
        max: lateMs(max),
      },
      cpuCores: (user + system) / 1000 / passedMs,
    };
  }
}
