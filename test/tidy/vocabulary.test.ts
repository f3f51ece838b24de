/** One word, one meaning. The list of words is ARCHITECTURE.md's; here is what each of them displaced. */
import assert from 'node:assert/strict';
import { type Document, loadDocuments, meaningsUnder } from '../support/documents.ts';
import {
  filesIn,
  isIn,
  lineOf,
  loadSources,
  type Node,
  readText,
  type Source,
  sourceOf,
  walk,
} from '../support/sources.ts';

/** Words that identifiers of these folders do not use; what to say instead is in the vocabulary. */
type Ban = { words: string; within: readonly string[]; say: string; unless?: readonly string[] };

const CODE = ['shared', 'server', 'client', 'loadtest'];

const BANS: readonly Ban[] = [
  { words: 'shot', within: CODE, say: 'bolt' },
  { words: 'player players', within: ['shared/sim', 'shared/bots'], say: 'pilot' },
  { words: 'bank', within: ['server', 'shared/netcode', 'shared/wire', 'shared/sim'], say: 'budget' },
  { words: 'gate', within: CODE, say: 'guard' },
  { words: 'door', within: CODE, say: 'reservation' },
  { words: 'hearing intake', within: CODE, say: 'message' },
  {
    words: 'frame frames',
    within: ['shared', 'server'],
    say: 'input frame',
    // What operators, dashboards and clients already know by this name.
    unless: [
      ...['FRAMES_PER_SECOND', 'FRAMES_BURST', 'FRAMES_PER_SILENT_SECOND', 'cut_frames', 'cut_bad_frame'],
      // Names of browsers' headers.
      ...['frameAncestors', 'xFrameOptions'],
      // The reason's name in that metric, and the settings' in their variables.
      ...['shared/wire/protocol.ts frames', 'server/edge/limits.ts frames', 'server/edge/socket-guard.ts frames'],
    ],
  },
];

/** Parts of names that say what kind of frame is meant. */
const FRAME_KINDS = ['input', 'ws', 'stack'];

/** Words that say nothing: no file, type, class or function has one in its name. */
const EMPTY = new Set('update sync manager handler data util utils entity misc stuff common helper helpers'.split(' '));
/** Names of files that were riddles. */
const RIDDLES = new Set('look tell hearing door gate intake passing stay way standing stage'.split(' '));

/** fooBar, FOO_BAR and foo-bar as words, in small letters. */
const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');

const isBanned = (words: readonly string[], ban: string): boolean =>
  words.includes(ban) && !(ban.startsWith('frame') && words.some((word) => FRAME_KINDS.includes(word)));

function secondMeanings(source: Source): string[] {
  const bans = BANS.filter(({ within }) => within.some((folder) => isIn(source.path, folder)));
  const found = new Set<string>();
  walk(source.tree, (node) => {
    if (node.type !== 'Identifier' && node.type !== 'PrivateIdentifier') return;
    const name = node.name as string;
    const words = wordsOf(name);
    for (const { words: banned, say, unless = [] } of bans)
      if (
        !unless.includes(name) &&
        !unless.includes(`${source.path} ${name}`) &&
        banned.split(' ').some((ban) => isBanned(words, ban))
      )
        found.add(`${source.path}:${lineOf(source.text, node.start)} ${name}: say ${say}`);
  });
  return [...found];
}

const NAMING = new Set(['ClassDeclaration', 'TSTypeAliasDeclaration', 'TSInterfaceDeclaration', 'FunctionDeclaration']);

/** Types, classes and functions that are named with a word that says nothing. */
function emptyNames(source: Source): string[] {
  const found: string[] = [];
  walk(source.tree, (node) => {
    if (!NAMING.has(node.type) || node.id === null) return;
    const { name } = node.id as Node;
    if (wordsOf(name as string).some((word) => EMPTY.has(word))) found.push(`${source.path} ${name}`);
  });
  return found;
}

function riddles(path: string): string[] {
  const name = path.split('/').at(-1) as string;
  const [base = ''] = name.split('.');
  return RIDDLES.has(base) || wordsOf(base).some((word) => EMPTY.has(word)) ? [path] : [];
}

/** Nobody acts in a document: a seat, a client, a player, a pilot or an operator does. */
const ACTORLESS = /\b(some|every|any|no)body\b|\bwhoever\b/giu;

const actorless = ({ path, text }: Document): string[] =>
  [...text.matchAll(ACTORLESS)].map((match) => `${path}:${lineOf(text, match.index)} ${match[0]}`);

