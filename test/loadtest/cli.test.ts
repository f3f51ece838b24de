/** The load test as a process: what it says when it is used wrongly, and a real run against a real server. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../../loadtest/report.ts';
import { inherited } from '../support/flags.ts';

type Ended = { code: number | null; out: string; err: string };

function launch(args: readonly string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, ['loadtest/main.ts', ...args]);
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, out, err })));
  return { child, ended };
}

const loadtest = (...args: string[]): Promise<Ended> => launch(args).ended;

describe('npm run loadtest, used wrongly,', () => {
  const wrong: [args: string[], says: RegExp][] = [
    [['--players', 'x'], /--players <count>.*'x' is invalid.*whole number from 1 to 10000/],
    [['--players', '0'], /--players <count>.*whole number from 1/],
    [['--duration', '-1'], /--duration <seconds>/],
    [['--url', 'localhost'], /--url <url>.*http:\/\/localhost:2567/],
    [['--seed', '1.5'], /--seed <number>/],
    [['--fast'], /unknown option '--fast'/],
    [['twenty'], /too many arguments/],
    [['--url', 'http://127.0.0.1:1'], /No server answers at http:\/\/127\.0\.0\.1:1\. Start one with "npm start"/],
  ];
  for (const [args, says] of wrong) {
    it(`answers ${args.join(' ')} with one line and code 2`, async () => {
      const { code, out, err } = await loadtest(...args);
      assert.equal(code, 2);
      assert.match(err, says);
      assert.equal(err.trim().split('\n').length, 1, err);
      assert.equal(out, '');
    });
  }

  it('explains every option with --help', async () => {
    const { code, out } = await loadtest('--help');
    assert.equal(code, 0);
    for (const option of ['--players', '--duration', '--url', '--mode', '--json', '--seed', 'Exit code']) {
      assert.ok(out.includes(option), option);
    }
  });
});

describe('npm run loadtest against a real server', function () {
  this.timeout(60_000);
  let server: ChildProcess;
  let url = '';
  let folder = '';

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sparkfray-loadtest-'));
    server = spawn(process.execPath, ['server/main.ts'], {
      env: { ...inherited, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'silent' },
    });
    url = await new Promise<string>((resolve, reject) => {
      let out = '';
      server.stdout?.on('data', (chunk) => {
        out += chunk;
        const found = /up: (\S+)/.exec(out)?.[1];
        if (found !== undefined) resolve(found);
      });
      server.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${out}`)));
    });
  });

  after(async () => {
    if (server.exitCode === null) {
      server.kill('SIGKILL');
      await new Promise((resolve) => server.once('close', resolve));
    }
    await rm(folder, { recursive: true, force: true });
  });

  it('has six players join, play and leave, and tells of it as a table and as JSON', async () => {
    const file = join(folder, 'out.json');
    const { code, out, err } = await loadtest('--url', url, '--players', '6', '--duration', '3', '--json', file);
    assert.equal(code, 0, out + err);
    for (const word of ['joined', '6 of 6', 'ack latency', 'tick', 'Good']) assert.ok(out.includes(word), out);
    const report = JSON.parse(await readFile(file, 'utf8')) as Report;
    const { ok, interrupted, joined, failed, errors, rooms, ackMs, perPlayer, server: figures, generator } = report;
    assert.deepEqual(
      { version: report.version, ok, interrupted, players: report.players, joined, failed, errors, rooms },
      { version: 1, ok: true, interrupted: false, players: 6, joined: 6, failed: 0, errors: [], rooms: 1 },
    );
    assert.ok(Math.abs(report.steadySeconds - 3) < 0.5, `${report.steadySeconds} s`);
    assert.ok(
      ackMs.samples > 200 && ackMs.p50 > 0 && ackMs.p50 <= ackMs.p99 && ackMs.p99 <= ackMs.max,
      JSON.stringify(ackMs),
    );
    assert.ok(perPlayer.patchesPerSecond.mean > 15, JSON.stringify(perPlayer));
    assert.ok(perPlayer.framesPerSecond.mean > 15, JSON.stringify(perPlayer));
    assert.ok(
      perPlayer.bytesInPerSecond.mean > 100 && perPlayer.bytesOutPerSecond.mean > 30,
      JSON.stringify(perPlayer),
    );
    assert.ok(figures !== null && figures.tickMs.ticks > 45 && figures.tickMs.p99 > 0 && figures.rooms === 1);
    assert.ok(generator.cpuCores > 0);
  });

  it('prints nothing but JSON to the standard output with a bare --json', async () => {
    const { code, out } = await loadtest('--url', url, '--players', '1', '--duration', '0.5', '--json');
    assert.equal(code, 0, out);
    assert.equal((JSON.parse(out) as Report).joined, 1);
  });

  it('says which modes there are when asked for another, with code 2', async () => {
    const { code, err } = await loadtest('--url', url, '--mode', 'chess');
    assert.equal(code, 2);
    assert.match(err, /^The server at \S+ has no mode "chess"\. Choose --mode fray.*\n$/);
  });

  it('still reports when it is interrupted', async () => {
    const { child, ended } = launch(['--url', url, '--players', '2', '--duration', '600', '--json']);
    await new Promise<void>((resolve) => {
      child.stderr?.on('data', (chunk) => {
        if (String(chunk).includes('playing')) resolve();
      });
    });
    child.kill('SIGINT');
    const { out } = await ended;
    const report = JSON.parse(out) as Report;
    assert.deepEqual([report.interrupted, report.joined, report.failed], [true, 2, 0]);
  });

  it('fails with code 1 and says why when the server dies', async () => {
    const { child, ended } = launch(['--url', url, '--players', '2', '--duration', '5', '--json']);
    child.stderr?.on('data', (chunk) => {
      if (String(chunk).includes('playing')) server.kill('SIGTERM');
    });
    const { code, out } = await ended;
    const report = JSON.parse(out) as Report;
    assert.equal(code, 1);
    assert.deepEqual([report.ok, report.joined, report.failed], [false, 2, 2]);
    assert.deepEqual(report.errors, [{ message: 'The server is restarting. Play again in a moment.', count: 2 }]);
  });
});
