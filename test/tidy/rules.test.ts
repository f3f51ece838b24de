/** Rules of PROTOCOL.md: each has a number of its own, is quoted by the title of a test, and every quoted one exists. */
import assert from 'node:assert/strict';
import { quotedIn, rulesOf, titlesOf } from '../support/documents.ts';
import { loadSources, readText, type Source, sourceOf } from '../support/sources.ts';

const quotesOf = (sources: readonly Source[]): { rule: string; path: string }[] =>
  sources.flatMap((source) =>
    titlesOf(source)
      .flatMap(quotedIn)
      .map((rule) => ({ rule, path: source.path })),
  );

function wrongRules(text: string, sources: readonly Source[]): string[] {
  const rules = rulesOf(text);
  const quotes = quotesOf(sources);
  const quoted = new Set(quotes.map(({ rule }) => rule));
  return [
    ...rules.filter((rule, at) => rules.indexOf(rule) < at).map((rule) => `${rule} is the number of two rules`),
    ...rules.filter((rule) => !quoted.has(rule)).map((rule) => `${rule} is quoted by no test`),
    ...quotes.filter(({ rule }) => !rules.includes(rule)).map(({ rule, path }) => `${path} quotes ${rule}: no rule`),
  ];
}

/** Numbers of each letter run from 1 without a gap: one that is missing was lost, not retired. */
function gaps(rules: readonly string[]): string[] {
  const letters = [...new Set(rules.map((rule) => rule.charAt(0)))];
  return letters.flatMap((letter) => {
    const count = rules.filter((rule) => rule.startsWith(letter)).length;
    return Array.from({ length: count }, (_none, at) => `${letter}${at + 1}`).filter((rule) => !rules.includes(rule));
  });
}

/** Rows of tables that have no number: their first header cell is not empty. */
function unnumberedTables(text: string): string[] {
  const lines = text.split('\n');
  return lines.filter((line, at) => /^\|(?!\s*\|)/.test(line) && /^\|[-|]+$/.test(lines[at + 1] ?? ''));
}

describe('the rules of the protocol', () => {
  const text = readText('PROTOCOL.md');

  it('are each quoted by a test, and what tests quote exists', () => {
    assert.deepEqual(wrongRules(text, loadSources()), []);
  });

  it('are counted without a gap, those in tables too', () => {
    assert.deepEqual(gaps(rulesOf(text)), []);
    assert.deepEqual(unnumberedTables(text), []);
  });
});

describe('the check of rules', () => {
  const RULES = '- **R1** One.\n- **R2** Two.\n\n| | name |\n|---|---|\n| K1 | `a` |\n| K2 | `b` |\n';
  const tests = (text: string) => [sourceOf('test/a.test.ts', text)];

  it('reads rules from lists and from tables', () => {
    assert.deepEqual(rulesOf(RULES), ['R1', 'R2', 'K1', 'K2']);
    assert.deepEqual(rulesOf('| R1 and text | no |\n- **Bold** text\n  **R2** inside'), []);
  });

  it('finds quotes in titles of tests and suites, one by one and by stretches, and nowhere else', () => {
    const titles = `describe('[R1] a', () => {\n  it(\`[R2] [K1–K2] \${1} b\`, () => {});\n});`;
    assert.deepEqual(wrongRules(RULES, tests(titles)), []);
    assert.equal(wrongRules(RULES, tests("// [R1] [R2] [K1–K2]\nconst a = '[R1]'; use('[R2]');")).length, 4);
    assert.equal(wrongRules(RULES, [sourceOf('server/a.ts', titles)]).length, 4);
  });

  it('finds rules that no test quotes, quotes of no rule, and numbers that are given twice', () => {
    assert.deepEqual(wrongRules('- **R1** a', tests('')), ['R1 is quoted by no test']);
    assert.deepEqual(wrongRules('', tests("it('[R9] a', () => {});")), ['test/a.test.ts quotes R9: no rule']);
    assert.equal(wrongRules('- **R1** a\n| R1 | b |', tests("it('[R1] a', () => {});")).length, 1);
  });

  it('finds gaps, and tables without numbers', () => {
    assert.deepEqual(gaps(['R1', 'R3', 'K1']), ['R2']);
    assert.equal(unnumberedTables('| code | why |\n|---|---|\n| 1 | 2 |').length, 1);
    assert.equal(unnumberedTables(RULES).length, 0);
  });
});
