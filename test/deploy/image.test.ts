/** The image: deploy/Dockerfile's own steps, run in folders, and what comes out started as the image starts it. */
import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { restsOf, runStage, type Stage, stagesOf, variablesOf } from '../support/dockerfile.ts';
import { inherited } from '../support/flags.ts';
import { freePort } from '../support/proxies.ts';
import { ask } from '../support/raw/request.ts';
import { TestSeat, until } from '../support/server.ts';
import { ROOT, readText } from '../support/sources.ts';

/** Without Node itself, whose 126 MB are the base image's. */
const MEGABYTES_MAX = 50;

/** A command in its list form, and the options of its instruction before it. */
const listOf = (rest = ''): string[] => JSON.parse(rest.slice(rest.indexOf('['))) as string[];

describe('The image', () => {
  const stages = stagesOf(readText('deploy/Dockerfile'));
  const last = stages.at(-1) as Stage;
  const into = mkdtempSync(join(tmpdir(), 'sparkfray-image-'));
  const root = join(into, last.name);
  const workdir = (): string => join(root, restsOf(last, 'WORKDIR')[0] as string);
  const [uid, gid] = (restsOf(last, 'USER')[0] ?? '').split(':').map(Number);

  before(() => {
    const environment = { ...inherited, PATH: `${dirname(process.execPath)}:${inherited.PATH}` };
    // All packages from package-lock.json: that is what this test itself runs on. Those of production are really installed.
    const instead = new Map([
      ['npm ci --ignore-scripts --no-audit --no-fund', (folder: string) => linkPackages(folder)],
    ]);
    for (const stage of stages)
      runStage(stage, { into, instead, environment: { ...environment, npm_config_prefer_offline: 'true' } });
    // The base image's only program that counts.
    mkdirSync(join(root, 'bin'));
    copyFileSync(process.execPath, join(root, 'bin', 'node'));
    execFileSync('chmod', ['-R', 'a-w,a+rX', root]);
    chmodSync(into, 0o755);
  }).timeout(300_000);
  after(() => {
    execFileSync('chmod', ['-R', 'u+w', into]);
    rmSync(into, { recursive: true });
  });

  /** Runs a command as the image would: its user, its variables, nothing of this machine's. */
  function run([program = '', ...args]: readonly string[], environment: Record<string, string>): ChildProcess {
    assert.equal(program, 'node', 'the only program that is there');
    const identity = process.getuid?.() === 0 ? { uid: uid as number, gid: gid as number } : {};
    return spawn(join(root, 'bin', 'node'), args, {
      cwd: workdir(),
      env: { ...variablesOf(last), ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...identity,
    });
  }

  const codeOf = (child: ChildProcess): Promise<number | null> =>
    new Promise((resolve) => child.once('close', (code) => resolve(code)));

  it('is made on the Node that package.json names', () => {
    const { dependencies } = JSON.parse(readText('package.json')) as { dependencies: Record<string, string> };
    for (const { from } of stages) assert.match(from, new RegExp(`^node:${dependencies.node}-`, 'u'));
  });

  it('holds a built page and what a server needs, and is small', () => {
    const inside = (path: string): boolean => existsSync(join(workdir(), path));
    for (const path of ['server/main.ts', 'package.json', 'dist/client']) assert.ok(inside(path), path);
    for (const path of ['client', 'test', 'loadtest', '.git', 'node_modules/vite', 'node_modules/phaser'])
      assert.ok(!inside(path), path);
    const kilobytes = Number(execFileSync('du', ['-sk', workdir()]).toString().split('\t')[0]);
    assert.ok(kilobytes < MEGABYTES_MAX * 1024, `${kilobytes} kB`);
  });

  it('runs as a user that may write nothing, is found healthy, and on SIGTERM tells players and ends with 0', async () => {
    assert.ok(uid !== undefined && uid > 0, 'a user by number, and not root');
    const writes = run(['node', '-e', "require('node:fs').writeFileSync('x', '')"], {});
    assert.equal(await codeOf(writes), 1, 'it can write');
    const environment = { PORT: String(await freePort()), HOST: '127.0.0.1' };
    const health = restsOf(last, 'HEALTHCHECK')[0];
    assert.equal(await codeOf(run(listOf(health), environment)), 1, 'healthy before it runs');
    const server = run(listOf(restsOf(last, 'CMD')[0]), environment);
    let said = '';
    for (const stream of [server.stdout, server.stderr]) {
      stream?.on('data', (chunk) => {
        said += chunk;
      });
    }
    const ended = codeOf(server);
    const url = `http://127.0.0.1:${environment.PORT}`;
    await until(() => said.includes('Sparkfray is up') || server.exitCode !== null, 'the server');
    assert.equal(server.exitCode, null, said);
    assert.doesNotMatch(said, /Building/u);
    assert.match((await ask(url)).text, /<script/u);
    assert.equal(await codeOf(run(listOf(health), environment)), 0, 'healthy');
    const seat = new TestSeat(url, 'Contained');
    await seat.join({ kind: 'quick', mode: 'fray' });
    server.kill(restsOf(last, 'STOPSIGNAL')[0] as NodeJS.Signals);
    assert.equal(await ended, 0, said);
    await until(() => seat.connection.state.kind === 'closed', 'the close code');
    assert.equal((seat.connection.state as { code?: number }).code, 4001);
    seat.abandon();
  });
});

function linkPackages(folder: string): void {
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const [ours, theirs] = [ROOT, folder].map((at) => readFileSync(join(at, 'package-lock.json'), 'utf8'));
  assert.equal(theirs, ours);
}
