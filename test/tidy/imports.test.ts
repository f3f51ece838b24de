/** Who may import whom: the table of ARCHITECTURE.md, checked on the code itself. Imports of types count. */
import assert from 'node:assert/strict';
import { type Import, isIn, loadSources, readText, type Source, sourceOf } from '../support/sources.ts';

type Rule = { from: string; may: readonly string[] };

/** The first rule whose folder or file holds the importer counts. `node:` and packages are named like folders. */
const RULES: readonly Rule[] = [
  { from: 'shared/sim', may: ['shared/sim'] },
  { from: 'shared/bots', may: ['shared/bots', 'shared/sim'] },
  { from: 'shared/wire', may: ['shared/wire', 'shared/sim', '@colyseus/schema', 'zod'] },
  { from: 'shared/netcode', may: ['shared/netcode', 'shared/sim', 'shared/wire', '@colyseus/sdk'] },
  {
    from: 'server',
    may: [
      'server',
      'shared/sim',
      'shared/bots',
      'shared/wire',
      '@colyseus',
      'node:',
      'commander',
      'express',
      'pino',
    ].concat(['prom-client', 'helmet', 'fastest-levenshtein', 'vite', 'zod', '@2toad/profanity', 'unhomoglyph']),
  },
  { from: 'client', may: ['client', 'shared/sim', 'shared/wire', 'shared/netcode', '@colyseus/sdk', 'phaser'] },
  {
    // A server that knows nothing of ours: it is what ours is measured against.
    from: 'loadtest/bench/stock',
    may: ['loadtest/bench/stock', 'shared/sim', '@colyseus', 'node:', 'commander', 'prom-client'],
  },
  {
    // Runs in browsers, inside the HTML report.
    from: 'loadtest/html/page',
    may: ['loadtest/html/page', 'loadtest/html/page-content.ts', 'loadtest/contract/report.ts', 'uplot'].concat(
      'loadtest/wording/format.ts',
    ),
  },
  {
    from: 'loadtest',
    may: [
      'loadtest',
      'shared',
      '@colyseus/sdk',
      'node:',
      'commander',
      'hdr-histogram-js',
      'zod',
      'simple-statistics',
      'vite',
      'ws',
    ],
  },
];

/** Narrower than the rules: what these may not import although their folder may. */
const EXCEPT: readonly { from: string; not: string; unless?: readonly string[] }[] = [
  { from: 'server/matchmaking', not: 'server/rooms' },
  { from: 'server', not: '@colyseus/sdk' },
  { from: 'loadtest/bench/stock', not: '@colyseus/sdk' },
  { from: 'client/view', not: '@colyseus/sdk' },
  // Who only shows gets views: nothing that could move a session on.
  ...['client/view', 'client/ui/hud'].map((from) => ({
    from,
    not: 'shared/netcode',
    unless: ['shared/netcode/views.ts', 'shared/netcode/seat-view.ts'],
  })),
  {
    from: 'client',
    not: 'phaser',
    unless: ['client/main.ts', 'client/scenes', 'client/view', 'client/input/devices.ts', 'client/input/devices'],
  },
];

/** What the page takes types of and nothing else: the description of the HTTP API brings zod along. */
const TYPES_ONLY: readonly { from: readonly string[]; to: string }[] = [
  { from: ['client', 'shared/netcode', 'shared/wire/protocol.ts'], to: 'shared/wire/api.ts' },
];

const isMoreThanTypes = (path: string, { to, isType }: Import): boolean =>
  !isType && TYPES_ONLY.some((rule) => rule.to === to && rule.from.some((folder) => isIn(path, folder)));

const matches = (to: string, allowed: string): boolean =>
  isIn(to, allowed) || (allowed === 'node:' && to.startsWith('node:'));

/** `unless` names importers, or, where they lie in what is forbidden, things that may be imported all the same. */
const isExcepted = (path: string, to: string): boolean =>
  EXCEPT.some(
    ({ from, not, unless = [] }) =>
      isIn(path, from) && matches(to, not) && !unless.some((name) => isIn(path, name) || isIn(to, name)),
  );

