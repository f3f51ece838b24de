/** Which mutations are tried, by a seed: from all files alike, and within a file from all kinds alike. */
import { type Random, randomInt } from '../../shared/sim/rng.ts';
import type { Mutation } from './mutations.ts';

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const mixed = [...items];
  for (let last = mixed.length - 1; last > 0; last--) {
    const other = randomInt(random, last + 1);
    [mixed[last], mixed[other]] = [mixed[other] as T, mixed[last] as T];
  }
  return mixed;
}

/** The first of each list, then the second of each, and so on. */
function interleaved<T>(lists: readonly T[][]): T[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, i) => lists.flatMap((list) => list.slice(i, i + 1))).flat();
}

function grouped(mutations: readonly Mutation[], by: (mutation: Mutation) => string | number): Mutation[][] {
  const groups = new Map<string | number, Mutation[]>();
  for (const mutation of mutations) groups.set(by(mutation), [...(groups.get(by(mutation)) ?? []), mutation]);
  return [...groups.values()];
}

/** @returns one mutation for each place and kind, in the order in which they are tried */
export function drawn(mutations: readonly Mutation[], random: Random): Mutation[] {
  const ofKind = (kind: Mutation[]): Mutation[] =>
    shuffled(
      grouped(kind, ({ start }) => start),
      random,
    ).flatMap((place) => shuffled(place, random).slice(0, 1));
  const ofFile = (file: Mutation[]): Mutation[] =>
    interleaved(shuffled(grouped(file, ({ kind }) => kind).map(ofKind), random));
  return interleaved(shuffled(grouped(mutations, ({ path }) => path).map(ofFile), random));
}
