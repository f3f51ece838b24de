/** Which charts a report has. What was not measured is left out, and so is a chart without a line. */
import type { Unit } from '../contract/figures.ts';
import type { Report, Series } from '../contract/report.ts';
import { unitOfFigure } from '../wording/sentences.ts';
import type { Chart, Line } from './page-content.ts';

/** The game's colours; red is for what went wrong. */
const COLOURS = {
  spark: '#ffe45e',
  heal: '#5dff9b',
  orange: '#ff9f1c',
  blue: '#2ec4ff',
  wall: '#8ea3f0',
  red: '#ff5d73',
} as const;

/** A room steps 30 times a second: a tick that takes longer than this comes late. */
const TICK_BUDGET = { value: 33.3, label: '33.3 ms: the next tick is due' } as const;

type Wanted = Partial<Omit<Line, 'label' | 'values' | 'colour'>> & {
  figure: string;
  label: string;
  colour: keyof typeof COLOURS;
  /** Left out when it is 0 all the time. */
  quiet?: boolean;
};

type WantedChart = Partial<Omit<Chart, 'lines'>> & { title: string; lines: readonly Wanted[] };

const OVER_TIME: readonly WantedChart[] = [
  {
    title: 'Latency',
    note: 'From when an input frame was due to its acknowledgement, beside the bare round trip.',
    wide: true,
    band: true,
    lines: [
      { figure: 'ack.p99', label: 'ack p99', colour: 'orange' },
      { figure: 'ack.p50', label: 'ack p50', colour: 'spark' },
      { figure: 'rtt.p50', label: 'round trip p50', colour: 'blue', dashed: true },
      { figure: 'age.p50', label: 'snapshot age p50', colour: 'heal', dashed: true },
    ],
  },
  {
    title: 'Server tick',
    note: 'How long one tick of one room takes, on a logarithmic scale.',
    log: true,
    level: TICK_BUDGET,
    lines: [
      { figure: 'tick.max', label: 'max', colour: 'red', dashed: true },
      { figure: 'tick.p99', label: 'p99', colour: 'orange' },
      { figure: 'tick.p50', label: 'p50', colour: 'spark' },
    ],
  },
  {
    title: 'Tick lateness',
    note: 'How late ticks began against their schedule, on a logarithmic scale.',
    log: true,
    lines: [
      { figure: 'late.max', label: 'max', colour: 'red', dashed: true },
      { figure: 'late.p99', label: 'p99', colour: 'orange' },
      { figure: 'late.p50', label: 'p50', colour: 'spark' },
    ],
  },
  {
    title: 'Players',
    note: 'Playing (left), and what happened in each beat (right).',
    lines: [
      { figure: 'players', label: 'playing', colour: 'blue', shape: 'area' },
      { figure: 'joins', label: 'joins', colour: 'heal', shape: 'bars', axis: 'right', quiet: true },
      { figure: 'leaves', label: 'leaves', colour: 'wall', shape: 'bars', axis: 'right', quiet: true },
      { figure: 'drops', label: 'drops', colour: 'orange', shape: 'bars', axis: 'right', quiet: true },
      { figure: 'errors', label: 'failed', colour: 'red', shape: 'bars', axis: 'right', quiet: true },
    ],
  },
  {
    title: 'Bytes per player',
    lines: [
      { figure: 'received', label: 'received', colour: 'blue', shape: 'area' },
      { figure: 'sent', label: 'sent', colour: 'orange' },
    ],
  },
  {
    title: 'Server processor',
    note: 'Cores in use (left), event-loop delay (right).',
    lines: [
      { figure: 'cores', label: 'cores', colour: 'blue', shape: 'area' },
      { figure: 'loop.p99', label: 'loop delay p99', colour: 'spark', axis: 'right' },
    ],
  },
  { title: 'Server memory', lines: [{ figure: 'rss', label: 'resident', colour: 'wall', shape: 'area' }] },
  {
    title: 'Generator',
    note: 'The load test itself: the busiest worker (left) and the latest (right).',
    lines: [
      { figure: 'generator.cores', label: 'cores', colour: 'wall', shape: 'area' },
      { figure: 'generator.loop.p99', label: 'loop delay p99', colour: 'spark', axis: 'right' },
    ],
  },
  {
    title: 'Prediction and interpolation',
    note: 'Corrections per bot (left), time without a snapshot to show (right).',
    lines: [
      { figure: 'corrections', label: 'corrections', colour: 'orange' },
      { figure: 'starvation', label: 'starvation', colour: 'blue', axis: 'right' },
    ],
  },
];

export function chartsOverTime({ series, marks }: Report): Chart[] {
  if (series.seconds.length < 2) return [];
  const charts = OVER_TIME.flatMap((wanted) => {
    const drawn = wanted.lines.filter((line) => isWorthALine(line, series));
    if (drawn.length === 0) return [];
    const lines = drawn.map(({ figure, ...line }) => lineOf(figure, line));
    // Without one of its edges, which are the first two, there is no band.
    const band = wanted.band === true && wanted.lines.slice(0, 2).every((edge) => drawn.includes(edge));
    const at = marks.map(({ atSeconds, label }) => ({ at: atSeconds, label }));
    return [chartOf(wanted.title, { ...wanted, band, lines, marks: at })];
  });
  // They stand in pairs: the last one without a neighbour takes the whole row.
  const last = charts.filter(({ wide }) => !wide).length % 2 === 1 ? charts.findLast(({ wide }) => !wide) : undefined;
  return charts.map((chart) => (chart === last ? { ...chart, wide: true } : chart));
}

