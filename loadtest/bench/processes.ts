/** Child processes of the bench: servers and load generators. None outlives it. */
import { spawn } from 'node:child_process';
import { withinMs } from '../timing/waiting.ts';

export type Command = readonly string[];

const STOP_MS_MAX = 5000;
/** What is kept of a child's output, for the sentence that explains a failure. */
const OUTPUT_CHARS_MAX = 4000;

function launch(command: Command, environment: Readonly<Record<string, string>>) {
  const [program = '', ...args] = command;
  // A clean environment: no setting of this machine's user changes what is measured.
  const env = { PATH: '/usr/local/bin:/usr/bin:/bin', NODE_ENV: 'production', ...environment };
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const kill = (): void => void child.kill();
  process.once('exit', kill);
  const output = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    output.out = `${output.out}${chunk}`.slice(-OUTPUT_CHARS_MAX);
  });
  child.stderr.on('data', (chunk) => {
    output.err = `${output.err}${chunk}`.slice(-OUTPUT_CHARS_MAX);
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', (error) => {
      output.err += error.message;
      resolve(null);
    });
    child.once('close', resolve);
  });
  void ended.then(() => process.off('exit', kill));
  return { child, output, ended };
}

const lastLineOf = (text: string): string => text.trim().split('\n').at(-1)?.trim() ?? '';

export type Server = { url: string; stop: () => Promise<void> };

/** @returns once the server has printed its address @throws Error with what it said instead */
export async function startServer(
  command: Command,
  environment: Readonly<Record<string, string>>,
  timeoutMs: number,
): Promise<Server> {
  const { child, output, ended } = launch(command, environment);
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX);
    await ended.finally(() => clearTimeout(timer));
  };
  const started = new Promise<string | undefined>((resolve) => {
    child.stdout.on('data', () => {
      const found = /up: (http\S+)/.exec(output.out)?.[1];
      if (found !== undefined) resolve(found);
    });
    void ended.then(() => resolve(undefined));
  });
  const url = await withinMs(timeoutMs, started);
  if (url !== undefined) return { url, stop };
  await stop();
  throw new Error(`the server did not start: ${lastLineOf(output.err) || lastLineOf(output.out) || command.join(' ')}`);
}

export type Ended = { code: number | null; lastLine: string };

/** Runs a program to its end, or ends it after `timeoutMs`. */
export async function run(command: Command, timeoutMs: number): Promise<Ended> {
  const { child, output, ended } = launch(command, {});
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
  const code = await ended.finally(() => clearTimeout(timer));
  return { code, lastLine: lastLineOf(output.err) || lastLineOf(output.out) };
}
