/** The server as a process: help, bad settings, a taken port, signals. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { inherited } from '../support/flags.ts';
import { TestSeat, until } from '../support/server.ts';

type Ended = { code: number | null; out: string; err: string };

/** Starts the server as `npm start` does. */
const launch = (args: readonly string[], environment: Record<string, string>) =>
  run([process.execPath, 'server/main.ts', ...args], environment);

function run([command = '', ...args]: readonly string[], environment: Record<string, string>) {
  const child = spawn(command, args, {
    env: { ...inherited, HOST: '127.0.0.1', LOG_LEVEL: 'silent', ...environment },
  });
  const text = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    text.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    text.err += chunk;
  });
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, ...text })));
  return { child, text, ended };
}

describe('npm start', () => {
  it('explains its options and environment with --help', async () => {
    const { code, out } = await launch(['--help'], {}).ended;
    assert.equal(code, 0);
    for (const word of ['--dev', 'PORT', 'OPERATOR_TOKEN', '2567']) assert.ok(out.includes(word), word);
  });

  it('answers an unknown option with one line and code 2', async () => {
    const { code, err } = await launch(['--fast'], {}).ended;
    assert.equal(code, 2);
    assert.match(err, /^error: unknown option '--fast' \(see --help\)\n$/);
  });

  it('answers a bad setting with one line that names it and code 2', async () => {
    const { code, err } = await launch([], { PORT: 'http' }).ended;
    assert.equal(code, 2);
    assert.match(err, /^Bad setting: PORT: .*\n$/);
  });

  it('answers a taken port with one line, what to do, and code 1', async () => {
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve));
    const port = (squatter.address() as { port: number }).port;
    const { code, err } = await launch([], { PORT: String(port) }).ended;
    squatter.close();
    assert.equal(code, 1);
    assert.equal(err, `Port ${port} is taken. Set another: PORT=${port + 1} npm start\n`);
  }).timeout(60_000);

  it('run through npm, hands SIGTERM on to the server and ends with its code', async () => {
    const { child, text, ended } = run(['npm', 'start'], { PORT: '0' });
    await until(() => text.out.includes('Sparkfray is up: '), 'the line with the URL', 50_000);
    child.kill('SIGTERM');
    const { code, out } = await ended;
    assert.match(out, /SIGTERM: telling players and ending …\n$/);
    assert.equal(code, 0);
  }).timeout(90_000);

  it('under a Node that is too old says which is needed and what to do, in one line', async () => {
    const old = `Object.defineProperty(process.versions, 'node', { value: '20.20.2' }); await import('./server/needs-node.js')`;
    const { code, err } = await run([process.execPath, '--input-type=module', '--eval', old], {}).ended;
    assert.equal(code, 1);
    assert.match(err, /^Node 24 is needed, this is v.*"npm install" with install scripts.*\n$/);
  });

  it('[C4] serves the page, says its URL, and on SIGTERM tells players and ends with code 0', async () => {
    const { child, text, ended } = launch([], { PORT: '0' });
    await until(() => text.out.includes('Sparkfray is up: '), 'the line with the URL', 50_000);
    const url = /up: (\S+)/.exec(text.out)?.[1] as string;
    const page = await fetch(url);
    assert.equal(page.status, 200);
    const html = await page.text();
    const script = /src="([^"]+\.js)"/.exec(html)?.[1] as string;
    const asset = await fetch(new URL(script, url));
    assert.equal(asset.status, 200);
    assert.match(asset.headers.get('cache-control') ?? '', /immutable/);
    const seat = new TestSeat(url, 'Last');
    await seat.join({ kind: 'quick', mode: 'fray' });
    child.kill('SIGTERM');
    const { code } = await ended;
    assert.equal(code, 0);
    await until(() => seat.connection.state.kind === 'closed', 'the close code');
    assert.deepEqual(seat.connection.state, {
      kind: 'closed',
      code: 4001,
      message: 'The server is restarting. Play again in a moment.',
      searches: true,
    });
    seat.abandon();
  }).timeout(90_000);
});
