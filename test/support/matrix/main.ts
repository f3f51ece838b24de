/**
 * Runs cells of the fault matrix side by side and prints their outcomes, a line of JSON each. They spend their time waiting,
 * so that a hundred of them need less than a core. Cells come as JSON on the standard input.
 */
import { text } from 'node:stream/consumers';
import { shareSchemas } from '../../../loadtest/worker/shared-schema.ts';
import { silenceSdk, useBotSockets } from '../../../loadtest/worker/socket.ts';
import { type Cell, runCell } from './cell.ts';

const AT_ONCE_MAX = 14;

shareSchemas();
useBotSockets(silenceSdk());
const { target, cells } = JSON.parse(await text(process.stdin)) as { target: string; cells: Cell[] };
const waiting = [...cells];
const lane = async (): Promise<void> => {
  for (let cell = waiting.shift(); cell !== undefined; cell = waiting.shift()) {
    process.stdout.write(`${JSON.stringify(await runCell(cell, target))}\n`);
  }
};
await Promise.all(Array.from({ length: AT_ONCE_MAX }, lane));
process.exit();
