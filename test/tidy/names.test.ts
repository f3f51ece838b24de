/** Names that have no place somewhere: clocks and inexact mathematics in the simulation, the environment, open ends. */
import assert from 'node:assert/strict';
import { isIn, lineOf, loadSources, type Node, type Source, sourceOf, walk } from '../support/sources.ts';

/** All of Math that IEEE 754 and ECMAScript define to the last bit. */
const EXACT_MATH = new Set('abs ceil clz32 floor fround imul max min round sign sqrt trunc PI'.split(' '));

const CLOCKS_AND_TIMERS = `Date performance setTimeout setInterval setImmediate clearTimeout clearInterval
  requestAnimationFrame queueMicrotask`.split(/\s+/);
const PLATFORM = 'console process Intl globalThis require Buffer crypto fetch eval'.split(' ');
const DOM = `window document navigator location localStorage sessionStorage history HTMLElement KeyboardEvent
  PointerEvent addEventListener removeEventListener alert`.split(/\s+/);

const PURE = new Set([...CLOCKS_AND_TIMERS, ...PLATFORM, ...DOM]);
const BY_HAND = new Set([...CLOCKS_AND_TIMERS, ...DOM]);

/** Results of these depend on the machine's language. */
const isLocal = (name: unknown): boolean => typeof name === 'string' && /^(toLocale|localeCompare)/.test(name);

/** Whether an identifier stands for a variable, and not for the name of a property. */
function isReference(node: Node, parent: Node | undefined): boolean {
  if (node.type !== 'Identifier' || parent === undefined || parent.computed === true) return node.type === 'Identifier';
  return parent.property !== node && (parent.key !== node || parent.shorthand === true);
}

function impureNode(node: Node, parent: Node | undefined, banned: ReadonlySet<string>): string | undefined {
  if (isReference(node, parent) && banned.has(node.name as string)) return node.name as string;
  return undefined;
}

function inexactNode(node: Node, parent: Node | undefined): string | undefined {
  if ((node.type === 'BinaryExpression' && node.operator === '**') || node.operator === '**=') return '**';
  if (node.type === 'Identifier' && isLocal(node.name)) return node.name as string;
  if (node.name !== 'Math' || !isReference(node, parent)) return undefined;
  if (parent?.type !== 'MemberExpression' || parent.computed === true) return 'Math';
  const { name } = parent.property as Node;
  return EXACT_MATH.has(name as string) ? undefined : `Math.${String(name)}`;
}

type Look = (node: Node, parent: Node | undefined) => string | undefined;

function namesIn(source: Source, look: Look): string[] {
  const found: string[] = [];
  walk(source.tree, (node, parent) => {
    const name = look(node, parent);
    if (name !== undefined) found.push(`${source.path}:${lineOf(source.text, node.start)} ${name}`);
  });
  return found;
}

const isPureFolder = (path: string): boolean => isIn(path, 'shared/sim') || isIn(path, 'shared/bots');

/** What the simulation and the bots may not name: clocks, timers, chance, input and output, inexact mathematics. */
function impurities(source: Source): string[] {
  if (!isPureFolder(source.path)) return [];
  return namesIn(source, (node, parent) => impureNode(node, parent, PURE) ?? inexactNode(node, parent));
}

/** The netcode gets its time and timers handed in, and knows no page. */
function clocksInNetcode(source: Source): string[] {
  return isIn(source.path, 'shared/netcode')
    ? namesIn(source, (node, parent) => impureNode(node, parent, BY_HAND))
    : [];
}

/** The environment is read in one place of the server, and by flags of the tests. */
function environmentReads(source: Source): string[] {
  if (source.path === 'server/config.ts' || isIn(source.path, 'test/support')) return [];
  return namesIn(source, (node) => {
    if (node.type !== 'MemberExpression') return undefined;
    const { object, property } = node as Node & { object: Node; property: Node };
    return object.name === 'process' && (property.name === 'env' || property.value === 'env')
      ? 'process.env'
      : undefined;
  });
}

