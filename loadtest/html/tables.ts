/** The tables of the HTML report. */
import { type Figures, figureKind, figureNames, PERCENTILES } from '../contract/figures.ts';
import type { Report } from '../contract/report.ts';
import type { Change, Comparison } from '../verdict/compare.ts';
import { BY_CHANCE, hasDirection, NOISE_UNKNOWN, ordered, percentText, sameSentence } from '../wording/comparison.ts';
import { formatCount, formatFigure, formatNumber, printable } from '../wording/format.ts';
import { closeMeaning, kneeOf, unitOfFigure } from '../wording/sentences.ts';
import type { Row, Table, Tone } from './page-content.ts';

const PARTS = ['count', 'mean', ...Object.keys(PERCENTILES), 'max'];

const row = (cells: string[], tone: Tone = 'plain'): Row => ({ cells, tone });

const shown = (figures: Figures, name: string): string => {
  const value = figures[name];
  return value === undefined ? '–' : formatFigure(value, unitOfFigure(name));
};

export function figureTables({ figures }: Report): Table[] {
  const names = [...new Set([...figureNames(figures), ...Object.keys(figures)])].filter(
    (name) => figures[name] !== undefined,
  );
  const meters = names.filter((name) => name.endsWith('.p50')).map((name) => name.slice(0, -'.p50'.length));
  const isOfMeter = (name: string): boolean =>
    meters.some((meter) => PARTS.some((part) => name === `${meter}.${part}`));
  const heads = PARTS.map((part) => (part === 'p999' ? 'p99.9' : part));
  return [
    {
      title: 'Distributions',
      note: '',
      head: ['figure', ...heads, 'what it is'],
      texts: [0, PARTS.length + 1],
      rows: meters.map((meter) =>
        row([
          meter,
          ...PARTS.map((part) => shown(figures, `${meter}.${part}`)),
          figureKind(`${meter}.p50`)?.title ?? '',
        ]),
      ),
    },
    {
      title: 'All others',
      note: '',
      head: ['figure', 'value', 'what it is'],
      texts: [0, 2],
      rows: names
        .filter((name) => !isOfMeter(name))
        .map((name) => row([name, shown(figures, name), figureKind(name)?.title ?? ''])),
    },
  ].filter(({ rows }) => rows.length > 0);
}

export function stepsTable(report: Report): Table[] {
  if (report.ramp === null) return [];
  const { steps, knee, brokenBy } = report.ramp;
  const kneeText = brokenBy.length === 0 ? 'none: the last step' : 'none: this is the knee';
  const names = ['ack.p50', 'ack.p99', 'tick.p50', 'tick.p99', 'received', 'cores', 'dropped'];
  return [
    {
      title: 'Steps',
      note: kneeOf(report) ?? '',
      head: ['players', ...names, 'broken limits'],
      texts: [names.length + 1],
      rows: steps.map(({ players, figures, broken }) => {
        const tone = broken.length > 0 ? 'bad' : players === knee ? 'good' : 'plain';
        const verdict = broken.length > 0 ? broken.join(', ') : players === knee ? kneeText : 'none';
        return row([formatCount(players), ...names.map((name) => shown(figures, name)), verdict], tone);
      }),
    },
  ];
}

export function runsTable({ runs }: Report): Table[] {
  const names = ['players', 'ack.p50', 'ack.p99', 'tick.p99', 'received', 'corrections', 'starvation', 'dropped'];
  const measured = names.filter((name) => runs.some((figures) => figures[name] !== undefined));
  if (runs.length < 2) return [];
  return [
    {
      title: 'Runs',
      note: 'The figures of this report are the medians of these.',
      head: ['run', ...measured],
      texts: [],
      rows: runs.map((figures, index) => row([String(index + 1), ...measured.map((name) => shown(figures, name))])),
    },
  ];
}

export function troubleTables({ errors, closes }: Report): Table[] {
  const tables: Table[] = [
    {
      title: 'Why bots failed',
      note: '',
      head: ['how often', 'what they were told'],
      texts: [1],
      rows: errors.map(({ message, count }) => row([formatCount(count), printable(message)], 'bad')),
    },
    {
      title: 'Connections that ended without being asked to',
      note: '',
      head: ['how often', 'close code', 'what it means'],
      texts: [2],
      rows: closes.map(({ code, count }) => row([formatCount(count), String(code), closeMeaning(code)])),
    },
  ];
  return tables.filter(({ rows }) => rows.length > 0);
}

