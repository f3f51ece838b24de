/** How busy this process is: one that is late itself measures nothing but itself. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Load } from '../contract/orders.ts';
import { MachineLoad } from './machine-load.ts';

/** The timer whose lateness tells how busy this process is; part of what Node reports. */
const RESOLUTION_MS = 5;
const NS_PER_MS = 1e6;

export class GeneratorLoad {
  readonly #delay: ReturnType<typeof monitorEventLoopDelay>;
  readonly #machine: MachineLoad;
  #cpu = process.cpuUsage();
  #startMs = performance.now();

  constructor(delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS }), machine = new MachineLoad()) {
    this.#machine = machine;
    this.#delay = delay;
    this.#delay.enable();
  }

  /** @returns what was since the last call, or since the start */
  take(): Load & { seconds: number } {
    const nowMs = performance.now();
    const passedMs = Math.max(1, nowMs - this.#startMs);
    const { user, system } = process.cpuUsage(this.#cpu);
    const load = {
      seconds: passedMs / 1000,
      cores: (user + system) / 1000 / passedMs,
      loopP99Ms: lateMs(this.#delay.percentile(99)),
      loopMaxMs: lateMs(this.#delay.max),
      machine: this.#machine.take(passedMs),
    };
    this.#delay.reset();
    this.#cpu = process.cpuUsage();
    this.#startMs = nowMs;
    return load;
  }

  stop(): void {
    this.#delay.disable();
  }
}

/** A histogram without a sample has no sensible values. */
const lateMs = (ns: number): number =>
  Number.isFinite(ns) && ns < 1e15 ? Math.max(0, ns / NS_PER_MS - RESOLUTION_MS) : 0;