function badImports(source: Source): string[] {
  const rule = RULES.find(({ from }) => isIn(source.path, from));
  return source.imports
    .filter((one) => {
      const { to } = one;
      if (isMoreThanTypes(source.path, one)) return true;
      if (rule === undefined) return !isIn(source.path, 'test') && isIn(to, 'test');
      return !rule.may.some((allowed) => matches(to, allowed)) || isExcepted(source.path, to);
    })
    .map(({ to, line }) => `${source.path}:${line} may not import ${to}`);
}

/** Files that import themselves by some way round, each way once. */
function cyclesOf(sources: readonly Source[]): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, way: readonly string[]): void => {
    const at = way.indexOf(path);
    if (at >= 0) cycles.push([...way.slice(at), path].join(' → '));
    if (at >= 0 || done.has(path)) return;
    for (const { to } of byPath.get(path)?.imports ?? []) visit(to, [...way, path]);
    done.add(path);
  };
  for (const { path } of sources) visit(path, []);
  return cycles;
}

/** Packages that are imported without being declared. Which of them a server in production has: packages.test.ts. */
const undeclaredImports = (source: Source, declared: readonly string[]): string[] =>
  source.imports
    .filter(({ to }) => !/^(node:|shared\/|server\/|client\/|loadtest\/|test\/)/.test(to))
    .filter(({ to }) => !declared.some((name) => isIn(to, name)))
    .map(({ to, line }) => `${source.path}:${line} imports ${to}, which package.json does not declare`);

const isBarrel = (path: string): boolean => /(^|\/)(index|utils?|helpers?)\.ts$/.test(path);

describe('imports', () => {
  const sources = loadSources();

  it('follow the table: folders import only what they may, types included', () => {
    assert.deepEqual(sources.flatMap(badImports), []);
  });

  it('never go round in circles', () => {
    assert.deepEqual(cyclesOf(sources), []);
  });

  it('name declared packages', () => {
    const { dependencies, devDependencies } = JSON.parse(readText('package.json')) as Record<string, object>;
    const declared = Object.keys({ ...dependencies, ...devDependencies });
    assert.deepEqual(
      sources.flatMap((source) => undeclaredImports(source, declared)),
      [],
    );
  });

  it('need no barrels: no index.ts, no utils', () => {
    assert.deepEqual(sources.map(({ path }) => path).filter(isBarrel), []);
  });
});

