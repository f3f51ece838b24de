/** The bench's command line: strings come in, checked options go out; what is wrong is told in one line. */
import { Command, InvalidArgumentError, Option } from 'commander';

export const PARTS = ['step', 'rooms', 'room', 'generator'] as const;
export type Part = (typeof PARTS)[number];

export const EXIT = { good: 0, broken: 1, unusable: 2 } as const;

export type BenchOptions = {
  parts: readonly Part[];
  rounds: number;
  seconds: number;
  /** Sizes of the one room. */
  players: readonly number[];
  /** Players in rooms of 12, all together. */
  roomPlayers: number;
  fullBots: number;
  /** Share of a core. */
  stealMax: number;
  json: string | undefined;
};

type Raw = Omit<BenchOptions, 'parts' | 'seconds' | 'stealMax'> & { only?: Part; duration: number; steal: number };

const ABOUT = `Parts:
  step       one step of the simulation, alone
  rooms      rooms of 12, ours and a stock Colyseus server's, in turn
  room       one room: ours, a stock room with StateView and a grid, and the socket floor, in turn
  generator  full bots per core

It is a measurement, no test: the exit code is 0 whatever it finds, 1 when something did not run, 2 after wrong use.`;

/** Ends the process with a line on the standard error when an option is wrong, and after --help. */
export function readBenchOptions(argv: readonly string[]): BenchOptions {
  const program = new Command('npm run bench --')
    .description('Measures what this project promises, side by side with a stock Colyseus server. About five minutes.')
    .addOption(new Option('--only <part>', 'one part of it').choices(PARTS))
    .option('--rounds <count>', 'rounds of each server; they take turns', whole(1, 100), 3)
    .option('--duration <seconds>', 'measured time of a round', whole(1, 3600), 5)
    .option('--players <counts>', 'sizes of the one room, by commas', sizes, [100, 200])
    .option('--room-players <count>', 'players in rooms of 12', whole(12, 5000), 240)
    .option('--full-bots <count>', 'bots with the whole netcode', whole(1, 1000), 60)
    .option('--steal <percent>', 'rounds do not count in which others took more of a core', whole(0, 100), 10)
    .option('--json <file>', 'write everything measured as JSON')
    .addHelpText('after', `\n${ABOUT}`)
    .allowExcessArguments(false)
    .configureOutput({ outputError: (text, write) => write(`${text.trim().replace(/\s*\n\s*/g, ' ')} (see --help)\n`) })
    .exitOverride((error) => process.exit(error.exitCode === 0 ? EXIT.good : EXIT.unusable));
  const { only, duration, steal, json, ...rest } = program.parse(argv).opts<Raw>();
  return { ...rest, json, parts: only === undefined ? PARTS : [only], seconds: duration, stealMax: steal / 100 };
}

function whole(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}.`);
  };
}

const SIZE_MAX = 5000;
const SIZES_MAX = 8;

function sizes(text: string): number[] {
  const values = text.split(',').map(whole(2, SIZE_MAX));
  if (values.length > SIZES_MAX) throw new InvalidArgumentError(`Expected at most ${SIZES_MAX} sizes.`);
  return [...new Set(values)].sort((a, b) => a - b);
}
