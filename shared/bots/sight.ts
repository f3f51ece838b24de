/**
 * What one seat sees at one tick: all that a brain may know, cut out of what there is by one rule, whatever tells of it. A
 * brain keeps `others` (not `bolts` and `sparks`) for a while: their objects must not change later.
 */
import { arenaOf } from '../sim/arena.ts';
import { isDashing, isShielded } from '../sim/protection.ts';
import { VIEW } from '../sim/tunables.ts';
import type { Arena, Bolt, Pad, Phase, Pilot, Place, World } from '../sim/types.ts';

export type OwnSight = Pick<
  Pilot,
  | 'seat'
  | 'x'
  | 'y'
  | 'vx'
  | 'vy'
  | 'aim'
  | 'hp'
  | 'alive'
  | 'dashTicks'
  | 'dashCooldownTicks'
  | 'fireCooldownTicks'
  | 'shieldTicks'
  | 'railShots'
  | 'chargeTicks'
>;

export type OtherSight = Pick<Pilot, 'seat' | 'x' | 'y' | 'aim' | 'hp' | 'alive' | 'life'> & {
  dashing: boolean;
  shielded: boolean;
};

/** `id` names the bolt while it flies. */
export type BoltSight = Pick<Bolt, 'x' | 'y' | 'vx' | 'vy' | 'owner'> & { id: number | string };

/** A Rail pad, and whether it would arm a pilot that comes now. */
export type PadSight = Place & { ready: boolean };

/** What is the same wherever the own pilot stands. */
type Overview = {
  tick: number;
  arena: Arena;
  phase: Phase;
  own: OwnSight;
  /** Seat that leads alone, or NOBODY. */
  leader: number;
};

export type Sight = Overview & {
  others: readonly OtherSight[];
  bolts: readonly BoltSight[];
  sparks: readonly Place[];
  pads: readonly PadSight[];
};

/** What there is, in view or not: the world itself, or what the netcode knows of it. `PilotThere` is its word for a pilot. */
export type SightSource<PilotThere extends Place & { seat: number }> = Overview & {
  /** With or without the own pilot. */
  pilots: readonly PilotThere[];
  /** What can be seen of a pilot. */
  otherOf: (pilot: PilotThere) => OtherSight;
  bolts: readonly BoltSight[];
  sparks: readonly Place[];
  pads: readonly Pick<Pad, 'x' | 'y' | 'readyTick'>[];
};

/** The one rule of what a seat sees. Bolts and sparks are the source's own objects. */
export function sightFrom<PilotThere extends Place & { seat: number }>(source: SightSource<PilotThere>): Sight {
  const { tick, arena, phase, own, leader } = source;
  const others: OtherSight[] = [];
  for (const pilot of source.pilots) {
    if (pilot.seat !== own.seat && inView(own, pilot)) others.push(source.otherOf(pilot));
  }
  return {
    tick,
    arena,
    phase,
    own,
    leader,
    others,
    bolts: source.bolts.filter((bolt) => inView(own, bolt)),
    sparks: source.sparks.filter((spark) => inView(own, spark)),
    pads: source.pads
      .filter((pad) => inView(own, pad))
      .map(({ x, y, readyTick }) => ({ x, y, ready: tick >= readyTick })),
  };
}

/** The sight of a pilot of this world. Valid until the next step. */
export const sightOf = (world: World, pilot: Pilot): Sight =>
  sightFrom({
    tick: world.tick,
    arena: arenaOf(world.arena),
    phase: world.match.phase,
    own: pilot,
    leader: world.match.leader,
    pilots: world.pilots,
    otherOf: (other) => otherOf(world, other),
    bolts: world.bolts,
    sparks: world.sparks,
    pads: world.pads,
  });

/** Whether a place lies in the view of a pilot at `from`. */
const inView = (from: Place, place: Place): boolean =>
  Math.abs(place.x - from.x) <= VIEW.widthU / 2 && Math.abs(place.y - from.y) <= VIEW.heightU / 2;

function otherOf(world: World, pilot: Pilot): OtherSight {
  const { seat, x, y, aim, hp, alive, life } = pilot;
  return { seat, x, y, aim, hp, alive, life, dashing: isDashing(world, pilot), shielded: isShielded(world, pilot) };
}
