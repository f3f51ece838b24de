/**
 * Every small slip that could be made in a source: one operator, constant, condition, call or statement at a time.
 * Types, imports, texts, logging and asserts stay as they are: no test of behaviour could tell.
 */
import { type Node, type Source, walk } from '../support/sources.ts';

export const KINDS = [
  'operator',
  'number',
  'boolean',
  'condition',
  'branch',
  'guard',
  'statement',
  'function',
] as const;
export type Kind = (typeof KINDS)[number];

/** One slip: `text` stands where the source has the characters from `start` to `end`. */
export type Mutation = { path: string; kind: Kind; start: number; end: number; text: string };

type Change = { kind: Kind; start: number; end: number; text: string };

const SWAPS: Readonly<Record<string, string>> = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '===': '!==',
  '!==': '===',
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '%': '*',
  '&&': '||',
  '||': '&&',
  '&': '|',
  '|': '&',
  '^': '&',
  '<<': '>>',
  '>>': '<<',
  '>>>': '<<',
  '++': '--',
  '--': '++',
  '+=': '-=',
  '-=': '+=',
  '*=': '/=',
  '/=': '*=',
  '|=': '&=',
  '&=': '|=',
  '^=': '|=',
  '??=': '=',
};

const FUNCTIONS: Readonly<Record<string, string>> = {
  min: 'max',
  max: 'min',
  floor: 'ceil',
  ceil: 'floor',
  round: 'floor',
  some: 'every',
  every: 'some',
};

/** `0x` and six digits is a colour: one shade beside it looks the same. */
const COLOUR = /^0x[\da-f]{6}$/i;

/** Nodes of TypeScript that hold an expression; all others are types. */
const TYPED_EXPRESSIONS = new Set(['TSAsExpression', 'TSNonNullExpression', 'TSSatisfiesExpression']);
const LOGGING = /\b(log|console)\.(debug|info|warn|error|fatal)$/;

const nodeIn = (node: Node, field: string): Node => node[field] as Node;
const isText = ({ type, value }: Node): boolean =>
  type === 'TemplateLiteral' || (type === 'Literal' && typeof value === 'string');

function isLeftAlone(node: Node, parent: Node | undefined, text: string): boolean {
  if (node.type.startsWith('TS')) return !TYPED_EXPRESSIONS.has(node.type);
  if (node.type === 'ImportDeclaration') return true;
  if (node.type === 'TemplateLiteral') return parent?.type === 'NewExpression' && /Error$/.test(nameOf(parent, text));
  return node.type === 'CallExpression' && (LOGGING.test(nameOf(node, text)) || /^assert/.test(nameOf(node, text)));
}

/** What is called, as it is written. */
function nameOf(call: Node, text: string): string {
  const { start, end } = nodeIn(call, 'callee');
  return text.slice(start, end);
}

function operatorChange(node: Node, text: string): Change[] {
  const { operator } = node as Node & { operator?: string };
  if (operator === undefined) return [];
  if (node.type === 'UnaryExpression') {
    const { start, end } = nodeIn(node, 'argument');
    return operator === '-' || operator === '!' ? [{ ...node, kind: 'operator', text: text.slice(start, end) }] : [];
  }
  if (node.type === 'UpdateExpression') return swapBetween(operator, node.start, node.end, text);
  const [left, right] = [nodeIn(node, 'left'), nodeIn(node, 'right')];
  if (operator === '??') {
    // Its neighbours `&&` and `||` may not stand beside it without parentheses.
    const [first, second] = [text.slice(left.start, left.end), text.slice(right.start, right.end)];
    return [{ ...node, kind: 'operator', text: `(${first} && ${second})` }];
  }
  return isText(left) || isText(right) ? [] : swapBetween(operator, left.end, right.start, text);
}

function swapBetween(operator: string, from: number, to: number, text: string): Change[] {
  const swapped = SWAPS[operator];
  const bare = text.slice(from, to).replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, (comment) => ' '.repeat(comment.length));
  const start = from + bare.indexOf(operator);
  return swapped === undefined ? [] : [{ kind: 'operator', start, end: start + operator.length, text: swapped }];
}