describe('words', () => {
  const sources = loadSources();
  const vocabulary = meaningsUnder(readText('ARCHITECTURE.md'), 'Vocabulary');

  it('have one meaning each: what a word of the vocabulary displaced is gone', () => {
    assert.deepEqual(sources.flatMap(secondMeanings), []);
  });

  it('that say nothing name no file, type, class or function', () => {
    assert.deepEqual(sources.flatMap(emptyNames), []);
    assert.deepEqual([...filesIn(...CODE, 'test'), 'docs'].flatMap(riddles), []);
  });

  it('of documents name who acts', () => {
    assert.deepEqual(loadDocuments().flatMap(actorless), []);
  });

  it('of the vocabulary are told with a meaning, in the order of the alphabet, and are in use', () => {
    const words = [...vocabulary.keys()];
    assert.ok(words.length > 30, 'the list is read');
    assert.deepEqual(words, words.toSorted());
    for (const [word, meaning] of vocabulary) assert.ok(meaning.length > 10, word);
    const used = sources.map(({ text }) => text.toLowerCase()).join('\n');
    assert.deepEqual(
      words.filter((word) => !used.includes(word.toLowerCase())),
      [],
    );
  });

  it('to be said instead of others are in the vocabulary', () => {
    assert.deepEqual(
      BANS.map(({ say }) => say).filter((word) => !vocabulary.has(word)),
      [],
    );
  });
});

describe('the check of words', () => {
  const count = (check: (source: Source) => string[], path: string, text: string): number =>
    check(sourceOf(path, text)).length;

  it('splits names', () => {
    assert.deepEqual(['inputFrameOf', 'FRAMES_MAX', 'seat-view', '#lastShot'].map(wordsOf), [
      ['input', 'frame', 'of'],
      ['frames', 'max'],
      ['seat', 'view'],
      ['last', 'shot'],
    ]);
  });

  for (const [path, bad] of [
    ['shared/sim/a.ts', 'const frame = 1;'],
    ['server/a.ts', 'export type Queue = { frames: number };'],
    ['server/a.ts', 'const FRAMES_MAX = 2;'],
    ['client/a.ts', 'const shot = 1;'],
    ['client/a.ts', 'class A { #lastShot = 1; }'],
    ['shared/sim/a.ts', 'type Player = { x: number };'],
    ['shared/bots/a.ts', 'function playerAt(): void {}'],
    ['server/a.ts', 'const bank = 6;'],
    ['loadtest/a.ts', 'class Gate {}'],
  ] as const) {
    it(`finds ${bad}`, () => {
      assert.ok(count(secondMeanings, path, bad) > 0);
    });
  }

  it('lets the right words pass, and the same words elsewhere', () => {
    for (const [path, good] of [
      ['shared/sim/a.ts', 'const inputFrame = 1; const railShots = 2; // a frame, a shot'],
      ['server/a.ts', "const wsFrames = 1; const a = 'frame';"],
      ['client/view/a.ts', 'const frame = 1;'],
      ['server/a.ts', 'const players = 1;'],
      ['shared/bots/a.ts', 'const bankShare = 1;'],
      ['server/edge/a.ts', 'const a = { FRAMES_BURST: 1 };'],
    ] as const)
      assert.equal(count(secondMeanings, path, good), 0, good);
  });

  it('finds names that say nothing, of types, classes, functions and files', () => {
    for (const bad of ['class SeatManager {}', 'type Data = 1;', 'export function handlerOf() {}', 'interface Util {}'])
      assert.equal(count(emptyNames, 'server/a.ts', bad), 1, bad);
    assert.equal(count(emptyNames, 'server/a.ts', "import { type RequestHandler } from 'b'; const data = 1;"), 0);
    assert.deepEqual(['a/look.ts', 'a/seat-manager.ts', 'a/tell.test.ts', 'a/looks.ts', 'a/seat.ts'].flatMap(riddles), [
      'a/look.ts',
      'a/seat-manager.ts',
      'a/tell.test.ts',
    ]);
  });

  it('finds sentences in which nobody is named', () => {
    const text = 'Somebody joins,\nwhoever it is, and nobody leaves. A body of 4 KiB.';
    assert.deepEqual(actorless({ path: 'a.md', text }), ['a.md:1 Somebody', 'a.md:2 whoever', 'a.md:2 nobody']);
  });

  it('reads words and meanings from the document', () => {
    const text =
      '\n## Vocabulary\n\nWords.\n\n- **ack** the last\n  used.\n- **bolt** what flies\n\n## Next\n\n- **no** word\n';
    assert.deepEqual(
      [...meaningsUnder(text, 'Vocabulary')],
      [
        ['ack', 'the last used.'],
        ['bolt', 'what flies'],
      ],
    );
  });
});
