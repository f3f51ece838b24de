/**
 * The way back to a seat, also when the connection drops again before the server has heard that its client is back.
 * Colyseus then refuses to hold the seat ("never joined"), and the server cannot know whether the client got the new token: so the
 * seat is held, and every token since the last one that surely arrived is good for it, once.
 */
import type { Client, ClientPrivate, Room } from '@colyseus/core';

/** Private table of Colyseus's room, by token: what its client comes back to. */
type Reconnections = { _reconnections: Record<string, unknown> };

/** What became of a held seat: its player was back, came too late, or the room ended first. */
export type HoldOutcome = 'back' | 'not_back' | 'room_ended';

/** Drops in a row without a word from the client in between; more is no bad network. */
const TOKENS_MAX = 8;

export class HeldSeats {
  readonly #room: Room;
  /** By sessionId: the tokens that the client may have, oldest first. */
  readonly #tokens = new Map<string, string[]>();

  constructor(room: Room) {
    this.#room = room;
  }

  /** Holds the seat of a dropped client; settles when it is back, or when it is clear that it will not be. */
  async hold(client: Client, seconds: number): Promise<HoldOutcome> {
    const { sessionId, reconnectionToken } = client;
    const unheard = (client as Client & ClientPrivate)._enqueuedMessages !== undefined;
    const earlier = unheard ? this.#tokens.get(sessionId) : [];
    if (earlier === undefined) return 'not_back'; // it never was in the game: Colyseus lets the seat go
    delete (client as Partial<ClientPrivate>)._enqueuedMessages;
    this.#tokens.set(sessionId, [...earlier, reconnectionToken].slice(-TOKENS_MAX));
    const held = this.#room.allowReconnection(client, seconds);
    const reconnections = (this.#room as unknown as Reconnections)._reconnections;
    const way = reconnections[reconnectionToken];
    if (way !== undefined) for (const token of earlier) reconnections[token] = way;
    try {
      await held;
      return 'back';
    } catch (reason) {
      // Colyseus calls onLeave next. False is its word for the end of the time.
      return reason === false ? 'not_back' : 'room_ended';
    } finally {
      for (const token of earlier) delete reconnections[token];
    }
  }

  forget(sessionId: string): void {
    this.#tokens.delete(sessionId);
  }
}
