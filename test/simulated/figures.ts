/** Entry point of `npm run figures`: the figures of docs/netcode.md, measured anew. */
import { Command, InvalidArgumentError } from 'commander';
import { CHEATS, type Gain, measureCheat } from '../support/virtual/cheats.ts';
import {
  type Feel,
  type Link,
  measureFeel,
  measureRail,
  measureRecovery,
  median,
  quantile,
  type RailRate,
} from '../support/virtual/figures.ts';
import { measureRailMatrix, type RailMatrix } from '../support/virtual/rail-matrix.ts';

const LINKS: readonly Link[] = [
  { rttMs: 100, jitterMs: 20 },
  { rttMs: 200, jitterMs: 40 },
  { rttMs: 300, jitterMs: 60 },
  ...[0.01, 0.02, 0.05].flatMap((loss) => [
    { rttMs: 100, jitterMs: 20, loss },
    { rttMs: 200, jitterMs: 40, loss },
  ]),
];

const nameOf = ({ rttMs, jitterMs, loss = 0 }: Link): string =>
  `${rttMs} ± ${jitterMs} ms${loss > 0 ? `, ${100 * loss} % loss` : ''}`;

const whole = (text: string): number => {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('expected a whole number above 0.');
  return number;
};

const program = new Command('figures')
  .description(
    'Measures what players feel at 100, 200 and 300 ms with and without loss, and what cheaters gain, on virtual time.',
  )
  .option('--seeds <count>', 'seeds per figure; medians are shown', whole, 5)
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
const seeds = Array.from({ length: program.parse().opts<{ seeds: number }>().seeds }, (_, i) => i * 2 + 3);
console.info = () => {}; // the SDK tells every reconnection
const print = (line: string): void => void process.stdout.write(`${line}\n`);

async function each<T>(measure: (seed: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (const seed of seeds) results.push(await measure(seed));
  return results;
}

/** Seconds that every player's frames are judged as shots: about 2 000 shots a seed. */
const MATRIX_SECONDS = 12;
const matrices = new Map<Link, Promise<RailMatrix[]>>();
/** The same runs give five of the rows. */
async function matrix(link: Link): Promise<RailMatrix> {
  const measured = matrices.get(link) ?? each((seed) => measureRailMatrix(link, seed, MATRIX_SECONDS));
  matrices.set(link, measured);
  const sum: RailMatrix = { shots: 0, hits: 0, spared: 0, clamped: 0, behindCover: 0, apartU: [] };
  for (const { apartU, ...counts } of await measured) {
    for (const key of ['shots', 'hits', 'spared', 'clamped', 'behindCover'] as const) sum[key] += counts[key];
    sum.apartU.push(...apartU);
  }
  return sum;
}

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(2)} %`;

function railCell(rates: readonly RailRate[]): string {
  const sum = (pick: (rate: RailRate) => number): number => rates.reduce((total, rate) => total + pick(rate), 0);
  const open = sum(({ shots }) => shots) - sum(({ spared }) => spared);
  const share = (100 * sum(({ hits }) => hits)) / open;
  return `${share.toFixed(1)} % of ${open} (${sum(({ spared }) => spared)} more were spared by cover)`;
}

print(`| ${seeds.length} seeds, 8 moving players | ${LINKS.map(nameOf).join(' | ')} |`);
print(`|---|${'---|'.repeat(LINKS.length)}`);
const feels = new Map<Link, Promise<Feel[]>>();
/** The same runs give four of the rows. */
async function feel(link: Link, pick: (feel: Feel) => number): Promise<number> {
  const measured = feels.get(link) ?? each((seed) => measureFeel(link, seed));
  feels.set(link, measured);
  return median((await measured).map(pick));
}

const rows: [string, (link: Link) => Promise<string>][] = [
  ['corrections per second and player', async (link) => (await feel(link, (f) => f.correctionsPerS)).toFixed(3)],
  ['p99 size of a correction', async (link) => `${(await feel(link, (f) => f.correctionP99U)).toFixed(1)} u`],
  [
    'rendered time without a snapshot',
    async (link) => `${(100 * (await feel(link, (f) => f.starvedShare))).toFixed(2)} %`,
  ],
  [
    'input to ack over the round trip, p50',
    async (link) => `+${(await feel(link, (f) => f.ackP50OverRttMs)).toFixed(0)} ms`,
  ],
  [
    'input to ack over the round trip, p99',
    async (link) => `+${(await feel(link, (f) => f.ackP99OverRttMs)).toFixed(0)} ms`,
  ],
  [
    'Rail hits, aiming exactly at what is seen',
    async (link) => railCell(await each((seed) => measureRail(link, seed, true))),
  ],
  ['the same without rewind', async (link) => railCell(await each((seed) => measureRail(link, seed, false)))],
  [
    'every frame taken for a Rail shot: hits, of shots that cover did not spare',
    async (link) => {
      const { hits, shots, spared } = await matrix(link);
      return `${percent(hits, shots - spared)} of ${shots - spared}`;
    },
  ],
  [
    'of these shots, spared by cover',
    async (link) => {
      const { spared, shots } = await matrix(link);
      return percent(spared, shots);
    },
  ],
  [
    'hits on victims who were > 100 ms behind cover on their own screen',
    async (link) => {
      const { behindCover, hits } = await matrix(link);
      return percent(behindCover, hits);
    },
  ],
  [
    'from where a victim is judged to where it is, p50 / p95',
    async (link) => {
      const { apartU } = await matrix(link);
      return `${quantile(apartU, 0.5).toFixed(0)} / ${quantile(apartU, 0.95).toFixed(0)} u`;
    },
  ],
  [
    'stamps clamped',
    async (link) => {
      const { clamped, shots } = await matrix(link);
      return percent(clamped, shots);
    },
  ],
  [
    'recovery after a stall of 0.5 s',
    async (link) => `${median(await each((seed) => measureRecovery(link, seed, 500))).toFixed(0)} ms`,
  ],
  [
    'recovery after a stall of 1.5 s',
    async (link) => `${median(await each((seed) => measureRecovery(link, seed, 1500))).toFixed(0)} ms`,
  ],
];
for (const [name, measure] of rows) {
  const cells: string[] = [];
  for (const link of LINKS) cells.push(await measure(link));
  print(`| ${name} | ${cells.join(' | ')} |`);
}

print('\n| client | speed | Pulse shots/s | Rail shots/s | stamps clamped | frames dropped |');
print('|---|---|---|---|---|---|');
for (const name of CHEATS.keys()) {
  const gains: Gain[] = await each((seed) => measureCheat(name, seed));
  const middle = (pick: (gain: Gain) => number): number => median(gains.map(pick));
  print(
    `| ${name} | ${middle((g) => g.speedUs).toFixed(0)} u/s | ${middle((g) => g.pulsesPerS).toFixed(2)} | ${middle((g) => g.railsPerS).toFixed(2)} | ` +
      `${middle((g) => g.clamped)} | ${middle((g) => g.dropped)} |`,
  );
}
process.exit(0);
