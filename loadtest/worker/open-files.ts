/** How many files, and so sockets, this process may have open: Linux tells, other systems do not. */
import { readFileSync } from 'node:fs';

/** @returns null where it is not known or not limited */
export function openFilesMax(read: () => string = () => readFileSync('/proc/self/limits', 'utf8')): number | null {
  try {
    const soft = /^Max open files\s+(\d+)/m.exec(read())?.[1];
    return soft === undefined ? null : Number(soft);
  } catch {
    return null;
  }
}
