/** Entry of `npm run fuzz`: fuzzing by hand, for as long as one likes. Exit code 0 only if every promise was kept. */
import { Command, InvalidArgumentError } from 'commander';
import { shownAttack } from './attack.ts';
import { attackOf, fuzz, patchesPerSecond } from './fuzz.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const number =
  (min: number, max: number) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isFinite(value) || value < min || value > max) {
      throw new InvalidArgumentError(`expected a number from ${min} to ${max}`);
    }
    return value;
  };

type Options = { minutes: number; calm: number; seed?: number; first: number; count?: number; show: boolean };

async function run({ minutes, calm, seed = Date.now() % 1_000_000_007, first, count, show }: Options): Promise<void> {
  if (show) {
    for (let at = first; at < first + (count ?? 1); at++) say(`${at}: ${shownAttack(attackOf(seed, at))}`);
    return;
  }
  say(`seed ${seed}, ${minutes} min`);
  const report = await fuzz({
    seed,
    first,
    seconds: minutes * 60,
    calmSeconds: calm,
    say,
    ...(count === undefined ? {} : { count }),
  });
  const kinds = Object.entries(report.byName).map(([name, times]) => `${name} ${times}`);
  say(`${report.attacks} attacks (${kinds.join(', ')}), ${report.refused} refused`);
  say(
    `patches/s: ${patchesPerSecond(report.calm).toFixed(1)} at rest, ${patchesPerSecond(report.under).toFixed(1)} under attack; ` +
      `longest gap ${report.under.gapMsMax.toFixed(0)} ms; event loop busy for at most ${report.health.busyMsMax.toFixed(0)} ms; ` +
      `heap ${(report.heapGrowthBytes / 1024 / 1024).toFixed(1)} MiB more`,
  );
  for (const failure of report.failures) say(`FAILED: ${failure}`);
  process.exitCode = report.failures.length === 0 ? 0 : 1;
}

new Command('fuzz')
  .description('Sends seeded attacks to a server of its own while two honest players play on. Loopback only.')
  .option('--minutes <n>', 'how long to attack', number(0.05, 1440), 1)
  .option('--seed <n>', 'seed of all attacks; by itself another one each time', number(0, 0xffff_ffff))
  .option('--first <n>', 'number of the first attack', number(0, Number.MAX_SAFE_INTEGER), 0)
  .option('--count <n>', 'attacks to carry out at most', number(1, Number.MAX_SAFE_INTEGER))
  .option('--calm <seconds>', 'calm stretch to compare with', number(1, 600), 10)
  .option('--show', 'print the attacks instead of carrying them out', false)
  .action(run)
  .parse();
