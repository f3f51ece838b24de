/** Text in columns for terminals. Colours appear only on one; widths are counted before they are added. */
import { styleText } from 'node:util';
import { printable } from '../wording/format.ts';

export type Output = { columns: number; stream: NodeJS.WritableStream };

type Colour = Parameters<typeof styleText>[0];
export type Paint = (colour: Colour, text: string) => string;

/** A wider table is hard to read. */
const COLUMNS_MAX = 100;
const COLUMNS_MIN = 40;

export const widthOf = ({ columns }: Output): number => Math.max(COLUMNS_MIN, Math.min(COLUMNS_MAX, columns));

export const painter =
  ({ stream }: Output): Paint =>
  (colour, text) =>
    styleText(colour, text, { stream });

/** One line at most `width` wide, whatever is in it. */
export function cut(text: string, width: number): string {
  const plain = printable(text);
  if (plain.length <= width) return plain;
  // Half a letter beyond the basic ones would be left.
  return `${plain.slice(0, width - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** Lines of at most `width`, broken between words. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of printable(text).split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? cut(word, width) : `${line} ${word}`;
  }
  return [...lines, line];
}

/** Rows in columns as wide as they need to be: the first to the left, the others to the right. */
export function aligned(rows: readonly (readonly string[])[], gap = 2): string[] {
  const widths: number[] = [];
  for (const row of rows) for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length);
  return rows.map((row) =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : ' '.repeat(gap) + cell.padStart(widths[i] ?? 0)))
      .join('')
      .trimEnd(),
  );
}
