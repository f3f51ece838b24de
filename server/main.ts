/** Entry point of the server: options, start, signals. */
import './needs-node.js';
import { Command } from 'commander';
import type { RunningServer } from './app.ts';
import { type Config, environmentHelp, logFormatOf, readConfig } from './config.ts';
import type { Log } from './ops/log.ts';
import { Speech } from './ops/speech.ts';

/** After a signal everything must be over by then, whatever hangs. */
const STOP_MS_MAX = 10_000;

const speech = new Speech(logFormatOf(), {
  out: process.stdout.write.bind(process.stdout),
  err: process.stderr.write.bind(process.stderr),
});

function fail(event: string, sentence: string, code: number, error?: unknown): never {
  speech.complain(event, sentence, error);
  process.exit(code);
}

async function start(config: Config, dev: boolean): Promise<void> {
  const { createLog, takeConsole, takeStderr } = await import('./ops/log.ts');
  const log = createLog(config.logLevel);
  if (!dev) {
    // Before Colyseus comes, which keeps the console that it finds. Vite speaks to the person at the terminal.
    takeConsole(log);
    takeStderr(log);
  }
  const [{ startServer }, { builtClient, freshClient }] = await Promise.all([
    import('./app.ts'),
    import('./client-files.ts'),
  ]);
  const client = dev
    ? await freshClient(config.host)
    : await builtClient((sentence) => speech.say('client_build', sentence), config.frameAncestors);
  const server = await startServer(config, log, client);
  // A net, not a plan: nothing is known to reach it.
  process.on('unhandledRejection', (error) => server.errors.note('process', error));
  stopOnSignals(server, log); // before anybody can have read that it is up
  const where = `on ${server.listensOn}${dev ? '; development, hot reload' : ''}`;
  speech.say('server_up', `Sparkfray is up: ${server.url} (${where})`);
}

function stopOnSignals(server: RunningServer, log: Log): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      speech.say('server_ends', `${signal}: telling players and ending …`);
      setTimeout(
        () => fail('end_too_late', `Not everything ended within ${STOP_MS_MAX / 1000} s; leaving anyway.`, 1),
        STOP_MS_MAX,
      ).unref();
      server.stop().then(
        () =>
          log.flush(() => {
            speech.say('server_ended', 'Ended.');
            process.exit(0);
          }),
        (error) => fail('end_failed', 'Stopping failed.', 1, error),
      );
    });
  }
}

/** @returns one line for the person at the terminal */
function startProblem(error: unknown, config: Config): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `Port ${config.port} is taken. Set another: PORT=${config.port + 1} npm start`;
  if (code === 'EACCES') return `Port ${config.port} needs more rights. Set one above 1023: PORT=2567 npm start`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `HOST ${config.host} is not an address of this machine.`;
  return `The server could not start: ${error instanceof Error ? error.message : error}`;
}

function configOrEnd(): Config {
  try {
    return readConfig();
  } catch (error) {
    return fail('bad_setting', `Bad setting: ${error instanceof Error ? error.message : error}`, 2);
  }
}

process.on('uncaughtException', (error) => fail('crashed', 'An error that nothing caught ends the server.', 1, error));

const program = new Command('sparkfray')
  .description('The Sparkfray server: game, matchmaking API and client on one port.')
  .option('--dev', 'serve the client from its sources, with hot reload', false)
  .addHelpText('after', `\nEnvironment:\n${environmentHelp.join('\n')}`)
  .configureOutput({ outputError: (text) => speech.complain('bad_option', `${text.trim()} (see --help)`) })
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
program.parse();

const config = configOrEnd();
start(config, program.opts<{ dev: boolean }>().dev).catch((error) =>
  fail('start_failed', startProblem(error, config), 1),
);
