/** Entry point of the peer that `npm run bench` measures the game's server against. */
import { Command, InvalidArgumentError, Option } from 'commander';
import type { StockOptions } from './room.ts';
import { FIELDS, SIGHTS } from './schema.ts';
import { startStock } from './server.ts';

const wholeNumber =
  (min: number, max: number) =>
  (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}.`);
  };

const program = new Command('stock')
  .description('A room as one would write it with plain Colyseus, for measurements side by side.')
  .addOption(
    new Option('--port <number>', 'where to listen; 0 takes a free port')
      .env('PORT')
      .argParser(wholeNumber(0, 65_535))
      .default(2568),
  )
  .addOption(
    new Option('--max-clients <count>', 'seats of a room; the arena is as large as so many need')
      .env('MAX_CLIENTS')
      .argParser(wholeNumber(1, 10_000))
      .default(400),
  )
  .addOption(
    new Option('--sight <kind>', 'what a client gets: what is in view, or all').choices(SIGHTS).default('view'),
  )
  .addOption(new Option('--fields <kind>', 'numbers on the wire').choices(FIELDS).default('quantized'))
  .allowExcessArguments(false)
  .configureOutput({ outputError: (text, write) => write(`${text.trim().replace(/\s*\n\s*/g, ' ')} (see --help)\n`) })
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

const { port, ...options } = program.parse().opts<StockOptions & { port: number }>();
const { url, stop } = await startStock(port, options);
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => void stop().finally(() => process.exit(0)));
}
process.stdout.write(`Stock is up: ${url}\n`);
