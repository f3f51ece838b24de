/**
 * Which tests are near a file: those of the folders named for it that reach it by imports, or by the path of a script
 * that they start. First the one of its name, those that stand beside that, then those with the shortest way.
 */
import { dirname, join } from 'node:path';
import { isIn, type Source } from '../support/sources.ts';

/** The first row whose folder holds the file counts. */
const NEAR: readonly (readonly [folder: string, tests: readonly string[]])[] = [
  ['shared/sim', ['test/shared', 'test/simulated']],
  ['shared/bots', ['test/shared/bots', 'test/simulated']],
  ['shared', ['test/shared', 'test/simulated', 'test/server', 'test/client', 'test/tidy']],
  ['server', ['test/server', 'test/simulated']],
  ['client', ['test/client', 'test/browser']],
  ['loadtest', ['test/loadtest', 'test/browser']],
];

/** What a browser opens no import tells: whoever drives one reaches the scripts of the pages. */
const BROWSER = 'playwright-core';

/** What a test starts as a process it names by its path from the root, as `'server/main.ts'`. */
const startedBy = ({ path, text }: Source): string[] =>
  isIn(path, 'test') ? [...text.matchAll(/'([\w./-]+\.ts)'/g)].map((match) => match[1] ?? '') : [];

/** @param scripts the first scripts of the pages */
export function testsNear(path: string, sources: readonly Source[], scripts: readonly string[]): string[] {
  const importers = new Map<string, string[]>(scripts.map((script) => [script, [BROWSER]]));
  for (const source of sources) {
    const reaches = [...source.imports.map(({ to }) => to), ...startedBy(source)];
    for (const to of reaches) importers.set(to, [...(importers.get(to) ?? []), source.path]);
  }
  // A map keeps the order in which files were reached: the nearest come first.
  const reached = new Set([path]);
  for (const file of reached) for (const importer of importers.get(file) ?? []) reached.add(importer);
  const [, folders] = NEAR.find(([folder]) => isIn(path, folder)) ?? [path, ['test']];
  const near = [...reached].filter((file) => file.endsWith('.test.ts') && folders.some((folder) => isIn(file, folder)));
  const own = join('test', path.replace(/\.ts$/u, '.test.ts'));
  const rankOf = (test: string): number => (test === own ? 0 : dirname(test) === dirname(own) ? 1 : 2);
  return near.sort((a, b) => rankOf(a) - rankOf(b));
}
