/** Named networks: what typical links do to a game, so that the user need not guess numbers. */
import { randomUnit } from '../../shared/sim/rng.ts';
import { type Link, PERFECT } from '../contract/link.ts';

/** Keeps the draw of a profile apart from whatever else a bot draws from its seed. */
const SALT = 0x6e657473;

/** Round trips to a server in the same part of the world, added to what the real way to the server takes. */
const LINKS = {
  /** LTE: uneven, because airtime is granted in turns; a handover between cells stops it for a few tenths of a second. */
  '4g': { latencyMs: 60, jitterMs: 25, stallsPerMinute: 2, stallMs: 300 },
  /** Wireless at home on cable or fibre: short, but a neighbour's download or a background scan holds it up for a moment. */
  wifi: { latencyMs: 20, jitterMs: 12, stallsPerMinute: 3, stallMs: 120 },
  /** Interleaving (error correction over many symbols) costs 20–40 ms, but evenly; it stalls only when the line is full. */
  dsl: { latencyMs: 35, jitterMs: 4, stallsPerMinute: 0.2, stallMs: 200 },
  /** Geostationary: 4 × 35 786 km at the speed of light are 480 ms, and modems and scheduling take the rest. */
  satellite: { latencyMs: 600, jitterMs: 40, stallsPerMinute: 1, stallMs: 500 },
} as const satisfies Record<string, Link>;

type Kind = keyof typeof LINKS;

/** How many players sit behind which link, roughly: most play at home by wire or wireless, a third on phones, a few far from everything. */
const MIX: readonly [kind: Kind, share: number][] = [
  ['wifi', 0.45],
  ['4g', 0.3],
  ['dsl', 0.23],
  ['satellite', 0.02],
];

export const profileNames = [...(Object.keys(LINKS) as Kind[]), 'mixed'] as const;
export type ProfileName = (typeof profileNames)[number];

export type NetworkOptions = { profile?: string | undefined; link: Partial<Link> };

/**
 * @param seed the bot's: 'mixed' draws by it
 * @returns the profile's link, with the numbers that were given in place of its own
 * @throws when there is no such profile
 */
export function linkOf({ profile, link }: NetworkOptions, seed: number): Link {
  const base = profile === undefined ? PERFECT : LINKS[kindOf(profile, seed)];
  const given = Object.fromEntries(Object.entries(link).filter(([, value]) => value !== undefined));
  return { ...base, ...given };
}

function kindOf(profile: string, seed: number): Kind {
  if (profile === 'mixed') return drawn(seed);
  if (Object.hasOwn(LINKS, profile)) return profile as Kind;
  throw new Error(`There is no network profile "${profile}". Choose ${profileNames.join(', ')}.`);
}

function drawn(seed: number): Kind {
  let left = randomUnit({ rng: (seed ^ SALT) >>> 0 });
  for (const [kind, share] of MIX) {
    left -= share;
    if (left < 0) return kind;
  }
  return 'dsl';
}
