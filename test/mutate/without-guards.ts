/**
 * Entry of `npm run mutate:guards`: removes each guard of the two lists in turn, in a copy of the tree, and tells whose test
 * passes all the same. By hand, not in CI: it takes a quarter of an hour. Exit code 0 when each removal was noticed.
 */
import { Command } from 'commander';
import { readText } from '../support/sources.ts';
import { EDGE_GUARDS } from './edge-guards.ts';
import type { Guard } from './guard.ts';
import { INNER_GUARDS } from './inner-guards.ts';
import { Scratch } from './scratch.ts';

/** No test of the list says nothing for so long. */
const SILENCE_MS_MAX = 75_000;
const EXIT = { noticed: 0, unnoticed: 1, unusable: 2, interrupted: 130 } as const;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const shown = ({ promise, file, code, test }: Guard): string =>
  `${promise === 0 ? '–' : promise} ${file}: ${code.replace(/\s+/gu, ' ')} (${test})`;

/** @returns guards whose removal nothing has noticed */
async function tryAll(scratch: Scratch, guards: readonly Guard[]): Promise<string[]> {
  const unnoticed: string[] = [];
  for (const test of new Set(guards.map((guard) => guard.test))) {
    const { outcome } = await scratch.runTests([test], SILENCE_MS_MAX);
    if (outcome !== 'passed') unnoticed.push(`${test} ${outcome} with all guards in place`);
  }
  for (const [index, guard] of guards.entries()) {
    const text = readText(guard.file).replace(guard.code, () => guard.without);
    const { outcome } = await scratch.withText(guard.file, text, () => scratch.runTests([guard.test], SILENCE_MS_MAX));
    if (outcome === 'passed') unnoticed.push(shown(guard));
    say(`${index + 1}/${guards.length} ${outcome === 'passed' ? 'UNNOTICED' : 'noticed'} ${shown(guard)}`);
  }
  return unnoticed;
}

async function run({ only }: { only: string }): Promise<void> {
  const guards = [...EDGE_GUARDS, ...INNER_GUARDS].filter((guard) => shown(guard).includes(only));
  const scratch = new Scratch();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      scratch.end();
      process.exit(EXIT.interrupted);
    });
  }
  try {
    const unnoticed = await tryAll(scratch, guards);
    say(`${guards.length} guards, ${unnoticed.length} unnoticed`);
    for (const line of unnoticed) say(line);
    process.exitCode = unnoticed.length === 0 ? EXIT.noticed : EXIT.unnoticed;
  } finally {
    scratch.end();
  }
}

await new Command('mutate:guards')
  .description(
    'Removes each guard that a promise rests on, one at a time in a copy of the code, and looks whether its test fails.',
  )
  .option('--only <text>', 'guards with this text in their line', '')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? EXIT.noticed : EXIT.unusable))
  .action(run)
  .parseAsync();
