/** Sparkfray's server as its operator starts it: a process of its own, on a free port, for one describe block. */
import { type ChildProcess, spawn } from 'node:child_process';
import { inherited } from './flags.ts';

/** @param environment on top of this process's own */
export function useGameServer(environment: Record<string, string> = {}): {
  readonly url: string;
  child: () => ChildProcess;
} {
  let server: ChildProcess | undefined;
  let url = '';
  before(async () => {
    const child = spawn(process.execPath, ['server/main.ts'], {
      env: { ...inherited, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'silent', ...environment },
    });
    server = child;
    url = await new Promise<string>((resolve, reject) => {
      let out = '';
      child.stdout.on('data', (chunk) => {
        out += chunk;
        const found = /up: (\S+)/.exec(out)?.[1];
        if (found !== undefined) resolve(found);
      });
      child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${out}`)));
    });
  });
  after(async () => {
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const closed = new Promise((resolve) => server?.once('close', resolve));
    server.kill('SIGKILL');
    await closed;
  });
  return {
    get url() {
      return url;
    },
    child: () => {
      if (server === undefined) throw new Error('the server starts before the tests of its block');
      return server;
    },
  };
}
