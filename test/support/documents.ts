/** The project's documents, read for the tests that check them: rules, tables, code, links. */
import { readdirSync } from 'node:fs';
import { filesIn, isIn, lineOf, type Node, ROOT, readText, type Source, walk } from './sources.ts';

export type Document = { path: string; text: string };

/** Every document that people read: those of the root, and docs/. */
export function loadDocuments(): Document[] {
  const ofRoot = readdirSync(ROOT).filter((name) => name.endsWith('.md'));
  return [...ofRoot, ...filesIn('docs').filter((path) => path.endsWith('.md'))].map((path) => ({
    path,
    text: readText(path),
  }));
}

/** Paths of everything that a document may name. */
export const projectFiles = (): string[] => [
  ...readdirSync(ROOT, { withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : [])),
  ...filesIn('shared', 'server', 'client', 'loadtest', 'test', 'docs', 'deploy', '.ci', '.vscode'),
];

/** Numbers of rules, in order: list items that begin with a bold number, and the first cells of rows. */
export const rulesOf = (text: string): string[] =>
  [...text.matchAll(/^(?:- \*\*([A-Z]\d+)\*\*|\| ([A-Z]\d+) \|)/gm)].map(([, item, row]) => (item ?? row) as string);

/** The cells behind the number of each numbered row. */
export function rowsOf(text: string): Map<string, readonly string[]> {
  const rows = new Map<string, readonly string[]>();
  for (const [, rule, rest] of text.matchAll(/^\| ([A-Z]\d+) \|(.*)\|$/gm))
    rows.set(
      rule as string,
      (rest as string).split(/(?<!\\)\|/).map((cell) => cell.trim()),
    );
  return rows;
}

/** Rows of one letter, in the order of their numbers. */
export const rowsOfLetter = (text: string, letter: string): (readonly string[])[] =>
  [...rowsOf(text)].filter(([rule]) => rule.startsWith(letter)).map(([, cells]) => cells);

/** What stands between single backticks. */
export const codeIn = (text: string): string[] => [...text.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code as string);

/** Lines inside of fences, and code between single backticks: with the line that each stands in. */
export function codeOf({ text }: Document): { code: string; line: number }[] {
  const found: { code: string; line: number }[] = [];
  let isFenced = false;
  for (const [at, line] of text.split('\n').entries()) {
    if (line.startsWith('```')) isFenced = !isFenced;
    else for (const code of isFenced ? [line] : codeIn(line)) found.push({ code, line: at + 1 });
  }
  return found;
}

/** Targets of links, pictures included. */
export const linksOf = ({ text }: Document): { to: string; line: number }[] =>
  [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => ({ to: match[1] as string, line: lineOf(text, match.index) }));

/** Anchors of a document's headings, as code hosts make them. */
export const anchorsOf = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    (title as string)
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

/** Options that the program of a script declares, in the files that its entry leads to: `--players`, `-p`. */
export function optionsOf(script: string, sources: readonly Source[]): string[] {
  const entry = /\bnode (?:--import \S+ )?(\S+\.ts)/.exec(script)?.[1];
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const reached = new Set<string>();
  const waiting = entry === undefined ? [] : [entry];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    waiting.push(...(byPath.get(path)?.imports ?? []).map(({ to }) => to));
  }
  return [...reached].flatMap((path) =>
    [...(byPath.get(path)?.text ?? '').matchAll(/'((?:-[a-zA-Z], )?--[a-z][\w-]*)(?: [<[][^']*)?'/g)].flatMap(
      ([, names]) => (names as string).split(', '),
    ),
  );
}

/** `- **word** meaning` below a heading: a list of words with what each means. */
export function meaningsUnder(text: string, heading: string): Map<string, string> {
  const [, section = ''] = text.split(`\n## ${heading}\n`);
  const [ours = ''] = section.split('\n## ');
  return new Map(
    [...ours.matchAll(/^- \*\*([^*]+)\*\*:? ((?:.+\n?(?: {2}.+\n?)*))/gm)].map(([, word, meaning]) => [
      word as string,
      (meaning as string).replace(/\s+/g, ' ').trim(),
    ]),
  );
}

const TITLED = /^(describe|it|context)$/;

/** Titles of tests and suites, the fixed parts of templates included. */
export function titlesOf(source: Source): string[] {
  const titles: string[] = [];
  if (!isIn(source.path, 'test')) return titles;
  walk(source.tree, (node) => {
    if (node.type !== 'CallExpression' || !TITLED.test(String((node.callee as Node).name))) return;
    const [title] = node.arguments as Node[];
    if (title?.type === 'Literal') titles.push(String(title.value));
    if (title?.type === 'TemplateLiteral')
      titles.push((title.quasis as Node[]).map((part) => (part.value as { cooked: string }).cooked).join(''));
  });
  return titles;
}

/** Rules that a title quotes: [R3], and a whole stretch as [K1–K60]. */
export const quotedIn = (title: string): string[] =>
  [...title.matchAll(/\[([A-Z])(\d+)(?:–\1(\d+))?\]/g)].flatMap(([, letter, first, last = first]) =>
    Array.from({ length: Number(last) - Number(first) + 1 }, (_none, at) => `${letter}${Number(first) + at}`),
  );
