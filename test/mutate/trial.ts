/** Tries mutations one after another on a copy of the tree: which tests notice them? */
import { dirname } from 'node:path';
import type { Source } from '../support/sources.ts';
import { isEquivalent } from './equivalents.ts';
import { type Mutation, mutated } from './mutations.ts';
import type { Scratch } from './scratch.ts';

/** No test says nothing for so long: mocha ends those that wait, but not an endless loop. */
const SILENCE_MS_MAX = 75_000;

export type Verdict =
  | { kind: 'noticed'; by: string; hung: boolean }
  | { kind: 'survived'; tests: number }
  /** Not counted: nothing that can be seen differs. */
  | { kind: 'equivalent' }
  /** Not counted: the type checker refuses it, so that no test ever meets it. */
  | { kind: 'refused' };

export type Tried = { folder: string; mutation: Mutation; verdict: Verdict; ms: number };

export class Trial {
  /** Tests that fail or hang without any mutation: they can notice nothing. */
  readonly unsound: string[] = [];
  readonly #scratch: Scratch;
  readonly #sources: ReadonlyMap<string, Source>;
  readonly #testsNear: (path: string) => readonly string[];
  readonly #isSound = new Map<string, boolean>();

  constructor(scratch: Scratch, sources: readonly Source[], testsNear: (path: string) => readonly string[]) {
    this.#scratch = scratch;
    this.#sources = new Map(sources.map((source) => [source.path, source]));
    this.#testsNear = testsNear;
  }

  async verdictOn(mutation: Mutation): Promise<Verdict> {
    const source = this.#sources.get(mutation.path);
    if (source === undefined) throw new Error(`${mutation.path} is no source`);
    if (isEquivalent(source.text, mutation)) return { kind: 'equivalent' };
    const text = mutated(source.text, mutation);
    const whileMutated = <T>(act: () => Promise<T>): Promise<T> => this.#scratch.withText(mutation.path, text, act);
    if ((await whileMutated(() => this.#scratch.typesHold())) !== 'passed') return { kind: 'refused' };
    let tests = 0;
    for (const all of byFolder(this.#testsNear(mutation.path))) {
      const folder = all.filter((test) => this.#isSound.get(test) !== false);
      if (folder.length === 0) continue;
      const together = await whileMutated(() => this.#scratch.runTests(folder, SILENCE_MS_MAX));
      if (together.outcome !== 'passed') {
        const suspects = together.suspect === undefined ? folder : [together.suspect, ...folder];
        for (const test of new Set(suspects)) {
          const { outcome } = await whileMutated(() => this.#scratch.runTests([test], SILENCE_MS_MAX));
          if (outcome === 'passed' || !(await this.#passesAsItIs(test))) continue;
          return { kind: 'noticed', by: test, hung: outcome === 'hung' };
        }
      }
      tests += folder.length;
    }
    return { kind: 'survived', tests };
  }

  /** A failure counts when it comes twice, in its folder and alone, and not without the mutation. */
  async #passesAsItIs(test: string): Promise<boolean> {
    const known = this.#isSound.get(test);
    if (known !== undefined) return known;
    const isSound = (await this.#scratch.runTests([test], SILENCE_MS_MAX)).outcome === 'passed';
    if (!isSound) this.unsound.push(test);
    this.#isSound.set(test, isSound);
    return isSound;
  }
}

/** A whole folder of tests starts once: starting is most of what a test file takes. */
function byFolder(tests: readonly string[]): string[][] {
  const folders = new Map<string, string[]>();
  for (const test of tests) folders.set(dirname(test), [...(folders.get(dirname(test)) ?? []), test]);
  return [...folders.values()];
}
