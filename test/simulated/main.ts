/** Entry point of `npm run simulate`: rough rides on virtual time, thousands of seeds if wanted. */
import { Command, InvalidArgumentError } from 'commander';
import { playScenario } from '../support/virtual/scenario.ts';

const whole = (text: string): number => {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) throw new InvalidArgumentError('expected a whole number.');
  return number;
};

const program = new Command('simulate')
  .description(
    'Plays whole games on virtual time over bad networks, one per seed, and checks that all comes right again.',
  )
  .option('--seeds <count>', 'how many seeds', whole, 200)
  .option('--from <seed>', 'the first seed', whole, 1)
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
const { seeds, from } = program.parse().opts<{ seeds: number; from: number }>();

console.info = () => {}; // the SDK tells every reconnection
const startMs = performance.now();
let failed = 0;
for (let seed = from; seed < from + seeds; seed++) {
  const { problems, events } = await playScenario(seed);
  if (problems.length > 0) {
    failed++;
    process.stdout.write(
      `seed ${seed} failed:\n  ${problems.slice(0, 5).join('\n  ')}\n  after\n  ${events.join('\n  ')}\n`,
    );
  }
  if (process.stderr.isTTY) process.stderr.write(`\r${seed - from + 1} of ${seeds} seeds, ${failed} failed `);
}
const seconds = ((performance.now() - startMs) / 1000).toFixed(0);
process.stdout.write(`\n${seeds - failed} of ${seeds} seeds held in ${seconds} s.\n`);
process.exit(failed === 0 ? 0 : 1);
