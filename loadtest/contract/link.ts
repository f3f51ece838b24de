/** What a bad network does to one bot's link. */

export type Link = {
  /** Added to the round trip, half each way. */
  latencyMs: number;
  /** The round trip varies by ± this. */
  jitterMs: number;
  /** How often the link stands still, per minute, and for how long. */
  stallsPerMinute: number;
  stallMs: number;
};

export const PERFECT: Readonly<Link> = { latencyMs: 0, jitterMs: 0, stallsPerMinute: 0, stallMs: 0 };
