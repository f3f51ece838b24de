/** Behind Debian's nginx, with exactly the configuration that docs/proxy.md prints. */
import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningServer, startServer } from '../../../server/app.ts';
import { readConfig } from '../../../server/config.ts';
import { createLog } from '../../../server/ops/log.ts';
import { isCi } from '../../support/flags.ts';
import { isMessage, JOIN_ACK, MESSAGE, reserveSeat, takeSeat } from '../../support/raw/seat.ts';
import { RawSocket } from '../../support/raw/socket.ts';
import { openRoom, PATIENCE_MS, sleep, TestSeat, until } from '../../support/server.ts';
import { readText } from '../../support/sources.ts';

const hasNginx = spawnSync('nginx', ['-v']).status === 0;

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** The documented configuration, moved to free ports and into a folder of its own. */
function configOf(folder: string, ports: { game: number; plain: number; tls: number }): string {
  let text = /```nginx\n([\s\S]*?)```/u.exec(readText('docs/proxy.md'))?.[1] ?? '';
  const replaced: [string, string][] = [
    ['server 127.0.0.1:2567;', `server 127.0.0.1:${ports.game};`],
    ['listen 443 ssl;', `listen 127.0.0.1:${ports.plain}; listen 127.0.0.1:${ports.tls} ssl;`],
    ['/etc/letsencrypt/live/play.example.org/fullchain.pem', join(folder, 'cert.pem')],
    ['/etc/letsencrypt/live/play.example.org/privkey.pem', join(folder, 'key.pem')],
    ['/var/log/nginx/sparkfray.log', join(folder, 'access.log')],
    ['proxy_read_timeout 60s;', 'proxy_read_timeout 2s;'],
  ];
  for (const [from, to] of replaced) {
    assert.ok(text.includes(from), `docs/proxy.md: ${from}`);
    text = text.replace(from, to);
  }
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${join(folder, name)};`,
  );
  return `daemon off; worker_processes 1; pid ${join(folder, 'pid')}; error_log ${join(folder, 'error.log')};
    ${process.getuid?.() === 0 ? 'user root;' : ''} events {} http { ${paths.join(' ')}\n${text} }`;
}

describe('Behind nginx', () => {
  if (!hasNginx) {
    if (isCi) throw new Error('CI has Debian packages: nginx must not be missing there');
    console.warn('test/server/edge/proxy.test.ts needs nginx: apt-get install nginx');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'sparkfray-nginx-'));
  const ports = { game: 0, plain: 0, tls: 0 };
  let server: RunningServer;
  let nginx: ChildProcess;
  const url = (): string => `http://127.0.0.1:${ports.plain}`;
  const target = () => ({ url: url(), port: ports.plain });

  before(async () => {
    const config = readConfig({
      PORT: '0',
      HOST: '127.0.0.1',
      LOG_LEVEL: 'silent',
      TRUST_PROXY: 'loopback',
      LIMITS_PER_ADDRESS: 'on',
      CONNECTIONS_PER_ADDRESS: '2',
      SEED: '7',
    });
    server = await startServer(config, createLog('silent'), (_request, _response, next) => next());
    Object.assign(ports, { game: Number(new URL(server.url).port), plain: await freePort(), tls: await freePort() });
    const options = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=proxy',
    ];
    execFileSync('openssl', [...options, '-out', join(folder, 'cert.pem'), '-keyout', join(folder, 'key.pem')], {
      stdio: 'ignore',
    });
    writeFileSync(join(folder, 'nginx.conf'), configOf(folder, ports));
    nginx = spawn('nginx', ['-p', folder, '-e', join(folder, 'error.log'), '-c', join(folder, 'nginx.conf')], {
      stdio: 'ignore',
    });
    for (let n = 0; n < 100; n++, await sleep(50))
      if ((await fetch(`${url()}/healthz`).catch(() => undefined))?.ok === true) return;
    throw new Error(`nginx does not answer: ${readFileSync(join(folder, 'error.log'), 'utf8')}`);
  });
  after(async () => {
    nginx.kill('SIGTERM');
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('a match is played, and goes on while nginx reloads', async () => {
    const { roomId } = await openRoom(url(), { bots: 0 });
    const seat = new TestSeat(url(), 'Proxied');
    const view = await seat.join({ kind: 'room', roomId });
    nginx.kill('SIGHUP');
    await sleep(500);
    const { serverTick } = view.stats();
    await until(() => view.stats().serverTick > serverTick + 60, 'two seconds of play');
    assert.deepEqual(
      seat.states.map(({ kind }) => kind),
      ['joining', 'playing'],
    );
    await seat.leave();
  });

  it('limits hold by the address of the client, whatever that says of itself', async () => {
    const from = (address: string) => takeSeat(target(), { from: address });
    const taken = [await from('127.0.0.2'), await from('127.0.0.2'), await from('127.0.0.3')];
    await assert.rejects(from('127.0.0.2'), /no seat taken: 429/);
    const liar = await RawSocket.open({ port: ports.plain, from: '127.0.0.2' });
    const { processId, roomId, sessionId } = await reserveSeat(url());
    liar.write(
      `GET /${processId}/${roomId}?sessionId=${sessionId} HTTP/1.1\r\nHost: 127.0.0.1:${ports.plain}\r\nX-Forwarded-For: 8.8.8.8\r\n` +
        'X-Real-IP: 8.8.8.8\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
    );
    await liar.until(() => liar.head !== undefined, PATIENCE_MS);
    assert.equal(liar.head?.status, 429);
    for (const raw of [...taken, liar]) raw.destroy();
  });

  it('links say https where the client came by https', async () => {
    const raw = await RawSocket.open({ port: ports.tls, tls: true });
    const body = '{"mode":"fray"}';
    raw.write(
      `POST /api/rooms HTTP/1.1\r\nHost: play.example.org\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    await raw.until(() => raw.ended, PATIENCE_MS);
    assert.match(raw.body.toString(), /"joinUrl":"https:\/\/play\.example\.org\/#/);
    raw.destroy();
  });

  it('pings keep a quiet connection alive: it is the server that ends it, with its own code', async () => {
    const raw = await takeSeat(target(), { from: '127.0.0.4' });
    await raw.until(() => raw.ended, PATIENCE_MS);
    assert.equal(raw.closeCode, 4002, 'nginx ended it');
  });

  it('no token gets into the log', async () => {
    const log = readFileSync(join(folder, 'access.log'), 'utf8');
    assert.match(log, /POST \/matchmake/);
    assert.doesNotMatch(log, /sessionId|reconnectionToken/);
  });

  it('players hear that the server ends', async () => {
    const raw = await takeSeat(target(), { from: '127.0.0.5' });
    raw.write(JOIN_ACK);
    await raw.until(() => raw.frames.some((frame) => isMessage(frame, MESSAGE.state)), PATIENCE_MS);
    await server.stop();
    assert.equal(await raw.until(() => raw.closeCode !== undefined, PATIENCE_MS), true);
    assert.equal(raw.closeCode, 4001);
    assert.equal((await fetch(`${url()}/healthz`)).status, 502);
  });
});
