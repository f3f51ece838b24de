/** The command line: strings come in, checked options go out; what is wrong is told in one line. */
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { figureList } from './contract/figures.ts';
import { BOT_KINDS, type BotKind, THINK_MODELS } from './contract/play.ts';
import type { RunOptions } from './contract/run-options.ts';
import { isPath } from './contract/user-scenario.ts';
import { profileNames } from './network/profiles.ts';
import {
  type Address,
  address,
  decimal,
  httpUrl,
  latency,
  PLAYERS_MAX,
  REPEAT_MAX,
  SEED_MAX,
  seconds,
  tagged,
  WORKERS_MAX,
  whole,
} from './option-values.ts';
import type { Outputs } from './outputs/write-outputs.ts';
import { findScenario, scenarioList, scenarioNames } from './scenarios/list.ts';

/** So many light bots read the whole state, unless it is said otherwise: a patch that nobody could read is found by them. */
const DECODERS = 100;

export const EXIT = { good: 0, failures: 1, unusable: 2 } as const;

/** What the conductor does beside running the scenario. */
export type ConductOptions = {
  run: RunOptions;
  scenario: string;
  repeat: number;
  /** Limits as written; none = the scenario's own. */
  limits: readonly string[];
  limitsFile: string | undefined;
  /** Worker processes on this machine; undefined = as many as the bots need. */
  workers: number | undefined;
  /** Where workers of other machines connect to, how many are awaited, and the key that they must know. */
  listen: Address | undefined;
  remoteWorkers: number;
  key: string | undefined;
  /** A file, or true for the standard output instead of the table. */
  json: string | true | undefined;
  report: string | undefined;
  compare: string | undefined;
  outputs: Outputs;
  /** What the user says of the run. */
  tags: Readonly<Record<string, string>>;
};

export type CommandLine = { conduct: ConductOptions } | { workerOf: Address; key: string };

type Parsed = Omit<ConductOptions, 'run' | 'limits' | 'limitsFile' | 'outputs' | 'tags'> & {
  junit?: string;
  lines?: string;
  openmetrics?: string;
  summary?: string;
  tag?: Record<string, string>;
  list?: true;
  workerOf?: Address;
  players?: number;
  rooms?: number;
  duration?: number;
  ramp?: number;
  joins?: number;
  step?: number;
  url: string;
  mode?: string;
  adapter: string;
  bots?: BotKind;
  think?: RunOptions['think'];
  decodeEvery?: number;
  seed: number;
  profile?: string;
  latency?: number;
  jitter?: number;
  stall?: number;
  stalls?: number;
  limit?: string[];
  limits?: string;
};

