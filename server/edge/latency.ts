/**
 * Round trips as the transport measures them: pings with an unguessable nonce, so that a pong proves that its ping was
 * read. No client can look nearer than it is; one that answers late looks farther away, but not by more than SPREAD_MS than in
 * its best answer of the last minute.
 */
import { randomFillSync } from 'node:crypto';
import type { Client } from '@colyseus/core';
import { type Moment, waitedMs } from './live-clock.ts';

const NONCE_BYTES = 8;
/** Often at first, so that a newcomer is known soon. */
const EAGER_PINGS = 6;
const EAGER_EVERY_MS = 500;
const EVERY_MS = 1000;
/** Pings under way that are remembered: more than fit into the longest silence. */
const UNANSWERED_MAX = 32;
const SAMPLES = 7;
/** Share of a new median in what is told. */
const SMOOTHING = 0.4;
/** Answers that the best one is looked for in: a minute's. */
const REMEMBERED = 60;
/** A round trip of 300 ± 60 ms has its median this far above its best. */
const SPREAD_MS = 60;

export class LatencyMeter {
  /** Smoothed median round trip in ms; 0 while there is none. */
  latencyMs = 0;
  /** What the server acts by, in ms: a peer decides when it answers, and must not gain by answering late. */
  believedMs = 0;
  readonly #send: (nonce: Buffer) => void;
  readonly #unanswered: { nonce: string; sent: Moment }[] = [];
  /** Oldest first. */
  readonly #samplesMs: number[] = [];
  #sent = 0;
  #nextMs: number;

  /** @param send puts a ping with this payload on the wire */
  constructor(send: (nonce: Buffer) => void, { nowMs }: Moment) {
    this.#send = send;
    this.#nextMs = nowMs;
  }

  /** Sends a ping if one is due: also a process that stands still now and then pings as often as it can. */
  tick(now: Moment): void {
    if (now.nowMs < this.#nextMs || this.#unanswered.length >= UNANSWERED_MAX) return;
    const nonce = randomFillSync(Buffer.allocUnsafe(NONCE_BYTES));
    this.#unanswered.push({ nonce: nonce.toString('latin1'), sent: now });
    this.#nextMs = now.nowMs + (++this.#sent < EAGER_PINGS ? EAGER_EVERY_MS : EVERY_MS);
    this.#send(nonce);
  }

  /**
   * A pong came in. Others than the answers to our pings are allowed by RFC 6455, and prove nothing.
   * @returns the round trip in ms, if it was such an answer
   */
  answered(payload: Buffer, nowMs: number): number | undefined {
    if (payload.length !== NONCE_BYTES) return undefined;
    const nonce = payload.toString('latin1');
    const index = this.#unanswered.findIndex((ping) => ping.nonce === nonce);
    if (index < 0) return undefined;
    // A peer may answer only the newest of several pings (RFC 6455, 5.5.3): that answers the older ones too.
    const answered = this.#unanswered.splice(0, index + 1).at(-1);
    if (answered === undefined) return undefined;
    const sampleMs = nowMs - answered.sent.nowMs;
    this.#learn(sampleMs);
    return sampleMs;
  }

  /** For how long the oldest ping has been waiting for its pong. */
  silentMs(now: Moment): number {
    const oldest = this.#unanswered[0];
    return oldest === undefined ? 0 : waitedMs(oldest.sent, now);
  }

  #learn(sampleMs: number): void {
    this.#samplesMs.push(sampleMs);
    if (this.#samplesMs.length > REMEMBERED) this.#samplesMs.shift();
    const sorted = this.#samplesMs.slice(-SAMPLES).sort((a, b) => a - b);
    const medianMs = sorted[sorted.length >> 1] ?? sampleMs;
    this.latencyMs = this.#samplesMs.length === 1 ? medianMs : this.latencyMs + (medianMs - this.latencyMs) * SMOOTHING;
    this.believedMs = Math.min(this.latencyMs, Math.min(...this.#samplesMs) + SPREAD_MS);
  }
}

/** A connection is known by its socket: Colyseus hands a returning client's new socket on to its old object. */
const meters = new WeakMap<object, LatencyMeter>();

export const measureLatency = (socket: object, meter: LatencyMeter): void => void meters.set(socket, meter);

/** @returns the client's round trip in ms as this server believes it; 0 while it is unknown */
export const latencyOf = (client: Client | undefined): number =>
  client === undefined ? 0 : (meters.get(client.ref)?.believedMs ?? 0);
