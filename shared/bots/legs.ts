/**
 * Where to go: round the target at a chosen distance, away when hurt, to pads and sparks when no enemy is near, and otherwise
 * through the arena. Invariant: outside a fight there is always a goal elsewhere, and one that is not reached in time is
 * given up, so a bot never stays where it is.
 */
import { isClear } from '../sim/collide.ts';
import { type Random, randomInt, randomUnit } from '../sim/rng.ts';
import { ticksOf } from '../sim/tunables.ts';
import type { Arena, Place } from '../sim/types.ts';
import { within } from './distance.ts';
import { ARRIVED_U, anySpawn, chooseGoal, nearestPad, nearestSpark, type Purpose, purposeFor } from './goals.ts';
import type { Remembered } from './memory.ts';
import { isWalkable, nextPlace } from './pathfinding.ts';
import type { OtherSight, OwnSight, Sight } from './sight.ts';
import type { Thought } from './thought.ts';

/** While fighting, sparks this near decide which way to strafe. */
const SPARK_ON_THE_WAY_U = 200;
/** A goal is given up after this time; a spark or a pad sooner, as another pilot may have taken it. */
const GOAL_TICKS = ticksOf(5);
const TAKEN_TICKS = ticksOf(0.5);
/** How long a bot stays with its mind about the pads that it sees. */
const PAD_MIND_TICKS = ticksOf(3);
/** A waypoint is kept this long before the way is looked at again. */
const WAY_TICKS = 5;
/** A step ahead is checked this far for walls. */
const WHISKER_U = 44;
/** Outside a fight a bot has to get this far in this time, or it chooses another goal. */
const STALE_U = 30;
const STALE_TICKS = ticksOf(1.5);

export type Legs = {
  purpose: Purpose;
  goalX: number;
  goalY: number;
  /** Ticks left to reach the goal; 0 = none is set. */
  goalTicks: number;
  wayX: number;
  wayY: number;
  wayTicks: number;
  /** 1 or −1: which way round the target. */
  side: number;
  sideTicks: number;
  keepsU: number;
  /** Whether it goes for pads now, and ticks until it thinks that over. */
  wantsPad: boolean;
  padMindTicks: number;
  /** Where the bot was when it last got anywhere, and how long ago. */
  anchorX: number;
  anchorY: number;
  anchorTicks: number;
};

export type Heading = { dx: number; dy: number };

export const createLegs = (random: Random): Legs => ({
  purpose: 'prowl',
  goalX: 0,
  goalY: 0,
  goalTicks: 0,
  wayX: 0,
  wayY: 0,
  wayTicks: 0,
  side: 1,
  sideTicks: 0,
  keepsU: 220 + randomInt(random, 160),
  wantsPad: false,
  padMindTicks: 0,
  anchorX: 0,
  anchorY: 0,
  anchorTicks: 0,
});

/** @returns the direction to walk in, at most of length 1 */
export function walk(legs: Legs, thought: Thought): Heading {
  const { traits, random, sight, others, target } = thought;
  const { arena, own } = sight;
  const purpose = purposeFor(traits, sight, target, legs.purpose, wantedPad(legs, thought));
  if (purpose !== legs.purpose) legs.goalTicks = 0;
  legs.purpose = purpose;
  if (purpose === 'fight' && target !== undefined && seesTarget(arena, own, target)) {
    dropAnchor(legs, own);
    return strafe(legs, thought, target.other);
  }
  if (legs.goalTicks > 0) legs.goalTicks--;
  const arrived = within(own, { x: legs.goalX, y: legs.goalY }, ARRIVED_U);
  if (isStale(legs, own)) setGoal(legs, anySpawn(random, arena, own), GOAL_TICKS);
  else if (legs.goalTicks === 0 || arrived) {
    const goal = chooseGoal(purpose, random, sight, others, target);
    setGoal(legs, goal, purpose === 'collect' || purpose === 'arm' ? TAKEN_TICKS : GOAL_TICKS);
  }
  if (purpose === 'fight' && target !== undefined) moveGoal(legs, target.other);
  return follow(legs, arena, own);
}

/** The pad to walk to: bots leave some to others, the weak ones most of them. */
function wantedPad(legs: Legs, { traits, random, sight }: Thought): Place | undefined {
  if (legs.padMindTicks > 0) legs.padMindTicks--;
  const pad = nearestPad(sight);
  if (pad === undefined) return undefined;
  if (legs.padMindTicks === 0) {
    legs.wantsPad = randomUnit(random) < traits.padShare;
    legs.padMindTicks = PAD_MIND_TICKS;
  }
  return legs.wantsPad ? pad : undefined;
}

