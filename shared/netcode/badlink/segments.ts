/**
 * What is under way in one direction, as TCP carries it: each segment takes its own time, some are lost and sent again, and
 * all arrive complete and in order: what came before its turn waits for what is missing. Time and chance are handed in.
 */

export type WayOptions = {
  /** One way, in ms; the round trip is twice that. */
  delayMs: number;
  /** Extra delay, evenly drawn from [0, 2 × jitter]: the round trip varies by ± that. */
  jitterMs: number;
  /** Share of the segments that are lost, in [0, 1); none if left out. */
  loss?: number;
};

/** RFC 5681: a segment counts as lost once three that were sent after it are known to have arrived. */
const LATER_ARRIVALS = 3;
/** What kernels take as the least; RFC 6298 has a whole second. */
const RTO_MIN_MS = 200;

type Segment = {
  deliver: () => void;
  /** When it arrives; while it is lost, when its sender will find out by the timer at the latest. */
  atMs: number;
  /** How long its sender waits before it sends it again unasked. */
  rtoMs: number;
  isLost: boolean;
  laterArrivals: number;
};

export class Segments {
  readonly #random: () => number;
  #waiting: Segment[] = [];
  options: WayOptions;
  lostCount = 0;

  /** @param random evenly from [0, 1) */
  constructor(options: WayOptions, random: () => number) {
    this.options = options;
    this.#random = random;
  }

  get count(): number {
    return this.#waiting.length;
  }

  /** When something may arrive next; Infinity if nothing is under way. */
  get nextMs(): number {
    return this.#waiting[0]?.atMs ?? Number.POSITIVE_INFINITY;
  }

  send(nowMs: number, deliver: () => void): void {
    const segment = { deliver, atMs: 0, rtoMs: this.#rtoMs, isLost: false, laterArrivals: 0 };
    this.#transmit(segment, nowMs);
    if (!segment.isLost) this.#acknowledgePast(segment.atMs);
    this.#waiting.push(segment);
  }

  /** Hands over what has arrived by now. */
  deliver(nowMs: number): void {
    for (let head = this.#waiting[0]; head !== undefined && head.atMs <= nowMs; head = this.#waiting[0]) {
      if (head.isLost) {
        head.rtoMs *= 2;
        this.#sendAgain(head, head.atMs);
      } else {
        this.#waiting.shift();
        head.deliver();
      }
    }
  }

  clear(): void {
    this.#waiting = [];
  }

  /** max(200 ms, smoothed round trip + 4 × its variation), as RFC 6298 makes it of such a way. */
  get #rtoMs(): number {
    return Math.max(RTO_MIN_MS, this.#rttMs + 4 * this.options.jitterMs);
  }

  get #rttMs(): number {
    return 2 * (this.options.delayMs + this.options.jitterMs);
  }

  #transmit(segment: Segment, sentMs: number): void {
    const { delayMs, jitterMs, loss = 0 } = this.options;
    segment.atMs = sentMs + delayMs + this.#random() * 2 * jitterMs;
    segment.isLost = loss > 0 && this.#random() < loss;
    if (!segment.isLost) return;
    this.lostCount++;
    segment.atMs = sentMs + segment.rtoMs;
  }

  /** The timer ran out, which doubles it, or three later ones arrived: a copy goes out. */
  #sendAgain(segment: Segment, nowMs: number): void {
    segment.laterArrivals = Number.NEGATIVE_INFINITY; // later arrivals say nothing about a copy
    this.#transmit(segment, nowMs);
  }

  /** A segment arrives: what was sent before it and is missing is known by its sender half a round trip later. */
  #acknowledgePast(arrivalMs: number): void {
    const knownMs = arrivalMs + this.#rttMs / 2;
    for (const segment of this.#waiting) {
      if (!segment.isLost || ++segment.laterArrivals < LATER_ARRIVALS || knownMs >= segment.atMs) continue;
      this.#sendAgain(segment, knownMs);
    }
  }
}
