/** Files of about 200 lines, functions that fit on a screen, and no file that nothing leads to. */
import assert from 'node:assert/strict';
import {
  filesIn,
  isIn,
  lineOf,
  loadSources,
  type Node,
  readText,
  type Source,
  scriptsOf,
  sourceOf,
  walk,
} from '../support/sources.ts';

const FILE_LINES_MAX = 600;
const FILE_LINES_USUAL = 300;
const FUNCTION_LINES_MAX = 70;

/** Files that may be longer than usual, with the reason. */
const LONG_FILES: ReadonlyMap<string, string> = new Map([]);

const linesOf = (text: string): number => text.trimEnd().split('\n').length;

function oversized(path: string, lines: number, allowed: ReadonlyMap<string, string> = LONG_FILES): string[] {
  if (lines > FILE_LINES_MAX) return [`${path} has ${lines} lines: never more than ${FILE_LINES_MAX}`];
  if (lines <= FILE_LINES_USUAL || allowed.has(path)) return [];
  return [`${path} has ${lines} lines: split it below ${FILE_LINES_USUAL}, or give a reason in LONG_FILES`];
}

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

/** The body of a test suite is a list of tests, not a function to be read at once. */
const isSuite = (parent: Node | undefined): boolean =>
  parent?.type === 'CallExpression' && /^(describe|context)$/.test(String((parent.callee as Node).name));

const linesBetween = ({ text }: Source, { start, end }: Node): number => text.slice(start, end).split('\n').length;

/** Lines of the classes that a function makes: their methods are measured by themselves. */
function linesOfClasses(source: Source, node: Node): number {
  let lines = 0;
  let endOfLast = node.start;
  walk(node, (inner) => {
    if (!/^Class(Declaration|Expression)$/.test(inner.type) || inner.start < endOfLast) return;
    lines += linesBetween(source, inner);
    endOfLast = inner.end;
  });
  return lines;
}

function longFunctions(source: Source): string[] {
  const found: string[] = [];
  walk(source.tree, (node, parent) => {
    if (!FUNCTIONS.has(node.type) || isSuite(parent)) return;
    const lines = linesBetween(source, node) - linesOfClasses(source, node);
    if (lines <= FUNCTION_LINES_MAX) return;
    found.push(`${source.path}:${lineOf(source.text, node.start)} a function of ${lines} lines`);
  });
  return found;
}

/** Where running starts; the page names the client's first script itself. */
function entriesOf(page: string): string[] {
  return ['server/main.ts', 'loadtest/main.ts', 'loadtest/bench/main.ts', ...scriptsOf('client', page)];
}

/** Programs under test/ that package.json runs: simulations, fuzzers, figures. */
const testScripts = (manifest: string): string[] =>
  [...manifest.matchAll(/\btest\/[\w/-]+\.ts\b/g)].map(([path]) => path);

/** Files that no entry leads to by imports. Files under test/ may be reached from tests, the others may not. */
function deadFiles(sources: readonly Source[], entries: readonly string[], scripts: readonly string[] = []): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const reachFrom = (starts: readonly string[]): Set<string> => {
    const reached = new Set<string>();
    const waiting = [...starts];
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      if (reached.has(path)) continue;
      reached.add(path);
      waiting.push(...(byPath.get(path)?.imports ?? []).map(({ to }) => to));
    }
    return reached;
  };
  const tests = sources.map(({ path }) => path).filter((path) => /\.(test|timed|abuse|load)\.ts$/.test(path));
  const live = reachFrom(entries);
  const liveInTests = reachFrom([...tests, ...scripts]);
  return sources
    .map(({ path }) => path)
    .filter((path) => !path.endsWith('.config.ts') && !(isIn(path, 'test') ? liveInTests : live).has(path))
    .map((path) => `${path} is reached from no entry point`);
}

