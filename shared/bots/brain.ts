/**
 * A bot: what a seat sees goes in, one input frame comes out, through the same door as a person's. A brain is plain data
 * with its own random state: the same brain and the same sights give the same frames.
 */

import { randomInt, randomUint32 } from '../sim/rng.ts';
import { ticksOf } from '../sim/tunables.ts';
import { AXIS_MAX, BUTTON, type InputFrame, NOBODY, PHASE } from '../sim/types.ts';
import { createReflexes, evade, type Reflexes } from './dodge.ts';
import { aimAndFire, createGun, type Gun, hold, rest } from './gun.ts';
import { createLegs, type Legs, walk } from './legs.ts';
import { createMemory, type Memory, type Remembered, recall, recallSeat, remember } from './memory.ts';
import type { Sight } from './sight.ts';
import { type Traits, traitsOf } from './skill.ts';
import { chooseTarget } from './target.ts';
import type { Thought } from './thought.ts';

/** A target is thought over again after about this time. */
const TARGET_TICKS = ticksOf(0.5);

export type Brain = {
  rng: number;
  /** Thoughts so far: the brain's own time. */
  tick: number;
  skill: number;
  traits: Traits;
  /** Makes this bot like other seats than the next bot does. */
  taste: number;
  /** Seat fought now, or NOBODY. */
  target: number;
  targetTicks: number;
  memory: Memory;
  gun: Gun;
  legs: Legs;
  reflexes: Reflexes;
};

/** @param seed any whole number @param skill in [0, 1] */
export function createBrain(seed: number, skill: number): Brain {
  const random = { rng: seed >>> 0 };
  const traits = traitsOf(skill);
  const taste = randomUint32(random);
  const legs = createLegs(random);
  return {
    rng: random.rng,
    tick: 0,
    skill,
    traits,
    taste,
    target: NOBODY,
    targetTicks: 0,
    memory: createMemory(traits.reactionTicks),
    gun: createGun(),
    legs,
    reflexes: createReflexes(),
  };
}

/** One thought, once per tick: changes the brain. @returns the input frame of its seat for this tick */
export function think(brain: Brain, sight: Sight): InputFrame {
  const { own } = sight;
  brain.tick++;
  remember(brain.memory, sight.others);
  if (!own.alive || sight.phase === PHASE.podium) return pause(brain);
  const { tick, traits } = brain;
  const target = mindTarget(brain, sight);
  const thought: Thought = { tick, traits, random: brain, sight, others: recall(brain.memory), target };
  const way = walk(brain.legs, thought);
  const evasion = evade(brain.reflexes, thought);
  const { dx, dy } = evasion ?? way;
  let buttons = evasion?.dash === true ? BUTTON.dash : 0;
  if (own.chargeTicks > 0) hold(brain.gun, traits, own);
  else if (target === undefined) rest(brain.gun, traits, way.dx, way.dy);
  else if (aimAndFire(brain.gun, thought, target)) buttons |= BUTTON.fire;
  return { mx: Math.round(dx * AXIS_MAX), my: Math.round(dy * AXIS_MAX), aim: brain.gun.aim, buttons };
}

/** Dead, or after the match: nothing to do, and nothing to remember of what one was about to do. */
function pause(brain: Brain): InputFrame {
  brain.target = NOBODY;
  brain.legs.goalTicks = 0;
  return { mx: 0, my: 0, aim: brain.gun.aim, buttons: 0 };
}

function mindTarget(brain: Brain, sight: Sight): Remembered | undefined {
  const present = brain.target === NOBODY ? undefined : recallSeat(brain.memory, brain.target);
  if (present !== undefined && brain.targetTicks-- > 0) return present;
  const others = recall(brain.memory);
  brain.target = chooseTarget(sight, others, present === undefined ? NOBODY : brain.target, brain.taste);
  brain.targetTicks = TARGET_TICKS / 2 + randomInt(brain, TARGET_TICKS);
  return brain.target === NOBODY ? undefined : recallSeat(brain.memory, brain.target);
}
