/** Entry point of the load test: a coordinator that gives orders and reports, or a worker of one. */
import { fileURLToPath } from 'node:url';
import { conduct, Unusable } from './conduct.ts';
import type { Address } from './option-values.ts';
import { EXIT, readCommandLine } from './options.ts';
import { runWorker } from './worker/main.ts';

const EXIT_INTERRUPTED = 130;
/** After the report nothing is worth waiting for: not a socket that a dead server never closes. */
const LINGER_MS_MAX = 1000;

async function main(): Promise<number> {
  const line = readCommandLine(process.argv);
  if ('workerOf' in line) return work(line);
  const ending = new AbortController();
  process.on('SIGINT', () => {
    if (ending.signal.aborted) process.exit(EXIT_INTERRUPTED);
    ending.abort();
  });
  try {
    const isGood = await conduct(line.conduct, ending.signal, {
      out: process.stdout,
      err: process.stderr,
      program: fileURLToPath(import.meta.url),
    });
    return isGood ? EXIT.good : EXIT.failures;
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    process.stderr.write(`${error.message}\n`);
    return EXIT.unusable;
  }
}

async function work({ workerOf, key }: { workerOf: Address; key: string }): Promise<number> {
  try {
    await runWorker({ ...workerOf, key });
    return EXIT.good;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    return EXIT.unusable;
  }
}

process.exitCode = await main();
setTimeout(() => process.exit(), LINGER_MS_MAX).unref();
