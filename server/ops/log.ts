/** Structured logs: one line per room and player event, none per tick. */
import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;

/** @param to where the lines go; stdout by itself */
export const createLog = (level: string, to?: DestinationStream): Log => {
  const serializers = { error: pino.stdSerializers.err };
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers };
  return to === undefined ? pino(options) : pino(options, to);
};

/** Libraries write a line for every message that they cannot read: no client may fill the disk with them. */
const LINES_PER_WINDOW = 20;
const WINDOW_MS = 10_000;

/** Log lines of a library, taken into ours: it speaks in strings and errors, at a bounded rate. @param from its name */
export function libraryLogger(log: Log, from: string) {
  const library = log.child({ from });
  const join = (parts: unknown[]): string =>
    parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' ');
  let windowMs = Number.NEGATIVE_INFINITY;
  let lines = 0;
  const bounded = (write: (fields: object, line: string) => void, parts: unknown[]): void => {
    const nowMs = performance.now();
    if (nowMs - windowMs > WINDOW_MS) {
      if (lines > LINES_PER_WINDOW) library.warn({ event: 'lines_left_out', count: lines - LINES_PER_WINDOW });
      windowMs = nowMs;
      lines = 0;
    }
    if (++lines <= LINES_PER_WINDOW) write({}, join(parts));
  };
  return {
    debug: (...parts: unknown[]) => library.debug(join(parts)),
    trace: (...parts: unknown[]) => library.trace(join(parts)),
    info: (...parts: unknown[]) => bounded((fields, line) => library.info(fields, line), parts),
    warn: (...parts: unknown[]) => bounded((fields, line) => library.warn(fields, line), parts),
    error: (...parts: unknown[]) => bounded((fields, line) => library.error(fields, line), parts),
  };
}

/** What libraries write past every logger, a word of a client's in it perhaps: into our log, at its rate. */
export function takeConsole(log: Log, target: Pick<Console, ConsoleMethod> = console): void {
  const { trace, debug, info, warn, error } = libraryLogger(log, 'console');
  Object.assign(target, { trace, debug, info, log: info, warn, error } satisfies Record<ConsoleMethod, unknown>);
}

type ConsoleMethod = 'trace' | 'debug' | 'info' | 'log' | 'warn' | 'error';
