/** Numbers for people: one function per unit, for terminals, comparisons and the HTML report alike. Runs in browsers too. */
import type { Unit } from '../contract/figures.ts';

/** About three digits: more are noise. */
export function formatNumber(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  return value.toFixed(size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2);
}

export function formatCount(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString('en') : formatNumber(value);
}

export function formatMs(value: number): string {
  return Math.abs(value) >= 10_000 ? `${formatNumber(value / 1000)} s` : `${formatNumber(value)} ms`;
}

export function formatBytesPerSecond(value: number): string {
  const size = Math.abs(value);
  if (size < 1000) return `${value.toFixed(0)} B/s`;
  return size < 1_000_000 ? `${formatNumber(value / 1000)} kB/s` : `${formatNumber(value / 1_000_000)} MB/s`;
}

export function formatMegabytes(value: number): string {
  return Math.abs(value) >= 10_000 ? `${formatNumber(value / 1000)} GB` : `${formatNumber(value)} MB`;
}

export function formatFigure(value: number, unit: Unit): string {
  switch (unit) {
    case 'ms':
      return formatMs(value);
    case 'B/s':
      return formatBytesPerSecond(value);
    case 'MB':
      return formatMegabytes(value);
    case '':
      return formatCount(value);
    case '/s':
    case '/min':
      return `${formatNumber(value)}${unit}`;
    case 's':
    case 'u':
    case '%':
    case 'cores':
      return `${formatNumber(value)} ${unit}`;
  }
}

/** Without zeros that say nothing: `20 ms`, for values that the user wrote. */
export function formatShort(value: number, unit: Unit): string {
  return formatFigure(value, unit)
    .replace(/(\.\d*?)0+(?!\d)/, '$1')
    .replace(/\.(?!\d)/, '');
}

/** For an axis whose unit is written beside it. */
export function formatAxis(value: number): string {
  const size = Math.abs(value);
  if (size >= 1_000_000) return `${formatShort(value / 1_000_000, '')}M`;
  return size >= 10_000 ? `${formatShort(value / 1000, '')}k` : String(Number(value.toPrecision(3)));
}

/** Two values that differ look different: with three digits 20.004 ms would seem to keep a limit of 20 ms. */
export function formatBeside(value: number, other: number, unit: Unit): string {
  const text = formatShort(value, unit);
  if (value === other || text !== formatShort(other, unit)) return text;
  return `${Number(value.toPrecision(8))}${unit.startsWith('/') ? '' : ' '}${unit}`.trim();
}

/** Sentences come from servers: nothing in them may move a cursor or break a line. */
export function printable(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu, '·');
}
