/**
 * What one seat sees at one tick: all that a brain may know. Whoever fills it in keeps to what that seat may see, so a bot
 * knows no more than a person. A brain keeps `others` (not `bolts` and `sparks`) for a while: hand in fresh objects.
 */
import { arenaOf } from '../sim/arena.ts';
import { isDashing, isShielded } from '../sim/protection.ts';
import { VIEW } from '../sim/tunables.ts';
import type { Arena, Bolt, Phase, Pilot, Place, World } from '../sim/types.ts';

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
export type BoltSight = Pick<Bolt, 'id' | 'x' | 'y' | 'vx' | 'vy' | 'owner'>;

/** A Rail pad, and whether it would arm who comes now. */
export type PadSight = Place & { ready: boolean };

export type Sight = {
  tick: number;
  arena: Arena;
  phase: Phase;
  own: OwnSight;
  others: readonly OtherSight[];
  bolts: readonly BoltSight[];
  sparks: readonly Place[];
  pads: readonly PadSight[];
  /** Seat that leads alone; 0 = nobody. */
  leader: number;
};

/** @returns whether a place lies in the view of a pilot at (x, y) */
export const inView = (x: number, y: number, place: Place): boolean =>
  Math.abs(place.x - x) <= VIEW.widthU / 2 && Math.abs(place.y - y) <= VIEW.heightU / 2;

/** The sight of a pilot of this world. Valid until the next step: its bolts and sparks are the world's own. */
export function sightOf(world: World, pilot: Pilot): Sight {
  const { x, y } = pilot;
  const others: OtherSight[] = [];
  for (const other of world.pilots) {
    if (other.seat !== pilot.seat && inView(x, y, other)) others.push(lookAt(world, other));
  }
  return {
    tick: world.tick,
    arena: arenaOf(world.arena),
    phase: world.match.phase,
    own: pilot,
    others,
    bolts: world.bolts.filter((bolt) => inView(x, y, bolt)),
    sparks: world.sparks.filter((spark) => inView(x, y, spark)),
    pads: world.pads
      .filter((pad) => inView(x, y, pad))
      .map((pad) => ({ x: pad.x, y: pad.y, ready: world.tick >= pad.readyTick })),
    leader: world.match.leader,
  };
}

function lookAt(world: World, pilot: Pilot): OtherSight {
  const { seat, x, y, aim, hp, alive, life } = pilot;
  return { seat, x, y, aim, hp, alive, life, dashing: isDashing(world, pilot), shielded: isShielded(world, pilot) };
}
