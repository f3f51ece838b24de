/** The command line: strings come in, checked options go out; what is wrong is told in one line. */
import { Command, InvalidArgumentError } from 'commander';
import type { RunOptions } from './run.ts';

const PLAYERS_MAX = 10_000;
const DURATION_SECONDS_MAX = 86_400;
const JOINS_PER_SECOND_MAX = 1000;
const SEED_MAX = 0xffff_ffff;

/** `json`: a file to write the report to, true for the standard output, undefined for no JSON. */
export type CommandLine = RunOptions & { json: string | true | undefined };

export const EXIT = { good: 0, failures: 1, unusable: 2 } as const;

/** Ends the process with a line on the standard error when an option is wrong, and after --help. */
export function readCommandLine(argv: readonly string[]): CommandLine {
  const program = new Command('npm run loadtest --')
    .description('Players through the real netcode against a running Sparkfray server: they join, move, aim and shoot.')
    .option('-p, --players <count>', 'how many join', whole(1, PLAYERS_MAX), 20)
    .option('-d, --duration <seconds>', 'how long everybody plays, after the last has joined', seconds, 10)
    .option('-u, --url <url>', 'the server', httpUrl, 'http://localhost:2567')
    .option('-m, --mode <mode>', 'what they play', 'fray')
    .option('--joins <count>', 'joins per second while everybody comes', whole(1, JOINS_PER_SECOND_MAX), 50)
    .option('--seed <number>', 'seed of the bots, to repeat their habits', whole(0, SEED_MAX), 1)
    .option('--json [file]', 'write the report as JSON to a file, or to the standard output instead of the table')
    .addHelpText('after', '\nExit code: 0 all joined and none failed, 1 some did not, 2 wrong use or no server.')
    .allowExcessArguments(false)
    .configureOutput({ outputError: (text, write) => write(`${text.trim().replace(/\s*\n\s*/g, ' ')} (see --help)\n`) })
    .exitOverride((error) => process.exit(error.exitCode === 0 ? EXIT.good : EXIT.unusable));
  const { players, duration, url, mode, joins, seed, json } = program.parse(argv).opts<{
    players: number;
    duration: number;
    url: string;
    mode: string;
    joins: number;
    seed: number;
    json: string | true | undefined;
  }>();
  return { url, mode, players, durationSeconds: duration, joinsPerSecond: joins, seed, json };
}

function whole(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}.`);
  };
}

function seconds(text: string): number {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value > 0 && value <= DURATION_SECONDS_MAX) return value;
  throw new InvalidArgumentError(`Expected seconds, more than 0 and at most ${DURATION_SECONDS_MAX}.`);
}

/** @returns the URL without a slash at its end */
function httpUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url.href.replace(/\/+$/, '');
  throw new InvalidArgumentError('Expected a URL such as http://localhost:2567.');
}
