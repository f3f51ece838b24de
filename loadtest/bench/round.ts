/** One round: a fresh server, the load on it, and what the load tester wrote down. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Figures } from '../contract/figures.ts';
import type { Report } from '../contract/report.ts';
import type { Contender, Side } from './contenders.ts';
import { type Pins, pinned, readCoreTimes, stealBetween } from './machine.ts';
import { run, startServer } from './processes.ts';

/** The first start builds the client. */
const START_MS_MAX = 120_000;
/** For joining, leaving and writing, on top of the measured time. */
const EXTRA_MS_MAX = 120_000;

export type Round = {
  side: Side;
  players: number;
  /** Share of a core's time that others took meanwhile. */
  steal: number;
  /** Empty when there is a problem. */
  figures: Figures;
  /** Bots that one core of the generator would drive; undefined when that was not measured. */
  botsPerCore?: number;
  /** What the load tester found doubtful. */
  warnings?: string[];
  /** Why this round tells nothing. */
  problem?: string;
};

export type Written = Pick<Report, 'figures' | 'errors' | 'workers' | 'warnings'>;

export type RoundOptions = { pins: Pins | undefined; seconds: number };

/** Never rejects: what goes wrong is the round's problem. */
export async function runRound(contender: Contender, { pins, seconds }: RoundOptions): Promise<Round> {
  const { side, players } = contender;
  const folder = await mkdtemp(join(tmpdir(), 'sparkfray-bench-'));
  try {
    const server = await startServer(pinned(pins?.server, contender.server), contender.environment, START_MS_MAX);
    try {
      const file = join(folder, 'report.json');
      const before = readCoreTimes();
      const load = pinned(pins?.generator, contender.load(server.url, file));
      const { code, lastLine } = await run(load, seconds * 1000 + EXTRA_MS_MAX);
      const steal = stealBetween(before, readCoreTimes());
      const text = await readFile(file, 'utf8').catch(() => undefined);
      if (text === undefined) throw new Error(`the load ended with ${code}: ${lastLine}`);
      return { side, players, steal, ...readReport(JSON.parse(text) as Written, players) };
    } finally {
      await server.stop();
    }
  } catch (error) {
    return { side, players, steal: 0, figures: {}, problem: error instanceof Error ? error.message : String(error) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns the figures, or why they do not count: a server with fewer players than asked for has an easy life */
export function readReport(
  { figures, errors, workers, warnings }: Written,
  players: number,
): Pick<Round, 'figures' | 'botsPerCore' | 'warnings' | 'problem'> {
  const [error] = errors;
  if (error !== undefined) return { figures: {}, problem: `${error.count} bots failed: ${error.message}` };
  if ((figures.players ?? 0) < players) {
    return { figures: {}, problem: `${figures.players ?? 0} of ${players} bots played` };
  }
  if (figures.cores === undefined) return { figures: {}, problem: 'the server did not tell its processor time' };
  const cores = workers.reduce((sum, worker) => sum + worker.cores, 0);
  const driven = workers.reduce((sum, worker) => sum + worker.players, 0);
  return { figures, warnings, ...(cores > 0 && driven > 0 ? { botsPerCore: driven / cores } : {}) };
}
