/**
 * Every limit of the edge, in one place: its environment variable, its standard value and its reason. Raw strings become
 * numbers in server/config.ts; how the numbers must relate to each other is asserted here, at start.
 */
import { z } from 'zod';
import { TICK_RATE_HZ } from '../../shared/sim/tunables.ts';
import { LIMITS } from '../../shared/wire/protocol.ts';

const whole = (min: number, max: number, standard: number) =>
  z.coerce.number().int().min(min).max(max).default(standard);

/** Whose share of the server is limited by address: see LIMITS_PER_ADDRESS. */
export const ADDRESS_RULES = ['remote', 'on', 'off'] as const;
export type AddressRule = (typeof ADDRESS_RULES)[number];

export const limitSettings = {
  LIMITS_PER_ADDRESS: z
    .enum(ADDRESS_RULES)
    .default('remote')
    .describe('limits per address: remote = all but this machine, on = all, off = none (trusted network, load test)'),
  CONNECTIONS_MAX: whole(1, 100_000, 5000).describe('WebSocket connections of this process; more get 503'),
  CONNECTIONS_PER_ADDRESS: whole(1, 100_000, 60).describe(
    'WebSocket connections of one address (a family, a class room behind one router)',
  ),
  CONNECTS_PER_SECOND: whole(1, 10_000, 20).describe('WebSocket handshakes of one address in the long run'),
  CONNECTS_BURST: whole(1, 100_000, 120).describe('the same at once: a whole room coming back after an outage'),
  REQUESTS_PER_SECOND: whole(1, 10_000, 60).describe('HTTP requests of one address in the long run'),
  REQUESTS_BURST: whole(1, 100_000, 300).describe('the same at once: some pages loading'),
  JOINS_PER_SECOND: whole(1, 10_000, 10).describe('matchmaking and guest tokens of one address in the long run'),
  JOINS_BURST: whole(1, 100_000, 60).describe('the same at once'),
  ROOM_CREATIONS_PER_SECOND: whole(1, 10_000, 2).describe('POST /api/rooms of one address in the long run'),
  ROOM_CREATIONS_BURST: whole(1, 100_000, 20).describe('the same at once'),
  ROOMS_EMPTY_MAX: whole(1, 10_000, 100).describe('rooms that nobody has joined: opening more gets 503'),
  SEATS_OPEN_PER_ADDRESS: whole(1, 100_000, 24).describe(
    'seats of one address that are reserved and not taken yet (a full Fray)',
  ),
  SEATS_OPEN_PER_GUEST: whole(1, 1000, 4).describe('the same of one guest token: one, and some impatient clicks'),
  FRAMES_PER_SECOND: whole(1, 10_000, 90).describe(
    'WebSocket messages, pings and pongs of one client: honest ones send 30',
  ),
  FRAMES_BURST: whole(1, 10_000, 60).describe(
    `the same at once: a page catches up with at most ${LIMITS.catchUpInputFramesMax}; a link may deliver a second of them together`,
  ),
  FRAMES_PER_SILENT_SECOND: whole(0, 1000, 36).describe(
    'what a burst may be longer by per second without any: a link or a server that stood still',
  ),
  BYTES_PER_SECOND: whole(1024, 10_000_000, 16_384).describe('bytes of one client: honest ones send about 500'),
  BUFFERED_BYTES_MAX: whole(16_384, 100_000_000, 262_144).describe(
    'bytes that may wait for one client: seconds of play',
  ),
  SILENCE_MS_MAX: whole(1000, 60_000, 10_000).describe('a ping unanswered for so long means that nobody is there'),
  JOIN_MS_MAX: whole(500, 60_000, 5000).describe('from the connection to the acknowledged join'),
};

const shape = z.object(limitSettings);
type Raw = z.infer<typeof shape>;

/** A bucket's size and how fast it fills. */
export type Rate = { perSecond: number; burst: number };

export type EdgeLimits = {
  addressRule: AddressRule;
  connectionsMax: number;
  connectionsPerAddress: number;
  connects: Rate;
  requests: Rate;
  joins: Rate;
  roomCreations: Rate;
  roomsEmptyMax: number;
  seatsOpenPerAddress: number;
  seatsOpenPerGuest: number;
  wsFrames: Rate & { perSilentSecond: number };
  bytesPerSecond: number;
  bufferedBytesMax: number;
  silenceMsMax: number;
  joinMsMax: number;
};

/** @throws Error naming the settings that do not fit together */
export function edgeLimits(raw: Raw): EdgeLimits {
  const holds = (fits: boolean, what: string): void => {
    if (!fits) throw new Error(what);
  };
  holds(raw.CONNECTIONS_PER_ADDRESS <= raw.CONNECTIONS_MAX, 'CONNECTIONS_PER_ADDRESS is above CONNECTIONS_MAX');
  holds(
    raw.FRAMES_PER_SECOND >= 2 * TICK_RATE_HZ,
    `FRAMES_PER_SECOND is below ${2 * TICK_RATE_HZ}: honest clients would be cut`,
  );
  holds(
    raw.FRAMES_PER_SILENT_SECOND >= TICK_RATE_HZ,
    `FRAMES_PER_SILENT_SECOND is below ${TICK_RATE_HZ}: honest clients would be cut`,
  );
  holds(
    raw.FRAMES_BURST > LIMITS.catchUpInputFramesMax,
    `FRAMES_BURST is not above ${LIMITS.catchUpInputFramesMax}: a page that catches up would be cut`,
  );
  return {
    addressRule: raw.LIMITS_PER_ADDRESS,
    connectionsMax: raw.CONNECTIONS_MAX,
    connectionsPerAddress: raw.CONNECTIONS_PER_ADDRESS,
    connects: { perSecond: raw.CONNECTS_PER_SECOND, burst: raw.CONNECTS_BURST },
    requests: { perSecond: raw.REQUESTS_PER_SECOND, burst: raw.REQUESTS_BURST },
    joins: { perSecond: raw.JOINS_PER_SECOND, burst: raw.JOINS_BURST },
    roomCreations: { perSecond: raw.ROOM_CREATIONS_PER_SECOND, burst: raw.ROOM_CREATIONS_BURST },
    roomsEmptyMax: raw.ROOMS_EMPTY_MAX,
    seatsOpenPerAddress: raw.SEATS_OPEN_PER_ADDRESS,
    seatsOpenPerGuest: raw.SEATS_OPEN_PER_GUEST,
    wsFrames: {
      perSecond: raw.FRAMES_PER_SECOND,
      burst: raw.FRAMES_BURST,
      perSilentSecond: raw.FRAMES_PER_SILENT_SECOND,
    },
    bytesPerSecond: raw.BYTES_PER_SECOND,
    bufferedBytesMax: raw.BUFFERED_BYTES_MAX,
    silenceMsMax: raw.SILENCE_MS_MAX,
    joinMsMax: raw.JOIN_MS_MAX,
  };
}
