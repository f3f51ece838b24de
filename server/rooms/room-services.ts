import type { Client } from '@colyseus/core';
import type { Openings } from '../matchmaking/openings.ts';
import type { Reservations } from '../matchmaking/reservations.ts';
import type { InternalErrors } from '../ops/internal-errors.ts';
import type { Log } from '../ops/log.ts';
import type { Metrics } from '../ops/metrics.ts';
import type { StoryLines } from '../ops/story-lines.ts';
import type { IdleLimits } from './presence.ts';
import type { Ticker } from './ticker.ts';

/** What every room of a server shares; handed in once, when the room class is defined. */
export type RoomServices = {
  log: Log;
  metrics: Metrics;
  errors: InternalErrors;
  /** Whom to let in, and who has come; without it, every client. */
  reservations?: Pick<Reservations, 'enter' | 'entered'>;
  /** Who pays for the room; without it, no client. */
  openings?: Pick<Openings, 'opened'>;
  roomEmptySeconds: number;
  /** Whether a name is not to be read by others; without it, every name is. */
  isAbuse?: (name: string) => boolean;
  /** When who does nothing loses the seat. */
  idle: IdleLimits;
  /** @returns the round trip of a client as the transport measured it; 0 while that is unknown */
  rttMsOf: (client: Client | undefined) => number;
  /** Steps all rooms of the process. */
  ticker: Pick<Ticker, 'start'>;
  /** @returns the seed of a new room */
  nextSeed: () => number;
  /** Which lines about players are written; without it, all. */
  storyLines?: Pick<StoryLines, 'unsaid'>;
  /** Codes of rooms: each belongs to one room until that has ended. */
  codes: { take: () => string; release: (code: string) => void };
};
