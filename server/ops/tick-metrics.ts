/** What ticks cost and when they come: of all rooms of one server together. */
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { RecentMax } from './recent-max.ts';

/** Inputs and step; copying into the schema; encoding and sending patches and messages. */
const PARTS = ['play', 'publish', 'send'] as const;
export type TickPart = (typeof PARTS)[number];

/** About × 1.4 apart, and the length of a tick among them: a straight line within a bucket is off by little. */
const TICK_BUCKETS = [
  0.00005, 0.0001, 0.00015, 0.0002, 0.0003, 0.0004, 0.0006, 0.0008, 0.0011, 0.0015, 0.002, 0.0027, 0.0037, 0.005, 0.007,
  0.01, 0.014, 0.02, 0.027, 0.0333, 0.045, 0.065, 0.1, 0.15, 0.25,
];
/** Finest below the 0.003 s that are promised. */
const LATENESS_BUCKETS = [
  0.0002, 0.0004, 0.0006, 0.0008, 0.001, 0.0012, 0.0014, 0.0017, 0.002, 0.0025, 0.003, 0.004, 0.006, 0.01, 0.015, 0.02,
  0.0333, 0.05, 0.1, 0.2,
];
const WINDOW_MS = 2000;

export function createTickMetrics(registry: Registry) {
  const registers = [registry];
  const recent = new RecentMax(WINDOW_MS);
  new Gauge({
    name: 'sparkfray_tick_seconds_max',
    help: 'The longest tick of the last two seconds, of any room; 0 = there was none',
    registers,
    collect() {
      this.set(recent.max(performance.now()));
    },
  });
  const parts = new Counter({
    name: 'sparkfray_tick_part_seconds_total',
    help: 'Time spent in ticks, by part: play (inputs and step), publish (into the schema), send (encode and send)',
    labelNames: ['part'] as const,
    registers,
  });
  for (const part of PARTS) parts.inc({ part }, 0);
  const recentLateness = new RecentMax(WINDOW_MS);
  new Gauge({
    name: 'sparkfray_tick_lateness_seconds_max',
    help: 'The latest start of a tick against its schedule in the last two seconds, of any room; 0 = there was none',
    registers,
    collect() {
      this.set(recentLateness.max(performance.now()));
    },
  });
  return {
    recentTicks: recent,
    recentLateness,
    tickParts: parts,
    tickSeconds: new Histogram({
      name: 'sparkfray_tick_seconds',
      help: 'Wall time that one tick of one room takes: inputs, step, publish, encode and send',
      buckets: TICK_BUCKETS,
      registers,
    }),
    tickLateness: new Histogram({
      name: 'sparkfray_tick_lateness_seconds',
      help: 'From when a tick was due to when it began, on a schedule that never drifts; ticks that are made up for count',
      buckets: LATENESS_BUCKETS,
      registers,
    }),
    droppedTicks: new Counter({
      name: 'sparkfray_dropped_ticks_total',
      help: 'Ticks that a stalled server left out for good',
      registers,
    }),
  };
}

type TickMetrics = ReturnType<typeof createTickMetrics>;

/** The stop-watch of one room's ticks: start, a lap at the end of each part, stop. */
export class TickWatch {
  readonly #metrics: TickMetrics;
  readonly #nowMs: () => number;
  #startMs = 0;
  #lapMs = 0;

  constructor(metrics: TickMetrics, nowMs: () => number = () => performance.now()) {
    this.#metrics = metrics;
    this.#nowMs = nowMs;
  }

  /** @param lateMs from when the tick was due until now */
  start(lateMs: number): void {
    this.#startMs = this.#nowMs();
    this.#lapMs = this.#startMs;
    this.#metrics.tickLateness.observe(lateMs / 1000);
    this.#metrics.recentLateness.note(lateMs / 1000, this.#startMs);
  }

  /** A part is done that began with the start or with the last lap. */
  lap(part: TickPart): void {
    const nowMs = this.#nowMs();
    this.#metrics.tickParts.inc({ part }, (nowMs - this.#lapMs) / 1000);
    this.#lapMs = nowMs;
  }

  /** The last part is done with the last lap. @returns how long the tick took, in ms */
  stop(): number {
    const tookMs = this.#lapMs - this.#startMs;
    this.#metrics.tickSeconds.observe(tookMs / 1000);
    this.#metrics.recentTicks.note(tookMs / 1000, this.#lapMs);
    return tookMs;
  }
}
