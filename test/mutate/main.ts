/**
 * Entry of `npm run mutate`: makes small slips in the code, one at a time in a copy of it, and tells which of them the
 * tests near it do not notice. By hand, not in CI. Exit code 0 when enough was noticed, 1 when not, 2 for a wrong command.
 *
 * A tool of our own because Stryker does not run here. Tried with core 10.0.0 and mocha-runner 10.0.0 on mocha 12.0.3,
 * TypeScript 7.0.2 and Node 24: the runner allows mocha below 13 but asks for `mocha/lib/cli/run-helpers`, which mocha 12
 * no longer exports, and is not loaded; the core ends with `ts.parseConfigFileTextToJson is not a function`, for
 * TypeScript 7 has no such interface. Beyond that it switches mutations on inside its own process, where the servers,
 * workers and pages that our tests start do not see them, and it tries all mutations of a file instead of a sample.
 */
import { writeFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { filesIn, isIn, loadSources, readText, type Source, scriptsOf } from '../support/sources.ts';
import { drawn } from './draw.ts';
import { isEquivalent } from './equivalents.ts';
import { findings, noticedPercent, record, shownMutation, shownVerdict } from './findings.ts';
import { type Mutation, mutationsOf } from './mutations.ts';
import { testsNear } from './near.ts';
import { Scratch } from './scratch.ts';
import { Trial, type Tried } from './trial.ts';

const FOLDERS: readonly string[] = ['shared', 'server', 'client/input', 'client/view', 'client/ui', 'loadtest'];
const EXIT = { enough: 0, tooFew: 1, unusable: 2, interrupted: 130 } as const;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

type Options = {
  folder: readonly string[];
  count: number;
  seed: number;
  min: number;
  without: readonly string[];
  json?: string;
  list: boolean;
};

const wholeNumber =
  (min: number, max: number) =>
  (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}.`);
  };

const sources = loadSources();
const texts = new Map(sources.map(({ path, text }) => [path, text]));
const textOf = (path: string): string => texts.get(path) ?? '';

const codeIn = (folder: string): Source[] =>
  sources.filter(({ path }) => isIn(path, folder) && !isIn(path, 'test') && !path.endsWith('.config.ts'));

const drawnIn = (folder: string, seed: number): Mutation[] => drawn(codeIn(folder).flatMap(mutationsOf), { rng: seed });

/** A folder of code, one more than those named before. */
function folderOfCode(text: string, named: readonly string[]): string[] {
  const folder = text.replace(/^\.\/|\/+$/g, '');
  if (codeIn(folder).length === 0) throw new InvalidArgumentError(`There is no code in ${folder}.`);
  return named === FOLDERS ? [folder] : [...named, folder];
}

function list({ folder, count, seed }: Options): void {
  for (const path of folder) {
    for (const mutation of drawnIn(path, seed).slice(0, count)) {
      const note = isEquivalent(textOf(mutation.path), mutation) ? ' (equivalent)' : '';
      say(shownMutation(mutation, textOf) + note);
    }
  }
}

async function tryFolder(trial: Trial, folder: string, { count, seed }: Options): Promise<Tried[]> {
  const tried: Tried[] = [];
  let counted = 0;
  for (const mutation of drawnIn(folder, seed)) {
    if (counted === count) break;
    const startMs = performance.now();
    const verdict = await trial.verdictOn(mutation);
    const one: Tried = { folder, mutation, verdict, ms: performance.now() - startMs };
    if (verdict.kind === 'noticed' || verdict.kind === 'survived') counted += 1;
    tried.push(one);
    const seconds = (one.ms / 1000).toFixed(1);
    say(`${counted}/${count} ${shownMutation(mutation, textOf)}: ${shownVerdict(one)} (${seconds} s)`);
  }
  return tried;
}

async function run(options: Options): Promise<void> {
  if (options.list) return list(options);
  const { folder: folders, seed, count, min, without, json } = options;
  say(`seed ${seed}, ${count} mutations in each of ${folders.join(', ')}`);
  const scripts = ['client', 'loadtest'].flatMap((folder) =>
    filesIn(folder)
      .filter((path) => path.endsWith('.html'))
      .flatMap((path) => scriptsOf(folder, readText(path))),
  );
  const scratch = new Scratch();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      scratch.end();
      process.exit(EXIT.interrupted);
    });
  }
  const trial = new Trial(scratch, sources, (path) =>
    testsNear(path, sources, scripts).filter((test) => !without.some((folder) => isIn(test, folder))),
  );
  const tried: Tried[] = [];
  try {
    for (const folder of folders) tried.push(...(await tryFolder(trial, folder, options)));
  } finally {
    scratch.end();
  }
  for (const test of trial.unsound) say(`left out, for it fails without a mutation: ${test}`);
  for (const line of findings(folders, tried, textOf)) say(line);
  if (json !== undefined) {
    const records = tried.map((one) => record(one, textOf));
    writeFileSync(json, `${JSON.stringify({ seed, count, unsound: trial.unsound, tried: records }, undefined, 2)}\n`);
  }
  const isEnough = folders.every((folder) => noticedPercent(tried.filter((one) => one.folder === folder)) >= min);
  process.exitCode = isEnough ? EXIT.enough : EXIT.tooFew;
}

await new Command('mutate')
  .description('Makes small slips in the code, one at a time in a copy of it, and tells which the tests do not notice.')
  .option('--folder <path...>', 'folders of code', folderOfCode, FOLDERS)
  .option('--count <n>', 'mutations that count, in each folder', wholeNumber(1, 10_000), 10)
  .option('--seed <n>', 'which mutations are drawn', wholeNumber(0, 0xffff_ffff), 1)
  .option('--min <percent>', 'of the mutations in each folder to be noticed for exit code 0', wholeNumber(0, 100), 100)
  .option('--without <path...>', 'tests to leave out, such as test/browser, for a quick look', [])
  .option('--json <file>', 'write what was found to this file too')
  .option('--list', 'print the drawn mutations instead of trying them', false)
  .exitOverride((error) => process.exit(error.exitCode === 0 ? EXIT.enough : EXIT.unusable))
  .action(run)
  .parseAsync();
