/** Starts the peer (test/support/peer/main.ts) for one describe block. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('./peer/main.ts', import.meta.url));

export function usePeer(): { readonly url: string } {
  let url = '';
  let end: (() => Promise<void>) | undefined;
  before(async () => {
    const child = spawn(process.execPath, [MAIN], { stdio: ['pipe', 'pipe', 'inherit'] });
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
    end = () => {
      child.stdin.end();
      return ended;
    };
    url = await new Promise<string>((resolve, reject) => {
      child.stdout.once('data', (line) => resolve(`http://127.0.0.1:${String(line).replace(/\D/g, '')}`));
      child.once('exit', (code) => reject(new Error(`the peer ended with ${code}`)));
    });
  });
  after(async () => end?.());
  return {
    get url() {
      if (url === '') throw new Error('the peer starts before the tests of its block');
      return url;
    },
  };
}
