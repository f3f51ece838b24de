/** Makes the report of one or several runs. */

import { median } from 'simple-statistics';
import type { Figures } from '../contract/figures.ts';
import type { Report, Ruling } from '../contract/report.ts';
import type { RunOptions } from '../contract/run-options.ts';
import { linkOf } from '../network/profiles.ts';
import { judge, type Limit } from '../verdict/limits.ts';
import type { Crowd } from './crowd.ts';
import type { Outcome } from './scenario.ts';
import { warningsOf } from './warnings.ts';

/** One run, over. */
export type Run = { outcome: Outcome; crowd: Crowd };

export type Making = {
  run: RunOptions;
  repeat: number;
  /** Its name. */
  scenario: string;
  limits: readonly Limit[];
  runs: readonly Run[];
  startedAt: Date;
  interrupted: boolean;
  machine: Report['machine'];
  tags: Report['tags'];
  /** Input frames that a bot is to send, and patches that it is to get, per second. */
  rateHz: number;
};

export function reportOf(making: Making): Report {
  const { run, repeat, scenario, limits, runs, startedAt, interrupted, machine, rateHz } = making;
  const last = runs.at(-1);
  if (last === undefined) throw new Error('a report needs a run');
  const all = runs.map(({ outcome }) => outcome.span.figures);
  const figures = mediansOf(all);
  const rulings = limits.map((limit) => rulingOf(limit, figures, all));
  const faults = [...new Set(runs.flatMap(({ crowd }) => crowd.faults))];
  const report: Report = {
    version: 2,
    ok: faults.length === 0 && rulings.every(({ holds }) => holds),
    faults,
    interrupted,
    startedAt: startedAt.toISOString(),
    scenario,
    url: run.url,
    options: {
      adapter: run.adapter,
      mode: run.mode,
      players: run.players,
      rooms: run.rooms ?? null,
      durationSeconds: run.durationSeconds,
      joinsPerSecond: run.joinsPerSecond,
      seed: run.seed,
      kind: run.kind,
      think: run.think,
      decodeEvery: run.decodeEvery,
      profile: run.profile ?? null,
      // Of a mixture each bot has its own.
      link: linkOf({ profile: run.profile === 'mixed' ? undefined : run.profile, link: run.link }, run.seed),
      repeat,
    },
    tags: making.tags,
    machine,
    rulings,
    figures,
    runs: all,
    errors: totals(
      runs.flatMap(({ crowd }) => crowd.recorder.total.errors),
      ({ message }) => message,
    ),
    closes: totals(
      runs.flatMap(({ crowd }) => crowd.recorder.total.closes),
      ({ code }) => code,
    ),
    warnings: warningsOf({ figures, url: run.url, hasServer: last.crowd.recorder.hasServer, interrupted, rateHz }),
    ramp: last.outcome.ramp ?? null,
    series: last.crowd.recorder.series,
    marks: last.crowd.marks,
    distributions: last.outcome.span.distributions,
    workers: last.crowd.workers,
  };
  return { ...rounded(report), distributions: roundedPoints(report.distributions) };
}

/** Goes by the median, but for what is to be an exact number: that must hold in every run. */
function rulingOf(limit: Limit, figures: Figures, runs: readonly Figures[]): Ruling {
  const broken = limit.operator === '==' ? runs.map((run) => judge(limit, run)).find(({ holds }) => !holds) : undefined;
  return broken ?? judge(limit, figures);
}

/** Of the figures that every run has. */
function mediansOf(runs: readonly Figures[]): Figures {
  const [first = {}] = runs;
  const names = Object.keys(first).filter((name) => runs.every((figures) => figures[name] !== undefined));
  return Object.fromEntries(names.map((name) => [name, median(runs.map((figures) => figures[name] as number))]));
}

/** Adds up what several runs have counted under one key, the most frequent first. */
function totals<T extends { count: number }>(counted: readonly T[], key: (entry: T) => unknown): T[] {
  const sums = new Map<unknown, T>();
  for (const entry of counted) {
    sums.set(key(entry), { ...entry, count: (sums.get(key(entry))?.count ?? 0) + entry.count });
  }
  return [...sums.values()].sort((a, b) => b.count - a.count);
}

/** All but the shares: 99.95 % is not 100 %. */
function roundedPoints(distributions: Report['distributions']): Report['distributions'] {
  const points = Object.entries(distributions).map(([meter, pairs]): [string, [number, number][]] => [
    meter,
    pairs.map(([share, value]) => [share, rounded(value)]),
  ]);
  return Object.fromEntries(points);
}

/** Three places are more than any of these numbers is worth. */
function rounded<T>(value: T): T {
  if (typeof value === 'number') return (Math.round(value * 1000) / 1000) as T;
  if (Array.isArray(value)) return value.map(rounded) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, rounded(field)])) as T;
}
