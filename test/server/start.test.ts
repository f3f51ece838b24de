/** The server as a process: help, bad settings, a taken port, signals. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { inherited } from '../support/flags.ts';
import { startServerChild } from '../support/raw/process.ts';
import { TestSeat, until } from '../support/server.ts';

type Ended = { code: number | null; out: string; err: string };

type Line = { level: number; time: string; event?: string; from?: string; msg?: string; error?: { stack: string } };

/** @throws unless each line is JSON */
const linesOf = (text: string): Line[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

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
    assert.match(out, /SIGTERM: telling players and ending …\nEnded\.\n$/);
    assert.equal(code, 0);
  }).timeout(90_000);

  it('under a Node that is too old says which is needed and what to do, in one line', async () => {
    const old = `Object.defineProperty(process.versions, 'node', { value: '20.20.2' }); await import('./server/needs-node.js')`;
    const { code, err } = await run([process.execPath, '--input-type=module', '--eval', old], {}).ended;
    assert.equal(code, 1);
    assert.match(err, /^Node 24 is needed, this is v.*"npm install" with install scripts.*\n$/);
    const logged = await run([process.execPath, '--input-type=module', '--eval', old], { LOG_FORMAT: 'json' }).ended;
    const line = JSON.parse(logged.err);
    assert.deepEqual([line.level, line.event, line.msg], [60, 'old_node', err.trimEnd()]);
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

describe('LOG_FORMAT=json', () => {
  it('makes every line JSON, from the first to the last, and what libraries write past every logger too', async () => {
    // Warnings of Node and what asks for it by DEBUG are such lines.
    const environment = { LOG_FORMAT: 'json', LOG_LEVEL: 'trace', DEBUG: 'colyseus:*,express:*', PORT: '0' };
    const warn = `data:text/javascript,setTimeout(()=>process.emitWarning('thrown by a test'),1000)`;
    const { child, text, ended } = launch([], { ...environment, NODE_OPTIONS: `--import ${JSON.stringify(warn)}` });
    await until(() => text.out.includes('Sparkfray is up: '), 'the line with the URL', 50_000);
    const seat = new TestSeat(/up: ([^" ]+)/.exec(text.out)?.[1] as string, 'Last');
    await seat.join({ kind: 'quick', mode: 'fray' });
    await seat.leave();
    await until(() => text.out.includes('thrown by a test'), 'the warning');
    child.kill('SIGTERM');
    const { code, out, err } = await ended;
    assert.deepEqual([code, err], [0, '']);
    const lines = linesOf(out);
    const from = new Set(lines.map((line) => line.from));
    for (const library of ['console', 'stderr', 'node']) assert.ok(from.has(library), `a line from ${library}`);
    const own = lines.filter((line) => line.from === undefined).map(({ event }) => event);
    assert.deepEqual([own.includes('server_up'), own.includes('player_joined')], [true, true]);
    assert.equal(own.at(-1), 'server_ended');
    for (const { level, time } of lines) assert.ok(level > 0 && Date.parse(time) > 0);
  }).timeout(90_000);

  it('is kept where the server does not start, and where it crashes', async () => {
    const format = { LOG_FORMAT: 'json' };
    for (const [args, environment, event] of [
      [[], { PORT: 'http' }, 'bad_setting'],
      [[], { LOG_FORMAT: 'json', HOST: 'no.such.host.invalid' }, 'start_failed'],
      [['--fast'], {}, 'bad_option'],
    ] as const) {
      const { err } = await launch(args, { ...format, ...environment }).ended;
      assert.deepEqual(
        linesOf(err).map((line) => line.event),
        [event],
      );
    }
    const server = await startServerChild(format);
    await server.ask({ kind: 'crash' }).catch(() => {});
    await server.ended;
    assert.equal(server.exit, 1);
    const last = linesOf(server.text).at(-1);
    assert.deepEqual([last?.level, last?.event], [60, 'crashed']);
    assert.match(last?.error?.stack ?? '', /thrown by a test\n.*levers\.ts/);
  }).timeout(90_000);
});
