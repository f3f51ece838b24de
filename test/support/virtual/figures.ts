/** The figures of fairness on one kind of link: what a player at that distance feels, measured on virtual time. */
import type { SeatView } from '../../../shared/netcode/seat-view.ts';
import { WEAPON } from '../../../shared/sim/types.ts';
import type { LinkOptions } from './link.ts';
import { marksman, nearestInSight, wanderer } from './script.ts';
import { Stepper, type StepperSeat } from './stepper.ts';

/** @param loss share of the segments that are lost, either way */
export type Link = { rttMs: number; jitterMs: number; loss?: number };

/** A round trip of rtt ± jitter: each way half of it, drawn evenly. */
export const lanesOf = ({ rttMs, jitterMs, loss = 0 }: Link): LinkOptions => ({
  delayMs: (rttMs - jitterMs) / 2,
  jitterMs: jitterMs / 2,
  loss,
});

const SEATS = 8;

/** Eight players who wander about, five seconds after they came. */
export async function fullStage(link: Link, seed: number): Promise<Stepper> {
  const stepper = await Stepper.open({ seed, bots: 0 });
  for (let i = 0; i < SEATS; i++) {
    const seat = await stepper.join(`S${i}`, lanesOf(link));
    seat.play = wanderer(seed * 100 + i, false);
  }
  await stepper.run(5000);
  return stepper;
}

export type Feel = {
  correctionsPerS: number;
  /** 99th of 100 of the corrections; 0 if there was none. */
  correctionP99U: number;
  starvedShare: number;
  ackP50OverRttMs: number;
  ackP99OverRttMs: number;
};

/** Eight moving players for twenty seconds. */
export async function measureFeel(link: Link, seed: number): Promise<Feel> {
  const stepper = await fullStage(link, seed);
  const acksMs: number[] = [];
  const sizesU: number[] = [];
  let starved = 0;
  let rendered = 0;
  const known = new Map<SeatView, number>();
  for (const { session } of stepper.seats) session.probe.listen({ ack: (rttMs) => acksMs.push(rttMs) });
  for (const seat of stepper.seats) {
    seat.onFrame = (view) => {
      const { corrections, lastCorrectionU } = view.stats();
      if (corrections !== (known.get(view) ?? corrections)) sizesU.push(lastCorrectionU);
      known.set(view, corrections);
      rendered++;
      if (view.isStarved) starved++;
    };
  }
  const seconds = 20;
  await stepper.run(seconds * 1000);
  await stepper.close();
  return {
    correctionsPerS: sizesU.length / seconds / SEATS,
    correctionP99U: quantile(sizesU, 0.99),
    starvedShare: starved / rendered,
    ackP50OverRttMs: quantile(acksMs, 0.5) - link.rttMs,
    ackP99OverRttMs: quantile(acksMs, 0.99) - link.rttMs,
  };
}

export type RailRate = { shots: number; hits: number; spared: number };

/** One marksman who aims exactly at what is seen, for thirty seconds. @param rewind lag compensation on or off */
export async function measureRail(link: Link, seed: number, rewind: boolean): Promise<RailRate> {
  const stepper = await fullStage(link, seed);
  const shooter = stepper.seats[0] as StepperSeat;
  const rate: RailRate = { shots: 0, hits: 0, spared: 0 };
  const mark = marksman(seed);
  let inSight = false;
  shooter.session.switches = { ...shooter.session.switches, lagCompensation: rewind };
  shooter.play = (view) => {
    inSight = nearestInSight(view) !== undefined;
    return mark(view);
  };
  const ownSeat = shooter.view.own()?.seat;
  shooter.view.on('rail', ({ seat }) => {
    if (seat === ownSeat && inSight) rate.shots++;
  });
  shooter.view.on('hit', ({ by, weapon }) => {
    if (by === ownSeat && weapon === WEAPON.rail) rate.hits++;
  });
  shooter.view.on('spared', ({ by }) => {
    if (by === ownSeat) rate.spared++;
  });
  stepper.onGrain = () => {
    for (const pilot of stepper.room.world.pilots) {
      Object.assign(pilot, { hp: 100, shieldTicks: 0, railShots: pilot.seat === ownSeat ? 4 : 0 });
    }
  };
  await stepper.run(30_000);
  await stepper.close();
  return rate;
}

/** A stall of both ways of the link. @returns ms from its end until the own queue is short and acks flow again */
export async function measureRecovery(link: Link, seed: number, stallMs: number): Promise<number> {
  const stepper = await fullStage(link, seed);
  const { view, pipe } = stepper.seats[0] as StepperSeat;
  const calm = view.stats().unackedInputFrames;
  pipe.up.stalledUntilMs = stepper.nowMs + stallMs;
  pipe.down.stalledUntilMs = stepper.nowMs + stallMs;
  await stepper.run(stallMs);
  const recovered = (): boolean => {
    const { queuedInputFrames, unackedInputFrames } = view.stats();
    return queuedInputFrames <= 2 && unackedInputFrames <= calm + 2;
  };
  const tookMs = await stepper.runUntil(recovered, 5000);
  await stepper.close();
  return tookMs;
}

export function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export const median = (numbers: readonly number[]): number => quantile(numbers, 0.5);
