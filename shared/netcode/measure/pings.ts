/**
 * Round trips of protocol pings, which wait for no tick. The SDK knows one ping at a time, so one that is due while another
 * is under way is answered by the same pong: a link that stands still counts as often as one that does not.
 */
import type { Room } from '@colyseus/sdk';

/** A minute of them at one per second. */
const DUE_MAX = 64;

export class Pings {
  readonly #room: Pick<Room, 'connection' | 'ping' | 'onDrop'>;
  readonly #nowMs: () => number;
  readonly #listener: (rttMs: number) => void;
  readonly #dueMs: number[] = [];

  /** @param listener called with the round trip of each ping, unrounded */
  constructor(
    room: Pick<Room, 'connection' | 'ping' | 'onDrop'>,
    nowMs: () => number,
    listener: (rttMs: number) => void,
  ) {
    this.#room = room;
    this.#nowMs = nowMs;
    this.#listener = listener;
    room.onDrop(() => {
      this.#dueMs.length = 0;
    });
  }

  send(): void {
    if (!this.#room.connection.isOpen || this.#dueMs.length >= DUE_MAX) return;
    this.#dueMs.push(this.#nowMs());
    if (this.#dueMs.length === 1) this.#room.ping(() => this.#answered());
  }

  #answered(): void {
    const nowMs = this.#nowMs();
    for (const dueMs of this.#dueMs) this.#listener(nowMs - dueMs);
    this.#dueMs.length = 0;
  }
}
