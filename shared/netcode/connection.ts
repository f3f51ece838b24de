/**
 * Joining, leaving and coming back to a seat, as one state machine over the SDK:
 *
 *   idle → joining → playing ⇄ dropped → closed        (closed and idle may join again)
 *
 * Every end has a sentence for the user, and says whether another fight is to be looked for without asking. Time
 * and timers are handed in, except the SDK's own.
 */
import { Client } from '@colyseus/sdk';
import type { JoinRequest } from '../wire/api.ts';
import {
  CLOSE,
  closeSentence,
  FINDS_ANOTHER_MATCH,
  LIMITS,
  LOSS_SENTENCES,
  PROTOCOL_VERSION,
  ROOM_NAME,
} from '../wire/protocol.ts';
import type { Lab } from './badlink/lab.ts';
import { askForSeat, type LossReason, Reconnection } from './reconnection.ts';
import type { ArenaRoom } from './seat-parts.ts';
import { Session } from './session.ts';

export type JoinTarget =
  | { kind: 'quick'; mode: string }
  | { kind: 'room'; roomId: string }
  /** Back to a seat that is held, after a page reload. */
  | { kind: 'token'; reconnectionToken: string };

export type ConnectionState =
  | { kind: 'idle' }
  | { kind: 'joining' }
  | { kind: 'playing'; session: Session }
  /** The connection dropped; a server that runs holds the seat, and we try. `session` plays on when it is back. */
  | { kind: 'dropped'; session: Session; sinceMs: number; code: number }
  /**
   * Final: `message` is a sentence for the user. `searches`: the player wants another fight, and a server may have one.
   * `error`: what was thrown where there was no seat, for those who look for the cause.
   */
  | { kind: 'closed'; code: number; message: string; searches: boolean; error?: unknown };

export type ConnectionOptions = {
  /** URL of the server: http(s) or ws(s). */
  url: string;
  name: string;
  nowMs: () => number;
  after: (ms: number, run: () => void) => void;
  onChange: (state: ConnectionState) => void;
  /** Newest token for coming back to the seat; null when there is no seat any more. */
  onToken?: (reconnectionToken: string | null) => void;
  /** A bad network on request, put between the SDK and its socket. */
  lab?: Lab;
};

