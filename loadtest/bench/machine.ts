/** The machine that is measured on: which cores there are, and how much of them others took (steal). */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

export type Pins = { server: number; generator: number };

/** @returns which core the server and the generator get for themselves; undefined when that cannot be arranged here */
export function findPins(): Pins | undefined {
  if (availableParallelism() < 2) return undefined;
  const pins = { server: 0, generator: 1 };
  const canPin = Object.values(pins).every((core) => spawnSync('taskset', ['-c', String(core), 'true']).status === 0);
  return canPin ? pins : undefined;
}

/** @returns the command, bound to one core */
export const pinned = (core: number | undefined, command: readonly string[]): string[] =>
  core === undefined ? [...command] : ['taskset', '-c', String(core), ...command];

/** Time of one core since the machine's start, in the kernel's ticks. */
export type CoreTime = { steal: number; total: number };

const STEAL_COLUMN = 7;
/** user nice system idle iowait irq softirq steal; what follows (guest) is counted in user already. */
const COLUMNS = 8;

/** @param text of /proc/stat @returns times of the single cores, in their order */
export function parseCoreTimes(text: string): CoreTime[] {
  return text
    .split('\n')
    .filter((line) => /^cpu\d/.test(line))
    .map((line) => {
      const columns = line
        .trim()
        .split(/\s+/)
        .slice(1, COLUMNS + 1)
        .map(Number);
      return { steal: columns[STEAL_COLUMN] ?? 0, total: columns.reduce((sum, value) => sum + value, 0) };
    });
}

/** @returns undefined where the system does not tell */
export function readCoreTimes(): CoreTime[] | undefined {
  try {
    return parseCoreTimes(readFileSync('/proc/stat', 'utf8'));
  } catch {
    return undefined;
  }
}

/** @returns the share in [0, 1] that was stolen from the core that lost most; 0 when nothing is known */
export function stealBetween(before: readonly CoreTime[] = [], after: readonly CoreTime[] = []): number {
  const shares = after.map((core, i) => {
    const then = before[i];
    if (then === undefined || core.total <= then.total) return 0;
    return (core.steal - then.steal) / (core.total - then.total);
  });
  return Math.max(0, ...shares);
}