function literalChanges(node: Node, parent: Node | undefined): Change[] {
  const { value, raw } = node as Node & { value?: unknown; raw?: string };
  const isKey = parent?.key === node && parent.computed !== true;
  if (isKey || COLOUR.test(raw ?? '')) return [];
  if (typeof value === 'boolean') return [{ ...node, kind: 'boolean', text: String(!value) }];
  if (typeof value !== 'number') return [];
  const others = new Set([value + 1, value - 1, value * 2, 0]);
  others.delete(value);
  return [...others].map((other) => ({ ...node, kind: 'number', text: other < 0 ? `(${other})` : String(other) }));
}

/** The condition turned round; the whole thing without its condition. */
function conditionChanges(node: Node, text: string): Change[] {
  const written = (field: string): string => {
    const part = node[field] as Node | null;
    return part === null ? '{}' : text.slice(part.start, part.end);
  };
  const turned: Change = { ...nodeIn(node, 'test'), kind: 'condition', text: `!(${written('test')})` };
  if (node.type === 'ConditionalExpression') {
    const ways = ['consequent', 'alternate'].map((way) => `(${written(way)})`);
    return [turned, ...ways.map((way): Change => ({ ...node, kind: 'branch', text: way }))];
  }
  if (node.type !== 'IfStatement') return [turned];
  return [
    turned,
    { ...node, kind: isJump(nodeIn(node, 'consequent')) ? 'guard' : 'branch', text: written('alternate') },
  ];
}

function isJump(node: Node): boolean {
  const [only, ...others] = node.type === 'BlockStatement' ? (node.body as Node[]) : [node];
  return only !== undefined && others.length === 0 && /^(Return|Throw|Continue|Break)Statement$/.test(only.type);
}

/** Calls and assignments to properties, each left out: for a block, since TypeScript refuses `if (a) ;`. */
function statementChange(node: Node): Change[] {
  let done = nodeIn(node, 'expression');
  if (done.type === 'AwaitExpression') done = nodeIn(done, 'argument');
  if (done.type === 'ChainExpression') done = nodeIn(done, 'expression');
  const isCall = done.type === 'CallExpression' && nodeIn(done, 'callee').type !== 'Super';
  const isAssignment = done.type === 'AssignmentExpression' && nodeIn(done, 'left').type === 'MemberExpression';
  return isCall || isAssignment ? [{ ...node, kind: 'statement', text: '{}' }] : [];
}

function functionChange(node: Node): Change[] {
  const callee = nodeIn(node, 'callee');
  if (callee.type !== 'MemberExpression' || callee.computed === true) return [];
  const property = nodeIn(callee, 'property');
  const other = Object.hasOwn(FUNCTIONS, String(property.name)) ? FUNCTIONS[String(property.name)] : undefined;
  return other === undefined ? [] : [{ ...property, kind: 'function', text: other }];
}

function changesAt(node: Node, parent: Node | undefined, text: string): Change[] {
  switch (node.type) {
    case 'BinaryExpression':
    case 'LogicalExpression':
    case 'AssignmentExpression':
    case 'UnaryExpression':
      return operatorChange(node, text);
    case 'UpdateExpression':
      // A loop that counts the other way never ends: no test is needed to tell.
      return parent?.type === 'ForStatement' ? [] : operatorChange(node, text);
    case 'Literal':
      return literalChanges(node, parent);
    case 'IfStatement':
    case 'ConditionalExpression':
    case 'WhileStatement':
      return conditionChanges(node, text);
    case 'ExpressionStatement':
      return statementChange(node);
    case 'CallExpression':
      return functionChange(node);
    default:
      return [];
  }
}

export function mutationsOf({ path, text, tree }: Source): Mutation[] {
  const found: Mutation[] = [];
  walk(tree, (node, parent) => {
    const isLogged = node.type === 'ExpressionStatement' && isLeftAlone(nodeIn(node, 'expression'), node, text);
    if (isLogged || isLeftAlone(node, parent, text)) return false;
    for (const change of changesAt(node, parent, text)) {
      const { kind, start, end } = change;
      found.push({ path, kind, start, end, text: change.text });
    }
    return true;
  });
  return found;
}

export const mutated = (text: string, { start, end, text: put }: Mutation): string =>
  text.slice(0, start) + put + text.slice(end);

/** The first line that differs, as it was and as it is. */
export function linesOf(text: string, mutation: Mutation): { before: string; after: string } {
  const before = text.split('\n');
  const after = mutated(text, mutation).split('\n');
  const at = before.findIndex((line, i) => line !== after[i]);
  const isShorter = after.length < before.length;
  return { before: before[at]?.trim() + (isShorter ? ' …' : ''), after: after[at]?.trim() ?? '' };
}
