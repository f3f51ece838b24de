/** Whether the workers may open the sockets that their bots need: better told before a run than by forty bots in it. */

import type { RunOptions } from '../contract/run-options.ts';
import { linkOf } from '../network/profiles.ts';
import type { Worker } from './workers.ts';

/** The process itself, and joins under way. */
const BASE_FILES = 48;
/** A relay listens, takes the bot's connection and makes one to the server. */
const FILES_BEHIND_RELAY = 4;

/** @returns what stands in the way, with what to do; undefined when nothing does */
export function filesObstacle(
  workers: readonly Pick<Worker, 'name' | 'filesMax'>[],
  run: Pick<RunOptions, 'players' | 'profile' | 'link' | 'seed'>,
): string | undefined {
  const { latencyMs, jitterMs, stallsPerMinute, stallMs } = linkOf(run, run.seed);
  const isDirect = run.profile === undefined && latencyMs + jitterMs + stallsPerMinute * stallMs === 0;
  const bots = Math.ceil(run.players / workers.length);
  const needed = BASE_FILES + bots * (isDirect ? 1 : FILES_BEHIND_RELAY);
  const short = workers.find(({ filesMax }) => filesMax !== null && filesMax < needed);
  if (short === undefined) return undefined;
  return `This generator may open only ${short.filesMax} files, sockets included (worker ${short.name}); ${bots} bots need about ${needed}. Raise the limit (ulimit -n ${roomFor(needed)}), or use more --workers or other machines.`;
}

const roomFor = (files: number): number => 2 ** Math.ceil(Math.log2(files * 2));
