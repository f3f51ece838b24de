/** The slips that `npm run mutate` makes: every kind, nowhere else than in code, and always the same ones for a seed. */
import assert from 'node:assert/strict';
import { loadSources, sourceOf } from '../support/sources.ts';
import { drawn } from './draw.ts';
import { EQUIVALENTS, isEquivalent } from './equivalents.ts';
import { KINDS, linesOf, mutated, mutationsOf } from './mutations.ts';
import { testsNear } from './near.ts';

const OURS = loadSources();

/** A source after each of its mutations. */
const slipsOf = (text: string): string[] =>
  mutationsOf(sourceOf('a.ts', text)).map((mutation) => mutated(text, mutation));

describe('Mutations', () => {
  const MADE: readonly (readonly [text: string, slips: readonly string[]])[] = [
    ['a < b;', ['a <= b;']],
    ['a === (b);', ['a !== (b);']],
    ['(a /* + */) + b;', ['(a /* + */) - b;']],
    ['a && b;', ['a || b;']],
    ['(a || b) ?? c;', ['((a || b) && c);', '(a && b) ?? c;']],
    ['a += b;', ['a -= b;']],
    ['a++;', ['a--;']],
    ['b(-a, !c);', ['{}', 'b(a, !c);', 'b(-a, c);']],
    ['b = 4;', ['b = 5;', 'b = 3;', 'b = 8;', 'b = 0;']],
    ['b = 0;', ['b = 1;', 'b = (-1);']],
    ['b = true;', ['b = false;']],
    ['while (a) b;', ['while (!(a)) b;']],
    ['if (a) b; else c;', ['if (!(a)) b; else c;', 'c;']],
    [
      'while (a) { if (b) break; }',
      ['while (!(a)) { if (b) break; }', 'while (a) { if (!(b)) break; }', 'while (a) { {} }'],
    ],
    ['c = a ? b : d;', ['c = !(a) ? b : d;', 'c = (b);', 'c = (d);']],
    ['await a?.b();', ['{}']],
    ['a.b = c;', ['{}']],
    ['b = Math.min(a, c);', ['b = Math.max(a, c);']],
    ['b = (a as 3)! < c;', ['b = (a as 3)! <= c;']],
  ];

  for (const [text, slips] of MADE) {
    it(`of ${text}`, () => {
      assert.deepEqual(slipsOf(text), slips);
    });
  }

  for (const text of [
    "import a from 'b' with { type: 'json' };",
    'type A = 1 | true; let b: A;',
    'function a<T extends 2>(b: T, c?: 3): d is 4 {}',
    'const a = b as 1 | 2;',
    '// a < b',
    "b = 'a < 1' + c;",
    'b = `a` + c;',
    'b = { 1: c };',
    'b = 0x3fe7ff;',
    'for (;;a++) {}',
    "this.#log.warn({ a: 1 }, 'b');",
    'assert(a < 1);',
    'assertRelation(a < 1, b);',
    'throw new RangeError(`from $' + '{a - 1}`);',
    'class A extends B { constructor() { super(); } }',
  ]) {
    it(`leave ${text} alone`, () => {
      assert.deepEqual(slipsOf(text), []);
    });
  }

  it('of our own code have every kind, change it, and leave TypeScript behind', () => {
    const sources = OURS.filter(({ path }) => path.startsWith('shared/') || path.startsWith('client/input/'));
    const textOf = new Map(sources.map(({ path, text }) => [path, text]));
    const all = drawn(sources.flatMap(mutationsOf), { rng: 1 });
    assert.deepEqual([...new Set(all.map(({ kind }) => kind))].sort(), [...KINDS].sort());
    for (const mutation of all.slice(0, 200)) {
      const text = textOf.get(mutation.path) ?? '';
      assert.notEqual(mutated(text, mutation), text);
      sourceOf(mutation.path, mutated(text, mutation));
    }
  });

  it('show their line before and after', () => {
    const text = 'a;\nif (b) {\n  c;\n}\nd;\n';
    const shown = mutationsOf(sourceOf('a.ts', text)).map((mutation) => linesOf(text, mutation));
    assert.deepEqual(shown, [
      { before: 'if (b) {', after: 'if (!(b)) {' },
      { before: 'if (b) { …', after: '{}' },
    ]);
  });
});

