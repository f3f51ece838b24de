/** How long the server takes at most to end after a signal, as server/main.ts has it: what stops it must wait longer. */
import { readText } from './sources.ts';

export function stopSeconds(): number {
  const [, ms] = /^const STOP_MS_MAX = ([\d_]+);$/mu.exec(readText('server/main.ts')) ?? [];
  if (ms === undefined) throw new Error('server/main.ts has no STOP_MS_MAX');
  return Number(ms.replaceAll('_', '')) / 1000;
}