describe('files', () => {
  const sources = loadSources();

  it(`have at most ${FILE_LINES_USUAL} lines, style sheets and pages included`, () => {
    const others = filesIn('client', 'loadtest').filter((path) => /\.(css|html)$/.test(path));
    const pages = others.flatMap((path) => oversized(path, linesOf(readText(path))));
    assert.deepEqual([...sources.flatMap(({ path, text }) => oversized(path, linesOf(text))), ...pages], []);
  });

  it('that are allowed to be longer exist and are', () => {
    for (const path of LONG_FILES.keys()) assert.ok(linesOf(readText(path)) > FILE_LINES_USUAL, path);
  });

  it(`hold functions of at most ${FUNCTION_LINES_MAX} lines`, () => {
    assert.deepEqual(sources.flatMap(longFunctions), []);
  });

  it('start from entry points that exist', () => {
    const paths = new Set(sources.map(({ path }) => path));
    const entries = entriesOf(readText('client/index.html'));
    assert.ok(
      entries.some((path) => isIn(path, 'client')),
      'client/index.html names no script of ours',
    );
    assert.deepEqual(
      entries.filter((path) => !paths.has(path)),
      [],
    );
  });

  it('are all reached from an entry point', () => {
    assert.deepEqual(
      deadFiles(sources, entriesOf(readText('client/index.html')), testScripts(readText('package.json'))),
      [],
    );
  });
});

describe('the check of files', () => {
  it('finds long files', () => {
    assert.deepEqual([oversized('a.ts', 300), oversized('a.ts', 301, new Map([['a.ts', 'why']]))], [[], []]);
    assert.equal(oversized('a.ts', 301).length, 1);
    assert.equal(oversized('a.ts', 601, new Map([['a.ts', 'why']])).length, 1);
    assert.equal(linesOf('a\nb\n'), 2);
  });

  it('finds long functions, arrows and methods', () => {
    const body = (lines: number): string => `{\n${'a();\n'.repeat(lines - 2)}}`;
    const wrap = [
      (text: string) => `function a() ${text}`,
      (text: string) => `export const b = () => ${text}`,
      (text: string) => `class C { d() ${text} }`,
    ];
    for (const wrapped of wrap) {
      assert.equal(longFunctions(sourceOf('a.ts', wrapped(body(70)))).length, 0);
      assert.equal(longFunctions(sourceOf('a.ts', wrapped(body(71)))).length, 1);
    }
    assert.equal(longFunctions(sourceOf('a.ts', `describe('a', () => ${body(200)})`)).length, 0);
    const methods = '  d() {\n  }\n'.repeat(60);
    assert.equal(longFunctions(sourceOf('a.ts', `function a() {\nreturn class {\n${methods}};\n}`)).length, 0);
    assert.equal(longFunctions(sourceOf('a.ts', `function a() {\nclass C {\n}\n${'a();\n'.repeat(69)}}`)).length, 1);
  });

  it('finds dead files, and files that only tests keep alive', () => {
    const sources = [
      sourceOf('server/main.ts', "import './a.ts';"),
      sourceOf('server/a.ts', "export const worker = new URL('./b.ts', import.meta.url);"),
      sourceOf('server/b.ts', ''),
      sourceOf('server/dead.ts', ''),
      sourceOf('server/tested.ts', ''),
      sourceOf('test/a.test.ts', "import '../server/tested.ts';\nimport './support/c.ts';"),
      sourceOf('test/support/c.ts', ''),
      sourceOf('test/support/dead.ts', ''),
    ];
    const dead = deadFiles(sources, ['server/main.ts']).map((line) => line.split(' ')[0]);
    assert.deepEqual(dead, ['server/dead.ts', 'server/tested.ts', 'test/support/dead.ts']);
  });

  it('reads the entry of the client from its page', () => {
    const [, , , entry] = entriesOf('<script type="module" src="./main.ts"></script>');
    assert.equal(entry, 'client/main.ts');
  });
});