const openEnds = (source: Source): string[] =>
  source.comments
    .filter((text) => /\b(TODO|FIXME|XXX|HACK)\b/.test(text))
    .map((text) => `${source.path}: ${text.trim()}`);

describe('names', () => {
  const sources = loadSources();

  it('of clocks, timers, chance, input, output and inexact mathematics are absent from the simulation and the bots', () => {
    assert.deepEqual(sources.flatMap(impurities), []);
  });

  it('of clocks, timers and the page are absent from the netcode', () => {
    assert.deepEqual(sources.flatMap(clocksInNetcode), []);
  });

  it('of the environment are absent outside server/config.ts', () => {
    assert.deepEqual(sources.flatMap(environmentReads), []);
  });

  it('of open ends are absent from comments', () => {
    assert.deepEqual(sources.flatMap(openEnds), []);
  });
});

describe('the check of names', () => {
  const count = (check: (source: Source) => string[], path: string, text: string): number =>
    check(sourceOf(path, text)).length;

  for (const bad of [
    'export const a = Math.sin(1);',
    'export const a = Math.hypot(1, 2);',
    'export const a = Math.random();',
    'const { cos } = Math; export const a = cos(1);',
    "export const a = Math['tan'](1);",
    'const m = Math; export const a = m.exp(1);',
    'export const a = 2 ** 3;',
    'let a = 2; a **= 3; export { a };',
    'export const a = Date.now();',
    'export const a = new Date();',
    'export const a = performance.now();',
    "console.log('a');",
    'setTimeout(() => {}, 1);',
    'setInterval(() => {}, 1);',
    'export const a = process.uptime();',
    "export const a = new Intl.NumberFormat('en');",
    'export const a = (1).toLocaleString();',
    "export const a = 'a'.localeCompare('b');",
    'const Q = { Date }; export { Q };',
    'export const a = { [performance.timeOrigin]: 1 };',
    'export const a = globalThis;',
  ]) {
    it(`finds ${bad}`, () => {
      assert.ok(count(impurities, 'shared/sim/a.ts', bad) > 0);
      assert.ok(count(impurities, 'shared/bots/a.ts', bad) > 0);
      assert.equal(count(impurities, 'server/a.ts', bad), 0);
    });
  }

  it('lets exact mathematics, properties of the same name, comments and strings pass', () => {
    const good = `// Date, Math.sin, **
      export const a = Math.sqrt(2) + Math.floor(1.5) * Math.imul(3, 4);
      export type B = { process: number; Date?: string };
      export const c = (b: B): number => b.process + 'Math.random setTimeout'.length;
      export const d = { console: 1 }.console;`;
    assert.equal(count(impurities, 'shared/sim/a.ts', good), 0);
  });

  it('finds clocks, timers and the page in the netcode, and leaves its console alone', () => {
    for (const bad of [
      'setTimeout(a, 1);',
      'performance.now();',
      'Date.now();',
      'document.title;',
      'let a: HTMLElement;',
    ]) {
      assert.equal(count(clocksInNetcode, 'shared/netcode/a.ts', bad), 1, bad);
    }
    assert.equal(count(clocksInNetcode, 'shared/netcode/a.ts', "console.warn('a');"), 0);
  });

  it('finds reads of the environment, but not in server/config.ts', () => {
    for (const bad of ['process.env.PORT;', "process['env'].PORT;", 'const { PORT } = process.env;']) {
      assert.equal(count(environmentReads, 'server/main.ts', bad), 1, bad);
      assert.equal(count(environmentReads, 'server/config.ts', bad), 0, bad);
    }
  });

  it('finds open ends in both kinds of comments, and not in code', () => {
    assert.equal(count(openEnds, 'server/a.ts', `// ${'TO'}${'DO'} later\n/* ${'FIX'}${'ME'} */`), 2);
    assert.equal(count(openEnds, 'server/a.ts', "export const a = 'TODO';"), 0);
  });
});