function isWorthALine({ figure, quiet }: Wanted, { lines }: Series): boolean {
  const values = Object.hasOwn(lines, figure) ? (lines[figure] ?? []) : [];
  return values.some((value) => value !== null && (quiet !== true || value !== 0));
}

type LineStyle = Omit<Wanted, 'figure'> & { values?: (number | null)[] };

function lineOf(figure: string, { quiet: _, colour, ...style }: LineStyle): Line {
  const unit: Unit = unitOfFigure(figure);
  return {
    axis: 'left',
    shape: 'line',
    dashed: false,
    hidden: false,
    unit,
    values: figure,
    ...style,
    colour: COLOURS[colour],
  };
}

const chartOf = (title: string, chart: Partial<Chart> & { lines: Line[] }): Chart => ({
  note: '',
  x: { kind: 'seconds', values: null },
  band: false,
  log: false,
  wide: false,
  level: null,
  marks: [],
  ...chart,
  title,
});

const METER_STYLES: Readonly<Record<string, { label: string; colour: keyof typeof COLOURS; isRare?: true }>> = {
  ack: { label: 'ack', colour: 'orange' },
  rtt: { label: 'round trip', colour: 'blue' },
  age: { label: 'snapshot age', colour: 'heal' },
  tick: { label: 'server tick', colour: 'spark' },
  join: { label: 'join', colour: 'wall', isRare: true },
  back: { label: 'back after a drop', colour: 'red', isRare: true },
  room: { label: 'room opened', colour: 'spark', isRare: true },
};

/** Percentiles on an axis of nines: 90 %, 99 % and 99.9 % are as far from one another. */
export function percentileCharts({ distributions, figures }: Report): Chart[] {
  const meters = Object.entries(distributions).filter(([name, points]) => {
    return points.length > 1 && unitOfFigure(`${name}.p50`) === 'ms';
  });
  if (meters.length === 0) return [];
  const byMeter = meters.map(([name, points]) => ({
    name,
    valueAt: new Map(points.map(([share, value]) => [ninesOf(share, figures[`${name}.count`] ?? 0), value])),
  }));
  const x = [...new Set(byMeter.flatMap(({ valueAt }) => [...valueAt.keys()]))].sort((a, b) => a - b);
  const hasUsual = meters.some(([name]) => METER_STYLES[name]?.isRare !== true);
  const lines = byMeter.map(({ name, valueAt }) => {
    const { label, colour, isRare } = METER_STYLES[name] ?? { label: name, colour: 'wall' };
    const values = x.map((nines) => valueAt.get(nines) ?? null);
    // Joins take longer by far: beside them the others would be one flat line.
    return lineOf(`${name}.p50`, { label, colour, values, hidden: hasUsual && isRare === true });
  });
  const note = lines.some(({ hidden }) => hidden) ? ' A click on a name shows or hides it.' : '';
  return [
    chartOf('Percentiles of the whole run', {
      note: `How long the unlucky waited: p99 is what one of a hundred had to wait at least.${note}`,
      x: { kind: 'nines', values: x },
      wide: true,
      lines,
    }),
  ];
}

/** The greatest of n values stands where one of n is beyond it. */
function ninesOf(share: number, count: number): number {
  const beyond = Math.max(1 - share, 1 / Math.max(count, 10));
  return Math.round(-Math.log10(Math.min(1, beyond)) * 1e6) / 1e6;
}

export function rampCharts({ ramp }: Report): Chart[] {
  if (ramp === null || ramp.steps.length < 2) return [];
  const steps = ramp.steps.toSorted((a, b) => a.players - b.players);
  const line = (figure: string, label: string, colour: keyof typeof COLOURS, axis: Line['axis']): Line =>
    lineOf(figure, { label, colour, axis, shape: 'dots', values: steps.map(({ figures }) => figures[figure] ?? null) });
  const lines = [line('ack.p99', 'ack p99', 'orange', 'left'), line('tick.p99', 'tick p99', 'spark', 'right')].filter(
    ({ values }) => typeof values !== 'string' && values.some((value) => value !== null),
  );
  if (lines.length === 0) return [];
  const { knee } = ramp;
  const label = ramp.brokenBy.length === 0 ? `no limit broke up to ${knee} players` : `knee: ${knee} players`;
  return [
    chartOf('Players against latency and tick', {
      note: 'Ack p99 (left) and tick p99 (right) at each step.',
      x: { kind: 'players', values: steps.map(({ players }) => players) },
      wide: true,
      lines,
      marks: knee === null ? [] : [{ at: knee, label }],
    }),
  ];
}
