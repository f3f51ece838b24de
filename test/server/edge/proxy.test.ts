/** Behind Debian's nginx, HAProxy and Caddy, each with exactly the configuration that docs/proxy.md prints: TLS all the way. */
import assert from 'node:assert/strict';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { type RunningServer, startServer } from '../../../server/app.ts';
import { readConfig } from '../../../server/config.ts';
import { createLog } from '../../../server/ops/log.ts';
import { isCi } from '../../support/flags.ts';
import { hasProgram, PROXIES, StartedProxy } from '../../support/proxies.ts';
import { ask } from '../../support/raw/request.ts';
import { isMessage, JOIN_ACK, MESSAGE, pathOf, reserveSeat, takeSeat, upgradeRequest } from '../../support/raw/seat.ts';
import { RawSocket } from '../../support/raw/socket.ts';
import { openRoom, PATIENCE_MS, sleep, TestSeat, until } from '../../support/server.ts';

/** Waits for the whole answer of a request that was written, and forgets it. @returns its status and body */
async function answerOf(raw: RawSocket): Promise<{ status: number; body: string }> {
  const isWhole = (): boolean =>
    raw.head !== undefined && raw.body.length >= Number(raw.head.headers.get('content-length') ?? 0);
  assert.ok(await raw.until(() => raw.ended || isWhole(), PATIENCE_MS), 'an answer');
  const answer = { status: raw.head?.status ?? 0, body: raw.body.toString() };
  raw.forgetAnswer();
  return answer;
}

