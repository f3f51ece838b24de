/** What a skill means: one number in [0, 1] spread over everything a bot can do well or badly. */
import { AIM_STEPS } from '../sim/math.ts';
import { TICK_RATE_HZ } from '../sim/tunables.ts';

/** @param degrees any angle @returns the same in whole aim steps */
export const aimStepsOf = (degrees: number): number => Math.round((degrees / 360) * AIM_STEPS);

export type Traits = {
  /** Age of what a bot knows of others, and the time it takes to answer a bolt. */
  reactionTicks: number;
  /** Largest angle by which the gun is held wrong, in aim steps. */
  aimErrorMax: number;
  /** Share of threatening bolts that it tries to evade. */
  dodgeShare: number;
  /** Of those, the share answered by a dash if it is ready, and of the dashes the share that goes through the bolt. */
  dashShare: number;
  throughShare: number;
  /** Greatest turn of the gun in one tick, in aim steps. */
  turnMax: number;
  /** How much of the lead that a moving target needs is given. */
  leadShare: number;
  fireRangeU: number;
  /** Length of a burst of fire and of the pause after it; both vary by half. */
  burstTicks: number;
  pauseTicks: number;
  /** Chance, each time that it looks for one, to use a shot off a wall. */
  bankShare: number;
  /** Share of full speed used for strafing. */
  agility: number;
  retreatHp: number;
  /** Chance, each time that it thinks about it, to walk to a pad in view. */
  padShare: number;
};

/** @param skill clamped to [0, 1]: 0.2 is beaten by a beginner, 1 has the reaction of a very good player */
export function traitsOf(skill: number): Traits {
  const s = Math.min(1, Math.max(0, skill));
  const between = (weak: number, strong: number) => weak + (strong - weak) * s;
  return {
    reactionTicks: Math.round(between(13, 6)), // whole ticks inside 180–450 ms
    aimErrorMax: aimStepsOf(between(14, 3)),
    dodgeShare: between(0.1, 0.6),
    dashShare: between(0.3, 0.7),
    throughShare: between(0, 0.6),
    turnMax: Math.round(aimStepsOf(between(200, 640)) / TICK_RATE_HZ),
    leadShare: between(0.3, 1),
    fireRangeU: between(420, 680),
    burstTicks: between(14, 60),
    pauseTicks: between(30, 6),
    bankShare: between(-0.3, 0.6),
    agility: between(0.5, 1),
    retreatHp: between(15, 40),
    padShare: between(0.3, 0.7),
  };
}
