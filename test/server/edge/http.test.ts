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

/** What Java's HttpClient and curl --http2 send along with every plain request. */
const OFFER = 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n';

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
      ['an absolute target with a host that is none', `GET http://a[b/ HTTP/1.1\r\n${host()}\r\n`, 400],
      ['an absolute target of another kind', `GET ftp://a/ HTTP/1.1\r\n${host()}\r\n`, 400],
      ['an asterisk', `GET * HTTP/1.1\r\n${host()}\r\n`, 400],
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

  it('answers every legal spelling of a request, as proxies and health checks send it', async () => {
    const json = 'Content-Type: application/json\r\nContent-Length: 15\r\n\r\n{"mode":"fray"}';
    const cases: [string, string, number][] = [
      ['an offer of h2c, as of curl --http2', `GET /healthz HTTP/1.1\r\n${host()}${OFFER}\r\n`, 200],
      ['the same with a body', `POST /api/rooms HTTP/1.1\r\n${host()}${OFFER}${json}`, 201],
      ['an offer of h2c to a path of seats', `GET /process/room HTTP/1.1\r\n${host()}${OFFER}\r\n`, 404],
      ['HTTP/1.0 without Host, as of HAProxy', 'GET /healthz HTTP/1.0\r\n\r\n', 200],
      ['the standard check of HAProxy', 'OPTIONS / HTTP/1.0\r\n\r\n', 204],
      ['OPTIONS *', `OPTIONS * HTTP/1.1\r\n${host()}\r\n`, 204],
      ['an absolute target', `GET http://play.example/healthz HTTP/1.1\r\n${host()}\r\n`, 200],
      ['HEAD', `HEAD /healthz HTTP/1.1\r\n${host()}\r\n`, 200],
      ['Expect', `POST /api/rooms HTTP/1.1\r\n${host()}Expect: 100-continue\r\n${json}`, 100],
    ];
    for (const [what, bytes, status] of cases) assert.equal(await statusOf(server.url, bytes), status, what);
    assert.equal(await statusOf(server.url, 'GET /healthz HTTP/1.1\r\n\r\n'), 400, 'HTTP/1.1 has a Host');
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

describe('Below a path', () => {
  const server = useServer({ BASE_PATH: '/game/' });
  const base = (): string => `${server.url}/game`;

  it('everything answers, whether a proxy takes the path away or not, and links name it', async () => {
    for (const url of [base(), server.url]) {
      assert.equal((await fetch(`${url}/healthz`)).status, 200);
      const { roomId, joinUrl } = await openRoom(url, { private: true });
      assert.match(joinUrl, new RegExp(`^${base()}/#[A-Z]{6}$`));
      const shown = (await (await fetch(`${url}/api/rooms/${roomId}`)).json()) as { joinUrl: string };
      assert.equal(shown.joinUrl, joinUrl);
      const seat = new TestSeat(url, 'Below');
      await seat.join({ kind: 'room', roomId });
      seat.abandon();
    }
  });

  it('a missing last slash is added, and other paths are none of ours', async () => {
    const moved = await fetch(`${base()}?name=Ada`, { redirect: 'manual' });
    assert.deepEqual([moved.status, moved.headers.get('location')], [308, '/game/?name=Ada']);
    assert.equal((await fetch(`${server.url}/games/healthz`)).status, 404);
    assert.equal((await fetch(`${server.url}/game/game/healthz`)).status, 404);
  });

  it('a proxy that leaves a slash too many is understood', async () => {
    for (const path of ['//healthz', '///game/healthz'])
      assert.equal(await statusOf(server.url, `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`), 200, path);
  });

  it('what is not there is a page for people and an error for programs, and neither repeats what was asked for', async () => {
    const ask = async (accept: string) => {
      const answer = await fetch(`${server.url}/no<b>where`, { headers: { accept } });
      return { status: answer.status, text: await answer.text() };
    };
    const page = await ask('text/html,application/xhtml+xml,*/*;q=0.8');
    assert.deepEqual([page.status, /<a href="\/game\/">/.test(page.text), /where/.test(page.text)], [404, true, false]);
    const { status, text } = await ask('*/*');
    assert.deepEqual(
      [status, JSON.parse(text)],
      [404, { error: { code: 'route_not_found', message: 'There is nothing here.' } }],
    );
  });
});
