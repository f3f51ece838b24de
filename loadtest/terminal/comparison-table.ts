/** A comparison for the terminal: what changed first, everything else in one line. */
import { FIGURES } from '../contract/figures.ts';
import { type Change, type Comparison, RUNS_MIN } from '../verdict/compare.ts';
import { formatFigure, formatNumber } from '../wording/format.ts';
import { aligned, type Output, painter, widthOf, wrap } from './columns.ts';

export const NOISE_UNKNOWN =
  `Fewer than ${RUNS_MIN} runs on a side: no change is judged. --repeat 5 on both sides tells noise from change.` as const;
/** Said wherever changes are judged: dozens of figures are looked at, and each may err. */
export const BY_CHANCE = 'About 1 figure in 20 seems to change by chance alone: believe what moves together.';

export function percentText(percent: number | null): string {
  if (percent === null) return 'from 0';
  return `${percent > 0 ? '+' : percent < 0 ? '−' : ''}${formatNumber(Math.abs(percent))} %`;
}

/** Worse, better, then what is not known; within each the greatest change first. */
export function ordered(changes: readonly Change[]): Change[] {
  const rank = { worse: 0, better: 1, unknown: 2, same: 3 } as const;
  const size = ({ percent }: Change): number => Math.abs(percent ?? Number.POSITIVE_INFINITY);
  return changes.toSorted((a, b) => {
    if (a.verdict !== b.verdict) return rank[a.verdict] - rank[b.verdict];
    return size(a) === size(b) ? 0 : size(b) - size(a);
  });
}

/** Figures such as counts differ for no reason that anybody could want or fear. */
export const hasDirection = ({ figure }: Change): boolean => FIGURES.get(figure)?.better !== 'neither';

export const sameSentence = (same: number, all: number, isNoiseKnown: boolean): string =>
  `${same} of ${all} figures ${isNoiseKnown ? 'did not change beyond noise' : 'changed by less than 3 %'}.`;

const COLOURS = { better: 'green', worse: 'red', unknown: 'reset', same: 'dim' } as const;

/** @returns lines without their line ends */
export function comparisonTable(comparison: Comparison, output: Output): string[] {
  const { old, now, changes, warnings, isNoiseKnown } = comparison;
  const paint = painter(output);
  const width = widthOf(output);
  const runs = (count: number): string => `${count} ${count === 1 ? 'run' : 'runs'}`;
  const lines = [
    '',
    paint('bold', 'Compared'),
    ...wrap(`${old.startedAt} (${runs(old.runs)}) with now (${runs(now.runs)})`, width),
  ];
  for (const warning of warnings)
    lines.push(...wrap(`Warning: ${warning}`, width).map((line) => paint('yellow', line)));
  const judged = changes.filter(hasDirection);
  const changed = ordered(judged).filter(({ verdict }) => verdict !== 'same');
  const rows = changed.map(({ figure, unit, old: before, now: after, percent, verdict }) => [
    `  ${figure}`,
    formatFigure(before, unit),
    formatFigure(after, unit),
    percentText(percent),
    ...(isNoiseKnown ? [verdict] : []),
  ]);
  if (rows.length > 0) {
    const [head = '', ...body] = aligned(
      [['  figure', 'before', 'now', 'change', ...(isNoiseKnown ? ['verdict'] : [])], ...rows],
      3,
    );
    lines.push(
      paint('dim', head),
      ...body.map((line, index) => paint(COLOURS[changed[index]?.verdict ?? 'same'], line)),
    );
  }
  lines.push(sameSentence(judged.length - changed.length, judged.length, isNoiseKnown));
  lines.push(...wrap(isNoiseKnown ? BY_CHANCE : NOISE_UNKNOWN, width));
  return lines;
}
