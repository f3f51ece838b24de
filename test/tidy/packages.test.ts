/** Which packages a built server needs: those, and no others, are installed by `npm ci --omit=dev`. */
import assert from 'node:assert/strict';
import { loadSources, readText, type Source, sourceOf } from '../support/sources.ts';

/** In `dependencies` although the server imports none of them itself. */
const UNNAMED: ReadonlyMap<string, string> = new Map([
  ['node', 'runs it'],
  ['ws', 'the transport stands on it: the edge is tested with this very version'],
]);
/** Imported by the server for developers only: when it builds the client or serves its sources, and by a setting. */
const OF_DEVELOPMENT = ['vite', '@colyseus/playground'];

const packageOf = (to: string): string =>
  to
    .split('/')
    .slice(0, to.startsWith('@') ? 2 : 1)
    .join('/');

/** @returns packages that are loaded by the entry or by what it leads to, sorted */
function packagesOf(sources: readonly Source[], entry: string): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const reached = new Set<string>();
  const packages = new Set<string>();
  const waiting = [entry];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    for (const { to, isType } of byPath.get(path)?.imports ?? []) {
      if (byPath.has(to)) waiting.push(to);
      else if (!isType && !to.startsWith('node:') && !/^(?:server|shared)\//u.test(to)) packages.add(packageOf(to));
    }
  }
  return [...packages].sort();
}

describe('packages', () => {
  it('of a built server are the dependencies, and all others are development’s', () => {
    const { dependencies } = JSON.parse(readText('package.json')) as { dependencies: Record<string, string> };
    const needed = packagesOf(loadSources(), 'server/main.ts').filter((name) => !OF_DEVELOPMENT.includes(name));
    assert.deepEqual(Object.keys(dependencies).sort(), [...needed, ...UNNAMED.keys()].sort());
  });

  it('are known by their names, through files, and types are left out', () => {
    const sources = [
      sourceOf('server/main.ts', "import '@a/b/c'; import type { X } from 'types'; import './next.ts';"),
      sourceOf(
        'server/next.ts',
        "import 'node:fs'; import { y } from 'y/z'; await import('late'); import './plain.js';",
      ),
      sourceOf('client/main.ts', "import 'phaser';"),
    ];
    assert.deepEqual(packagesOf(sources, 'server/main.ts'), ['@a/b', 'late', 'y']);
  });
});
