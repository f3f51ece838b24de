/** The load tester as a process: what it says when it is used wrongly, and what its user gets from a real server. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../../loadtest/contract/report.ts';
import { scenarioNames } from '../../loadtest/scenarios/list.ts';
import { useGameServer } from '../support/game-server.ts';
import { type Ended, launch, loadtest, reported, said } from '../support/loadtest.ts';

describe('npm run loadtest, used wrongly,', function () {
  this.timeout(90_000);
  const wrong: [args: string[], says: RegExp][] = [
    [['--players', 'x'], /--players <count>.*'x' is invalid.*whole number from 1 to 10000/],
    [['--duration', '-1'], /--duration <seconds>/],
    [['--url', 'localhost'], /--url <url>.*http:\/\/localhost:2567/],
    [['--seed', '1.5'], /--seed <number>/],
    [['--fast'], /unknown option '--fast'/],
    [['twenty'], /too many arguments/],
    [['--scenario', 'chaos'], /--scenario <name>.*steady.*ramp/],
    [['--bots', 'light', '--think', 'fighter'], /--think fighter needs --bots full/],
    [['--limit', 'tick.p99 << 3'], /"< 3" is no value/],
    [['--limits', 'no-such-file'], /--limits: .*no-such-file/],
    [['--junit', '/no/such/folder/out.xml'], /\/no\/such\/folder\/out\.xml cannot be written/],
    [['--tag', 'a b=c'], /--tag <name=value>.*Expected name=value/],
    [['--json', '/no/such/folder/out.json'], /\/no\/such\/folder\/out\.json cannot be written/],
    [['--worker-of', 'localhost:1'], /--key/],
    [['--url', 'http://127.0.0.1:1'], /No server answers at http:\/\/127\.0\.0\.1:1\. Start one with "npm start"/],
  ];
  /** All at once: on several cores that is sooner over. */
  let answers: readonly Ended[] = [];

  before(async () => {
    answers = await Promise.all(wrong.map(([args]) => loadtest(...args)));
  });

  for (const [index, [args, says]] of wrong.entries()) {
    it(`answers ${args.join(' ')} with one line and code 2`, () => {
      const { code, out, err } = answers[index] ?? assert.fail('it was not run');
      assert.equal(code, 2);
      assert.match(err, says);
      assert.equal(err.trim().split('\n').length, 1, err);
      assert.equal(out, '');
    });
  }

  it('explains every option, and the scenario that was named, with --help', async () => {
    const { code, out } = await loadtest('--scenario', 'ramp', '--help');
    assert.equal(code, 0);
    const options = ['--players', '--rooms', '--duration', '--mode', '--bots', '--think', '--latency', '--profile'];
    for (const option of [
      ...options,
      '--worker-of',
      '--limit',
      '--compare',
      '--report',
      '--json',
      '--junit',
      '--tag',
      'Exit code',
    ]) {
      assert.ok(out.includes(option), option);
    }
    assert.match(out, /Scenario ramp: .*\nIts limits: errors == 0/);
  });

  it('lists its scenarios and figures with --list, each with what it is', async () => {
    const { code, out } = await loadtest('--list');
    assert.equal(code, 0);
    const [scenarios = '', figures = ''] = out.split('\n\n');
    const names = (text: string) => [...text.matchAll(/^ {2}(\S+) .+$/gm)].map(([, name]) => name);
    assert.deepEqual(names(scenarios), scenarioNames);
    for (const name of ['ack.*', 'tick.*', 'errors', 'patches.min']) assert.ok(names(figures).includes(name), figures);
  });
});

