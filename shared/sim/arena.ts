/** All arenas by name. A new one is a file in `arenas/` and a word in the list below. */
import { expanse } from './arenas/expanse.ts';
import { foundry } from './arenas/foundry.ts';
import { lattice } from './arenas/lattice.ts';
import type { Arena } from './types.ts';

const ARENAS: ReadonlyMap<string, Arena> = new Map([foundry, lattice, expanse].map((arena) => [arena.name, arena]));

/** All arenas by name. */
export const arenaNames: readonly string[] = [...ARENAS.keys()];

/** @throws when no arena has that name: names come from our own tables, so that is a programmer's error */
export function arenaOf(name: string): Arena {
  const arena = ARENAS.get(name);
  if (arena === undefined) throw new Error(`no arena is named "${name}"`);
  return arena;
}
