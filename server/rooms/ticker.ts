/**
 * One loop for the ticks of all rooms of a process. It sleeps until the next room is due on the monotonic clock, so that
 * ticks never drift, and gives each room a phase of its own, so that rooms do not wait for one another.
 *
 * Colyseus's fixed timestep is a setInterval of whole milliseconds that feeds an accumulator: every hundredth call steps
 * nothing or twice, and one tick in a hundred was 31 ms late on an idle machine (measured; docs/netcode.md).
 *
 * Invariant: a room is stepped at most once between two looks at the sockets, also when it catches up.
 */
import { TICK_MS } from '../../shared/sim/tunables.ts';

/** Ticks that are made up for after a stall, as many as clients can follow; older ones are left out for good. */
export const CATCH_UP_TICKS_MAX = 5;

/** One room in the loop. Neither call may throw. */
export type Ticking = {
  /** @param lateMs from when the tick was due to when it begins */
  tick: (lateMs: number) => void;
  /** Tells of ticks that will never take place. */
  leaveOut: (ticks: number) => void;
};

export type TickerTimers = {
  /** A clock that never goes back. */
  nowMs: () => number;
  /** Calls once, after at least so long; 0 = as soon as the sockets were looked at. @returns a way to call it off */
  after: (ms: number, call: () => void) => () => void;
};

const REAL_TIMERS: TickerTimers = {
  nowMs: () => performance.now(),
  after: (ms, call) => {
    if (ms <= 0) {
      const immediate = setImmediate(call);
      return () => clearImmediate(immediate);
    }
    const timer = setTimeout(call, Math.ceil(ms));
    return () => clearTimeout(timer);
  },
};

type Entry = { ticking: Ticking; dueMs: number };

export class Ticker {
  readonly #timers: TickerTimers;
  /** The next one due first. */
  readonly #entries: Entry[] = [];
  #callOff: (() => void) | undefined;

  constructor(timers: TickerTimers = REAL_TIMERS) {
    this.#timers = timers;
  }

  /** Ticks from now on, 30 times a second. @returns a way to end it, in a tick as well */
  start(ticking: Ticking): () => void {
    const entry = { ticking, dueMs: this.#nextDueMs() };
    this.#insert(entry);
    this.#sleep();
    return () => {
      const index = this.#entries.indexOf(entry);
      if (index >= 0) this.#entries.splice(index, 1);
      this.#sleep();
    };
  }

  /** The middle of the longest stretch of the period in which no room is due. */
  #nextDueMs(): number {
    const nowMs = this.#timers.nowMs();
    const phases = this.#entries.map(({ dueMs }) => dueMs % TICK_MS).sort((a, b) => a - b);
    if (phases.length === 0) return nowMs + TICK_MS;
    let fromMs = 0;
    let longestMs = 0;
    for (const [index, phase] of phases.entries()) {
      const next = phases[index + 1] ?? (phases[0] as number) + TICK_MS;
      if (next - phase <= longestMs) continue;
      longestMs = next - phase;
      fromMs = phase;
    }
    const phase = fromMs + longestMs / 2;
    return phase + Math.ceil((nowMs - phase) / TICK_MS) * TICK_MS;
  }

  /** Each due room once; a room that is behind comes again after the sockets were looked at. */
  #run = (): void => {
    this.#callOff = undefined;
    try {
      for (let left = this.#entries.length; left > 0; left--) {
        const entry = this.#entries[0];
        if (entry === undefined || entry.dueMs > this.#timers.nowMs()) return;
        this.#step(entry);
      }
    } finally {
      this.#sleep();
    }
  };

  #step(entry: Entry): void {
    const nowMs = this.#timers.nowMs();
    const behindTicks = Math.floor((nowMs - entry.dueMs) / TICK_MS);
    const leftOut = Math.max(0, behindTicks - CATCH_UP_TICKS_MAX);
    const dueMs = entry.dueMs + leftOut * TICK_MS;
    entry.dueMs = dueMs + TICK_MS;
    this.#entries.shift();
    this.#insert(entry);
    if (leftOut > 0) entry.ticking.leaveOut(leftOut);
    entry.ticking.tick(nowMs - dueMs);
  }

  #insert(entry: Entry): void {
    let index = this.#entries.length;
    while (index > 0 && (this.#entries[index - 1] as Entry).dueMs > entry.dueMs) index--;
    this.#entries.splice(index, 0, entry);
  }

  #sleep(): void {
    this.#callOff?.();
    const next = this.#entries[0];
    this.#callOff = next && this.#timers.after(next.dueMs - this.#timers.nowMs(), this.#run);
  }
}
