/** From sending an input frame to the patch that acknowledges it: the round trip that a player feels. */

/** Frames under way that are remembered: over 8 s of them. */
const SENT_MAX = 256;
const SMOOTHING = 0.1;
const FORGOTTEN = Number.NaN;

/**
 * @param rttMs since the frame was sent
 * @param feltMs since it was due: who sends late must not look fast
 */
export type AckListener = (rttMs: number, feltMs: number) => void;

export class AckLog {
  readonly #sentMs = new Float64Array(SENT_MAX);
  readonly #dueMs = new Float64Array(SENT_MAX);
  #newest = 0;
  #acked = 0;
  #epoch = 0;
  #rttMs = 0;
  #listener: AckListener = () => {};
  #onLost: (ageMs: number) => void = () => {};

  /** @param dueMs when it should have been sent */
  sent(seq: number, nowMs: number, dueMs = nowMs): void {
    while (seq - this.#acked > SENT_MAX) this.#lose(++this.#acked, nowMs);
    this.#sentMs[seq % SENT_MAX] = nowMs;
    this.#dueMs[seq % SENT_MAX] = dueMs;
    this.#newest = seq;
  }

  /** The server has used all frames up to `ack`. */
  acked(ack: number, nowMs: number): void {
    const last = Math.min(ack, this.#newest);
    while (this.#acked < last) {
      const slot = ++this.#acked % SENT_MAX;
      const rttMs = nowMs - (this.#sentMs[slot] as number);
      if (Number.isNaN(rttMs)) continue;
      this.#rttMs = this.#rttMs === 0 ? rttMs : this.#rttMs + (rttMs - this.#rttMs) * SMOOTHING;
      this.#listener(rttMs, nowMs - (this.#dueMs[slot] as number));
    }
  }

  /** With a new connection (another epoch of the SDK's input) the count starts over; what was under way is lost. */
  follow(epoch: number, nowMs: number): void {
    if (epoch === this.#epoch) return;
    this.#epoch = epoch;
    while (this.#acked < this.#newest) this.#lose(++this.#acked, nowMs);
    this.#acked = 0;
    this.#newest = 0;
  }

  /** Gives up all frames that have waited for longer than this: they are lost, and not counted again if their ack comes. */
  giveUp(nowMs: number, olderThanMs: number): void {
    for (let seq = this.#acked + 1; seq <= this.#newest; seq++) {
      if (nowMs - (this.#dueMs[seq % SENT_MAX] as number) > olderThanMs) this.#lose(seq, nowMs);
    }
  }

  /** Since they were due, of all frames that still wait for their ack. */
  waitingMs(nowMs: number): number[] {
    const agesMs: number[] = [];
    for (let seq = this.#acked + 1; seq <= this.#newest; seq++) {
      const slot = seq % SENT_MAX;
      if (!Number.isNaN(this.#sentMs[slot])) agesMs.push(nowMs - (this.#dueMs[slot] as number));
    }
    return agesMs;
  }

  listen(listener: AckListener): void {
    this.#listener = listener;
  }

  /** Calls back with the age, since it was due, of each frame that was never acknowledged. */
  listenToLosses(listener: (ageMs: number) => void): void {
    this.#onLost = listener;
  }

  /** Smoothed; 0 until the first ack. */
  get rttMs(): number {
    return this.#rttMs;
  }

  #lose(seq: number, nowMs: number): void {
    const slot = seq % SENT_MAX;
    if (Number.isNaN(this.#sentMs[slot])) return;
    this.#sentMs[slot] = FORGOTTEN;
    this.#onLost(nowMs - (this.#dueMs[slot] as number));
  }
}