describe('npm run loadtest against a real server', function () {
  this.timeout(60_000);
  const server = useGameServer();
  const dying = useGameServer({ ROOMS_MAX: '1' });
  let folder = '';

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sparkfray-loadtest-'));
  });

  after(() => rm(folder, { recursive: true, force: true }));

  it('has eight full bots on two workers join, play over a bad network and leave, and tells all of it', async () => {
    const page = join(folder, 'out.html');
    const network = ['--latency', '60', '--jitter', '10', '--workers', '2', '--report', page];
    const { code, out, err, report } = await reported('--url', server.url, '-p', '8', '-d', '3', ...network);
    assert.equal(code, 0, out + err);
    assert.deepEqual([report.version, report.ok, report.interrupted, report.errors], [2, true, false, []]);
    assert.deepEqual(
      report.workers.map(({ players }) => players),
      [4, 4],
    );
    const { figures } = report;
    const between = (name: string, least: number, most: number) => {
      const value = figures[name];
      assert.ok(
        value !== undefined && value >= least && value <= most,
        `${name} is ${value}: ${JSON.stringify(figures)}`,
      );
    };
    between('players', 8, 8);
    between('joined', 100, 100);
    between('seconds', 2.8, 4);
    // Upper bounds only tell seconds from milliseconds: a machine that does other things may be slow.
    between('rtt.p50', 55, 1000);
    between('ack.p50', 60, 2500);
    between('ack.count', 200, 900);
    between('age.p50', 25, 2000);
    between('join.p50', 60, 10_000);
    between('patches', 5, 40); // after a hitch ticks are made up for
    between('frames', 5, 40);
    between('received', 100, 20_000);
    between('corrections', 0, 600);
    between('starvation', 0, 100);
    between('tick.p99', 0.01, 1000);
    between('tick.max', 0.01, 5000);
    between('cores', 0.01, 4);
    between('rss', 20, 2000);
    between('encode', 0.1, 100);
    between('generator.cores', 0.01, 2);
    assert.ok(report.series.seconds.length >= 3);
    assert.match(out, /ack/);
    assert.match(await readFile(page, 'utf8'), /^<!doctype html>/i);
  });

  it('fails with code 1 and says which limit broke, and compares with an older report', async () => {
    const old = join(folder, 'old.json');
    const one = ['--url', server.url, '-p', '1', '-d', '1.2', '--bots', 'light', '--think', 'idle'];
    const { code, out } = await loadtest(
      ...one,
      '--limit',
      'tick.p99 < 0.001ms',
      '--limit',
      'errors == 0',
      '--json',
      old,
    );
    assert.equal(code, 1, out);
    assert.match(out, /tick\.p99 < 0\.001ms/);
    const report = JSON.parse(await readFile(old, 'utf8')) as Report;
    assert.deepEqual(
      report.rulings.map(({ limit, holds }) => [limit, holds]),
      [
        ['tick.p99 < 0.001ms', false],
        ['errors == 0', true],
        ['drops == 0', true],
        ['lost == 0', true],
      ],
    );
    const outputs = ['junit', 'lines', 'openmetrics', 'summary'].flatMap((form) => [`--${form}`, join(folder, form)]);
    const tags = ['--tag', 'commit=abc', '--tag', 'branch=main'];
    const again = await loadtest(...one, '--limits', await limitsFile(folder), '--compare', old, ...outputs, ...tags);
    assert.equal(again.code, 0, again.out + again.err);
    assert.match(await readFile(join(folder, 'junit'), 'utf8'), /name="branch" value="main"/);
    assert.match(await readFile(join(folder, 'lines'), 'utf8'), /"tags":\{"commit":"abc","branch":"main"\}/);
    assert.match(await readFile(join(folder, 'openmetrics'), 'utf8'), /loadtest_ok\{commit="abc".*\} 1\n/);
    assert.match(await readFile(join(folder, 'summary'), 'utf8'), /Since |No figure changed/);
    assert.match(again.out, /--repeat/);
  });

  it('prints nothing but JSON to the standard output with a bare --json', async () => {
    const { code, out } = await loadtest('--url', server.url, '--players', '1', '--duration', '0.5', '--json');
    assert.equal(code, 0, out);
    assert.equal((JSON.parse(out) as Report).figures.players, 1);
  });

  it('says which modes there are when asked for another, with code 2', async () => {
    const { code, err } = await loadtest('--url', server.url, '--mode', 'chess');
    assert.equal(code, 2);
    assert.match(err, /^The server at \S+ has no mode "chess"\. Choose --mode fray.*\n$/);
  });

  it('does not play elsewhere when no room can be opened, and says why, with code 2', async () => {
    const headers = { 'content-type': 'application/json' };
    const opened = await fetch(`${dying.url}/api/rooms`, { method: 'POST', headers, body: '{"mode":"fray"}' });
    assert.equal(opened.status, 201);
    const { code, err } = await loadtest('--url', dying.url, '--rooms', '2', '--players', '2');
    assert.equal(code, 2);
    assert.match(err, /^No room could be opened at \S+\. .*\w/m);
  });

  it('still reports when it is interrupted', async () => {
    const { child, ended } = launch(['--url', server.url, '--players', '2', '--duration', '600', '--json']);
    await said(child, 'playing');
    child.kill('SIGINT');
    const { out } = await ended;
    const { interrupted, figures } = JSON.parse(out) as Report;
    assert.deepEqual([interrupted, figures.joined, figures.errors], [true, 100, 0]);
  });

  it('fails with code 1 and says why when the server dies', async () => {
    const { child, ended } = launch(['--url', server.url, '--players', '2', '--duration', '2', '--json']);
    await said(child, 'playing');
    server.child().kill('SIGTERM');
    const { code, out } = await ended;
    const report = JSON.parse(out) as Report;
    assert.equal(code, 1);
    assert.deepEqual(report.errors, [{ message: 'The server is restarting. Play again in a moment.', count: 2 }]);
    assert.deepEqual(report.closes, [{ code: 4001, count: 2 }]);
  });

  it('counts players as failed who are away when it ends', async () => {
    const { child, ended } = launch([
      ...['--url', dying.url, '--players', '2', '--duration', '1.5', '--json'],
      // Whoever allows all of this has not allowed a server that is gone.
      ...['drops < 99', 'errors < 99', 'lost < 99'].flatMap((limit) => ['--limit', limit]),
    ]);
    await said(child, 'playing');
    dying.child().kill('SIGKILL');
    const { code, out } = await ended;
    const report = JSON.parse(out) as Report;
    assert.equal(code, 1);
    const { drops, errors, lost } = report.figures;
    assert.deepEqual([drops, errors, lost], [2, 2, 2]);
    assert.deepEqual(report.errors, [{ message: 'The connection dropped and did not come back in time.', count: 2 }]);
    assert.match(report.faults.join(), /^The server was gone from [\d.]+ s on \([\d.]+ s into “playing”\)\.$/);
  });
});

async function limitsFile(folder: string): Promise<string> {
  const file = join(folder, 'limits.txt');
  await writeFile(
    file,
    '# what one light bot must get\nerrors == 0\npatches > 10/s\n\nack.p99 < rtt + 2s # late enough\n',
  );
  return file;
}
