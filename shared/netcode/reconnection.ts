/**
 * The way back to a seat whose connection was lost. The first try goes out at once. Before every later one the server is
 * asked over HTTP whether it holds the seat, because a browser does not tell why a WebSocket failed: a server that is
 * down, one that started anew without the room and one that stands still look the same from there.
 *
 * Invariant: an outage ends once: the seat is back, the server says that it is gone, or RETURN_SECONDS are over.
 */
import { CLOSE, RETURN_SECONDS } from '../wire/protocol.ts';
import type { ArenaRoom } from './seat-parts.ts';

/** What the server said: `busy` is an answer that leaves it open, `none` is no answer. */
export type SeatAnswer = 'held' | 'no-seat' | 'no-room' | 'busy' | 'none';

/** Why the seat is lost: the server's word, or no word for too long. */
export type LossReason = 'no-seat' | 'no-room' | 'unreachable';

export type ReconnectionOptions = {
  nowMs: () => number;
  after: (ms: number, run: () => void) => void;
  ask: () => Promise<SeatAnswer>;
  onLost: (reason: LossReason) => void;
};

/** Often enough to be back within 2 s of the server, seldom enough for a class room behind one address. */
const ASK_EVERY_MS = 750;
/** The SDK waits between a failed try and the next, which then waits for an answer. */
const RETRY_MS_MAX = 500;
/** A try that is still under way then, while the server answers others at once, will not succeed. */
const TRY_MS_MAX = 3000;
/** A server that stands still answers late; an answer on a dead link never comes. */
const ANSWER_MS_MAX = 3000;

type Outage = {
  sinceMs: number;
  /** The next try need not wait: it is the first, or the server has answered. */
  mayTry: boolean;
  /** A try that waits for an answer. */
  waiting: (() => void) | undefined;
  /** When the try that is under way began. */
  tryingSinceMs: number | undefined;
  /** The server answered while the same try was under way for too long: a late try may overtake one such answer. */
  hangs: boolean;
};

export class Reconnection {
  readonly #room: ArenaRoom;
  readonly #options: ReconnectionOptions;
  #outage: Outage | undefined;

  constructor(room: ArenaRoom, options: ReconnectionOptions) {
    this.#room = room;
    this.#options = options;
    const { reconnection, connection } = room;
    reconnection.minUptime = 0;
    reconnection.maxDelay = RETRY_MS_MAX;
    reconnection.maxRetries = Number.POSITIVE_INFINITY; // the end is decided here
    const reconnect = connection.reconnect.bind(connection);
    connection.reconnect = (parameters) => this.#try(() => reconnect(parameters));
  }

  /** The connection, or a try to get it back, has ended. */
  dropped(): void {
    if (this.#outage !== undefined) {
      this.#outage.tryingSinceMs = undefined;
      return;
    }
    this.#outage = {
      sinceMs: this.#options.nowMs(),
      mayTry: true,
      waiting: undefined,
      tryingSinceMs: undefined,
      hangs: false,
    };
    void this.#watch(this.#outage);
  }

  /** The seat is back, or given up. */
  ended(): void {
    this.#outage = undefined;
  }

  /** Called by the SDK whenever it would try; not after the end. */
  #try(run: () => void): void {
    const outage = this.#outage;
    if (outage === undefined) return;
    if (!outage.mayTry) {
      outage.waiting = run;
      return;
    }
    outage.mayTry = false;
    outage.hangs = false;
    outage.tryingSinceMs = this.#options.nowMs();
    run();
  }

  async #watch(outage: Outage): Promise<void> {
    for (;;) {
      await new Promise<void>((resolve) => this.#options.after(ASK_EVERY_MS, resolve));
      if (this.#outage !== outage) return;
      const goneMs = this.#options.nowMs() - outage.sinceMs;
      if (goneMs > RETURN_SECONDS * 1000) return this.#lose('unreachable');
      const tried = outage.tryingSinceMs;
      const answer = await this.#options.ask();
      if (this.#outage !== outage) return;
      const reason = lossIn(answer, tried !== undefined || outage.tryingSinceMs !== undefined);
      if (reason !== undefined) return this.#lose(reason);
      if (answer === 'held' || answer === 'busy') this.#tryAgain(outage);
    }
  }

  #tryAgain(outage: Outage): void {
    const { waiting, tryingSinceMs } = outage;
    if (tryingSinceMs === undefined) {
      outage.mayTry = true;
      outage.waiting = undefined;
      if (waiting !== undefined) this.#try(waiting);
    } else if (this.#options.nowMs() - tryingSinceMs > TRY_MS_MAX) {
      outage.mayTry = outage.hangs;
      if (outage.hangs) this.#room.connection.close(CLOSE.mayTryReconnect);
      outage.hangs = true;
    }
  }

  #lose(reason: LossReason): void {
    this.#outage = undefined;
    this.#options.onLost(reason);
  }
}

/** A try that is under way may have taken the seat already: then the token is good for nothing more. */
function lossIn(answer: SeatAnswer, isTrying: boolean): LossReason | undefined {
  if (answer === 'no-room') return 'no-room';
  return answer === 'no-seat' && !isTrying ? 'no-seat' : undefined;
}

/** Asks matchmaking whether a seat is held by this token, without taking it. Never rejects. */
export async function askForSeat(url: string, reconnectionToken: string): Promise<SeatAnswer> {
  const [roomId = '', token = ''] = reconnectionToken.split(':');
  try {
    const answer = await fetch(`${url.replace(/^ws/, 'http').replace(/\/$/, '')}/matchmake/reconnect/${roomId}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ reconnectionToken: token }),
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    });
    const code = codeIn(await answer.text());
    if (answer.ok) return 'held';
    if (code === NO_ROOM) return 'no-room';
    return code === NO_SEAT ? 'no-seat' : 'busy';
  } catch {
    return 'none';
  }
}

/** Matchmaking's words for no room of that id, and no seat for that token. */
const NO_ROOM = 404;
const NO_SEAT = 410;

/** The status alone may be a proxy's: only matchmaking says it in its answer as well. */
function codeIn(text: string): unknown {
  try {
    return (JSON.parse(text) as { code?: unknown }).code;
  } catch {
    return undefined;
  }
}