describe('the check of imports', () => {
  const isRefused = (path: string, to: string, how = `import '${to}';`): boolean =>
    badImports(sourceOf(path, how)).length > 0;

  const FORBIDDEN = [
    ['shared/sim/a.ts', '../wire/b.ts'],
    ['shared/sim/a.ts', 'node:fs'],
    ['shared/sim/a.ts', '@colyseus/schema'],
    ['shared/bots/a.ts', '../wire/b.ts'],
    ['shared/wire/a.ts', '@colyseus/sdk'],
    ['client/a.ts', '../shared/wire/api.ts'],
    ['client/a.ts', 'zod'],
    ['shared/netcode/a.ts', '../wire/api.ts'],
    ['shared/wire/a.ts', '@colyseus/schema-extra'],
    ['shared/netcode/a.ts', '../bots/b.ts'],
    ['shared/netcode/a.ts', 'phaser'],
    ['server/a.ts', '../shared/netcode/b.ts'],
    ['server/a.ts', '../client/b.ts'],
    ['server/a.ts', '@colyseus/sdk'],
    ['server/matchmaking/a.ts', '../rooms/b.ts'],
    ['client/ui/a.ts', 'phaser'],
    ['client/input/sampler.ts', 'phaser'],
    ['client/view/a.ts', '@colyseus/sdk'],
    ['client/view/a.ts', '../../shared/netcode/session.ts'],
    ['client/ui/hud/a.ts', '../../../shared/netcode/session.ts'],
    ['client/ui/hud/a.ts', '../../../shared/netcode/seat-parts.ts'],
    ['client/a.ts', '../server/b.ts'],
    ['client/a.ts', 'node:path'],
    ['loadtest/a.ts', '../server/b.ts'],
    ['loadtest/a.ts', '../client/b.ts'],
    ['loadtest/html/page/a.ts', 'node:fs'],
    ['loadtest/html/page/a.ts', '../../wording/sentences.ts'],
    ['loadtest/html/a.ts', 'uplot'],
    ['loadtest/bench/stock/a.ts', '../../../server/b.ts'],
    ['loadtest/bench/stock/a.ts', '../../../shared/wire/b.ts'],
    ['loadtest/bench/stock/a.ts', '../b.ts'],
    ['loadtest/bench/stock/a.ts', '@colyseus/sdk'],
    ['server/a.ts', '../test/support/b.ts'],
    ['vite.config.ts', './test/support/b.ts'],
  ] as const;

  for (const [path, to] of FORBIDDEN) {
    it(`refuses ${to} in ${path}`, () => {
      assert.equal(isRefused(path, to), true);
    });
  }

  it('lets through what the table allows', () => {
    for (const [path, to] of [
      ['shared/sim/modes/a.ts', '../b.ts'],
      ['shared/netcode/a.ts', '@colyseus/sdk'],
      ['client/view/a.ts', 'phaser'],
      ['client/view/a.ts', '../../shared/netcode/views.ts'],
      ['client/ui/hud/a.ts', '../../../shared/netcode/seat-view.ts'],
      ['client/input/devices.ts', 'phaser'],
      ['server/app.ts', './rooms/b.ts'],
      ['server/a.ts', 'node:http'],
      ['loadtest/a.ts', '../shared/bots/b.ts'],
      ['test/a.test.ts', '../server/b.ts'],
    ] as const) {
      assert.equal(isRefused(path, to), false, `${to} in ${path}`);
    }
  });

  it('lets types of the HTTP API into the page, and sees what is no type among them', () => {
    assert.equal(isRefused('client/a.ts', '', "import type { A } from '../shared/wire/api.ts';"), false);
    assert.equal(isRefused('client/a.ts', '', "import { type A } from '../shared/wire/api.ts';"), true);
  });

  it('sees types, re-exports, dynamic imports, types in place and workers', () => {
    for (const how of [
      "import type { A } from '../client/a.ts';",
      "export * from '../client/a.ts';",
      "export { a } from '../client/a.ts';",
      "const a = await import('../client/a.ts');",
      "type A = import('../client/a.ts').A;",
      "const a = new URL('../client/a.ts', import.meta.url);",
    ]) {
      assert.equal(isRefused('server/a.ts', '', how), true, how);
    }
  });

  it('finds circles of one, two and three files', () => {
    const files = (links: Record<string, string[]>): Source[] =>
      Object.entries(links).map(([path, to]) => sourceOf(path, to.map((name) => `import './${name}';`).join('\n')));
    assert.deepEqual(cyclesOf(files({ 'a.ts': ['a.ts'] })), ['a.ts → a.ts']);
    assert.deepEqual(cyclesOf(files({ 'a.ts': ['b.ts'], 'b.ts': ['a.ts'] })), ['a.ts → b.ts → a.ts']);
    assert.equal(cyclesOf(files({ 'x.ts': ['a.ts'], 'a.ts': ['b.ts'], 'b.ts': ['c.ts'], 'c.ts': ['a.ts'] })).length, 1);
    assert.deepEqual(cyclesOf(files({ 'a.ts': ['b.ts', 'c.ts'], 'b.ts': ['c.ts'], 'c.ts': [] })), []);
  });

  it('finds undeclared packages', () => {
    const source = sourceOf('server/a.ts', "import 'left-pad';\nimport '@colyseus/schema/input';");
    assert.equal(undeclaredImports(source, ['@colyseus/schema']).length, 1);
    assert.equal(undeclaredImports(source, ['@colyseus/schema', 'left-pad']).length, 0);
  });

  it('knows a barrel', () => {
    assert.deepEqual(['a/index.ts', 'utils.ts', 'a/inputs.ts', 'a/reindex.ts'].map(isBarrel), [
      true,
      true,
      false,
      false,
    ]);
  });
});
