/** From a report to what its page shows. */

import type { Report } from '../contract/report.ts';
import type { Comparison } from '../verdict/compare.ts';
import { formatFigure } from '../wording/format.ts';
import { crowdOf, limitOf, networkOf, rulingTexts, secondsOf, unitOfFigure, verdictOf } from '../wording/sentences.ts';
import { chartsOverTime, percentileCharts, rampCharts } from './charts.ts';
import type { RulingRow, Section, Tile, Tone, View } from './page-content.ts';
import { comparisonTables, figureTables, runsTable, settingTables, stepsTable, troubleTables } from './tables.ts';

const HELP = [
  'The bots are real clients: they join, predict, interpolate and send input as the browser does, and what they measured is what players would have felt. Light bots decode and count, but do not predict.',
  'Ack is the time from when an input frame was due, not from when it was sent, to the patch that acknowledges it: a load test that falls behind does not hide the waiting it causes. It holds the round trip, the wait for the next tick, the tick itself and the wait for the patch.',
  'p50 is what half of all samples stay below; of a hundred samples one is above p99. Percentiles of all bots are merged from their histograms, never averaged.',
  'Corrections tell how often the own pilot had to be moved to where the server says it is; starvation is the share of time in which the others stood still because no snapshot was there to show.',
  'If the generator’s event loop is late, it is part of every latency above: believe such a run only after taking more workers or fewer bots.',
  'All charts over time share one cursor. Drag to look closer, double-click to see everything again, click a name below a chart to hide its line.',
] as const;

export function viewOf(report: Report, comparison?: Comparison): View {
  const failed = report.rulings.filter(({ holds }) => !holds).length;
  return {
    title: report.scenario,
    subtitle: `${crowdOf(report)} playing ${report.options.mode}`,
    facts: [report.url, dateOf(report.startedAt), secondsOf(report), networkOf(report)],
    verdict: {
      tone: report.ok ? 'good' : 'bad',
      word: report.ok ? 'Good' : 'Not good',
      sentence: verdictOf(report).replace(/^(Not good|Good)[:.] ?/, '') || (failed > 0 ? 'Limits are broken.' : ''),
    },
    warnings: report.warnings,
    tiles: tilesOf(report),
    rulings: report.rulings.map(rulingRow),
    help: [...HELP],
    sections: sectionsOf(report, comparison),
  };
}

function dateOf(startedAt: string): string {
  const date = new Date(startedAt);
  if (Number.isNaN(date.getTime())) return startedAt;
  return `${date.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })} UTC`;
}

function rulingRow(ruling: Report['rulings'][number]): RulingRow {
  const { limit, measured, allowed, holds } = ruling;
  const isFromAbove = /^<=?$/.test(limitOf(limit)?.operator ?? '');
  const used = isFromAbove && measured !== null && allowed !== null && allowed > 0 ? measured / allowed : null;
  return { limit, ...rulingTexts(ruling), holds, used };
}

type WantedTile = {
  figure: string;
  label: string;
  note: (say: (name: string) => string | undefined) => (string | undefined)[];
};

const named = (text: string | undefined, before: string, after = ''): string | undefined =>
  text === undefined ? undefined : `${before}${text}${after}`;

const TILES: readonly WantedTile[] = [
  {
    figure: 'players',
    label: 'Players',
    note: (say) => [named(say('joined'), '', ' joined'), named(say('errors'), '', ' failed')],
  },
  {
    figure: 'ack.p99',
    label: 'Ack p99',
    note: (say) => [named(say('ack.p50'), 'p50 '), named(say('ack.worst'), 'worst bot ')],
  },
  {
    figure: 'tick.p99',
    label: 'Server tick p99',
    note: (say) => [
      named(say('tick.p50'), 'p50 '),
      named(say('tick.max'), 'max '),
      named(say('late.p99'), 'late p99 '),
    ],
  },
  {
    figure: 'received',
    label: 'Received per player',
    note: (say) => [named(say('sent'), 'sent '), named(say('patches'), '', ' patches')],
  },
  { figure: 'corrections', label: 'Corrections', note: (say) => [named(say('correction.p99'), 'size p99 ')] },
  { figure: 'dropped', label: 'Dropped ticks', note: (say) => [named(say('cores'), '')] },
];

function tilesOf(report: Report): Tile[] {
  const say = (name: string): string | undefined => {
    const value = report.figures[name];
    return value === undefined ? undefined : formatFigure(value, unitOfFigure(name));
  };
  return TILES.flatMap(({ figure, label, note }) => {
    const value = say(figure);
    if (value === undefined) return [];
    const spark = Object.hasOwn(report.series.lines, figure) ? (report.series.lines[figure] ?? []) : [];
    const text = note(say).filter((part) => part !== undefined);
    return [{ label, value, note: text.join(' · '), tone: toneOf(figure, report), spark }];
  });
}

/** As the limits on it say. */
function toneOf(figure: string, { rulings }: Report): Tone {
  const about = rulings.filter(({ limit }) => limitOf(limit)?.figure === figure);
  if (about.length === 0) return 'plain';
  return about.every(({ holds }) => holds) ? 'good' : 'bad';
}

function sectionsOf(report: Report, comparison: Comparison | undefined): Section[] {
  const hasServer = report.figures['tick.p50'] !== undefined || report.figures.cores !== undefined;
  const serverNote = hasServer ? '' : 'The server does not answer at /metrics: what it did is not in this report.';
  const comparedWith = comparison === undefined ? '' : `With the report of ${dateOf(comparison.old.startedAt)}.`;
  const unfair = comparison?.warnings.join(' ') ?? '';
  const sections: Section[] = [
    { kind: 'charts', title: 'Ramp', note: '', charts: rampCharts(report) },
    {
      kind: 'tables',
      title: report.ramp !== null && rampCharts(report).length > 0 ? '' : 'Ramp',
      note: '',
      tables: stepsTable(report),
    },
    { kind: 'tables', title: 'What went wrong', note: '', tables: troubleTables(report) },
    { kind: 'charts', title: 'Over time', note: serverNote, charts: chartsOverTime(report) },
    { kind: 'charts', title: 'Percentiles', note: '', charts: percentileCharts(report) },
    {
      kind: 'tables',
      title: 'Compared',
      note: [comparedWith, unfair].filter((part) => part !== '').join(' '),
      tables: comparison === undefined ? [] : comparisonTables(comparison),
    },
    { kind: 'tables', title: 'All figures', note: '', tables: [...figureTables(report), ...runsTable(report)] },
    { kind: 'tables', title: 'How it was measured', note: '', tables: settingTables(report) },
  ];
  return sections.filter((section) => (section.kind === 'charts' ? section.charts : section.tables).length > 0);
}
