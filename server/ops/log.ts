/** Structured logs: one line per room and player event, none per tick. */
import { format } from 'node:util';
import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;

/** Beside the game: a reader that has stopped holds no tick up. With a least length, flush() waits for what is on its way. */
const STDOUT = { dest: 1, sync: false, minLength: 1 };

/** @param to where the lines go; stdout by itself */
export const createLog = (level: string, to?: DestinationStream): Log => {
  const serializers = { error: pino.stdSerializers.err };
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers };
  return pino(options, to ?? pino.destination(STDOUT));
};

/** Libraries write a line for every message that they cannot read: no client may fill the disk with them. */
const LINES_PER_WINDOW = 20;
const WINDOW_MS = 10_000;
const LINE_CHARS_MAX = 500;

/** Log lines of a library, taken into ours: it speaks in strings and errors, at a bounded rate. @param from its name */
export function libraryLogger(log: Log, from: string) {
  const library = log.child({ from });
  const join = (parts: unknown[]): string =>
    format(...parts.map((part) => (part instanceof Error ? part.message : part))).slice(0, LINE_CHARS_MAX);
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

/** The same past the console as well: Node's warnings, and the `debug` package, which writes to stderr. */
export function takeStderr(
  log: Log,
  target: Pick<NodeJS.Process, 'removeAllListeners' | 'on' | 'stderr'> = process,
): void {
  const warnings = libraryLogger(log, 'node');
  target.removeAllListeners('warning'); // Node's own, which prints
  target.on('warning', (warning) => warnings.warn(warning));
  const lines = libraryLogger(log, 'stderr');
  const write = (chunk: unknown, ...rest: unknown[]): boolean => {
    lines.warn(String(chunk).trimEnd());
    const done = rest.at(-1);
    if (typeof done === 'function') done();
    return true;
  };
  target.stderr.write = write as typeof target.stderr.write;
}

type ConsoleMethod = 'trace' | 'debug' | 'info' | 'log' | 'warn' | 'error';