for (const kind of PROXIES) {
  describe(`Behind ${kind.name}`, () => {
    if (!hasProgram(kind.program, '-v')) {
      if (isCi) throw new Error(`CI has Debian packages: ${kind.program} must not be missing there`);
      console.warn(`test/server/edge/proxy.test.ts needs ${kind.program}: apt-get install ${kind.program}`);
      return;
    }
    let server: RunningServer;
    let proxy: StartedProxy;
    const trusted = getCACertificates('default');
    const url = (): string => `https://127.0.0.1:${proxy.at.tls}`;
    const target = () => ({ url: url(), port: proxy.at.tls, tls: true });

    before(async () => {
      const config = readConfig({
        PORT: '0',
        HOST: '127.0.0.1',
        LOG_LEVEL: 'silent',
        TRUST_PROXY: 'loopback',
        LIMITS_PER_ADDRESS: 'on',
        CONNECTIONS_PER_ADDRESS: '2',
        BASE_PATH: '/game/',
        SEED: '7',
      });
      server = await startServer(config, createLog('silent'), (_request, _response, next) => next());
      proxy = await StartedProxy.beside(kind, Number(new URL(server.url).port));
      setDefaultCACertificates([...trusted, proxy.certificate]);
      proxy.start();
      for (let n = 0; n < 200; n++, await sleep(50))
        if ((await ask(`${url()}/healthz`).catch(() => undefined))?.status === 200) return;
      throw new Error(`${kind.name} does not answer: ${proxy.log}`);
    });
    after(async () => {
      setDefaultCACertificates(trusted);
      await proxy.stop();
      await server.stop();
    });

    it(`a match is played${kind.reload === undefined ? '' : ', and goes on while the proxy reloads'}`, async () => {
      const { roomId } = await openRoom(url(), { bots: 0 });
      const seat = new TestSeat(url(), 'Proxied');
      const view = await seat.join({ kind: 'room', roomId });
      if (kind.reload !== undefined) {
        proxy.signal(kind.reload);
        await sleep(500);
      }
      const { serverTick } = view.stats();
      await until(() => view.stats().serverTick > serverTick + 60, 'two seconds of play');
      assert.deepEqual(
        seat.states.map((state) => state.kind),
        ['joining', 'playing'],
      );
      await seat.leave();
    });

    it('limits hold by the address of the client, whatever that says of itself', async () => {
      const from = (address: string) => takeSeat(target(), { from: address });
      const taken = [await from('127.0.0.2'), await from('127.0.0.2'), await from('127.0.0.3')];
      await assert.rejects(from('127.0.0.2'), /no seat taken: 429/);
      const liar = await RawSocket.open({ port: proxy.at.tls, tls: true, from: '127.0.0.2' });
      const lies = { 'X-Forwarded-For': '8.8.8.8', 'X-Real-IP': '8.8.8.8', Forwarded: 'for=8.8.8.8' };
      liar.write(upgradeRequest(pathOf(await reserveSeat(url())), proxy.at.tls, lies));
      await liar.until(() => liar.head !== undefined, PATIENCE_MS);
      assert.equal(liar.head?.status, 429);
      for (const raw of [...taken, liar]) raw.destroy();
    });

    it('one TLS connection carries request after request, and a WebSocket in the end', async () => {
      const raw = await RawSocket.open({ port: proxy.at.tls, tls: true, from: '127.0.0.4' });
      const host = `Host: 127.0.0.1:${proxy.at.tls}\r\n`;
      const body = '{"mode":"fray"}';
      raw.write(`GET /healthz HTTP/1.1\r\n${host}\r\n`);
      assert.deepEqual(await answerOf(raw), { status: 200, body: '{"status":"ok"}' });
      raw.write(`GET /api/rooms/gone HTTP/1.1\r\n${host}\r\n`);
      assert.equal((await answerOf(raw)).status, 404);
      raw.write(
        `POST /api/rooms HTTP/1.1\r\nHost: play.example.org\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      );
      const { status, body: made } = await answerOf(raw);
      assert.equal(status, 201);
      assert.match(
        made,
        /"joinUrl":"https:\/\/play\.example\.org\/game\/#/,
        'links say https where the client came by it',
      );
      raw.write(upgradeRequest(pathOf(await reserveSeat(url(), undefined, {}, '127.0.0.4')), proxy.at.tls));
      assert.ok(await raw.until(() => raw.frames.some((frame) => isMessage(frame, MESSAGE.join)), PATIENCE_MS));
      raw.destroy();
    });

    it('the game may lie below a path', async () => {
      const { roomId } = await openRoom(`${url()}/game`, { bots: 0 });
      const seat = new TestSeat(`${url()}/game`, 'Below');
      const view = await seat.join({ kind: 'room', roomId });
      await until(() => view.stats().serverTick > 30, 'a second of play');
      await seat.leave();
    });

    it('who comes without TLS is sent to it', async () => {
      const raw = await RawSocket.open({ port: proxy.at.plain });
      raw.write(`GET /?play=1 HTTP/1.1\r\nHost: play.example.org\r\n\r\n`);
      await raw.until(() => raw.head !== undefined, PATIENCE_MS);
      assert.match(String(raw.head?.status), /^30[18]$/);
      assert.match(raw.head?.headers.get('location') ?? '', /^https:\/\/play\.example\.org(:\d+)?\/\?play=1$/);
      raw.destroy();
    });

    it('pings keep a quiet connection alive: it is the server that ends it, with its own code', async () => {
      const raw = await takeSeat(target(), { from: '127.0.0.5' });
      await raw.until(() => raw.ended, PATIENCE_MS);
      assert.equal(raw.closeCode, 4002, 'the proxy ended it');
    });

    it('no token gets into a log', async () => {
      await until(() => /POST \/?[^\n]*matchmake|"\/matchmake/u.test(proxy.log), 'a line of the log');
      assert.doesNotMatch(proxy.log, /sessionId|reconnectionToken/);
    });

    it('players hear that the server ends, and newcomers that there is none', async () => {
      const raw = await takeSeat(target(), { from: '127.0.0.6' });
      raw.write(JOIN_ACK);
      await raw.until(() => raw.frames.some((frame) => isMessage(frame, MESSAGE.state)), PATIENCE_MS);
      await server.stop();
      assert.equal(await raw.until(() => raw.closeCode !== undefined, PATIENCE_MS), true);
      assert.equal(raw.closeCode, 4001);
      assert.match(String((await ask(`${url()}/healthz`)).status), /^50[23]$/);
      assert.doesNotMatch(proxy.log, /sessionId|reconnectionToken/);
    });
  });
}
