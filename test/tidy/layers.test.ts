/** The load test's folders lie in layers: imports go down, never up and never sideways. Imports of types count. */
import assert from 'node:assert/strict';
import { isIn, loadSources, type Source, sourceOf } from '../support/sources.ts';

/**
 * The folders of the load test from the bottom up, `.` for the files beside them: each imports only what stands in rows
 * below its own, so that two in one row do not know each other.
 */
const LAYERS: readonly (readonly string[])[] = [
  ['contract', 'timing'],
  ['network', 'measure', 'verdict'],
  ['wording'],
  ['worker', 'crowd', 'terminal', 'html', 'outputs', 'bench'],
  ['scenarios'],
  ['.'],
];
const LAYERED = 'loadtest';

/** @returns undefined outside of the load test */
function layeredFolderOf(path: string): string | undefined {
  if (!isIn(path, LAYERED)) return undefined;
  const [, folder = '', ...rest] = path.split('/');
  return rest.length === 0 ? '.' : folder;
}

const rowOf = (folder: string): number => LAYERS.findIndex((row) => row.includes(folder));

function upwardImports(source: Source): string[] {
  const from = layeredFolderOf(source.path);
  if (from === undefined) return [];
  if (rowOf(from) < 0) return [`${source.path}: ${LAYERED}/${from} stands in no row of LAYERS`];
  return source.imports.flatMap(({ to, line }) => {
    const folder = layeredFolderOf(to);
    if (folder === undefined || folder === from || (rowOf(folder) >= 0 && rowOf(folder) < rowOf(from))) return [];
    return [`${source.path}:${line} imports ${to}, which stands no lower than it`];
  });
}

describe('layers', () => {
  const sources = loadSources();

  it('go downwards between the folders of the load test', () => {
    assert.deepEqual(sources.flatMap(upwardImports), []);
    const folders = new Set(sources.flatMap(({ path }) => layeredFolderOf(path) ?? []));
    assert.deepEqual(LAYERS.flat().toSorted(), [...folders].toSorted(), 'LAYERS names a folder that is gone');
  });
});

describe('the check of layers', () => {
  it('finds imports of the load test that go up or sideways, and folders in no row', () => {
    const isUpward = (path: string, to: string): boolean => upwardImports(sourceOf(path, `import '${to}';`)).length > 0;
    for (const [path, to] of [
      ['loadtest/contract/a.ts', '../verdict/b.ts'],
      ['loadtest/verdict/a.ts', '../options.ts'],
      ['loadtest/html/page/a.ts', '../../terminal/b.ts'],
      ['loadtest/crowd/a.ts', '../scenarios/b.ts'],
      ['loadtest/new/a.ts', '../contract/b.ts'],
      ['loadtest/verdict/a.ts', '../new/b.ts'],
    ] as const) {
      assert.equal(isUpward(path, to), true, `${to} in ${path}`);
    }
    for (const [path, to] of [
      ['loadtest/verdict/a.ts', '../contract/b.ts'],
      ['loadtest/html/a.ts', './page/b.ts'],
      ['loadtest/a.ts', './b.ts'],
      ['loadtest/a.ts', './scenarios/b.ts'],
      ['loadtest/crowd/a.ts', '../../shared/sim/b.ts'],
      ['server/a.ts', './options.ts'],
    ] as const) {
      assert.equal(isUpward(path, to), false, `${to} in ${path}`);
    }
  });
});
