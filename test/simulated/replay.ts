/**
 * Entry point of `npm run replay`: a room again from the seed in its log, tick by tick, without sockets. Its bots do what
 * they did then; its people stand still, because a log holds no more than their last input frames.
 */
import { Command, InvalidArgumentError, Option } from 'commander';
import { modeNames } from '../../shared/sim/modes/modes.ts';
import { replayRoom } from '../support/virtual/replay.ts';

const whole = (text: string): number => {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) throw new InvalidArgumentError('expected a whole number.');
  return number;
};

const program = new Command('npm run replay --')
  .description('Steps a room from its seed, as the log line room_created or room_failed has it, until its code throws.')
  .requiredOption('--seed <seed>', 'seed of the room', whole)
  .addOption(new Option('--mode <mode>', 'mode of the room').choices(modeNames).default('fray'))
  .option('--bots <count>', 'bots that were asked for; without it they fill the room as in quick play', whole)
  .option('--seats <count>', 'seats of the room; without it those of its mode', whole)
  .option('--people <count>', 'people in it', whole, 1)
  .option('--ticks <count>', 'how far', whole, 9000)
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
const options = program.parse().opts<Parameters<typeof replayRoom>[0]>();
const { tick, hash, error } = replayRoom(options);
process.stdout.write(`tick ${tick}, hash ${hash}\n`);
if (error !== undefined) process.stdout.write(`${error instanceof Error ? error.stack : error}\n`);
process.exit(error === undefined ? 0 : 1);
