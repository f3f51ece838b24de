/** Structured logs: one line per room and player event, none per tick. */
import { type Logger, pino } from 'pino';

export type Log = Logger;

export const createLog = (level: string): Log => pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });

/** Colyseus's own log lines, taken into ours: it speaks in strings and errors. */
export function colyseusLogger(log: Log) {
  const framework = log.child({ from: 'colyseus' });
  const join = (parts: unknown[]): string => parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' ');
  return {
    debug: (...parts: unknown[]) => framework.debug(join(parts)),
    trace: (...parts: unknown[]) => framework.trace(join(parts)),
    info: (...parts: unknown[]) => framework.info(join(parts)),
    warn: (...parts: unknown[]) => framework.warn(join(parts)),
    error: (...parts: unknown[]) => framework.error(join(parts)),
  };
}
