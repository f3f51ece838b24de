/** The HTTP guard: whatever bytes ask, they get an answer and nobody else notices (rows A, P, Q, S; promises 1, 6, 7). */
import assert from 'node:assert/strict';
import { RawSocket } from '../../support/raw/socket.ts';
import { openRoom, PATIENCE_MS, send, TestSeat, until, useServer } from '../../support/server.ts';

const portOf = (url: string): number => Number(new URL(url).port);

/** Sends bytes on a connection of their own. @returns the status, 0 for a closed connection without an answer */
async function statusOf(url: string, bytes: string): Promise<number> {
  const raw = await RawSocket.open({ port: portOf(url) });
  raw.write(bytes);
  await raw.until(() => raw.head !== undefined || raw.ended, PATIENCE_MS);
  raw.destroy();
  return raw.head?.status ?? 0;
}

describe('HTTP guard', () => {
  const server = useServer();
  const host = (): string => `Host: 127.0.0.1:${portOf(server.url)}\r\n`;

  it('answers with 4xx what ends a stock server, and goes on serving', async () => {
    const cases: [string, string, number][] = [
      ['a Host that is none', 'GET / HTTP/1.1\r\nHost: a[b\r\n\r\n', 400],
      ['an empty Host', 'GET / HTTP/1.1\r\nHost:\r\n\r\n', 400],
      ['a Host with a port that is none', 'GET / HTTP/1.1\r\nHost: a:99999\r\n\r\n', 400],
      ['a Host that looks like an address', 'GET / HTTP/1.1\r\nHost: 1.2.3.4.5\r\n\r\n', 400],
      ['TRACE', `TRACE / HTTP/1.1\r\n${host()}\r\n`, 405],
      ['PUT', `PUT / HTTP/1.1\r\n${host()}Content-Length: 0\r\n\r\n`, 405],
      ['a target without a slash', `GET *:99999999/ HTTP/1.1\r\n${host()}\r\n`, 400],
      ['an absolute target', `GET http://a/ HTTP/1.1\r\n${host()}\r\n`, 400],
      ['a target that is too long', `GET /${'a'.repeat(3000)} HTTP/1.1\r\n${host()}\r\n`, 414],
      [
        'a broken matchmaking path',
        `POST /matchmake/join/%E0%A4%A HTTP/1.1\r\n${host()}Content-Length: 0\r\n\r\n`,
        400,
      ],
    ];
    for (const [what, bytes, status] of cases) assert.equal(await statusOf(server.url, bytes), status, what);
    for (const proto of [':', 'https, http', 'a b', '//']) {
      const bytes = `GET /__healthcheck HTTP/1.1\r\n${host()}X-Forwarded-Proto: ${proto}\r\n\r\n`;
      assert.equal(await statusOf(server.url, bytes), 200, proto);
    }
    assert.equal((await fetch(`${server.url}/healthz`)).status, 200);
  });

  it('takes bodies of at most 4 KiB whose length was announced', async () => {
    const post = (head: string, body = ''): string =>
      `POST /api/rooms HTTP/1.1\r\n${host()}Content-Type: application/json\r\n${head}\r\n\r\n${body}`;
    assert.equal(await statusOf(server.url, post('X: 1')), 411);
    assert.equal(await statusOf(server.url, post('Transfer-Encoding: chunked', '2\r\n{}\r\n0\r\n\r\n')), 411);
    assert.equal(await statusOf(server.url, post('Content-Length: 4097')), 413);
    assert.equal(await statusOf(server.url, post('Content-Encoding: gzip\r\nContent-Length: 2', 'xx')), 415);
    assert.equal(await statusOf(server.url, post('Content-Length: 100000000', 'x'.repeat(100_000))), 413);
    assert.equal(await statusOf(server.url, `GET /healthz HTTP/1.1\r\n${host()}Content-Length: 5000\r\n\r\n`), 413);
    assert.equal(await statusOf(server.url, post('Content-Length: 2', '{}')), 400);
  });

  it('answers matchmaking requests whose body never arrives, is no JSON or no object', async () => {
    for (const body of [
      '',
      'null',
      '5',
      '"x"',
      '[]',
      '{"mode":',
      '{"__proto__":{"mode":"x"}}',
      '{"reconnectionToken":{}}',
    ]) {
      for (const path of ['joinOrCreate/arena', 'reconnect/none', 'joinById/__proto__', 'join/constructor']) {
        const { status } = await send(`${server.url}/matchmake/${path}`, 'POST', body);
        assert.ok(status === 200 || (status >= 400 && status < 600), `${path} ${body}: ${status}`);
      }
    }
    const raw = await RawSocket.open({ port: portOf(server.url) });
    raw.write(
      `POST /matchmake/joinOrCreate/arena HTTP/1.1\r\n${host()}Content-Type: application/json\r\nContent-Length: 90\r\n\r\n{"mode`,
    );
    raw.destroy();
    assert.equal((await fetch(`${server.url}/healthz`)).status, 200);
  });

  it('ends a request that does not come to its end, and a connection that says nothing', async () => {
    const openings = [
      `GET / HTTP/1.1\r\n${host()}X`,
      `POST /api/rooms HTTP/1.1\r\n${host()}Content-Length: 50\r\n\r\n{`,
      '',
    ];
    const slow = await Promise.all(openings.map(() => RawSocket.open({ port: portOf(server.url) })));
    for (const [index, raw] of slow.entries()) raw.write(openings[index] ?? '');
    for (const raw of slow) assert.equal(await raw.until(() => raw.ended, 2 * PATIENCE_MS), true);
  });

  it('lets other pages in only if they are listed, and says so to browsers', async () => {
    const get = (origin: string) => fetch(`${server.url}/api/modes`, { headers: { origin } });
    assert.equal((await get('https://evil.example')).status, 403);
    assert.equal((await get('null')).status, 403);
    const own = await get(server.url);
    assert.equal(own.status, 200);
    assert.equal(own.headers.get('access-control-allow-credentials'), null);
    assert.match(own.headers.get('vary') ?? '', /Origin/);
  });

  it('counts what it refuses by reason, and leaves players alone', async () => {
    const { roomId } = await openRoom(server.url, { bots: 0 });
    const seat = new TestSeat(server.url, 'Calm');
    const view = await seat.join({ kind: 'room', roomId });
    const { serverTick } = view.stats();
    for (let n = 0; n < 20; n++) await statusOf(server.url, 'GET / HTTP/1.1\r\nHost: a[b\r\n\r\n');
    await until(() => view.stats().serverTick > serverTick + 15, 'half a second of play');
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    assert.match(metrics, /sparkfray_refusals_total\{reason="bad_host"\} 2[0-9]/);
    assert.match(metrics, /sparkfray_refusals_total\{reason="body_too_large"\} [1-9]/);
    await seat.leave();
  });
});

describe('HTTP guard with a list of origins', () => {
  const server = useServer({ ALLOWED_ORIGINS: 'https://play.example.org, http://localhost:9' });

  it('answers exactly those pages, with the headers that browsers ask for', async () => {
    for (const origin of ['https://play.example.org', 'http://localhost:9']) {
      const preflight = await fetch(`${server.url}/api/rooms`, { method: 'OPTIONS', headers: { origin } });
      assert.equal(preflight.status, 204);
      assert.equal(preflight.headers.get('access-control-allow-origin'), origin);
    }
    for (const origin of ['https://play.example.org.evil.example', 'http://play.example.org', server.url]) {
      const answer = await fetch(`${server.url}/api/modes`, { headers: { origin } });
      assert.deepEqual([answer.status, answer.headers.get('access-control-allow-origin')], [403, null], origin);
    }
  });
});
