/**
 * What one step of the simulation costs, alone: no network, no rooms. The sizes take turns in every round, so that a noisy
 * machine is noisy to all alike.
 */
import { cloneWorld, hashWorld } from '../../shared/sim/hash.ts';
import type { Pilot } from '../../shared/sim/types.ts';
import { spawnPilot } from '../../shared/sim/world.ts';
import { Crowd } from './crowd.ts';
import { Samples, timeMs } from './samples.ts';

export const STEP_GOAL = { pilots: 300, medianMs: 1.5 } as const;
const SIZES = [75, 150, 300, 600] as const;
const WARMUP_ROUNDS = 3;
const ROUNDS = 20;
const TICKS = 60;

export type StepRow = { pilots: number; medianMs: number; p99Ms: number; perPilotUs: number };
export type StepReport = { rows: StepRow[]; hashMs: number; cloneMs: number; spawnUs: number };

export function measureStep(): StepReport {
  const entries = SIZES.map((pilots) => ({ pilots, crowd: new Crowd(pilots, pilots), samples: new Samples() }));
  for (let round = 0; round < WARMUP_ROUNDS + ROUNDS; round++) {
    for (const { crowd, samples } of entries) {
      for (let tick = 0; tick < TICKS; tick++) {
        crowd.prepare();
        const tookMs = timeMs(() => crowd.step());
        if (round >= WARMUP_ROUNDS) samples.add(tookMs);
      }
    }
  }
  const rows = entries.map(({ pilots, samples: { median, p99 } }) => ({
    pilots,
    medianMs: median,
    p99Ms: p99,
    perPilotUs: (median / pilots) * 1000,
  }));
  const goal = entries.find(({ pilots }) => pilots === STEP_GOAL.pilots);
  if (goal === undefined) throw new Error(`the sizes lack ${STEP_GOAL.pilots} pilots`);
  const { world } = goal.crowd;
  return {
    rows,
    hashMs: medianMs(() => hashWorld(world)),
    cloneMs: medianMs(() => cloneWorld(world)),
    spawnUs: medianMs(() => spawnPilot(world, world.pilots[0] as Pilot)) * 1000,
  };
}

/** @returns the median of many runs of some work that changes nothing that matters */
function medianMs(work: () => void): number {
  const samples = new Samples();
  for (let run = 0; run < 200; run++) {
    const tookMs = timeMs(work);
    if (run >= 50) samples.add(tookMs);
  }
  return samples.median;
}
