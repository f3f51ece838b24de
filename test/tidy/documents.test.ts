/** Documents and comments are true: what they name is there. Files, scripts, options, links, and the recipes for growth. */
import assert from 'node:assert/strict';
import { posix } from 'node:path';
import {
  anchorsOf,
  codeIn,
  codeOf,
  type Document,
  linksOf,
  loadDocuments,
  optionsOf,
  projectFiles,
} from '../support/documents.ts';
import { loadSources, readText, type Source, sourceOf } from '../support/sources.ts';

/** Names of files that a reader is to think of as their own. */
const EXAMPLES = new Set(['out.html', 'FILE.html', 'OLD.json', 'mine.ts', 'worker.ts']);

/** A file or folder of ours as text names it; what begins with a slash is a path of HTTP. */
const NAMED =
  /(?<![\w/.@$:-])(?:\.{1,2}\/)*(?:(?:shared|server|client|loadtest|test|docs|deploy|\.vscode)\/[\w/.*-]*[\w*]|(?:[\w*][\w/.*-]*)?[\w*]\.(?:ts|md|json|css|html|png|yaml|service))(?![\w/(])/g;

const namedFiles = (text: string): string[] => [...text.matchAll(NAMED)].map(([name]) => name);

/** Whether a name from that file leads somewhere: by its path (`.ts` may be left out), from beside, or by the end of a path. */
function leadsTo(name: string, from: string, files: readonly string[]): boolean {
  const plain = name.replace(/^(\.{1,2}\/)+/, '');
  if (EXAMPLES.has(plain)) return true;
  if (plain.includes('*')) {
    const glob = new RegExp(`^${plain.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`);
    return files.some((file) => glob.test(file));
  }
  const beside = posix.join(posix.dirname(from), name);
  return files.some(
    (file) =>
      [plain, beside].some((path) => file === path || file === `${path}.ts` || file.startsWith(`${path}/`)) ||
      file.endsWith(`/${plain}`),
  );
}

function lostFiles(path: string, texts: readonly string[], files: readonly string[]): string[] {
  const names = new Set(texts.flatMap(namedFiles));
  return [...names].filter((name) => !leadsTo(name, path, files)).map((name) => `${path} names ${name}`);
}

function lostLinks(document: Document, documents: readonly Document[], files: readonly string[]): string[] {
  return linksOf(document)
    .filter(({ to }) => !/^https?:/.test(to))
    .filter(({ to }) => {
      const [target = '', anchor] = to.split('#');
      const path = target === '' ? document.path : posix.join(posix.dirname(document.path), target);
      const text = documents.find((one) => one.path === path)?.text ?? '';
      return !files.includes(path) || (anchor !== undefined && !anchorsOf(text).includes(anchor));
    })
    .map(({ to, line }) => `${document.path}:${line} leads to ${to}`);
}

/** Options of programs that are not ours. */
const OF_MOCHA = ['--grep', '--timeout', '--bail'];

type Scripts = Readonly<Record<string, string>>;

/** Scripts that are run with npm, with or without options: the script exists, and its program has the options. */
function lostCommands(code: string, scripts: Scripts, sources: readonly Source[]): string[] {
  const found: string[] = [];
  for (const [, run, word, rest = ''] of code.matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)(?: -- ([^#|&`]*))?/g)) {
    const name = (run ?? word) as string;
    const script = scripts[name];
    if (script === undefined) {
      found.push(`npm script ${name}`);
      continue;
    }
    const known = optionsOf(script, sources);
    const given = rest.match(/(?<=^|\s)--?[a-z][\w-]*/g) ?? [];
    found.push(
      ...given.filter((flag) => ![...known, ...OF_MOCHA, '--help'].includes(flag)).map((flag) => `${name} ${flag}`),
    );
  }
  return found;
}

/** Options alone between backticks belong to one of our programs. */
function lostFlags(code: string, scripts: Scripts, sources: readonly Source[]): string[] {
  if (!code.startsWith('--')) return [];
  const known = new Set(Object.values(scripts).flatMap((script) => optionsOf(script, sources)));
  return (code.match(/(?<=^|\s)--[a-z][\w-]*/g) ?? []).filter((flag) => !known.has(flag) && flag !== '--help');
}

/** The recipes of ARCHITECTURE.md: each item begins with a file, and names what is found in it. */
function brokenRecipes(text: string, read: (path: string) => string | undefined): string[] {
  const [, section = ''] = text.split('\n## Growing it\n');
  const [ours = ''] = section.split('\n## ');
  return [...ours.matchAll(/^- ((?:.+\n?)(?: {2}.+\n?)*)/gm)].flatMap(([, item]) => {
    const [first = '', ...names] = codeIn((item as string).replaceAll('\n', ' '));
    const contents = read(first);
    if (contents === undefined) return [`${first} is gone`];
    let file = contents;
    return names.flatMap((name) => {
      if (name.includes('/')) {
        file = read(name) ?? '';
        return file === '' ? [`${name} is gone`] : [];
      }
      return file.includes(name) || contents.includes(name) ? [] : [`${first} has no ${name}`];
    });
  });
}

describe('documents', () => {
  const documents = loadDocuments();
  const files = projectFiles();
  const sources = loadSources();
  const { scripts = {} } = JSON.parse(readText('package.json')) as { scripts?: Scripts };

  it('name files and folders that exist, and so do comments', () => {
    const lost = documents.flatMap((document) =>
      lostFiles(
        document.path,
        codeOf(document).map(({ code }) => code),
        files,
      ),
    );
    assert.deepEqual([...lost, ...sources.flatMap(({ path, comments }) => lostFiles(path, comments, files))], []);
  });

  it('link to what exists', () => {
    assert.deepEqual(
      documents.flatMap((document) => lostLinks(document, documents, files)),
      [],
    );
  });

  it('give commands that exist, with options that their programs have', () => {
    const wrong = documents.flatMap((document) =>
      codeOf(document).flatMap(({ code, line }) =>
        [...lostCommands(code, scripts, sources), ...lostFlags(code, scripts, sources)].map(
          (what) => `${document.path}:${line} ${what}`,
        ),
      ),
    );
    assert.deepEqual(wrong, []);
    assert.deepEqual(
      sources.flatMap(({ path, comments }) =>
        comments.flatMap((text) => lostCommands(text, scripts, sources)).map((what) => `${path} ${what}`),
      ),
      [],
    );
  });

  it('tell the places of growth: each recipe names files, and what is found in them', () => {
    const text = readText('ARCHITECTURE.md');
    const read = (path: string): string | undefined => (files.includes(path) ? readText(path) : undefined);
    assert.deepEqual(brokenRecipes(text, read), []);
    const [, section = ''] = text.split('\n## Growing it\n');
    for (const recipe of [
      'mode',
      'arena',
      'weapon',
      'field of the body',
      'field on the wire',
      'message',
      'metric',
      'setting',
    ])
      assert.match(section, new RegExp(`\n\\*\\*An? ${recipe}\\*\\*\n`), recipe);
  });
});

describe('the check of documents', () => {
  const files = ['server/edge/limits.ts', 'test/a.test.ts', 'docs/proxy.md', 'README.md', 'deploy/Dockerfile'];
  const lost = (text: string, path = 'README.md'): string[] => lostFiles(path, [text], files);

  it('finds files and folders that are gone, by any of their names', () => {
    for (const bad of [
      'server/gone.ts',
      'see gone.ts.',
      'shared/sim/shot',
      'test/*.abuse.ts',
      'gone/limits.ts',
      '../gone.md',
      'deploy/Gone',
      'gone.yaml',
    ])
      assert.equal(lost(bad).length, 1, bad);
  });

  it('knows files by path, by the end of a path, by folder, by pattern and from beside', () => {
    for (const good of [
      'deploy/Dockerfile',
      'server/edge/limits',
      'limits.ts',
      'edge/limits.ts',
      'server/edge',
      'test/*.test.ts',
    ])
      assert.deepEqual(lost(good), [], good);
    assert.deepEqual(lost('../README.md', 'docs/proxy.md'), []);
    assert.deepEqual(lost('GET /api/gone.json, https://example.org/test/gone.ts, a.b.c and out.html'), []);
  });

  it('finds links to files and headings that are gone', () => {
    const documents: Document[] = [
      { path: 'docs/a.md', text: '# One two\n[a](b.md) [b](#one-two) [c](../README.md) [d](https://gone.example)' },
      { path: 'docs/b.md', text: '[a](gone.md) [b](a.md#gone) [c](a.md#one-two)' },
    ];
    const all = ['docs/a.md', 'docs/b.md', 'README.md'];
    assert.deepEqual(
      documents.flatMap((document) => lostLinks(document, documents, all)),
      ['docs/b.md:1 leads to gone.md', 'docs/b.md:1 leads to a.md#gone'],
    );
  });

  const SCRIPTS = {
    start: 'exec node --import ./a.js server/main.ts',
    'test:x': 'mocha "test/*.ts"',
    go: 'node server/go.ts',
  };
  const programs = [
    sourceOf('server/main.ts', "import './b.ts';"),
    sourceOf('server/b.ts', "program.option('--dev', 'x').option('-p, --players <n>', 'y');"),
    sourceOf('server/go.ts', "new Option('--far <u>', 'z');"),
  ];

  it('finds scripts and options that do not exist', () => {
    for (const bad of [
      'npm run gone',
      'npm test',
      'npm start -- --far',
      'npm run go -- --far 1 --dev',
      'npm run test:x -- --far',
    ])
      assert.equal(lostCommands(bad, SCRIPTS, programs).length, 1, bad);
    for (const good of [
      'npm start -- --dev -p 5 # --gone',
      'npm run go -- --far 1',
      'npm ci',
      'npm run test:x -- --grep a',
      'npm start && other --gone',
    ])
      assert.deepEqual(lostCommands(good, SCRIPTS, programs), [], good);
    assert.deepEqual(lostFlags('--far 1 --gone', SCRIPTS, programs), ['--gone']);
  });

  it('finds recipes whose files or names are gone', () => {
    const text =
      '\n## Growing it\n\n- `a.ts`: the `FIRST`, and\n  in `lib/b.ts` the `second`.\n- `c.ts`: all.\n\n## Next\n- `no.ts`: `x`\n';
    const read = (contents: Record<string, string>) => (path: string) => contents[path];
    const good = { 'a.ts': 'FIRST', 'lib/b.ts': 'second', 'c.ts': 'c' };
    assert.deepEqual(brokenRecipes(text, read(good)), []);
    assert.deepEqual(brokenRecipes(text, read({ ...good, 'a.ts': 'other' })), ['a.ts has no FIRST']);
    assert.deepEqual(brokenRecipes(text, read({ ...good, 'lib/b.ts': '…' })), ['a.ts has no second']);
    assert.deepEqual(brokenRecipes(text, read({ 'a.ts': 'FIRST second', 'lib/b.ts': 'second' })), ['c.ts is gone']);
  });
});