export class Connection {
  readonly #options: ConnectionOptions;
  #state: ConnectionState = { kind: 'idle' };
  #room: ArenaRoom | undefined;
  #reconnection: Reconnection | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Never rejects: a failure becomes the state 'closed' with a sentence. */
  async join(target: JoinTarget): Promise<void> {
    if (this.#state.kind === 'joining' || this.#room !== undefined) throw new Error('leave before joining again');
    this.#enter({ kind: 'joining' });
    try {
      this.#take(await this.#ask(target));
    } catch (error) {
      const code = codeOf(error);
      if (target.kind === 'token') this.#options.onToken?.(null);
      this.#enter({ kind: 'closed', code, message: joinSentence(code), searches: false, error });
    }
  }

  /** Gives the seat up. */
  async leave(): Promise<void> {
    const room = this.#room;
    if (room === undefined) return;
    room.reconnection.enabled = false;
    if (room.connection.isOpen) return void (await room.leave());
    this.#end(CLOSE.consented);
    room.connection.close(CLOSE.mayTryReconnect); // a try to come back may be under way
  }

  /** Cuts the socket, as a bad network does: the seat is held and the SDK comes back to it. */
  interrupt(): void {
    this.#room?.connection.close();
  }

  /** Lets go without a word, as a closing page does: the seat is held for the page that has the token. */
  abandon(): void {
    if (this.#room === undefined) return;
    this.#room.reconnection.enabled = false;
    this.interrupt();
  }

  async #ask(target: JoinTarget): Promise<ArenaRoom> {
    const client = new Client(this.#options.url);
    const options: JoinRequest = { name: this.#options.name, protocol: PROTOCOL_VERSION };
    switch (target.kind) {
      case 'quick':
        return client.joinOrCreate(ROOM_NAME, { ...options, mode: target.mode }) as Promise<ArenaRoom>;
      case 'room':
        return client.joinById(target.roomId, options) as Promise<ArenaRoom>;
      case 'token':
        return client.reconnect(target.reconnectionToken) as Promise<ArenaRoom>;
    }
  }

  #take(room: ArenaRoom): void {
    const { url, nowMs, after, lab, onToken } = this.#options;
    this.#room = room;
    const reconnection = new Reconnection(room, {
      nowMs,
      after,
      ask: () => askForSeat(url, room.reconnectionToken),
      onLost: (reason) => this.#lose(room, reason),
    });
    this.#reconnection = reconnection;
    lab?.putInto(room.connection);
    const session = new Session(room, nowMs, () => this.#giveLinkUp(room));
    room.onDrop((code) => {
      lab?.clear();
      if (this.#room !== room) return;
      reconnection.dropped();
      if (this.#state.kind === 'playing') this.#enter({ kind: 'dropped', session, sinceMs: nowMs(), code });
    });
    room.onReconnect(async () => {
      if (this.#room !== room) return;
      reconnection.ended();
      this.#enter({ kind: 'playing', session });
      await Promise.resolve(); // the SDK stores the new token right after this signal
      onToken?.(room.reconnectionToken);
    });
    room.onLeave((code, reason) => {
      if (this.#room === room) this.#end(code, reason);
    });
    onToken?.(room.reconnectionToken);
    this.#enter({ kind: 'playing', session });
  }

  /** The other side is silent: a close frame would wait for an answer that does not come. */
  #giveLinkUp(room: ArenaRoom): void {
    if (this.#state.kind === 'playing') room.connection.close(CLOSE.mayTryReconnect);
  }

  #end(code: number, reason?: string): void {
    const late = code === CLOSE.failedToReconnect && this.#awayMs >= LIMITS.reconnectSeconds * 1000;
    const message = late ? LOSS_SENTENCES.awayTooLong : closeSentence(code, reason);
    this.#close(code, message, late || FINDS_ANOTHER_MATCH.has(code));
  }

  #lose(room: ArenaRoom, reason: LossReason): void {
    room.reconnection.enabled = false;
    if (reason === 'no-seat') this.#end(CLOSE.failedToReconnect);
    else if (reason === 'no-room') this.#close(CLOSE.failedToReconnect, LOSS_SENTENCES.roomGone, true);
    else this.#close(CLOSE.mayTryReconnect, LOSS_SENTENCES.unreachable, false);
    room.connection.close(CLOSE.mayTryReconnect); // as in leave
  }

  get #awayMs(): number {
    return this.#state.kind === 'dropped' ? this.#options.nowMs() - this.#state.sinceMs : 0;
  }

  #close(code: number, message: string, searches: boolean): void {
    this.#room = undefined;
    this.#reconnection?.ended();
    this.#options.onToken?.(null);
    this.#enter({ kind: 'closed', code, message, searches });
  }

  #enter(state: ConnectionState): void {
    this.#state = state;
    this.#options.onChange(state);
  }
}

const codeOf = (error: unknown): number =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'number' ? error.code : 0;

/** Matchmaking's statuses in words. */
export function joinSentence(code: number): string {
  switch (code) {
    case 400:
      return 'The server does not know what this link asks for. Go back to the menu.';
    case 404:
      return 'That room is no longer there.';
    case 409:
      return 'That room is full, or your network has all the seats in it that one may have. Play in another.';
    case 410:
      return 'The seat is gone: it was not taken in time.';
    case 401:
      return 'The server does not know this browser any more. Reload the page.';
    case 403:
      return 'You were removed from that room, or the server takes no players from this page.';
    case 423:
      return 'The host has locked that room.';
    case 426:
      return 'This page is older than the server. Reload it.';
    case 500:
      return 'Something broke on the server. Try again in a moment.';
    case 429:
      return 'Too many tries. Wait a moment.';
    case 503:
      return 'The server is full or about to restart. Try again in a moment.';
    default:
      return 'The server cannot be reached. Is it running?';
  }
}
