/** A comparison for the terminal: what changed first, everything else in one line. */
import type { Comparison } from '../verdict/compare.ts';
import { BY_CHANCE, hasDirection, NOISE_UNKNOWN, ordered, percentText, sameSentence } from '../wording/comparison.ts';
import { formatFigure } from '../wording/format.ts';
import { aligned, type Output, painter, widthOf, wrap } from './columns.ts';

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
