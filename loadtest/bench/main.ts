/** Entry point of `npm run bench`: the parts in their order, progress on the standard error, tables, JSON. */
import { writeFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import { budgetRows, type Measured } from './budget.ts';
import { compete } from './compete.ts';
import { type Contender, fullBots, LOADTEST, oneRoom, smallRooms, socketFloor } from './contenders.ts';
import { findPins } from './machine.ts';
import { type MedianRow, medianRowOf } from './median-row.ts';
import { EXIT, readBenchOptions } from './options.ts';
import { budgetLines, medianLines, stepLines } from './print.ts';
import { runRound } from './round.ts';
import { measureStep } from './step.ts';

const EXIT_INTERRUPTED = 130;
/** The bots of this part are measured, not a server: the machine's mood matters less. */
const GENERATOR_ROUNDS_MAX = 2;

/** Load of a machine (processes that run or want to) that is not quiet. */
const BUSY_MAX = 0.3;

const options = readBenchOptions(process.argv);
const { parts, rounds, seconds, stealMax } = options;
const say = (line: string): void => void process.stderr.write(`${line}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(EXIT_INTERRUPTED));

const pins = findPins();
say(
  pins === undefined
    ? 'No taskset or no second core: servers and load share cores, so trust the ratios less.'
    : `Servers run on core ${pins.server}, the load on core ${pins.generator}.`,
);
const busyBefore = loadavg()[0] ?? 0;
if (busyBefore > BUSY_MAX) say(`Something else is running here (load ${busyBefore.toFixed(1)}): expect noise.`);
const load = { seconds, loadtest: LOADTEST };

async function measure(name: string, contenders: readonly Contender[], count = rounds): Promise<MedianRow[]> {
  const runOne = (contender: Contender) => runRound(contender, { pins, seconds });
  const played = await compete({ name, contenders, rounds: count, stealMax, runOne, say });
  return contenders.map(({ side, players }) => medianRowOf(side, players, played, stealMax));
}

async function measureRoom(): Promise<MedianRow[]> {
  const medians: MedianRow[] = [];
  const greatest = options.players.at(-1);
  for (const players of options.players) {
    const floor = players === greatest ? [socketFloor(players, load)] : [];
    medians.push(...(await measure('one room', [...oneRoom(players, load), ...floor])));
  }
  return medians;
}

async function measureAll(): Promise<Measured> {
  const measured: Measured = {};
  if (parts.includes('step')) measured.step = measureStep();
  if (parts.includes('rooms')) {
    measured.rooms = await measure('rooms of 12', smallRooms(options.roomPlayers, load));
  }
  if (parts.includes('room')) measured.room = await measureRoom();
  if (parts.includes('generator')) {
    const count = Math.min(GENERATOR_ROUNDS_MAX, rounds);
    const [full] = await measure('full bots', [fullBots(options.fullBots, load)], count);
    if (full !== undefined) measured.full = full;
  }
  return measured;
}

const measured = await measureAll();
const rows = budgetRows(measured);
const { step, rooms, room, full } = measured;
const blocks = [
  step === undefined ? [] : stepLines(step),
  rooms === undefined ? [] : medianLines('Rooms of 12', rooms),
  room === undefined ? [] : medianLines('One room', room),
  full === undefined ? [] : medianLines('Full bots', [full]),
  budgetLines(rows),
];
const text = blocks.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
process.stdout.write(`${text.join('\n\n')}\n`);

if (options.json !== undefined) {
  const machine = { cpu: cpus()[0]?.model ?? '', cores: cpus().length, memoryBytes: totalmem(), node: process.version };
  const written = JSON.stringify(
    { version: 1, machine, pins: pins ?? null, busyBefore, options, ...measured, budget: rows },
    null,
    2,
  );
  await writeFile(options.json, `${written}\n`).catch((error: Error) => {
    say(`The JSON could not be written: ${error.message}`);
    process.exit(EXIT.broken);
  });
}
const medians = [...(rooms ?? []), ...(room ?? []), ...(full === undefined ? [] : [full])];
process.exitCode = medians.some(({ problems }) => problems.length > 0) ? EXIT.broken : EXIT.good;
