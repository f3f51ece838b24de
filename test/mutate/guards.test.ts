/** The list of guards is true: each is in the code, once, and has a test; each promise has some. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { loadSources, readText } from '../support/sources.ts';
import { EDGE_GUARDS } from './edge-guards.ts';
import { INNER_GUARDS } from './inner-guards.ts';

const GUARDS = [...EDGE_GUARDS, ...INNER_GUARDS];

const sources = new Map(loadSources().map(({ path, text }) => [path, text]));

describe('guards of promises', () => {
  it('are in the code once each, differ from what stands there without them, and have a test', () => {
    for (const { file, code, without, test } of GUARDS) {
      assert.equal((sources.get(file) ?? '').split(code).length - 1, 1, `${file}: ${code}`);
      assert.notEqual(code, without);
      assert.ok(existsSync(test), test);
    }
  });

  it('are listed for each promise of SECURITY.md', () => {
    const promises = [...readText('SECURITY.md').matchAll(/^\| (\d+) \|/gmu)].map(([, number]) => Number(number));
    assert.ok(promises.length >= 10);
    assert.deepEqual(
      promises.filter((number) => !GUARDS.some(({ promise }) => promise === number)),
      [],
    );
  });
});
