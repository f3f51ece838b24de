/** Builds of the client, as deploys make them: beside a running server, by two processes at once, after a pull. */
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inherited } from '../support/flags.ts';
import { until } from '../support/server.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const PARTS = ['client', 'server', 'shared', 'package.json', 'package-lock.json', 'vite.config.ts'] as const;
const run = promisify(execFile);

describe('A build of the client', function () {
  this.timeout(120_000);
  let copy: string;

  before(() => {
    copy = mkdtempSync(join(tmpdir(), 'sparkfray-build-'));
    for (const part of PARTS) cpSync(join(ROOT, part), join(copy, part), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  });
  after(() => rmSync(copy, { recursive: true, force: true }));

  const build = () => run(process.execPath, ['server/client-build.ts'], { cwd: copy });
  const builds = () => readdirSync(join(copy, 'dist', 'client'));
  const scriptOf = (name: string): string => {
    const page = readFileSync(join(copy, 'dist', 'client', name, 'index.html'), 'utf8');
    return /src="([^"]+\.js)"/.exec(page)?.[1] as string;
  };

  it('is made once by two processes at once, and leaves nothing unfinished', async () => {
    const said = await Promise.all([build(), build()]);
    for (const { stdout } of said) assert.match(stdout, /^Built /);
    assert.equal(builds().length, 1, builds().join());
  });

  it('is not made again when only times of files have changed', async () => {
    utimesSync(join(copy, 'client', 'main.ts'), new Date(), new Date());
    const { stdout } = await build();
    assert.match(stdout, /nothing has changed/);
    assert.equal(builds().length, 1);
  });

  it('leaves the files of pages that are open, also for the server that is started after the next', async () => {
    const script = scriptOf(builds()[0] as string);
    const main = join(copy, 'client', 'main.ts');
    writeFileSync(main, readFileSync(main, 'utf8').replace('Finding a fight…', 'Finding another fight…'));
    const environment = { ...inherited, HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'silent' };
    const server = spawn(process.execPath, [join(copy, 'server', 'main.ts')], { cwd: tmpdir(), env: environment });
    let said = '';
    server.stdout.on('data', (chunk) => {
      said += chunk;
    });
    try {
      await until(() => said.includes('up: '), 'a server that builds first', 60_000);
      assert.match(said, /^Building the client …\nBuilt in /);
      assert.equal(builds().length, 2);
      const url = /up: (\S+)/.exec(said)?.[1] as string;
      const page = await (await fetch(url)).text();
      assert.ok(!page.includes(script), 'the page is still the old one');
      assert.equal((await fetch(new URL(script as string, url))).status, 200);
      assert.equal((await fetch(`${url}/assets/never-built.js`)).status, 404);
    } finally {
      server.kill();
    }
  });
});
