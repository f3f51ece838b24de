/** A worker process: connects to its coordinator, carries out its orders, and ends when the coordinator is done or gone. */

import { connect, type Socket } from 'node:net';
import { availableParallelism, hostname } from 'node:os';
import { readLines, sendLine } from '../contract/lines.ts';
import { type Hello, ToWorker, WIRE_VERSION } from '../contract/orders.ts';
import { openFilesMax } from './open-files.ts';
import { shareSchemas } from './shared-schema.ts';
import { silenceSdk, useBotSockets } from './socket.ts';
import { Team } from './team.ts';

export type Coordinator = { host: string; port: number; key: string };

/**
 * Works until it is over.
 * @throws (rejects) with a sentence when the coordinator cannot be reached or does not speak our language
 */
export async function runWorker({ host, port, key }: Coordinator): Promise<void> {
  shareSchemas();
  useBotSockets(silenceSdk());
  const socket = connect({ host, port, noDelay: true });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', (error) => reject(new Error(`No coordinator answers at ${host}:${port}: ${error.message}`)));
  });
  const team = new Team();
  try {
    await takeOrders(socket, team, key);
  } finally {
    socket.destroy();
    await team.end();
  }
}

function takeOrders(socket: Socket, team: Team, key: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.on('error', () => {}); // 'close' follows: a coordinator that is gone ends the work
    let wasAdmitted = false;
    socket.once('close', () => {
      if (wasAdmitted) resolve();
      else
        reject(new Error('The coordinator did not take this worker: check --key, and that both are of one version.'));
    });
    const onLine = (line: unknown) => {
      const parsed = ToWorker.safeParse(line);
      if (!parsed.success) return reject(new Error(`This is no order: ${parsed.error.issues[0]?.message}`));
      wasAdmitted = true;
      const { id, order } = parsed.data;
      const carriedOut = team.carryOut(order).then(
        (answer) => sendLine(socket, { type: 'done', id, answer }),
        (error: Error) => sendLine(socket, { type: 'failed', id, message: error.message }),
      );
      if (order.do === 'end') void carriedOut.then(() => socket.end(resolve));
      return undefined;
    };
    readLines(socket, onLine, (error) =>
      reject(new Error(`The coordinator speaks another language: ${error.message}`)),
    );
    const hello: Hello = {
      type: 'hello',
      version: WIRE_VERSION,
      key,
      host: hostname(),
      pid: process.pid,
      cores: availableParallelism(),
      node: process.version,
      filesMax: openFilesMax(),
    };
    sendLine(socket, hello);
  });
}
