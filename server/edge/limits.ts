/**
 * Every limit of the edge, in one place: its place in the tree, which is its name in the environment (server/settings.ts),
 * its standard value and its reason. How the numbers must relate to each other is checked here, at start.
 */
import { z } from 'zod';
import { TICK_RATE_HZ } from '../../shared/sim/tunables.ts';
import { LIMITS } from '../../shared/wire/protocol.ts';
import { type SettingsOf, whole } from '../settings.ts';

/** A bucket's size and how fast it fills. */
export type Rate = { perSecond: number; burst: number };

export const limitSettings = {
  limitsPerAddress: z
    .enum(['remote', 'on', 'off'])
    .default('remote')
    .describe('limits per address: remote = all but this machine, on = all, off = none (trusted network, load test)'),
  connectionsMax: whole(1, 100_000, 5000).describe('WebSocket connections of this process; more get 503'),
  connectionsPerAddress: whole(1, 100_000, 60).describe(
    'WebSocket connections of one address (a family, a class room behind one router)',
  ),
  connects: {
    perSecond: whole(1, 10_000, 20).describe('WebSocket handshakes of one address in the long run'),
    burst: whole(1, 100_000, 120).describe('the same at once: a whole room coming back after an outage'),
  },
  requests: {
    perSecond: whole(1, 10_000, 60).describe('HTTP requests of one address in the long run'),
    burst: whole(1, 100_000, 300).describe('the same at once: some pages loading'),
  },
  joins: {
    perSecond: whole(1, 10_000, 10).describe('matchmaking and guest tokens of one address in the long run'),
    burst: whole(1, 100_000, 60).describe('the same at once'),
  },
  roomCreations: {
    perSecond: whole(1, 10_000, 2).describe('POST /api/rooms of one address in the long run'),
    burst: whole(1, 100_000, 20).describe('the same at once'),
  },
  codeMisses: {
    perHour: whole(1, 100_000, 60).describe(
      'wrong room codes of one address in the long run: to find one of 100 rooms takes it almost three years',
    ),
    burst: whole(1, 100_000, 60).describe('the same at once: two school classes that type a code'),
  },
  operatorMisses: {
    perHour: whole(1, 100_000, 30).describe('wrong operator tokens of one address in the long run'),
    burst: whole(1, 100_000, 10).describe('the same at once: a script with an old token'),
  },
  missesPerNetwork: whole(1, 1000, 2).describe(
    'times that what a whole network (IPv4 /24, IPv6 /48) has: one attacker may have all of it',
  ),
  roomsPerAddress: whole(1, 10_000, 20).describe(
    'rooms that one address has opened and that have not ended: a tenth of ROOMS_MAX',
  ),
  roomsEmptyMax: whole(1, 10_000, 100).describe('rooms without a player: opening more gets 503'),
  seatsPerAddress: whole(1, 1000, 8).describe(
    'seats of one room that one address may have: a family or some friends behind one router',
  ),
  seatsOpenPerAddress: whole(1, 100_000, 24).describe(
    'seats of one address that are reserved and not taken yet (a full Fray)',
  ),
  seatsOpenPerGuest: whole(1, 1000, 4).describe('the same of one guest token: one, and some impatient clicks'),
  /** WebSocket frames: messages, pings and pongs. */
  frames: {
    perSecond: whole(1, 10_000, 90).describe('WebSocket messages, pings and pongs of one client: honest ones send 30'),
    burst: whole(1, 10_000, 60).describe(
      `the same at once: a page catches up with at most ${LIMITS.catchUpInputFramesMax}`,
    ),
    perSilentSecond: whole(0, 1000, 36).describe(
      'what a burst may be longer by per second without any: a link or a server that stood still',
    ),
  },
  bytesPerSecond: whole(1024, 10_000_000, 16_384).describe('bytes of one client: honest ones send about 500'),
  bufferedBytesMax: whole(16_384, 100_000_000, 262_144).describe('bytes that may wait for one client: seconds of play'),
  silenceMsMax: whole(1000, 60_000, 10_000).describe('a ping unanswered for so long means that the client is gone'),
  joinMsMax: whole(500, 60_000, 5000).describe('from the connection to the acknowledged join'),
};

export type EdgeLimits = SettingsOf<typeof limitSettings>;

/** @throws Error naming the settings that do not fit together */
export function checkLimits({ connectionsPerAddress, connectionsMax, frames }: EdgeLimits): void {
  const holds = (fits: boolean, what: string): void => {
    if (!fits) throw new Error(what);
  };
  holds(connectionsPerAddress <= connectionsMax, 'CONNECTIONS_PER_ADDRESS is above CONNECTIONS_MAX');
  holds(
    frames.perSecond >= 2 * TICK_RATE_HZ,
    `FRAMES_PER_SECOND is below ${2 * TICK_RATE_HZ}: honest clients would be cut`,
  );
  holds(
    frames.perSilentSecond >= TICK_RATE_HZ,
    `FRAMES_PER_SILENT_SECOND is below ${TICK_RATE_HZ}: honest clients would be cut`,
  );
  holds(
    frames.burst > LIMITS.catchUpInputFramesMax,
    `FRAMES_BURST is not above ${LIMITS.catchUpInputFramesMax}: a page that catches up would be cut`,
  );
}
