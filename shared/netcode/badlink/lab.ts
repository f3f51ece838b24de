/**
 * The latency lab: a bad network on request, between the SDK and its socket, and switches for what hides it. Bytes come
 * late and in bursts but in order, as over TCP. Time and timers are handed in.
 */
import type { Room } from '@colyseus/sdk';
import { Lane } from './lane.ts';
import type { WayOptions } from './segments.ts';

/** What the lab does to the link; all zero = nothing. */
export type LabLink = {
  /** Added to the round trip, half each way. */
  lagMs: number;
  /** The round trip varies by ± this. */
  jitterMs: number;
  /** Share of the messages that are lost and sent again, either way, in [0, 1). */
  loss: number;
  /** How often the link stands still, per minute, and for how long. */
  stallsPerMinute: number;
  stallMs: number;
};

/** What is done against latency; all on in a normal game. */
export type LabSwitches = { prediction: boolean; interpolation: boolean; lagCompensation: boolean };

export const NO_LAB: Readonly<LabLink> = { lagMs: 0, jitterMs: 0, loss: 0, stallsPerMinute: 0, stallMs: 0 };
export const ALL_ON: Readonly<LabSwitches> = { prediction: true, interpolation: true, lagCompensation: true };

export type LabTimers = { nowMs: () => number; after: (ms: number, run: () => void) => void; random: () => number };

type Wire = Room['connection'];

/** One connection's lab: sits in both directions from the moment it is put in. */
export class Lab {
  readonly #timers: LabTimers;
  readonly #up: Lane;
  readonly #down: Lane;
  #link: LabLink = { ...NO_LAB };
  #nextStallMs = Number.POSITIVE_INFINITY;

  constructor(timers: LabTimers) {
    this.#timers = timers;
    this.#up = new Lane(timers);
    this.#down = new Lane(timers);
  }

  get link(): Readonly<LabLink> {
    return this.#link;
  }

  set link(link: LabLink) {
    this.#link = { ...link };
    const options: WayOptions = { delayMs: link.lagMs / 2, jitterMs: link.jitterMs / 2, loss: link.loss };
    this.#up.options = options;
    this.#down.options = options;
    this.#nextStallMs = this.#stallAfter();
  }

  /** Puts the lab between the SDK's connection and its socket; survives reconnections. */
  putInto(wire: Wire): void {
    const receive = wire.events.onmessage;
    wire.events.onmessage = (event: MessageEvent<ArrayBuffer>) => this.#pass(this.#down, () => receive?.(event));
    const send = wire.send.bind(wire);
    wire.send = (bytes) => {
      const copy = Uint8Array.from(bytes); // the SDK writes its next frame into the same buffer
      this.#pass(this.#up, () => {
        if (wire.isOpen) send(copy);
      });
    };
  }

  /** The connection is gone, and with it all that was under way: it must not reach the next one. */
  clear(): void {
    this.#up.clear();
    this.#down.clear();
  }

  #pass(lane: Lane, deliver: () => void): void {
    const nowMs = this.#timers.nowMs();
    if (nowMs >= this.#nextStallMs) {
      this.#up.stallUntil(nowMs + this.#link.stallMs);
      this.#down.stallUntil(nowMs + this.#link.stallMs);
      this.#nextStallMs = this.#stallAfter();
    }
    lane.pass(deliver);
  }

  /** Stalls come at random, on average as often as asked for. */
  #stallAfter(): number {
    const { stallsPerMinute } = this.#link;
    if (stallsPerMinute === 0) return Number.POSITIVE_INFINITY;
    return this.#timers.nowMs() - (Math.log(1 - this.#timers.random()) * 60_000) / stallsPerMinute;
  }
}
