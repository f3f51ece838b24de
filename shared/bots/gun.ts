/**
 * The gun: where it should point, how wrongly it is held, how fast it turns and when the trigger is pulled.
 * Invariant: it never turns faster than the skill allows, and what it points at is off by at most the skill's error.
 * The Rail goes off some time after the trigger: it is pointed at where the target will be then, and held there.
 */
import { isClear } from '../sim/collide.ts';
import { AIM_STEPS, aimDifference, aimOf, clamp } from '../sim/math.ts';
import { type Random, randomInt, randomUnit } from '../sim/rng.ts';
import { PULSE, RAIL, TICK_RATE_HZ } from '../sim/tunables.ts';
import type { Place } from '../sim/types.ts';
import { bankAim } from './bank-shot.ts';
import { distanceOf } from './distance.ts';
import type { Remembered } from './memory.ts';
import type { OwnSight } from './sight.ts';
import { aimStepsOf, type Traits } from './skill.ts';
import type { Thought } from './thought.ts';

const BOLT_U_PER_TICK = PULSE.speed / TICK_RATE_HZ;
/** Share of the way to its goal that the gun turns in one tick: it slows down as it arrives, as hands do. */
const EASE = 0.4;
/** The error drifts to a new value within about a second: a hand that wanders, not one that trembles. */
const DRIFT = 0.12;
const DRIFT_TICKS = 18;
/** The trigger is pulled when the gun points this close to where it is meant to. */
const ON_TARGET = aimStepsOf(5);
/** How often a way off a wall is looked for while no target is in the open, and how long one is used. */
const BANK_EVERY_TICKS = 12;

export type Gun = {
  aim: number;
  /** Present error and where it drifts to, as shares of the skill's largest error, in [-1, 1]. */
  error: number;
  errorGoal: number;
  errorTicks: number;
  /** Ticks left of a burst (above 0) or of a pause (below 0). */
  rhythmTicks: number;
  /** Direction of the shot off a wall, and for how long it is still meant. */
  bank: number;
  bankTicks: number;
  /** Where the target was expected when the trigger was last thought about: a charging gun is held on it. */
  heldX: number;
  heldY: number;
};

export const createGun = (): Gun => ({
  aim: 0,
  error: 0,
  errorGoal: 0,
  errorTicks: 0,
  rhythmTicks: 0,
  bank: 0,
  bankTicks: 0,
  heldX: 0,
  heldY: 0,
});

/** Points the gun at a remembered target. @returns whether to pull the trigger */
export function aimAndFire(gun: Gun, thought: Thought, target: Remembered): boolean {
  const { traits, random, sight } = thought;
  const { arena, own } = sight;
  const place = expectedPlace(traits, own, target);
  const open = isClear(arena, own.x, own.y, place.x, place.y);
  gun.heldX = place.x;
  gun.heldY = place.y;
  if (open || own.railShots > 0) gun.bankTicks = 0;
  else considerBank(gun, thought, place);
  const wanted = gun.bankTicks > 0 ? gun.bank : aimOf(place.x - own.x, place.y - own.y);
  drift(gun, random);
  const meant = wanted + Math.round(gun.error * traits.aimErrorMax);
  turn(gun, traits, meant);
  const inRhythm = beat(gun, traits, random);
  const off = Math.abs(aimDifference(gun.aim, meant));
  const inRange = distanceOf(own, place) < traits.fireRangeU;
  const canBeHurt = !target.other.shielded && !target.other.dashing;
  return inRhythm && off < ON_TARGET && inRange && canBeHurt && (open || gun.bankTicks > 0);
}

/** The Rail is charging: the gun stays on the place that was meant, whatever the target does now. */
export function hold(gun: Gun, traits: Traits, own: OwnSight): void {
  turn(gun, traits, aimOf(gun.heldX - own.x, gun.heldY - own.y) + Math.round(gun.error * traits.aimErrorMax));
}

/** No target: the gun follows the way. */
export function rest(gun: Gun, traits: Traits, dx: number, dy: number): void {
  gun.bankTicks = 0;
  if (dx !== 0 || dy !== 0) turn(gun, traits, aimOf(dx, dy));
}

/** Where a bolt fired now, or a Rail charged from now on, would meet the target, if it goes on as it was seen to. */
function expectedPlace(traits: Traits, own: OwnSight, { other, stepX, stepY }: Remembered): Place {
  let x = other.x;
  let y = other.y;
  for (let i = 0; i < 2; i++) {
    const waitTicks = own.railShots > 0 ? RAIL.chargeTicks : distanceOf(own, { x, y }) / BOLT_U_PER_TICK;
    const ticks = (traits.reactionTicks + waitTicks) * traits.leadShare;
    x = other.x + stepX * ticks;
    y = other.y + stepY * ticks;
  }
  return { x, y };
}

function considerBank(gun: Gun, { traits, random, sight }: Thought, place: Place): void {
  const { arena, own } = sight;
  if (gun.bankTicks > 0) {
    gun.bankTicks--;
    return;
  }
  if (randomInt(random, BANK_EVERY_TICKS) !== 0 || randomUnit(random) >= traits.bankShare) return;
  const bank = bankAim(arena, own.x, own.y, place.x, place.y);
  if (bank < 0) return;
  gun.bank = bank;
  gun.bankTicks = BANK_EVERY_TICKS;
}

function drift(gun: Gun, random: Random): void {
  if (gun.errorTicks-- <= 0) {
    gun.errorGoal = randomUnit(random) * 2 - 1;
    gun.errorTicks = DRIFT_TICKS / 2 + randomInt(random, DRIFT_TICKS);
  }
  gun.error += (gun.errorGoal - gun.error) * DRIFT;
}

function turn(gun: Gun, traits: Traits, meant: number): void {
  const gap = aimDifference(gun.aim, meant);
  const eased = Math.round(gap * EASE);
  gun.aim = (gun.aim + clamp(eased, -traits.turnMax, traits.turnMax)) & (AIM_STEPS - 1);
}

/** Bursts and pauses. @returns whether this tick belongs to a burst */
function beat(gun: Gun, traits: Traits, random: Random): boolean {
  if (gun.rhythmTicks === 0) gun.rhythmTicks = varied(random, traits.burstTicks);
  else if (gun.rhythmTicks === 1) gun.rhythmTicks = -varied(random, traits.pauseTicks);
  else gun.rhythmTicks -= Math.sign(gun.rhythmTicks);
  return gun.rhythmTicks > 0;
}

const varied = (random: Random, ticks: number): number => 2 + Math.floor(ticks * (0.5 + randomUnit(random)));