const TONES = { better: 'good', worse: 'bad', same: 'plain', unknown: 'plain' } as const;

export function comparisonTables({ changes, isNoiseKnown }: Comparison): Table[] {
  const tableOf = (some: readonly Change[]): Table => ({
    title: '',
    note: '',
    head: ['figure', 'before', 'now', 'change', ...(isNoiseKnown ? ['verdict', 'p'] : []), 'what it is'],
    texts: isNoiseKnown ? [0, 4, 6] : [0, 4],
    rows: some.map(({ figure, unit, title, old, now, percent, verdict, p }) => {
      const cells = [formatFigure(old, unit), formatFigure(now, unit), percentText(percent)];
      const judged = isNoiseKnown ? [verdict, p === null ? '' : p.toFixed(3)] : [];
      return row([figure, ...cells, ...judged, title], TONES[verdict]);
    }),
  });
  const shownOf = ordered(changes.filter(hasDirection));
  const changed = shownOf.filter(({ verdict }) => verdict !== 'same');
  const same = shownOf.filter(({ verdict }) => verdict === 'same');
  const tables: Table[] = [
    { ...tableOf(changed), title: 'What changed', note: isNoiseKnown ? BY_CHANCE : NOISE_UNKNOWN },
    { ...tableOf(same), folded: sameSentence(same.length, shownOf.length, isNoiseKnown) },
  ];
  return tables.filter(({ rows }) => rows.length > 0);
}

const fact = (name: string, value: string | number | null): Row => row([name, value === null ? '–' : String(value)]);

export function settingTables({ options, tags, machine, workers, scenario, url, startedAt }: Report): Table[] {
  const { link } = options;
  // Of a mixture only what was given for all bots is known.
  const linkText = (numbers: readonly number[], text: string): string =>
    options.profile === 'mixed' && numbers.every((number) => number === 0) ? 'each bot its own' : text;
  return [
    {
      title: 'Options',
      note: '',
      head: [],
      texts: [0, 1],
      rows: [
        fact('scenario', scenario),
        fact('server', url),
        fact('started', startedAt),
        fact('adapter', options.adapter),
        fact('mode', options.mode),
        fact('players', options.players),
        fact('rooms', options.rooms ?? 'as matchmaking fills them'),
        fact('duration', `${options.durationSeconds} s`),
        fact('joins', `${options.joinsPerSecond}/s`),
        fact('bots', `${options.kind}, ${options.think}`),
        ...(options.kind === 'light' ? [fact('decoding', `1 of ${options.decodeEvery}`)] : []),
        fact('profile', options.profile),
        fact('round trip added', linkText([link.latencyMs, link.jitterMs], `${link.latencyMs} ± ${link.jitterMs} ms`)),
        fact(
          'stalls',
          linkText([link.stallsPerMinute, link.stallMs], `${link.stallsPerMinute}/min of ${link.stallMs} ms`),
        ),
        fact('seed', options.seed),
        fact('repeat', options.repeat),
        ...Object.entries(tags).map(([name, value]) => fact(name, value)),
      ],
    },
    {
      title: 'Machine of the load',
      note: '',
      head: [],
      texts: [0, 1],
      rows: [
        fact('processor', machine.cpu),
        fact('cores', machine.cores),
        fact('memory', `${formatNumber(machine.memoryBytes / 2 ** 30)} GiB`),
        fact('system', machine.os),
        fact('Node', machine.node),
      ],
    },
    {
      title: 'Workers',
      note: '',
      head: ['worker', 'bots', 'cores', 'loop delay p99'],
      texts: [0],
      rows: workers.map(({ name, players, cores, loopP99Ms }) =>
        row([name, formatCount(players), formatNumber(cores), formatFigure(loopP99Ms, 'ms')]),
      ),
    },
  ].filter(({ rows }) => rows.length > 0);
}
