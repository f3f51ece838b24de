/**
 * Every row of the table of attacks and every promise has a test that quotes it. The slow suites are not run here
 * (`npm run test:abuse`), only read.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const SUITES = [
  new URL('./abuse/flood.abuse.ts', import.meta.url),
  new URL('./abuse/cost.abuse.ts', import.meta.url),
  new URL('./abuse/http.abuse.ts', import.meta.url),
  new URL('./abuse/slow.abuse.ts', import.meta.url),
  new URL('./abuse/return.abuse.ts', import.meta.url),
  new URL('./abuse/time.abuse.ts', import.meta.url),
  new URL('./abuse/end.abuse.ts', import.meta.url),
  new URL('./conformance/start-line.ts', import.meta.url),
  new URL('./conformance/headers.ts', import.meta.url),
  new URL('./conformance/closing.ts', import.meta.url),
  new URL('./conformance/conformance.test.ts', import.meta.url),
  new URL('./fuzz/found.ts', import.meta.url),
  new URL('./fuzz/fuzz.test.ts', import.meta.url),
  // Its own test would overwrite the document: it is run by hand.
  new URL('./conformance/compare.ts', import.meta.url),
];

const security = readFileSync(new URL('../../../SECURITY.md', import.meta.url), 'utf8');
const firstCells = (pattern: RegExp): string[] => [...security.matchAll(pattern)].map(([, cell]) => cell as string);
const ROWS = firstCells(/^\| ([A-Z]+\d?) \|/gm);
const PROMISES = firstCells(/^\| (\d+) \|/gm);

const text = SUITES.map((file) => readFileSync(file, 'utf8')).join('\n');

/** "row J", "rows D, E" in a title, and '(A', 'B' …) as the first field of a found input. */
const rowsQuoted = new Set([
  ...[...text.matchAll(/\brows? ([A-Z0-9]+(?:, [A-Z0-9]+)*)/g)].flatMap((match) => (match[1] as string).split(', ')),
  ...[...text.matchAll(/\brow: '([A-Z])'/g)].map((match) => match[1] as string),
  ...[...text.matchAll(/\b(?:get|upgrade|post|message|request)\('([A-Z])'/g)].map((match) => match[1] as string),
]);
const promisesQuoted = new Set(
  [...text.matchAll(/\bpromises? (\d+)(?: and (\d+))?/g)].flatMap(([, first, second]) => [first, second]),
);

describe('rows and promises', () => {
  it('are all quoted by a test', () => {
    assert.ok(
      ROWS.length > 20 && PROMISES.length === 11,
      `${ROWS.length} rows and ${PROMISES.length} promises are read`,
    );
    assert.deepEqual(
      ROWS.filter((row) => !rowsQuoted.has(row)),
      [],
    );
    assert.deepEqual(
      PROMISES.filter((promise) => !promisesQuoted.has(promise)),
      [],
    );
  });
});
