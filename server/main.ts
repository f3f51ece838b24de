/** Entry point of the server: options, start, signals. */
import './needs-node.js';
import { Command } from 'commander';
import type { RunningServer } from './app.ts';
import { type Config, environmentHelp, readConfig } from './config.ts';

/** After a signal everything must be over by then, whatever hangs. */
const STOP_MS_MAX = 10_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function fail(line: string, code: number): never {
  process.stderr.write(`${line}\n`);
  process.exit(code);
}

async function start(config: Config, dev: boolean): Promise<void> {
  const [{ startServer }, { createLog, takeConsole }, { builtClient, freshClient }] = await Promise.all([
    import('./app.ts'),
    import('./ops/log.ts'),
    import('./client-files.ts'),
  ]);
  const log = createLog(config.logLevel);
  const client = dev ? await freshClient(config.host) : await builtClient(say, config.frameAncestors);
  if (!dev) takeConsole(log); // Vite speaks to the person at the terminal
  const server = await startServer(config, log, client);
  // A net, not a plan: nothing is known to reach it.
  process.on('unhandledRejection', (error) => server.errors.note('process', error));
  say(`Sparkfray is up: ${server.url} (on ${server.listensOn}${dev ? '; development, hot reload' : ''})`);
  stopOnSignals(server);
}

function stopOnSignals(server: RunningServer): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      say(`${signal}: telling players and ending …`);
      setTimeout(
        () => fail(`Not everything ended within ${STOP_MS_MAX / 1000} s; leaving anyway.`, 1),
        STOP_MS_MAX,
      ).unref();
      server.stop().then(
        () => process.exit(0),
        (error) => fail(`Stopping failed: ${error}`, 1),
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
    return fail(`Bad setting: ${error instanceof Error ? error.message : error}`, 2);
  }
}

const program = new Command('sparkfray')
  .description('The Sparkfray server: game, matchmaking API and client on one port.')
  .option('--dev', 'serve the client from its sources, with hot reload', false)
  .addHelpText('after', `\nEnvironment:\n${environmentHelp.join('\n')}`)
  .configureOutput({ outputError: (text, write) => write(`${text.trim()} (see --help)\n`) })
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
program.parse();

const config = configOrEnd();
start(config, program.opts<{ dev: boolean }>().dev).catch((error) => fail(startProblem(error, config), 1));
