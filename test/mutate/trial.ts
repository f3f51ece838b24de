/** Tries mutations one after another on a copy of the tree: which tests notice them? */
import type { Source } from '../support/sources.ts';
import { isEquivalent } from './equivalents.ts';
import { type Mutation, mutated } from './mutations.ts';
import type { Outcome, Scratch } from './scratch.ts';

/** On top of three times what a test takes by itself: the machine has other things to do. */
const SLACK_MS = 15_000;
const BASELINE_MS_MAX = 300_000;

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
  /** How long a test may take; 0 for an unsound one. */
  readonly #limitsMs = new Map<string, number>();

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
    for (const test of this.#testsNear(mutation.path)) {
      const limitMs = await this.#limitOf(test);
      if (limitMs === 0) continue;
      const outcome = await whileMutated(() => this.#outcomeOf(test, limitMs));
      if (outcome !== 'passed') return { kind: 'noticed', by: test, hung: outcome === 'hung' };
      tests += 1;
    }
    return { kind: 'survived', tests };
  }

  /** A failure counts when it comes twice: tests of timing may stumble over a loaded machine. */
  async #outcomeOf(test: string, limitMs: number): Promise<Outcome> {
    const first = await this.#scratch.runTest(test, limitMs);
    return first === 'failed' ? this.#scratch.runTest(test, limitMs) : first;
  }

  /** Measured before the test judges anything, on the tree as it is. */
  async #limitOf(test: string): Promise<number> {
    const known = this.#limitsMs.get(test);
    if (known !== undefined) return known;
    const startMs = performance.now();
    const outcome = await this.#outcomeOf(test, BASELINE_MS_MAX);
    const limitMs = outcome === 'passed' ? 3 * (performance.now() - startMs) + SLACK_MS : 0;
    if (limitMs === 0) this.unsound.push(test);
    this.#limitsMs.set(test, limitMs);
    return limitMs;
  }
}
