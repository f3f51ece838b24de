/** Shapes of code that the house does without: long lists of parameters, and state that belongs to a module. */
import assert from 'node:assert/strict';
import { isIn, lineOf, loadSources, type Node, type Source, sourceOf, walk } from '../support/sources.ts';

const PARAMETERS_MAX = 5;

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

/** Functions, methods and constructors whose callers must count their arguments. */
function longParameters(source: Source): string[] {
  const found: string[] = [];
  walk(source.tree, (node) => {
    if (!FUNCTIONS.has(node.type)) return;
    const { length } = node.params as Node[];
    if (length > PARAMETERS_MAX) found.push(`${source.path}:${lineOf(source.text, node.start)} ${length} parameters`);
  });
  return found;
}

/** State that modules hold, each with its reason. Files that nothing imports are programs: they may hold their own. */
const MODULE_STATE: ReadonlyMap<string, string> = new Map([
  ['server/edge/latency.ts meters', 'what is known of a socket of the ws library: ends with it'],
  ['server/edge/socket-guard.ts guards', 'the same'],
  [
    'shared/bots/pathfinding.ts waysByArena',
    'computed from an arena alone, by a constant: the same whoever asks first',
  ],
  ['shared/sim/collide.ts nearest', 'the answer of one sweep, read before the next: a step makes thousands of them'],
  ['shared/sim/hash.ts scratch', 'eight bytes that are written before they are read'],
  ['shared/sim/step.ts pilotGrid', 'filled anew in each step before it is asked'],
  ['shared/sim/walls.ts indexByWalls', 'computed from the walls of an arena alone'],
]);

/** Classes of the platform whose instances hold nothing that changes by itself or by use. */
const CONSTANT_CLASSES = new Set('Map Set URL RegExp Error TextEncoder TextDecoder Intl'.split(' '));
const MUTATING = /^(set|add|delete|clear|push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin)$/;

/** The variable that a chain of members begins with: a of a.b[0].c */
function rootOf(node: Node): string | undefined {
  let at = node;
  while (at.type === 'MemberExpression') at = at.object as Node;
  return at.type === 'Identifier' ? (at.name as string) : undefined;
}

/** Names whose content is changed somewhere in the file. */
function mutatedNames(tree: Node): Set<string> {
  const names = new Set<string>();
  const note = (node: Node | undefined): void => {
    const name = node?.type === 'MemberExpression' ? rootOf(node) : undefined;
    if (name !== undefined) names.add(name);
  };
  walk(tree, (node) => {
    if (node.type === 'AssignmentExpression') note(node.left as Node);
    if (node.type === 'UpdateExpression' || (node.type === 'UnaryExpression' && node.operator === 'delete'))
      note(node.argument as Node);
    const callee = node.type === 'CallExpression' ? (node.callee as Node) : undefined;
    if (callee?.type === 'MemberExpression' && MUTATING.test(String((callee.property as Node).name))) note(callee);
  });
  return names;
}

function unwrapped(init: Node | null): Node | null {
  let at = init;
  while (at?.type === 'TSAsExpression' || at?.type === 'TSSatisfiesExpression') at = at.expression as Node;
  return at;
}

/** Variables of a module that change: reassigned, of a class with state, or changed inside. */
function moduleState(source: Source): string[] {
  const mutated = mutatedNames(source.tree);
  const found: string[] = [];
  for (const statement of source.tree.body as Node[]) {
    const declaration =
      statement.type === 'ExportNamedDeclaration' ? (statement.declaration as Node | null) : statement;
    if (declaration?.type !== 'VariableDeclaration') continue;
    for (const { id, init } of declaration.declarations as unknown as { id: Node; init: Node | null }[]) {
      const value = unwrapped(init);
      const name = id.name as string;
      const isNew = value?.type === 'NewExpression' && !CONSTANT_CLASSES.has(String((value.callee as Node).name));
      const isPlace = isNew || /^(New|Array|Object)Expression$/.test(value?.type ?? '');
      if (declaration.kind === 'let' || isNew || (isPlace && mutated.has(name))) found.push(`${source.path} ${name}`);
    }
  }
  return found;
}

/** Files of the product that others import. */
function modulesOf(sources: readonly Source[]): Source[] {
  const imported = new Set(
    sources.flatMap((source) => source.imports.flatMap(({ to, isProgram }) => (isProgram ? [] : [to]))),
  );
  return sources.filter(({ path }) => !isIn(path, 'test') && imported.has(path));
}

describe('shapes', () => {
  const sources = loadSources();

  it(`of functions have at most ${PARAMETERS_MAX} parameters, constructors too: more are one object`, () => {
    assert.deepEqual(sources.flatMap(longParameters), []);
  });

  it('of modules hold no state but what is named with its reason', () => {
    const held = modulesOf(sources).flatMap(moduleState);
    assert.deepEqual(
      held.filter((name) => !MODULE_STATE.has(name)),
      [],
    );
    assert.deepEqual(
      [...MODULE_STATE.keys()].filter((name) => !held.includes(name)),
      [],
      'named, but no more there',
    );
  });
});

describe('the check of shapes', () => {
  it('counts the parameters of functions, arrows, methods and constructors', () => {
    const six = '(a, b, c, d, e, f)';
    for (const bad of [
      `function g${six} {}`,
      `const g = ${six} => 1;`,
      `class G { h${six} {} }`,
      `class G { constructor${six} {} }`,
    ])
      assert.equal(longParameters(sourceOf('a.ts', bad)).length, 1, bad);
    assert.equal(longParameters(sourceOf('a.ts', 'function g(a, b, c, d, { e, f }) {}')).length, 0);
  });

  for (const bad of [
    'let a = 1;',
    'export let a;',
    'const a = new Grid();',
    'const a = new Map(); export const set = () => a.set(1, 2);',
    'const a = new Set<number>(); export const add = () => void a.add(1);',
    'const a: number[] = []; export const add = () => a.push(1);',
    'const a = { b: 1 } as A; export const add = () => { a.b = 2; };',
    'const a = { b: { c: 1 } }; export const add = () => { a.b.c++; };',
    'const a = [1]; export const add = () => { a[0] = 2; };',
  ]) {
    it(`finds the state in ${bad}`, () => {
      assert.deepEqual(moduleState(sourceOf('server/a.ts', bad)), ['server/a.ts a']);
    });
  }

  it('lets constants and the variables of functions pass', () => {
    for (const good of [
      'export const A = 5;',
      'const A = new Map([[1, 2]]); export const get = () => A.get(1);',
      'const A = { b: 1 } as const;',
      'export function f() { let a = 1; const b = []; b.push(a++); }',
    ])
      assert.deepEqual(moduleState(sourceOf('server/a.ts', good)), [], good);
  });

  it('takes a file that nothing imports for a program', () => {
    const files = [
      sourceOf('server/main.ts', "import './a.ts'; new URL('./b.ts', import.meta.url);"),
      sourceOf('server/b.ts', ''),
      sourceOf('server/a.ts', ''),
      sourceOf('test/b.ts', ''),
    ];
    assert.deepEqual(
      modulesOf(files).map(({ path }) => path),
      ['server/a.ts'],
    );
  });
});
