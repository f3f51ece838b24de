/** A report for the terminal: what players felt first, what the server did, the verdict last. */
import { type Figures, PERCENTILES } from '../contract/figures.ts';
import type { Report, Ruling } from '../contract/report.ts';
import { formatCount, formatFigure } from '../wording/format.ts';
import {
  closeMeaning,
  crowdOf,
  kneeOf,
  networkOf,
  rulingTexts,
  secondsOf,
  unitOfFigure,
  verdictOf,
} from '../wording/sentences.ts';
import { aligned, cut, type Output, type Paint, painter, widthOf, wrap } from './columns.ts';

const ERRORS_SHOWN = 5;
const LABEL_CHARS = 17;
const CELL_CHARS = 11;
const LIMIT_CHARS_MIN = 10;

/** @returns lines without their line ends */
export function tableOf(report: Report, output: Output): string[] {
  const paint = painter(output);
  const width = widthOf(output);
  return [
    '',
    ...headerPart(report, paint, width),
    ...playersPart(report, paint, width),
    ...feltPart(report, paint),
    ...serverPart(report, paint),
    ...generatorPart(report, paint),
    ...rampPart(report, paint, width),
    ...warningsPart(report, paint, width),
    ...verdictPart(report, paint, width),
  ];
}

const row = (label: string, text: string): string => `  ${label.padEnd(LABEL_CHARS)}${text}`.trimEnd();

/** The value with its unit; a dash where nothing was measured. */
const shown = (figures: Figures, name: string): string => {
  const value = figures[name];
  return value === undefined ? '–' : formatFigure(value, unitOfFigure(name));
};

function headerPart(report: Report, paint: Paint, width: number): string[] {
  const { scenario, url, options } = report;
  return [
    paint('bold', cut(`${scenario} at ${url}, ${options.mode}`, width)),
    cut(`${crowdOf(report)}, ${networkOf(report)}, ${secondsOf(report)}`, width),
  ];
}

function playersPart({ figures, options, errors, closes }: Report, paint: Paint, width: number): string[] {
  const rooms =
    figures.rooms === undefined ? '' : ` in ${formatCount(figures.rooms)} ${figures.rooms === 1 ? 'room' : 'rooms'}`;
  const failed = figures.errors ?? 0;
  const lines = ['', paint('bold', 'Players')];
  lines.push(
    row(
      'joined',
      `${shown(figures, 'players')} of ${options.players}${rooms}, ${shown(figures, 'joined')} of the joins`,
    ),
  );
  lines.push(row('failed', failed > 0 ? paint('red', shown(figures, 'errors')) : shown(figures, 'errors')));
  for (const { message, count } of errors.slice(0, ERRORS_SHOWN)) {
    lines.push(row('', cut(`${count} × ${message}`, width - LABEL_CHARS - 2)));
  }
  if (errors.length > ERRORS_SHOWN) lines.push(row('', `… and ${errors.length - ERRORS_SHOWN} other reasons`));
  lines.push(row('drops', shown(figures, 'drops')));
  for (const [index, { code, count }] of closes.entries()) {
    const text = cut(`${count} × ${code}: ${closeMeaning(code)}`, width - LABEL_CHARS - 2);
    lines.push(row(index === 0 ? 'closes' : '', text));
  }
  return lines;
}

/** The columns of a distribution; p99.9 is left to limits and to the HTML report but for ticks. */
const cells = (texts: readonly string[]): string => texts.map((text) => text.padStart(CELL_CHARS)).join('');
const heading = (paint: Paint, title: string, columns: readonly string[]): string =>
  `${paint('bold', title)}${' '.repeat(Math.max(0, LABEL_CHARS + 2 - title.length))}${paint('dim', cells(columns))}`;

function distribution(figures: Figures, name: string, label: string, parts: readonly string[], rest = ''): string[] {
  if (figures[`${name}.p50`] === undefined) return [];
  return [row(label, `${cells(parts.map((part) => shown(figures, `${name}.${part}`)))}${rest}`)];
}

function feltPart({ figures }: Report, paint: Paint): string[] {
  const parts = ['p50', 'p90', 'p99', 'max'];
  const worst = (name: string): string =>
    figures[name] === undefined ? '' : paint('dim', `   worst bot ${shown(figures, name)}`);
  const beside = (value: string, word: string, name: string): string => {
    if (figures[value] === undefined) return '–';
    const other = figures[name] === undefined ? '' : `   ${word} ${shown(figures, name)}`;
    return shown(figures, value).padStart(CELL_CHARS) + other;
  };
  const lines = [
    '',
    heading(paint, 'What they felt', parts),
    ...distribution(figures, 'ack', 'ack latency', parts, worst('ack.worst')),
    ...distribution(figures, 'rtt', 'round trip', parts),
    ...distribution(figures, 'age', 'snapshot age', parts, worst('age.worst')),
    ...distribution(figures, 'join', 'join', parts),
    ...distribution(figures, 'back', 'back after a drop', parts),
    ...distribution(figures, 'room', 'room opened', parts),
    ...ownRows(figures, parts),
  ];
  const singles: [label: string, value: string, word: string, name: string][] = [
    ['corrections', 'corrections', 'size p99', 'correction.p99'],
    ['starvation', 'starvation', '', ''],
    ['patches', 'patches', 'fewest', 'patches.min'],
    ['received', 'received', 'most', 'received.max'],
    ['sent', 'sent', 'input frames', 'frames'],
  ];
  for (const [label, value, word, name] of singles) {
    if (figures[value] !== undefined) lines.push(row(label, beside(value, word, name)));
  }
  return lines.length === 2 ? ['', paint('bold', 'What they felt'), row('nothing', 'no bot played')] : lines;
}

