/** What a bot is after, and the place that serves it: a fight, safety, a weapon, sparks, or just somewhere else. */
import { isClear } from '../sim/collide.ts';
import { type Random, randomInt } from '../sim/rng.ts';
import type { Arena, Place } from '../sim/types.ts';
import { distanceOf, within } from './distance.ts';
import type { Remembered } from './memory.ts';
import type { OtherSight, Sight } from './sight.ts';
import type { Traits } from './skill.ts';

/** Nearer enemies than this are fought before sparks are picked up. */
const FIGHT_WITHIN_U = 430;
const FLEE_WITHIN_U = 620;
const SPARK_WITHIN_U = 520;
/** Farther than across the arenas of Fray; how often a bot picks again to keep within it. */
const PROWL_WITHIN_U = 3000;
const PROWL_PICKS = 6;
/** This close to a goal is there. */
export const ARRIVED_U = 36;

export type Purpose = 'fight' | 'flee' | 'arm' | 'collect' | 'prowl';

/** @param pad a pad that the bot means to walk to, if there is one */
export function purposeFor(
  traits: Traits,
  sight: Sight,
  target: Remembered | undefined,
  present: Purpose,
  pad: Place | undefined,
): Purpose {
  const { own } = sight;
  const hasSpark = nearestSpark(sight, SPARK_WITHIN_U) !== undefined;
  const peaceful = pad !== undefined ? 'arm' : hasSpark ? 'collect' : undefined;
  if (target === undefined) return peaceful ?? 'prowl';
  const fleesBelow = present === 'flee' ? traits.retreatHp + 20 : traits.retreatHp;
  if (own.hp < fleesBelow && within(own, target.other, FLEE_WITHIN_U)) return 'flee';
  const fightsWithin = present === 'fight' ? FIGHT_WITHIN_U + 80 : FIGHT_WITHIN_U;
  return within(own, target.other, fightsWithin) ? 'fight' : (peaceful ?? 'fight');
}

export function chooseGoal(
  purpose: Purpose,
  random: Random,
  sight: Sight,
  others: readonly OtherSight[],
  target: Remembered | undefined,
): Place {
  if (purpose === 'fight' && target !== undefined) return target.other;
  if (purpose === 'arm') return nearestPad(sight) ?? anySpawn(random, sight.arena, sight.own);
  if (purpose === 'collect') return nearestSpark(sight, SPARK_WITHIN_U) ?? anySpawn(random, sight.arena, sight.own);
  if (purpose === 'flee') return refuge(sight, others);
  return anySpawn(random, sight.arena, sight.own);
}

/**
 * Spawn places are spread over the arena and open to all sides: good places to be on the way to. In a large arena rather
 * one that is not at its other end: no bot would get there.
 */
export function anySpawn(random: Random, arena: Arena, from: Place): Place {
  let spawn = from;
  for (let pick = 0; pick < PROWL_PICKS; pick++) {
    spawn = arena.spawns[randomInt(random, arena.spawns.length)] as Place;
    if (within(from, spawn, PROWL_WITHIN_U)) break;
  }
  return spawn;
}

/** The spawn place that is far from enemies, out of their sight, and not too far to run. */
function refuge(sight: Sight, others: readonly OtherSight[]): Place {
  const { arena, own } = sight;
  let best = arena.spawns[0] as Place;
  let bestWorth = -Infinity;
  for (const spawn of arena.spawns) {
    let worth = -0.5 * distanceOf(own, spawn);
    for (const other of others) {
      if (!other.alive) continue;
      worth += Math.min(600, distanceOf(other, spawn)) / others.length;
      if (isClear(arena, other.x, other.y, spawn.x, spawn.y)) worth -= 150;
    }
    if (worth <= bestWorth || within(own, spawn, ARRIVED_U * 2)) continue;
    best = spawn;
    bestWorth = worth;
  }
  return best;
}

export const nearestSpark = (sight: Sight, reachU: number): Place | undefined =>
  nearestOf(sight.own, sight.sparks, reachU);

/** A pad that would arm this bot; none while it has the Rail. */
export function nearestPad(sight: Sight): Place | undefined {
  if (sight.own.railShots > 0) return undefined;
  return nearestOf(
    sight.own,
    sight.pads.filter(({ ready }) => ready),
    Infinity,
  );
}

function nearestOf(from: Place, places: readonly Place[], reachU: number): Place | undefined {
  let best: Place | undefined;
  let bestDistance2 = reachU * reachU;
  for (const place of places) {
    const dx = place.x - from.x;
    const dy = place.y - from.y;
    const distance2 = dx * dx + dy * dy;
    if (distance2 >= bestDistance2) continue;
    best = place;
    bestDistance2 = distance2;
  }
  return best;
}
