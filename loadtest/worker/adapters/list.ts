/** Adapters by name, or from a module of the user's. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { Adapter } from '../../contract/adapter.ts';
import { holdsScenario, isPath, loadUserScenario } from '../../contract/user-scenario.ts';
import { colyseus, colyseusAt } from './colyseus.ts';
import { sparkfray } from './sparkfray.ts';
import { adapterOf } from './user.ts';

export const adapters: readonly Adapter[] = [sparkfray, colyseus];

const RATE_HZ_MAX = 240;

const callable = z.custom<(...given: never[]) => unknown>((value) => typeof value === 'function', 'must be a function');

const Shape = z.object({
  name: z.string(),
  summary: z.string(),
  rateHz: z.number().positive().max(RATE_HZ_MAX),
  roomName: callable,
  obstacle: callable,
  joinOptions: callable,
  seatOf: callable,
  openRoom: callable.optional(),
  fullPlay: callable.optional(),
  sentences: z.object({ join: callable, close: callable }).optional(),
});

/**
 * @param nameOrPath a built-in name, `colyseus:RATE`, or a path to a module that exports an `adapter`
 * @throws (rejects) with a sentence for the user
 */
export async function findAdapter(nameOrPath: string): Promise<Adapter> {
  const known = adapters.find(({ name }) => name === nameOrPath);
  if (known !== undefined) return known;
  const rateHz = Number(/^colyseus:(\d{1,3})$/.exec(nameOrPath)?.[1]);
  if (rateHz >= 1 && rateHz <= RATE_HZ_MAX) return colyseusAt(rateHz);
  if (!isPath(nameOrPath)) {
    const names = adapters.map(({ name }) => name).join(', ');
    throw new Error(`There is no adapter "${nameOrPath}". Choose ${names}, or a path to a module that exports one.`);
  }
  return importAdapter(nameOrPath);
}

async function importAdapter(path: string): Promise<Adapter> {
  const module: unknown = await import(pathToFileURL(resolve(path)).href).catch((error: Error) => {
    throw new Error(`The adapter ${path} cannot be loaded: ${error.message}`);
  });
  if (holdsScenario(module)) return adapterOf(loadUserScenario(path));
  const { adapter } = module as { adapter?: unknown };
  if (adapter === undefined) throw new Error(`The module ${path} exports no "adapter".`);
  const parsed = Shape.safeParse(adapter);
  if (parsed.success) return adapter as Adapter;
  const issue = parsed.error.issues[0];
  throw new Error(`The adapter of ${path} is none: ${issue?.path.join('.') || 'it'}: ${issue?.message}`);
}
