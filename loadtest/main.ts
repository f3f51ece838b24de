/** Entry point of the load test: options, progress, report, exit code. */
import { writeFile } from 'node:fs/promises';
import { EXIT, readCommandLine } from './options.ts';
import { ProgressLine } from './progress.ts';
import { obstacle } from './reachable.ts';
import { reportOf } from './report.ts';
import { run } from './run.ts';
import { tableOf } from './table.ts';

const EXIT_INTERRUPTED = 130;
/** After the report nothing is worth waiting for: not a socket that a dead server never closes. */
const LINGER_MS_MAX = 1000;

function fail(line: string): never {
  process.stderr.write(`${line}\n`);
  process.exit(EXIT.unusable);
}

const { json, ...options } = readCommandLine(process.argv);
const problem = await obstacle(options.url, options.mode);
if (problem !== undefined) fail(problem);

const ending = new AbortController();
process.on('SIGINT', () => {
  if (ending.signal.aborted) process.exit(EXIT_INTERRUPTED);
  ending.abort();
});

const progress = new ProgressLine(process.stderr, options.players);
const report = reportOf(await run(options, ending.signal, (now) => progress.show(now)));
progress.end();

const text = `${JSON.stringify(report, null, 2)}\n`;
process.stdout.write(json === true ? text : `${tableOf(report).join('\n')}\n`);
if (typeof json === 'string') {
  await writeFile(json, text).catch((error: Error) => fail(`The report could not be written: ${error.message}`));
}
process.exitCode = report.ok ? EXIT.good : EXIT.failures;
setTimeout(() => process.exit(), LINGER_MS_MAX).unref();
