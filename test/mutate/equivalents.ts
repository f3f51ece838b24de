/** Mutations that change nothing that a player, an operator or a test could see, argued one by one. They are not counted. */
import { linesOf, type Mutation } from './mutations.ts';

/** `before` and `after` are the lines that a survivor is reported with. */
export type Equivalent = { path: string; before: string; after: string; why: string };

export const EQUIVALENTS: readonly Equivalent[] = [];

export function isEquivalent(text: string, mutation: Mutation, known: readonly Equivalent[] = EQUIVALENTS): boolean {
  const candidates = known.filter(({ path }) => path === mutation.path);
  if (candidates.length === 0) return false;
  const { before, after } = linesOf(text, mutation);
  return candidates.some((equivalent) => equivalent.before === before && equivalent.after === after);
}