/** What a scenario of the user's has measured and counted. */
function ownRows(figures: Figures, parts: readonly string[]): string[] {
  return Object.keys(figures).flatMap((name) => {
    const [, own, part] = /^(own\.\w+)\.(p50|total)$/.exec(name) ?? [];
    if (own === undefined) return [];
    return part === 'p50'
      ? distribution(figures, own, own, parts)
      : [row(own, shown(figures, name).padStart(CELL_CHARS))];
  });
}

function serverPart({ figures }: Report, paint: Paint): string[] {
  if (figures['tick.p50'] === undefined && figures.cores === undefined) {
    return ['', paint('bold', 'Server'), row('metrics', 'none: it does not answer at /metrics')];
  }
  const parts = [...Object.keys(PERCENTILES).filter((part) => part !== 'p90'), 'max'];
  const dropped = figures.dropped ?? 0;
  return [
    '',
    heading(
      paint,
      'Server',
      parts.map((part) => (part === 'p999' ? 'p99.9' : part)),
    ),
    ...distribution(figures, 'tick', 'tick', parts),
    ...(figures['late.p50'] === undefined ? [] : distribution(figures, 'late', 'tick late', parts)),
    row('dropped ticks', dropped > 0 ? paint('red', shown(figures, 'dropped')) : shown(figures, 'dropped')),
    row('CPU', `${shown(figures, 'cores')}   ${shown(figures, 'encode')} of the ticks is encoding and sending`),
    row('event loop late', `p99 ${shown(figures, 'loop.p99')}   max ${shown(figures, 'loop.max')}`),
    row('memory', shown(figures, 'rss')),
    row('traffic', `${shown(figures, 'server.in')} in   ${shown(figures, 'server.out')} out`),
  ];
}

function generatorPart({ figures, workers }: Report, paint: Paint): string[] {
  return [
    '',
    paint('bold', 'This generator'),
    row('workers', `${workers.length}   busiest ${shown(figures, 'generator.cores')}`),
    row('event loop late', `p99 ${shown(figures, 'generator.loop.p99')}   max ${shown(figures, 'generator.loop.max')}`),
    ...machineRow(figures),
  ];
}

/** What others did on the same machine, the server too where it runs there. */
function machineRow(figures: Figures): string[] {
  if (figures['generator.others'] === undefined) return [];
  const waiting = figures['generator.waiting'] === undefined ? '' : `   waiting ${shown(figures, 'generator.waiting')}`;
  return [
    row('others there', `${shown(figures, 'generator.others')}   steal ${shown(figures, 'generator.steal')}${waiting}`),
  ];
}

function rampPart(report: Report, paint: Paint, width: number): string[] {
  if (report.ramp === null) return [];
  const names = ['ack.p50', 'ack.p99', 'tick.p99', 'received', 'cores'];
  const rows = report.ramp.steps.map(({ players, figures, broken }) => [
    `  ${players}`,
    ...names.map((name) => shown(figures, name)),
    broken.length === 0 ? 'holds' : `${broken.length} broken`,
  ]);
  const [head = '', ...lines] = aligned([['  players', ...names, 'limits'], ...rows], 3);
  const painted = lines.map((line, index) => {
    const step = report.ramp?.steps[index];
    if (step?.players === report.ramp?.knee) return paint('green', line);
    return step !== undefined && step.broken.length > 0 ? paint('red', line) : line;
  });
  const knee = wrap(kneeOf(report) ?? '', width - 2).map((line) => `  ${line}`);
  return ['', paint('bold', 'Ramp'), paint('dim', head), ...painted, ...knee];
}

function warningsPart({ warnings }: Report, paint: Paint, width: number): string[] {
  return warnings.flatMap((warning) => [
    '',
    ...wrap(`Warning: ${warning}`, width).map((line) => paint('yellow', line)),
  ]);
}

function valuesOf(ruling: Ruling): string {
  const { measured, allowed } = rulingTexts(ruling);
  return `${measured.padStart(12)}${allowed === '' ? '' : `  allowed ${allowed}`}`;
}

function verdictPart(report: Report, paint: Paint, width: number): string[] {
  const longest = Math.max(0, ...report.rulings.map(({ limit }) => limit.length));
  const valueChars = Math.max(0, ...report.rulings.map((ruling) => valuesOf(ruling).length));
  const limitChars = Math.min(longest, Math.max(LIMIT_CHARS_MIN, width - valueChars - '  pass    '.length));
  const lines = report.rulings.map((ruling) => {
    const text = `${cut(ruling.limit, limitChars).padEnd(limitChars)}  ${valuesOf(ruling)}`;
    return `  ${ruling.holds ? paint('green', 'pass') : paint(['red', 'bold'], 'FAIL')}  ${text}`.trimEnd();
  });
  const last = wrap(verdictOf(report), width).map((line) =>
    paint(report.ok ? ['green', 'bold'] : ['red', 'bold'], line),
  );
  return [...(lines.length === 0 ? [] : ['', paint('bold', 'Verdict')]), ...lines, '', ...last];
}
