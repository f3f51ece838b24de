/** From sending an input frame to the patch that acknowledges it: the round trip that a player feels. */

/** Send times kept: frames older than this are lost with their connection. */
const SENT_MAX = 256;
const SMOOTHING = 0.1;

export class AckLog {
  #sentMs = new Map<number, number>();
  #acked = 0;
  #rttMs = 0;
  #listener: (rttMs: number) => void = () => {};

  sent(seq: number, nowMs: number): void {
    this.#sentMs.set(seq, nowMs);
    if (this.#sentMs.size > SENT_MAX) this.#sentMs.delete(seq - SENT_MAX);
  }

  /** The server has used all frames up to `ack`. */
  acked(ack: number, nowMs: number): void {
    for (let seq = this.#acked + 1; seq <= ack; seq++) {
      const sentMs = this.#sentMs.get(seq);
      this.#sentMs.delete(seq);
      if (sentMs === undefined) continue;
      const rttMs = nowMs - sentMs;
      this.#rttMs = this.#rttMs === 0 ? rttMs : this.#rttMs + (rttMs - this.#rttMs) * SMOOTHING;
      this.#listener(rttMs);
    }
    this.#acked = Math.max(this.#acked, ack);
  }

  /** The count of frames starts over with a new connection. */
  restart(): void {
    this.#sentMs.clear();
    this.#acked = 0;
  }

  listen(listener: (rttMs: number) => void): void {
    this.#listener = listener;
  }

  /** Smoothed; 0 until the first ack. */
  get rttMs(): number {
    return this.#rttMs;
  }
}
