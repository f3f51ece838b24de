/** Structured logs: one line per room and player event, none per tick. */
import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;

/** @param to where the lines go; stdout by itself */
export const createLog = (level: string, to?: DestinationStream): Log => {
  const serializers = { error: pino.stdSerializers.err };
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers };
  return to === undefined ? pino(options) : pino(options, to);
};

/** Colyseus writes a line for every message that it cannot read: no client may fill the disk with them. */
const LINES_PER_WINDOW = 20;
const WINDOW_MS = 10_000;

/** Colyseus's own log lines, taken into ours: it speaks in strings and errors, at a bounded rate. */
export function colyseusLogger(log: Log) {
  const framework = log.child({ from: 'colyseus' });
  const join = (parts: unknown[]): string =>
    parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' ');
  let windowMs = Number.NEGATIVE_INFINITY;
  let lines = 0;
  const bounded = (write: (fields: object, line: string) => void, parts: unknown[]): void => {
    const nowMs = performance.now();
    if (nowMs - windowMs > WINDOW_MS) {
      if (lines > LINES_PER_WINDOW) framework.warn({ event: 'lines_left_out', count: lines - LINES_PER_WINDOW });
      windowMs = nowMs;
      lines = 0;
    }
    if (++lines <= LINES_PER_WINDOW) write({}, join(parts));
  };
  return {
    debug: (...parts: unknown[]) => framework.debug(join(parts)),
    trace: (...parts: unknown[]) => framework.trace(join(parts)),
    info: (...parts: unknown[]) => bounded((fields, line) => framework.info(fields, line), parts),
    warn: (...parts: unknown[]) => bounded((fields, line) => framework.warn(fields, line), parts),
    error: (...parts: unknown[]) => bounded((fields, line) => framework.error(fields, line), parts),
  };
}