const seesTarget = (arena: Arena, own: OwnSight, { other }: Remembered): boolean =>
  isClear(arena, own.x, own.y, other.x, other.y);

/** Round the target, nearer when far and farther when near. */
function strafe(legs: Legs, { traits, random, sight }: Thought, other: OtherSight): Heading {
  const { arena, own } = sight;
  const dx = other.x - own.x;
  const dy = other.y - own.y;
  const distance = Math.max(1, Math.sqrt(dx * dx + dy * dy));
  if (legs.sideTicks-- <= 0) turnRound(legs, random, sight, dx, dy);
  const towards = Math.min(1, Math.max(-1, (distance - legs.keepsU) / 120));
  const around = legs.side * traits.agility * (1 - 0.5 * Math.abs(towards));
  const wish = unit((dx * towards - dy * around) / distance, (dy * towards + dx * around) / distance);
  const free = freeHeading(arena, own, wish, legs.side);
  if (free.dx * wish.dx + free.dy * wish.dy < 0.5) {
    legs.side = -legs.side;
    legs.sideTicks = ticksOf(0.7);
  }
  const pace = Math.max(traits.agility, Math.abs(towards));
  return { dx: free.dx * pace, dy: free.dy * pace };
}

/** Now and then the other way round, or the way on which a spark lies. */
function turnRound(legs: Legs, random: Random, sight: Sight, dx: number, dy: number): void {
  legs.sideTicks = ticksOf(0.4) + randomInt(random, ticksOf(1.3));
  const spark = nearestSpark(sight, SPARK_ON_THE_WAY_U);
  if (spark !== undefined) legs.side = dx * (spark.y - sight.own.y) - dy * (spark.x - sight.own.x) >= 0 ? 1 : -1;
  else if (randomUnit(random) < 0.7) legs.side = -legs.side;
}

function setGoal(legs: Legs, goal: Place, ticks: number): void {
  legs.goalTicks = ticks;
  moveGoal(legs, goal);
  legs.wayTicks = 0;
}

function moveGoal(legs: Legs, goal: Place): void {
  legs.goalX = goal.x;
  legs.goalY = goal.y;
}

function follow(legs: Legs, arena: Arena, own: OwnSight): Heading {
  if (legs.wayTicks-- <= 0) {
    const place = nextPlace(arena, own.x, own.y, { x: legs.goalX, y: legs.goalY });
    legs.wayX = place.x;
    legs.wayY = place.y;
    legs.wayTicks = WAY_TICKS;
  }
  return unit(legs.wayX - own.x, legs.wayY - own.y);
}

function isStale(legs: Legs, own: OwnSight): boolean {
  if (!within(own, { x: legs.anchorX, y: legs.anchorY }, STALE_U)) dropAnchor(legs, own);
  else legs.anchorTicks++;
  if (legs.anchorTicks < STALE_TICKS) return false;
  legs.anchorTicks = 0;
  return true;
}

function dropAnchor(legs: Legs, own: OwnSight): void {
  legs.anchorX = own.x;
  legs.anchorY = own.y;
  legs.anchorTicks = 0;
}

/** The wished direction, or the nearest eighth of a turn from it that a wall does not stop, on the given side first. */
function freeHeading(arena: Arena, own: OwnSight, wish: Heading, side: number): Heading {
  let first = wish;
  let second = wish;
  for (let eighths = 0; eighths <= 4; eighths++) {
    if (isOpen(arena, own, first)) return first;
    if (isOpen(arena, own, second)) return second;
    first = turnedEighth(first, side);
    second = turnedEighth(second, -side);
  }
  return wish;
}

/** Cosine and sine of an eighth of a turn. */
const EIGHTH = Math.sqrt(0.5);

const turnedEighth = ({ dx, dy }: Heading, side: number): Heading => ({
  dx: (dx - dy * side) * EIGHTH,
  dy: (dy + dx * side) * EIGHTH,
});

const isOpen = (arena: Arena, own: OwnSight, { dx, dy }: Heading): boolean =>
  isWalkable(arena, own.x, own.y, own.x + dx * WHISKER_U, own.y + dy * WHISKER_U);

function unit(dx: number, dy: number): Heading {
  const length = Math.sqrt(dx * dx + dy * dy);
  return length === 0 ? { dx: 0, dy: 0 } : { dx: dx / length, dy: dy / length };
}
