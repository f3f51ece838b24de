/** All modes by name. */
import { fray } from './fray.ts';
import type { Mode } from './mode.ts';
import { swarm } from './swarm.ts';

const MODES: ReadonlyMap<string, Mode> = new Map([fray, swarm].map((mode) => [mode.name, mode]));

export const modeNames: readonly string[] = [...MODES.keys()];

/** @returns the mode, or undefined: names also come from outside */
export const findMode = (name: string): Mode | undefined => MODES.get(name);

/** @throws when no mode has that name */
export function modeOf(name: string): Mode {
  const mode = MODES.get(name);
  if (mode === undefined) throw new Error(`no mode is named "${name}"`);
  return mode;
}
