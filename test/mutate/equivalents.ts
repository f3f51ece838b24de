/** Mutations that change nothing that a player, an operator or a test could see, argued one by one. They are not counted. */
import { linesOf, type Mutation } from './mutations.ts';

/** `before` and `after` are the lines that a survivor is reported with. */
export type Equivalent = { path: string; before: string; after: string; why: string };

const ONE_COLUMN_MORE =
  'Places in the arena never lie in one more column at its right edge. For places beyond it, the list of a cell gives the same answers as the list of all walls.';
const ONE_STEP_OF_AIM =
  'It moves a random error by one step of aim at most: 0.07 u at the range within which a bot fires, less than the grid holds.';

export const EQUIVALENTS: readonly Equivalent[] = [
  {
    path: 'shared/sim/walls.ts',
    before: 'const columns = Math.floor(width / CELL) + 1;',
    after: 'const columns = Math.floor(width / CELL) + 2;',
    why: ONE_COLUMN_MORE,
  },
  {
    path: 'shared/sim/walls.ts',
    before: 'const columns = Math.floor(width / CELL) + 1;',
    after: 'const columns = Math.ceil(width / CELL) + 1;',
    why: ONE_COLUMN_MORE,
  },
  {
    path: 'shared/bots/gun.ts',
    before: 'const meant = wanted + Math.round(gun.error * traits.aimErrorMax);',
    after: 'const meant = wanted + Math.floor(gun.error * traits.aimErrorMax);',
    why: ONE_STEP_OF_AIM,
  },
  {
    path: 'shared/bots/gun.ts',
    before:
      'turn(gun, traits, aimOf(gun.heldX - own.x, gun.heldY - own.y) + Math.round(gun.error * traits.aimErrorMax));',
    after:
      'turn(gun, traits, aimOf(gun.heldX - own.x, gun.heldY - own.y) + Math.floor(gun.error * traits.aimErrorMax));',
    why: ONE_STEP_OF_AIM,
  },
];

export function isEquivalent(text: string, mutation: Mutation, known: readonly Equivalent[] = EQUIVALENTS): boolean {
  const candidates = known.filter(({ path }) => path === mutation.path);
  if (candidates.length === 0) return false;
  const { before, after } = linesOf(text, mutation);
  return candidates.some((equivalent) => equivalent.before === before && equivalent.after === after);
}