function scenarioNamed(nameOrPath: string): string {
  if (!isPath(nameOrPath) && findScenario(nameOrPath) === undefined) {
    throw new InvalidArgumentError(`Allowed choices are ${scenarioNames.join(', ')}, or a path such as ./mine.ts.`);
  }
  try {
    findScenario(nameOrPath);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
  return nameOrPath;
}

const option = (flags: string, text: string, parse?: (text: string) => unknown): Option => {
  const made = new Option(flags, text);
  return parse === undefined ? made : made.argParser(parse);
};

function crowdOptions(program: Command): Command {
  return program
    .addOption(
      option(
        '-s, --scenario <name>',
        `what happens (--list shows them): ${scenarioNames.join(', ')}, or the path of a scenario of yours (docs/own-server.md)`,
        scenarioNamed,
      ).default('steady'),
    )
    .option('--list', 'list the scenarios, and the figures that limits may be set on')
    .addOption(option('-p, --players <count>', 'bots (default: 20, or as the scenario says)', whole(1, PLAYERS_MAX)))
    .addOption(
      option(
        '--rooms <count>',
        'rooms, opened over HTTP and filled evenly (default: quick play)',
        whole(1, PLAYERS_MAX),
      ),
    )
    .addOption(option('-d, --duration <seconds>', 'measured time, after the last has joined (default: 10)', seconds))
    .addOption(option('--ramp <seconds>', 'time over which they join, instead of --joins', seconds).conflicts('joins'))
    .addOption(option('--joins <count>', 'joins per second (default: 50)', decimal('joins per second', 5000, false)))
    .addOption(option('--step <count>', 'players added per step of a ramp (default: a tenth)', whole(1, PLAYERS_MAX)))
    .addOption(
      option('-b, --bots <kind>', 'full = predict and interpolate as the browser does, light = send and count').choices(
        BOT_KINDS,
      ),
    )
    .addOption(option('-t, --think <model>', 'fighter = the game’s own bot brain, wander, idle').choices(THINK_MODELS))
    .addOption(
      option(
        '--decode-every <count>',
        'of so many light bots one decodes the state, the others read its tick alone (default: so many that about 100 decode)',
        whole(1, PLAYERS_MAX),
      ),
    )
    .addOption(
      option('--seed <number>', 'seed of bots and networks, to repeat their habits', whole(0, SEED_MAX)).default(1),
    );
}

function serverOptions(program: Command): Command {
  return program
    .addOption(option('-u, --url <url>', 'the server', httpUrl).default('http://localhost:2567'))
    .option('-m, --mode <mode>', 'what they play (default: fray)')
    .option(
      '--adapter <name>',
      'how to talk to it: sparkfray, colyseus or colyseus:RATE (any plain room: --mode names it), or a module’s path',
      'sparkfray',
    );
}

function networkOptions(program: Command): Command {
  return program
    .addOption(option('--profile <name>', 'a network for every bot').choices(profileNames))
    .addOption(option('--latency <ms>', 'added to the round trip, in order, as TCP delivers', latency))
    .addOption(option('--jitter <ms>', 'how much the round trip varies, ±', latency))
    .addOption(option('--stall <ms>', 'how long a link stands still now and then', latency))
    .addOption(
      option(
        '--stalls <count>',
        'how often per minute (default with --stall: 2)',
        decimal('times per minute', 600, true),
      ),
    );
}

function workerOptions(program: Command): Command {
  return program
    .addOption(
      option('--workers <count>', 'processes on this machine (default: as the bots need)', whole(0, WORKERS_MAX)),
    )
    .addOption(option('--listen <host:port>', 'take workers of other machines', address))
    .addOption(option('--remote-workers <count>', 'how many of those to wait for', whole(1, WORKERS_MAX)).default(0))
    .addOption(option('--key <text>', 'what workers must know (default: drawn)'))
    .addOption(option('--worker-of <host:port>', 'be such a worker, until the run ends', address));
}

function outcomeOptions(program: Command): Command {
  const collect = (text: string, all: string[] = []) => [...all, text];
  return program
    .option('--limit <limit>', 'what must hold: "tick.p99 < 20ms", "ack.p99 < rtt + 80ms"; repeatable', collect)
    .option('--limits <file>', 'the same from a file, one per line')
    .addOption(option('--repeat <count>', 'run it so often; figures are medians', whole(1, REPEAT_MAX)).default(1))
    .option('--json [file]', 'write the report as JSON to a file, or to the standard output instead of the table')
    .option('--report <file>', 'write the report as one HTML page with charts')
    .option('--compare <file>', 'say what got better or worse since that JSON report')
    .option('--tag <name=value>', 'kept in the report, to find it again; repeatable', tagged)
    .option('--junit <file>', 'write the verdict as JUnit XML, a test per limit')
    .option('--lines <file>', 'write the report as JSON lines: run, points, marks, rulings, verdict')
    .option('--openmetrics <file>', 'write the figures as OpenMetrics, for a push gateway')
    .option('--summary <file>', 'append a summary in Markdown: --summary "$GITHUB_STEP_SUMMARY"');
}

function createProgram(): Command {
  const program = new Command('npm run loadtest --').description(
    'Bots that are real clients against a running server: what players felt, beside what the server did.',
  );
  for (const add of [crowdOptions, serverOptions, networkOptions, workerOptions, outcomeOptions]) add(program);
  return program
    .addHelpText('after', ({ command }) => aboutScenario(command.opts<{ scenario: string }>().scenario))
    .addHelpText(
      'after',
      '\nExit code: 0 every limit holds, 1 one does not or the server was gone, 2 wrong use or no server. How to read it: docs/loadtest.md',
    )
    .allowExcessArguments(false)
    .configureOutput({ outputError: (text, write) => write(`${text.trim().replace(/\s*\n\s*/g, ' ')} (see --help)\n`) })
    .exitOverride((error) => process.exit(error.exitCode === 0 ? EXIT.good : EXIT.unusable));
}

const aboutScenario = (name: string): string => {
  const scenario = findScenario(name);
  if (scenario === undefined) return '';
  return `\nScenario ${scenario.name}: ${scenario.about}\nIts limits: ${scenario.limits.join(', ')}`;
};

/** Ends the process with a line on the standard error when an option is wrong, and after --help and --list. */
export function readCommandLine(argv: readonly string[]): CommandLine {
  const program = createProgram();
  const parsed = program.parse(argv).opts<Parsed>();
  if (parsed.list === true) {
    process.stdout.write(`${scenarioList()}\n${figureList()}`);
    process.exit(EXIT.good);
  }
  if (parsed.workerOf !== undefined) {
    const { workerOf, key } = parsed;
    if (key === undefined) return program.error('--worker-of needs the --key that the coordinator has printed');
    return { workerOf, key };
  }
  if (isPath(parsed.scenario) && program.getOptionValueSource('adapter') === 'cli') {
    program.error('--adapter has no place beside a scenario of yours: its bots know how to talk to its server');
  }
  const run = runOptions(parsed);
  if (run.kind === 'light' && run.think === 'fighter') {
    program.error('--think fighter needs --bots full: it thinks with what the netcode shows');
  }
  if (parsed.remoteWorkers > 0 && parsed.listen === undefined)
    program.error('--remote-workers needs --listen host:port');
  if (parsed.listen !== undefined && parsed.remoteWorkers === 0) program.error('--listen needs --remote-workers');
  if (parsed.workers === 0 && parsed.remoteWorkers === 0) program.error('--workers 0 needs --remote-workers');
  const { scenario, repeat, limit, limits, workers, listen, remoteWorkers, key, json, report, compare, tag } = parsed;
  const { junit, lines, openmetrics, summary } = parsed;
  return {
    conduct: {
      run,
      scenario,
      repeat,
      limits: limit ?? [],
      limitsFile: limits,
      workers,
      listen,
      remoteWorkers,
      key,
      json,
      report,
      compare,
      outputs: { junit, lines, openmetrics, summary },
      tags: tag ?? {},
    },
  };
}

/** What was not said comes from the scenario, and what that does not say from here. */
function runOptions(parsed: Parsed): RunOptions {
  const defaults = findScenario(parsed.scenario)?.defaults ?? {};
  const players = parsed.players ?? defaults.players ?? 20;
  const kind = parsed.bots ?? defaults.kind ?? 'full';
  const { latency: latencyMs, jitter: jitterMs, stall: stallMs, stalls: stallsPerMinute } = parsed;
  const joins = parsed.ramp === undefined ? parsed.joins : players / parsed.ramp;
  return {
    url: parsed.url,
    // Bots of the user's file know how to talk to its server.
    adapter: isPath(parsed.scenario) ? resolve(parsed.scenario) : parsed.adapter,
    mode: parsed.mode ?? defaults.mode ?? 'fray',
    players,
    rooms: parsed.rooms ?? defaults.rooms,
    durationSeconds: parsed.duration ?? defaults.durationSeconds ?? 10,
    joinsPerSecond: joins ?? defaults.joinsPerSecond ?? 50,
    stepPlayers: parsed.step ?? defaults.stepPlayers ?? Math.max(1, Math.round(players / 10)),
    kind,
    decodeEvery: parsed.decodeEvery ?? Math.max(1, Math.ceil(players / DECODERS)),
    think: parsed.think ?? defaults.think ?? (kind === 'full' ? 'fighter' : 'wander'),
    seed: parsed.seed,
    profile: parsed.profile,
    link: {
      ...(latencyMs !== undefined && { latencyMs }),
      ...(jitterMs !== undefined && { jitterMs }),
      ...(stallMs !== undefined && { stallMs }),
      // A profile has stalls of its own.
      ...(stallMs !== undefined && parsed.profile === undefined && { stallsPerMinute: 2 }),
      ...(stallsPerMinute !== undefined && { stallsPerMinute }),
    },
  };
}
