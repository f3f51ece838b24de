/** Conducts a load test from its options to its verdict: workers, runs, report, and what is written where. */

import { access, constants, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, platform, release, totalmem } from 'node:os';
import { dirname, resolve } from 'node:path';
import type { Report } from './contract/report.ts';
import { Crowd } from './crowd/crowd.ts';
import { filesObstacle } from './crowd/files-needed.ts';
import { type Run, reportOf } from './crowd/make-report.ts';
import type { Scenario } from './crowd/scenario.ts';
import { Workers } from './crowd/workers.ts';
import { buildPage, type PageCode } from './html/build-page.ts';
import { htmlOf } from './html/write-html.ts';
import type { ConductOptions } from './options.ts';
import { writeOutputs } from './outputs/write-outputs.ts';
import { findScenario } from './scenarios/list.ts';
import { comparisonTable } from './terminal/comparison-table.ts';
import { Progress } from './terminal/progress.ts';
import { tableOf } from './terminal/report-table.ts';
import { type Comparison, compare, readReport } from './verdict/compare.ts';
import { type Limit, parseLimit, parseLimits, withStanding } from './verdict/limits.ts';
import { findAdapter } from './worker/adapters/list.ts';

/** Bots that one process drives with time to spare; see docs/capacity.md. */
const BOTS_PER_WORKER = { full: 60, light: 400 } as const;

/** Where the standard output is no terminal. */
const COLUMNS = 100;

/** What cannot be done as asked; the message is one line for the user. */
export class Unusable extends Error {}

/** Where to write, and what worker processes run. */
export type Surroundings = { out: NodeJS.WriteStream; err: NodeJS.WriteStream; program: string };

/**
 * @param signal ends the run early; what was measured until then is reported
 * @returns whether every limit holds
 * @throws (rejects with) Unusable
 */
export async function conduct(
  options: ConductOptions,
  signal: AbortSignal,
  surroundings: Surroundings,
): Promise<boolean> {
  const { run, repeat, json, report: reportFile } = options;
  const scenario = findScenario(options.scenario) as Scenario;
  const limits = await orUnusable(limitsOf(options, scenario));
  const old = options.compare === undefined ? undefined : await orUnusable(reportIn(options.compare));
  const adapter = await orUnusable(findAdapter(run.adapter));
  for (const file of [json, reportFile, ...Object.values(options.outputs)])
    if (typeof file === 'string') await orUnusable(canWrite(file));
  const obstacle = await adapter.obstacle({ url: run.url, mode: run.mode });
  if (obstacle !== undefined) throw new Unusable(obstacle);
  if (run.kind === 'full' && adapter.fullPlay === undefined) {
    throw new Unusable(`The adapter ${adapter.name} has light bots only: add --bots light.`);
  }
  if (run.rooms !== undefined && adapter.openRoom === undefined) {
    throw new Unusable(`The adapter ${adapter.name} cannot open rooms: leave --rooms out.`);
  }

  const html = reportFile === undefined ? undefined : { file: reportFile, page: await buildPage() };
  const progress = new Progress(surroundings.err);
  const workers = await orUnusable(gather(options, signal, surroundings));
  const startedAt = new Date();
  const runs: Run[] = [];
  try {
    const lacking = filesObstacle(workers.all, run);
    if (lacking !== undefined) throw new Unusable(lacking);
    for (let nth = 1; nth <= repeat && (nth === 1 || !signal.aborted); nth++) {
      runs.push(await runOnce({ workers, options, scenario, limits, signal, progress, nth }));
      if (runs.at(-1)?.crowd.wasGivenUp === true) break;
    }
  } finally {
    progress.end();
    await workers.end();
  }
  // A run that was cut short would only blur the whole ones.
  if (signal.aborted && runs.length > 1) runs.pop();
  const report = reportOf({
    run,
    repeat,
    scenario: scenario.name,
    limits,
    runs,
    startedAt,
    interrupted: signal.aborted,
    machine,
    tags: options.tags,
    rateHz: adapter.rateHz,
  });
  const comparison = old === undefined ? undefined : compare(old, report);
  await write(report, comparison, { json, html }, surroundings);
  await orUnusable(writeOutputs(report, comparison, options.outputs));
  return report.ok;
}

