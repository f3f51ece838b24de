/** The units that limits are written in. Only units of one family convert into each other. */
import type { Unit } from '../contract/figures.ts';

/** How many of the family's smallest unit one of each is. Every unit of a figure is in exactly one of these. */
const FAMILIES: readonly Readonly<Record<string, number>>[] = [
  { us: 1, µs: 1, ms: 1000, s: 1_000_000, min: 60_000_000 },
  { '/min': 1, '/s': 60 },
  { 'B/s': 1, 'kB/s': 1000, 'MB/s': 1_000_000 },
  { B: 1, kB: 1000, MB: 1_000_000, GB: 1_000_000_000 },
  { u: 1 },
  { '%': 1 },
  { cores: 1, core: 1 },
  { '': 1 },
];

const familyOf = (unit: Unit): Readonly<Record<string, number>> =>
  FAMILIES.find((family) => Object.hasOwn(family, unit)) ?? {};

/** @returns what one of `from` is in `to`; undefined when they have nothing to do with each other */
export function factorBetween(from: string, to: Unit): number | undefined {
  const family = familyOf(to);
  const [part, whole] = [Object.hasOwn(family, from) ? family[from] : undefined, family[to]];
  return part === undefined || whole === undefined ? undefined : part / whole;
}

/** For messages: `ms, us, s or min`; undefined for a plain number. */
export function unitsLike(unit: Unit): string | undefined {
  if (unit === '') return undefined;
  const others = Object.keys(familyOf(unit)).filter((name) => name !== unit && name !== 'µs' && name !== 'core');
  const names = [unit, ...others];
  return names.length === 1 ? unit : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
