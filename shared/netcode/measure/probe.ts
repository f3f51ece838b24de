/** What a session tells those who measure it: round trips, losses, corrections, snapshots. The game itself needs none of it. */
import type { Room } from '@colyseus/sdk';
import { AckLog } from './acks.ts';
import { Pings } from './pings.ts';

export type Listeners = {
  /**
   * An input frame was acknowledged.
   * @param rttMs since it was sent
   * @param feltMs since it was due: who sends late must not look fast
   */
  ack?: (rttMs: number, feltMs: number) => void;
  /** An input frame will never be acknowledged. @param ageMs since it was due */
  lost?: (ageMs: number) => void;
  /** A protocol ping came back. */
  rtt?: (rttMs: number) => void;
  /** The own pilot was this far from the truth. */
  correction?: (distanceU: number) => void;
  /** The state at the end of a tick has come. */
  snapshot?: (tick: number, nowMs: number) => void;
};

export class Probe {
  readonly acks = new AckLog();
  readonly #pings: Pings;
  #listeners: Listeners = {};

  constructor(room: Pick<Room, 'connection' | 'ping' | 'onDrop'>, nowMs: () => number) {
    this.acks.listen((rttMs, feltMs) => this.#listeners.ack?.(rttMs, feltMs));
    this.acks.listenToLosses((ageMs) => this.#listeners.lost?.(ageMs));
    this.#pings = new Pings(room, nowMs, (rttMs) => this.#listeners.rtt?.(rttMs));
  }

  listen(listeners: Listeners): void {
    this.#listeners = { ...this.#listeners, ...listeners };
  }

  ping(): void {
    this.#pings.send();
  }

  corrected(distanceU: number): void {
    this.#listeners.correction?.(distanceU);
  }

  sawSnapshot(tick: number, nowMs: number): void {
    this.#listeners.snapshot?.(tick, nowMs);
  }
}
