/**
 * Errors that no bytes of a client explain: our own, or of what we stand on. Each is counted by where it was caught, and
 * logged with its stack, at most once in ten seconds for each place in the code that throws.
 */
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { SparseLines } from './sparse-lines.ts';

/** Where errors are caught, and what the error costs. */
export const ERROR_PLACES = {
  connection: 'a TCP connection, while it was counted: it is closed',
  request: 'an HTTP request, before a route: 500',
  route: 'a route of the HTTP API, or a file: 500',
  matchmaking: "Colyseus's matchmaking: 500",
  upgrade: 'a WebSocket handshake: 500',
  join: 'taking a seat: the connection is closed with 1011',
  socket: 'an event of a WebSocket, or the sweep over it: the connection is closed with 1011, the seat is held',
  room: 'what a room does beside its ticks: nothing else',
  process: 'a promise that nothing awaited: nothing else',
} as const;

export type ErrorPlace = keyof typeof ERROR_PLACES;

const LOG_EVERY_MS = 10_000;
/** Frames of a stack that tell one error from another; its message may hold what a client sent. */
const KEY_STACK_FRAMES = 4;

export class InternalErrors {
  readonly #log: Log;
  readonly #counter: Metrics['internalErrors'];
  readonly #lines = new SparseLines(LOG_EVERY_MS);

  constructor(log: Log, metrics: Pick<Metrics, 'internalErrors'>) {
    this.#log = log;
    this.#counter = metrics.internalErrors;
    for (const where of Object.keys(ERROR_PLACES)) this.#counter.inc({ where }, 0);
  }

  note(where: ErrorPlace, error: unknown, nowMs = performance.now()): void {
    this.#counter.inc({ where });
    const unsaid = this.unsaid(where, error, nowMs);
    if (unsaid !== undefined) this.#log.error({ event: 'internal_error', where, unsaid, error });
  }

  /**
   * For lines of others about an error: clients may have found a way to cause it as often as they like.
   * @returns how many such lines were left out since the last one; undefined if this one is left out as well
   */
  unsaid(what: string, error: unknown, nowMs = performance.now()): number | undefined {
    return this.#lines.unsaid(`${what} ${stackFramesOf(error)}`, nowMs);
  }
}

/** @returns the first frames of the stack; nothing for what is no Error */
function stackFramesOf(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return stack
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, KEY_STACK_FRAMES)
    .join('');
}
