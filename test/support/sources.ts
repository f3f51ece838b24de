/**
 * The project's own code, read and parsed, for the tests that check it. Nothing is run: a source is its text, its syntax
 * tree and the places that it imports.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A node of the syntax tree (ESTree with TypeScript), as loosely as a walk needs it. */
export type Node = { type: string; start: number; end: number; readonly [field: string]: unknown };

/**
 * One import: a file of the project as its path from the root, anything else as it is written. Types leave no trace, programs
 * are only named.
 */
export type Import = { to: string; line: number; isType?: true; isProgram?: true };

export type Source = {
  path: string;
  text: string;
  tree: Node;
  comments: readonly string[];
  imports: readonly Import[];
};

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

/** Calls `visit` on every node below and including this one, with its parent; below a node answered with false, on none. */
export function walk(node: Node, visit: (node: Node, parent: Node | undefined) => unknown, parent?: Node): void {
  if (visit(node, parent) === false) return;
  for (const field of Object.values(node)) {
    if (isNode(field)) walk(field, visit, node);
    else if (Array.isArray(field)) for (const item of field) if (isNode(item)) walk(item, visit, node);
  }
}

export const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

/** @throws when the text is no TypeScript */
export function sourceOf(path: string, text: string): Source {
  const { program, comments, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const tree = program as unknown as Node;
  return { path, text, tree, comments: comments.map((comment) => comment.value), imports: importsOf(path, text, tree) };
}

const IMPORTING = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
]);

function importsOf(path: string, text: string, tree: Node): Import[] {
  const imports: Import[] = [];
  walk(tree, (node) => {
    const line = lineOf(text, node.start);
    const target = IMPORTING.has(node.type) ? literalOf(node.source ?? node.argument) : undefined;
    const isType = node.type === 'TSImportType' || node.importKind === 'type' || node.exportKind === 'type';
    if (target !== undefined) imports.push({ to: resolve(path, target), line, ...(isType && { isType }) });
    const program = programOf(node);
    if (program !== undefined) imports.push({ to: resolve(path, program), line, isProgram: true });
  });
  return imports;
}

function literalOf(value: unknown): string | undefined {
  if (!isNode(value)) return undefined;
  if (value.type === 'TSLiteralType') return literalOf(value.literal);
  return typeof value.value === 'string' ? value.value : undefined;
}

/** `new URL('./worker.ts', import.meta.url)` names a file too. */
function programOf(node: Node): string | undefined {
  if (node.type !== 'NewExpression' || !isNode(node.callee) || node.callee.name !== 'URL') return undefined;
  const [first, second] = node.arguments as Node[];
  const target = literalOf(first);
  return second !== undefined && target?.endsWith('.ts') === true ? target : undefined;
}

function resolve(from: string, target: string): string {
  const [path = ''] = target.split('?');
  return path.startsWith('.') ? posix.join(posix.dirname(from), path) : path;
}

/** Paths from the root of all files in these folders, sorted. */
export function filesIn(...folders: readonly string[]): string[] {
  return folders
    .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => posix.join(entry.parentPath.slice(ROOT.length).replaceAll('\\', '/'), entry.name))
    .sort();
}

export const readText = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** The scripts of ours that a page in this folder starts with. */
export const scriptsOf = (folder: string, page: string): string[] =>
  [...page.matchAll(/<script[^>]*\bsrc="\.?\/?([^"]+\.ts)"/g)].map((match) => `${folder}/${match[1]}`);

/** Everything that we wrote in TypeScript. */
export function loadSources(): Source[] {
  const configs = readdirSync(ROOT).filter((name) => name.endsWith('.config.ts'));
  const paths = filesIn('shared', 'server', 'client', 'loadtest', 'test').filter((path) => path.endsWith('.ts'));
  return [...paths, ...configs].map((path) => sourceOf(path, readText(path)));
}

export const isIn = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);