type Once = {
  workers: Workers;
  options: ConductOptions;
  scenario: Scenario;
  limits: readonly Limit[];
  signal: AbortSignal;
  progress: Progress;
  nth: number;
};

async function runOnce({ workers, options, scenario, limits, signal, progress, nth }: Once): Promise<Run> {
  const { run, repeat } = options;
  const label = repeat === 1 ? '' : `run ${nth} of ${repeat}, `;
  const crowd = new Crowd({
    workers: workers.all,
    run,
    limits,
    signal,
    secondsExpected: scenario.seconds?.(run) ?? run.durationSeconds,
    onBeat: (moment) => progress.show({ ...moment, phase: `${label}${moment.phase}` }),
  });
  await crowd.start();
  if (run.rooms !== undefined && scenario.opensRooms !== true && (await crowd.playIn(run.rooms)) === 0) {
    // Quick play in their place would measure something else.
    throw new Unusable(`No room could be opened at ${run.url}. ${crowd.recorder.total.errors[0]?.message ?? ''}`);
  }
  const outcome = await scenario.run(crowd, run);
  await crowd.end();
  return { outcome, crowd };
}

async function gather(options: ConductOptions, signal: AbortSignal, { err, program }: Surroundings): Promise<Workers> {
  const { run, listen, remoteWorkers, key } = options;
  const needed = Math.ceil(run.players / BOTS_PER_WORKER[run.kind]);
  const local = options.workers ?? (remoteWorkers > 0 ? 0 : Math.min(needed, availableParallelism()));
  const onListening = (command: string) => {
    err.write(`Waiting for ${remoteWorkers} workers. On each of their machines:\n  ${command}\n`);
  };
  return Workers.gather({ local, remote: remoteWorkers, listen, key, program, onListening }, signal);
}

async function limitsOf({ limits: written, limitsFile }: ConductOptions, scenario: Scenario): Promise<Limit[]> {
  const own = written.map(parseLimit);
  const usual = scenario.limits.map(parseLimit);
  if (limitsFile === undefined) return own.length > 0 ? withStanding(own, usual) : usual;
  const text = await readFile(limitsFile, 'utf8').catch((error: Error) => {
    throw new Error(`--limits: ${error.message}`);
  });
  const limits = parseLimits(text);
  if (limits.length === 0) throw new Error(`--limits: ${limitsFile} holds no limit.`);
  return withStanding([...own, ...limits], usual);
}

async function reportIn(file: string): Promise<Report> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new Error(`--compare: ${error.message}`);
  });
  return readReport(text);
}

/** Better now than after an hour. @throws (rejects) when a file cannot be written there */
async function canWrite(file: string): Promise<void> {
  await access(dirname(resolve(file)), constants.W_OK).catch(() => {
    throw new Error(`${file} cannot be written: there is no such folder, or it may not be written to.`);
  });
}

type Outputs = { json: string | true | undefined; html: { file: string; page: PageCode } | undefined };

async function write(
  report: Report,
  comparison: Comparison | undefined,
  { json, html }: Outputs,
  { out }: Surroundings,
): Promise<void> {
  const text = `${JSON.stringify(report, null, 2)}\n`;
  if (json === true) out.write(text);
  else {
    const output = { stream: out, columns: out.columns ?? COLUMNS };
    out.write(`${tableOf(report, output).join('\n')}\n`);
    if (comparison !== undefined) out.write(`${comparisonTable(comparison, output).join('\n')}\n`);
  }
  if (typeof json === 'string') await orUnusable(writeFile(json, text));
  if (html !== undefined) await orUnusable(writeFile(html.file, htmlOf(html.page, report, comparison)));
}

async function orUnusable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new Unusable(error instanceof Error ? error.message : String(error));
  }
}

/** The machine that the load comes from. */
const machine: Report['machine'] = {
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
  memoryBytes: totalmem(),
  os: `${platform()} ${release()}`,
  node: process.version,
};
