/** The page's files as a server in public serves them: small, cached for as long as they hold, and closed to other pages. */
import assert from 'node:assert/strict';
import { get } from 'node:http';
import { builtClient } from '../../server/client-files.ts';
import { useServer } from '../support/server.ts';

const PAGE_BYTES_MAX = 500_000;

type Answer = { status: number; headers: Record<string, string | string[] | undefined>; bytes: number };

/** As it is on the wire: fetch would unpack it. */
const ask = (url: string, headers: Record<string, string>): Promise<Answer> =>
  new Promise((resolve, reject) => {
    get(url, { headers }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes }));
    }).on('error', reject);
  });

describe("The page's files", function () {
  this.timeout(90_000);
  const server = useServer({ TRUST_PROXY: 'loopback' }, () => builtClient(() => {}));
  const scriptOf = async (): Promise<string> =>
    /src="([^"]+\.js)"/.exec(await (await fetch(server.url)).text())?.[1] as string;

  it('come in the smallest form that the browser takes, and proxies know what that depends on', async () => {
    const script = new URL(await scriptOf(), server.url).href;
    const forms: [string, string | undefined][] = [
      ['gzip, deflate, br, zstd', 'br'],
      ['gzip;q=1.0, br;q=0', 'gzip'],
      ['gzip', 'gzip'],
      ['br;q=0', undefined],
      ['identity', undefined],
    ];
    const sizes = new Map<string | undefined, number>();
    for (const [accepted, encoding] of forms) {
      const { status, headers, bytes } = await ask(script, { 'accept-encoding': accepted });
      assert.deepEqual([status, headers['content-encoding']], [200, encoding], accepted);
      assert.match(String(headers.vary), /Accept-Encoding/);
      assert.match(String(headers['content-type']), /^text\/javascript/);
      assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable');
      assert.equal(headers['content-length'], String(bytes));
      sizes.set(encoding, bytes);
    }
    const [br = 0, gzip = 0, plain = 0] = ['br', 'gzip', undefined].map((encoding) => sizes.get(encoding));
    assert.ok(br < gzip && gzip < plain / 2, `${br} ${gzip} ${plain}`);
  });

  it('are at most 500 kB on the wire, all chunks together', async () => {
    const seen = new Set<string>();
    const follow = async (url: string): Promise<number> => {
      if (seen.has(url)) return 0;
      seen.add(url);
      const { bytes } = await ask(url, { 'accept-encoding': 'br' });
      const text = await (await fetch(url)).text();
      const named = [...text.matchAll(/["'(](?:\.?\/)?((?:assets\/)?[\w-]+-[\w-]{8}\.(?:js|css))["')]/g)];
      const links = named.map(
        ([, name = '']) => new URL(name.startsWith('assets/') ? name : `assets/${name}`, server.url),
      );
      return (await Promise.all(links.map(({ href }) => follow(href)))).reduce((sum, more) => sum + more, bytes);
    };
    const bytes = await follow(`${server.url}/`);
    assert.ok(seen.size >= 6 && [...seen].some((url) => url.includes('phaser')), [...seen].join());
    assert.ok(bytes > 100_000 && bytes <= PAGE_BYTES_MAX, `${bytes}`);
  });

  it('are asked for again where they may have changed, and sent in parts', async () => {
    const { headers } = await ask(server.url, { 'accept-encoding': 'br' });
    assert.match(String(headers['cache-control']), /max-age=0/);
    const again = { 'accept-encoding': 'br', 'if-none-match': String(headers.etag) };
    assert.equal((await ask(server.url, again)).status, 304);
    const script = new URL(await scriptOf(), server.url).href;
    const part = await ask(script, { 'accept-encoding': 'identity', range: 'bytes=-500' });
    assert.deepEqual([part.status, part.bytes], [206, 500]);
    assert.equal((await ask(script, { range: 'bytes=99999999-' })).status, 416);
  });

  it('tell browsers to run no other scripts, to be shown in no foreign frame, and to stay with HTTPS', async () => {
    const { headers } = await ask(server.url, {});
    const policy = String(headers['content-security-policy']);
    assert.match(policy, /default-src 'self'/);
    assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval|script-src/);
    assert.match(policy, /frame-ancestors 'self'$/);
    assert.equal(headers['x-frame-options'], 'SAMEORIGIN');
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['referrer-policy'], 'same-origin');
    assert.equal(headers['strict-transport-security'], undefined);
    const secure = await ask(server.url, { 'x-forwarded-for': '192.0.2.1', 'x-forwarded-proto': 'https' });
    assert.equal(secure.headers['strict-transport-security'], 'max-age=31536000');
  });
});

describe('The page in the frame of a portal', function () {
  this.timeout(90_000);
  const server = useServer({}, () => builtClient(() => {}, ['https://portal.example']));

  it('is shown where the operator allowed it', async () => {
    const { headers } = await ask(server.url, {});
    assert.match(String(headers['content-security-policy']), /frame-ancestors 'self' https:\/\/portal\.example$/);
    assert.equal(headers['x-frame-options'], undefined);
  });
});