describe('The draw of mutations', () => {
  const mutations = ['a.ts', 'b.ts'].flatMap((path) =>
    mutationsOf(sourceOf(path, 'b = [1, 2, 3, 4, 5, 6, 7, 8, 9]; c = true; d = a < e;')),
  );

  it('is the same for the same seed, and another for another', () => {
    assert.deepEqual(drawn(mutations, { rng: 3 }), drawn(mutations, { rng: 3 }));
    assert.notDeepEqual(drawn(mutations, { rng: 3 }), drawn(mutations, { rng: 4 }));
  });

  it('takes every place once, from files and kinds alike', () => {
    const order = drawn(mutations, { rng: 3 });
    const first = order.slice(0, 6);
    assert.equal(new Set(order.map(({ path, start }) => `${path}:${start}`)).size, order.length);
    assert.equal(order.length, 2 * (9 + 1 + 1));
    assert.deepEqual(
      ['a.ts', 'b.ts'].map((file) =>
        first
          .filter(({ path }) => path === file)
          .map(({ kind }) => kind)
          .sort(),
      ),
      [
        ['boolean', 'number', 'operator'],
        ['boolean', 'number', 'operator'],
      ],
    );
  });
});

describe('Tests near a mutation', () => {
  const sources = [
    sourceOf('client/main.ts', "import './a.ts';"),
    sourceOf('client/a.ts', ''),
    sourceOf('test/client/deep/b.test.ts', "import '../../../client/a.ts';"),
    sourceOf('test/client/far.test.ts', "import '../../client/main.ts';"),
    sourceOf('test/client/near.test.ts', "import type { A } from '../../client/a.ts';"),
    sourceOf('test/client/other.test.ts', ''),
    sourceOf('test/client/a.test.ts', "import '../../client/main.ts';"),
    sourceOf('test/server/a.test.ts', "import '../../client/a.ts';"),
    sourceOf('test/browser/page.test.ts', "import '../support/browser.ts';"),
    sourceOf('test/support/browser.ts', "import 'playwright-core';"),
  ];

  it('reach it by imports or through a page: its own, those beside it, then the shortest way first', () => {
    assert.deepEqual(testsNear('client/a.ts', sources, ['client/main.ts']), [
      'test/client/a.test.ts',
      'test/client/near.test.ts',
      'test/client/far.test.ts',
      'test/client/deep/b.test.ts',
      'test/browser/page.test.ts',
    ]);
  });

  it('reach what they start as a process, themselves or in what they import, and what that imports', () => {
    const started = [
      sourceOf('loadtest/main.ts', "import './a.ts';"),
      sourceOf('loadtest/a.ts', "const other = 'loadtest/other.ts';"),
      sourceOf('loadtest/other.ts', ''),
      sourceOf('test/support/loadtest.ts', "spawn(node, ['loadtest/main.ts']);"),
      sourceOf('test/loadtest/cli.test.ts', "import '../support/loadtest.ts';"),
      sourceOf('test/loadtest/direct.test.ts', "spawn(node, ['loadtest/main.ts']);"),
      sourceOf('test/loadtest/far.test.ts', "// loadtest/main.ts or 'loadtest/main.ts --help'"),
    ];
    assert.deepEqual(testsNear('loadtest/a.ts', started, []).sort(), [
      'test/loadtest/cli.test.ts',
      'test/loadtest/direct.test.ts',
    ]);
    assert.deepEqual(testsNear('loadtest/other.ts', started, []), []);
  });
});

describe('Equivalent mutations', () => {
  it('are known by file and line, before and after', () => {
    const text = 'b = a < 1;';
    const [mutation] = mutationsOf(sourceOf('a.ts', text));
    assert.ok(mutation);
    const known = [{ path: 'a.ts', before: 'b = a < 1;', after: 'b = a <= 1;', why: '' }];
    assert.equal(isEquivalent(text, mutation, known), true);
    assert.equal(isEquivalent(text, { ...mutation, path: 'b.ts' }, known), false);
    assert.equal(isEquivalent(text, { ...mutation, text: '>' }, known), false);
  });

  it('that are argued can still be made', () => {
    const sources = new Map(OURS.map((source) => [source.path, source]));
    const gone = EQUIVALENTS.filter((equivalent) => {
      const source = sources.get(equivalent.path);
      if (source === undefined) return true;
      return !mutationsOf(source).some((mutation) => isEquivalent(source.text, mutation, [equivalent]));
    });
    assert.deepEqual(gone, []);
  });
});
