/**
 * What else goes on on this machine, as Linux tells: processor time of all processes, what the hypervisor gave to other
 * machines (steal), and the time in which some process waited for a processor (PSI).
 */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Machine } from '../contract/orders.ts';

/** A kernel counts processor time in hundredths of a second. */
const TICKS_PER_SECOND = 100;
const US_PER_MS = 1000;

/** Since the machine's start. `waitedUs`: undefined where PSI is off. */
type Reading = { busyTicks: number; stealTicks: number; totalTicks: number; waitedUs: number | undefined };

/** @param stat /proc/stat @param pressure /proc/pressure/cpu, or nothing @returns undefined when that is none */
export function parseMachine(stat: string, pressure: string): Reading | undefined {
  const columns = /^cpu\s+(.*)$/m.exec(stat)?.[1]?.trim().split(/\s+/).map(Number);
  if (columns === undefined || columns.length < 8) return undefined;
  // What follows steal (guests) is counted in user already.
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] = columns;
  const busyTicks = user + nice + system + irq + softirq;
  const waited = /^some .*\btotal=(\d+)/m.exec(pressure)?.[1];
  return {
    busyTicks,
    stealTicks: steal,
    totalTicks: busyTicks + idle + iowait + steal,
    waitedUs: waited === undefined ? undefined : Number(waited),
  };
}

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

const readMachine = (): Reading | undefined => parseMachine(textOf('/proc/stat'), textOf('/proc/pressure/cpu'));

export class MachineLoad {
  readonly #read: () => Reading | undefined;
  #before: Reading | undefined;

  constructor(read: () => Reading | undefined = readMachine) {
    this.#read = read;
    this.#before = read();
  }

  /** @param passedMs since the last call @returns null where the system does not tell */
  take(passedMs: number): Machine | null {
    const before = this.#before;
    const now = this.#read();
    this.#before = now;
    if (before === undefined || now === undefined) return null;
    const totalTicks = Math.max(1, now.totalTicks - before.totalTicks);
    const isWaitKnown = before.waitedUs !== undefined && now.waitedUs !== undefined;
    return {
      host: hostname(),
      busyCores: ((now.busyTicks - before.busyTicks) / TICKS_PER_SECOND / passedMs) * 1000,
      stealPercent: Math.min(100, (Math.max(0, now.stealTicks - before.stealTicks) / totalTicks) * 100),
      waitingPercent: isWaitKnown
        ? Math.min(100, (((now.waitedUs ?? 0) - (before.waitedUs ?? 0)) / US_PER_MS / passedMs) * 100)
        : null,
    };
  }
}
