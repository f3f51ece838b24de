/** What a server takes of memory once it is up and at rest: measured, so not among the tests of behaviour. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inherited } from '../support/flags.ts';

/** PERFORMANCE: resident after the start, with the client built before. */
const RESIDENT_BYTES_MAX = 140e6;
/** The first start of a version compiles, and keeps its compiler. */
const FIRST_RESIDENT_BYTES_MAX = 155e6;
const REST_MS = 3000;

async function residentBytesOf(cache: string): Promise<number> {
  const environment = { ...inherited, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'error', NODE_COMPILE_CACHE: cache };
  const child = spawn(process.execPath, ['--import', './server/needs-node.js', 'server/main.ts'], { env: environment });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  try {
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (chunk) => String(chunk).includes('Sparkfray is up') && resolve());
      child.once('exit', () => reject(new Error('it ended')));
    });
    await new Promise((resolve) => setTimeout(resolve, REST_MS));
    const kilobytes = Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]);
    return kilobytes * 1024;
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

describe('a server at rest', () => {
  it('takes 140 MB, and little more at the first start of its version', async () => {
    const cache = mkdtempSync(join(tmpdir(), 'sparkfray-'));
    const [first, second] = [await residentBytesOf(cache), await residentBytesOf(cache)];
    rmSync(cache, { recursive: true });
    process.stdout.write(
      `      · ${(first / 1e6).toFixed(0)} MB at the first start, ${(second / 1e6).toFixed(0)} MB from then on\n`,
    );
    assert.ok(first <= FIRST_RESIDENT_BYTES_MAX, `${first}`);
    assert.ok(second <= RESIDENT_BYTES_MAX, `${second}`);
  });
});
