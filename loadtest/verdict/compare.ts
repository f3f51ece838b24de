/**
 * What got better or worse between two reports, beyond noise: noise is what differs between runs of the same, so both sides
 * need repeated runs before a change can be judged.
 */
import { permutationTest } from 'simple-statistics';
import { type Random, randomUnit } from '../../shared/sim/rng.ts';
import { figureKind, figureNames, type Unit } from '../contract/figures.ts';
import type { Report } from '../contract/report.ts';
import { ReportSchema } from '../contract/report-schema.ts';

/** Below four runs on each side even sides that do not overlap at all come about by chance in more than 5 of 100 cases. */
export const RUNS_MIN = 4;
const P_MAX = 0.05;
/** A smaller change is of no interest, however certain. */
const CHANGE_PERCENT_MIN = 3;
/** Keeps p within half a percent of the exact one, and a whole comparison below a second. */
const PERMUTATIONS = 5000;
const SEED = 1;

export type Change = {
  figure: string;
  unit: Unit;
  title: string;
  /** Medians. */
  old: number;
  now: number;
  /** Null when the old one was 0 and the new one is not. */
  percent: number | null;
  /** How often chance alone makes such a difference; null when there are too few runs to tell. */
  p: number | null;
  /** unknown: it changed, but it is not known whether beyond noise, or neither direction is better. */
  verdict: 'better' | 'worse' | 'same' | 'unknown';
};

type Side = { startedAt: string; runs: number };

export type Comparison = {
  old: Side;
  now: Side;
  /** Whether both sides have enough runs to tell noise from change. */
  isNoiseKnown: boolean;
  /** Of every figure that both have, in the order of FIGURES. */
  changes: Change[];
  /** What makes the comparison unfair. */
  warnings: string[];
};

export function compare(old: Report, now: Report): Comparison {
  const changes = figureNames(old.figures, now.figures).flatMap((figure) => changeOf(figure, old, now) ?? []);
  return {
    old: { startedAt: old.startedAt, runs: Math.max(1, old.runs.length) },
    now: { startedAt: now.startedAt, runs: Math.max(1, now.runs.length) },
    isNoiseKnown: old.runs.length >= RUNS_MIN && now.runs.length >= RUNS_MIN,
    changes,
    warnings: differences(old, now),
  };
}

/** @throws when it is no report of this version; the message is one line for people */
export function readReport(text: string): Report {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error('This is not JSON: expected a report that "--json FILE" wrote.');
  }
  const version = typeof json === 'object' && json !== null && 'version' in json ? json.version : undefined;
  if (typeof version === 'number' && version !== 2) {
    throw new Error(`This is a report of version ${version}, and only version 2 is understood: measure again.`);
  }
  const { success, data, error } = ReportSchema.safeParse(json);
  if (success) return data;
  const [issue] = error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  throw new Error(`This is no report of the load test: ${where}${issue?.message ?? 'unreadable'}.`);
}

function changeOf(figure: string, old: Report, now: Report): Change | undefined {
  const kind = figureKind(figure);
  const [before, after] = [old.figures[figure], now.figures[figure]];
  if (kind === undefined || before === undefined || after === undefined) return undefined;
  const change = {
    figure,
    unit: kind.unit,
    title: kind.title,
    old: before,
    now: after,
    percent: percentOf(before, after),
  };
  if (change.percent !== null && Math.abs(change.percent) < CHANGE_PERCENT_MIN)
    return { ...change, p: null, verdict: 'same' };
  const p = chanceOf(valuesOf(figure, old), valuesOf(figure, now));
  if (p !== null && p >= P_MAX) return { ...change, p, verdict: 'same' };
  if (p === null || kind.better === 'neither') return { ...change, p, verdict: 'unknown' };
  return { ...change, p, verdict: after < before === (kind.better === 'less') ? 'better' : 'worse' };
}

const percentOf = (old: number, now: number): number | null => {
  if (old === now) return 0;
  return old === 0 ? null : ((now - old) / Math.abs(old)) * 100;
};

const valuesOf = (figure: string, { runs }: Report): number[] => runs.flatMap((figures) => figures[figure] ?? []);

/** @returns null when there are too few values */
function chanceOf(old: readonly number[], now: readonly number[]): number | null {
  if (old.length < RUNS_MIN || now.length < RUNS_MIN) return null;
  // The same seed each time: the same two files always give the same verdict.
  const random: Random = { rng: SEED };
  return permutationTest(old, now, 'two_side', PERMUTATIONS, () => randomUnit(random));
}

function differences(old: Report, now: Report): string[] {
  const linkOf = ({ options: { profile, link } }: Report): string =>
    `${profile === null ? '' : `${profile}, `}${link.latencyMs} ± ${link.jitterMs} ms, ${link.stallsPerMinute} stalls a minute of ${link.stallMs} ms`;
  const facts: readonly [name: string, of: (report: Report) => string | number][] = [
    ['scenario', (report) => report.scenario],
    ['adapter', ({ options }) => options.adapter],
    ['mode', ({ options }) => options.mode],
    ['players', ({ options }) => options.players],
    ['rooms', ({ options }) => options.rooms ?? 'as matchmaking fills them'],
    ['kind of bots', ({ options }) => options.kind],
    ['think model', ({ options }) => options.think],
    ['network', linkOf],
    ['duration', ({ options }) => `${options.durationSeconds} s`],
    ['machine', ({ machine }) => `${machine.cpu}, ${machine.cores} cores`],
    ['Node', ({ machine }) => machine.node],
  ];
  const unfair = facts
    .filter(([, of]) => of(old) !== of(now))
    .map(([name, of]) => `Not the same ${name}: ${of(old)} before, ${of(now)} now.`);
  const ended = [old.interrupted ? 'old' : '', now.interrupted ? 'new' : ''].filter((side) => side !== '');
  return [...unfair, ...ended.map((side) => `The ${side} one was interrupted.`)];
}
