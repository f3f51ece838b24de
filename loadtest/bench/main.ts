/**
 * `npm run bench`: what one step of the simulation costs, alone: no network, no rooms. A measurement, not a test: it
 * exits with 0 whatever it finds. The sizes take turns in every round, so that a noisy machine is noisy to all alike.
 */
import { Command, InvalidArgumentError } from 'commander';
import { cloneWorld, hashWorld } from '../../shared/sim/hash.ts';
import type { Pilot } from '../../shared/sim/types.ts';
import { spawnPilot } from '../../shared/sim/world.ts';
import { Crowd } from './crowd.ts';
import { Samples, timeMs } from './samples.ts';

const GOAL = { pilots: 300, medianMs: 1.5 } as const;
const SIZES = [75, 150, 300, 600] as const;
const WARMUP_ROUNDS = 3;

type Options = { rounds: number; ticks: number; json?: boolean };
type Row = { pilots: number; medianMs: number; p99Ms: number; perPilotUs: number };
type Report = { rows: Row[]; hashMs: number; cloneMs: number; spawnUs: number; goalMet: boolean };

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 100_000) {
    throw new InvalidArgumentError('expected a whole number from 1 to 100000');
  }
  return value;
}

function readOptions(): Options {
  return new Command('bench')
    .description('Measures the cost of one simulation step with as many bolts in flight as pilots.')
    .option('--rounds <count>', 'rounds in which all sizes take their turn', wholeNumber, 20)
    .option('--ticks <count>', 'steps of each size in a round', wholeNumber, 60)
    .option('--json', 'print the report as JSON')
    .parse()
    .opts<Options>();
}

function measureSteps({ rounds, ticks }: Options): { rows: Row[]; crowd: Crowd } {
  const entries = SIZES.map((pilots) => ({ pilots, crowd: new Crowd(pilots, pilots), samples: new Samples() }));
  for (let round = 0; round < WARMUP_ROUNDS + rounds; round++) {
    for (const { crowd, samples } of entries) {
      for (let tick = 0; tick < ticks; tick++) {
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
  const goal = entries.find(({ pilots }) => pilots === GOAL.pilots);
  if (goal === undefined) throw new Error(`the sizes lack ${GOAL.pilots} pilots`);
  return { rows, crowd: goal.crowd };
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

function measure(options: Options): Report {
  const { rows, crowd } = measureSteps(options);
  const { world } = crowd;
  const hashMs = medianMs(() => hashWorld(world));
  const cloneMs = medianMs(() => cloneWorld(world));
  const spawnUs = medianMs(() => spawnPilot(world, world.pilots[0] as Pilot)) * 1000;
  const goalMet = rows.some((row) => row.pilots === GOAL.pilots && row.medianMs < GOAL.medianMs);
  return { rows, hashMs, cloneMs, spawnUs, goalMet };
}

function print({ rows, hashMs, cloneMs, spawnUs, goalMet }: Report): void {
  console.log('pilots = bolts   median ms      p99 ms   µs per pilot');
  for (const { pilots, medianMs: median, p99Ms, perPilotUs } of rows) {
    const cells = [String(pilots).padStart(14), median.toFixed(3).padStart(12), p99Ms.toFixed(3).padStart(12)];
    console.log([...cells, perPilotUs.toFixed(2).padStart(15)].join(''));
  }
  console.log(
    `with ${GOAL.pilots} pilots: hash ${hashMs.toFixed(2)} ms, clone ${cloneMs.toFixed(2)} ms, spawn ${spawnUs.toFixed(0)} µs`,
  );
  const goal = `${GOAL.pilots} pilots and ${GOAL.pilots} shots < ${GOAL.medianMs} ms median`;
  console.log(`goal: ${goal}: ${goalMet ? 'pass' : 'fail'}`);
}

const options = readOptions();
const report = measure(options);
if (options.json === true) console.log(JSON.stringify(report, null, 2));
else print(report);
