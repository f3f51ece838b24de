/** Limits as pure things: settings and their relations, addresses, origins, open seats. */
import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { environmentHelp, readConfig } from '../../../server/config.ts';
import { Addresses, isLoopback, keyOf, parseProxies } from '../../../server/edge/address.ts';
import { Admission } from '../../../server/edge/admission.ts';
import { OpenSeats } from '../../../server/edge/open-seats.ts';
import { isAllowedOrigin, parseOrigins } from '../../../server/edge/origin.ts';
import { REFUSALS, Refusals } from '../../../server/edge/refusals.ts';
import { isHost, isTarget, parseSeatTarget } from '../../../server/edge/request-form.ts';
import type { Log } from '../../../server/ops/log.ts';
import { createMetrics } from '../../../server/ops/metrics.ts';
import { readText } from '../../support/sources.ts';

const { limits } = readConfig({});

const VARIABLES = `
  PORT HOST LOG_LEVEL LOG_FORMAT NODE_ENV OPERATOR_TOKEN COLYSEUS_TOOLS IDENTITY_KEY ROOMS_MAX ROOM_EMPTY_SECONDS IDLE_ASIDE_SECONDS
  IDLE_WARN_SECONDS IDLE_FREE_SECONDS SEED ALLOWED_ORIGINS FRAME_ANCESTORS BASE_PATH TRUST_PROXY FORWARDED_HEADER
  TLS_CERT TLS_KEY TLS_CHECK_SECONDS LIMITS_PER_ADDRESS CONNECTIONS_MAX CONNECTIONS_PER_ADDRESS CONNECTS_PER_SECOND
  CONNECTS_BURST REQUESTS_PER_SECOND REQUESTS_BURST JOINS_PER_SECOND JOINS_BURST ROOM_CREATIONS_PER_SECOND
  ROOM_CREATIONS_BURST CODE_MISSES_PER_HOUR CODE_MISSES_BURST OPERATOR_MISSES_PER_HOUR OPERATOR_MISSES_BURST
  MISSES_PER_NETWORK ROOMS_PER_ADDRESS ROOMS_PER_GUEST LOAD_PERCENT_MAX LOAD_PERCENT_SEATS_MAX LOAD_PERCENT_PER_ADDRESS LOAD_PERCENT_PER_GUEST
  ROOMS_EMPTY_MAX SEATS_PER_ADDRESS SEATS_OPEN_PER_ADDRESS SEATS_OPEN_PER_GUEST FRAMES_PER_SECOND FRAMES_BURST
  FRAMES_PER_SILENT_SECOND BYTES_PER_SECOND BUFFERED_BYTES_MAX SILENCE_MS_MAX JOIN_MS_MAX`;

describe('Settings of the edge', () => {
  it('name what does not fit together, or what is wrong with one', () => {
    const cases: [Record<string, string>, RegExp][] = [
      [{ CONNECTIONS_MAX: '10' }, /CONNECTIONS_PER_ADDRESS is above CONNECTIONS_MAX/],
      [{ LOAD_PERCENT_MAX: '91' }, /LOAD_PERCENT_MAX is above LOAD_PERCENT_SEATS_MAX/],
      [{ FRAMES_PER_SECOND: '59' }, /FRAMES_PER_SECOND is below 60/],
      [{ FRAMES_PER_SILENT_SECOND: '29' }, /FRAMES_PER_SILENT_SECOND is below 30/],
      [{ FRAMES_BURST: '8' }, /FRAMES_BURST is not above 8/],
      [{ LIMITS_PER_ADDRESS: 'maybe' }, /LIMITS_PER_ADDRESS: /],
      [{ TRUST_PROXY: '10.0.0.0/33' }, /TRUST_PROXY: .*"10\.0\.0\.0\/33"/],
      [{ ALLOWED_ORIGINS: 'play.example.org' }, /ALLOWED_ORIGINS: .*https:\/\//],
      [{ TLS_CERT: '/a.pem' }, /TLS_CERT and TLS_KEY/],
      [{ ROOM_MAX: '5' }, /^Error: ROOM_MAX is no setting\. Did you mean ROOMS_MAX\?/],
      [{ MAX_ROOMS: '5' }, /Did you mean ROOMS_MAX\?/],
      [{ LOGLEVEL: 'warn' }, /Did you mean LOG_LEVEL\?/],
      [{ TRUSTED_PROXY: 'loopback' }, /Did you mean TRUST_PROXY\?/],
      [{ IDLE_FREE_SECONDS: '45' }, /IDLE_ASIDE_SECONDS, IDLE_WARN_SECONDS, IDLE_FREE_SECONDS: expected/],
      [{ IDLE_ASIDE_SECONDS: '46' }, /IDLE_ASIDE_SECONDS, IDLE_WARN_SECONDS, IDLE_FREE_SECONDS: expected/],
      [{ IDENTITY_KEY: 'short' }, /IDENTITY_KEY: /],
      [{ IDENTITY_KEY: 'x,a-key-of-some-length' }, /IDENTITY_KEY: /],
      [{ IDENTITY_KEY: 'a-key-of-some-length,x' }, /IDENTITY_KEY: /],
    ];
    for (const [environment, says] of cases) assert.throws(() => readConfig(environment), says);
  });

  it('set to nothing are not set, and other programs may have variables of their own', () => {
    const empty = Object.fromEntries(
      VARIABLES.trim()
        .split(/\s+/u)
        .map((name) => [name, '']),
    );
    assert.deepEqual(readConfig(empty), readConfig({}));
    const foreign = ['PATH', 'HOME', 'HOSTS', 'SEEDS', 'SORT', 'HOSTNAME', 'SSL_CERT_FILE', 'SSL_CERT', 'NODE_OPTIONS'];
    readConfig(Object.fromEntries([...foreign, 'SPARKFRAY_PORT', 'TLS_CERTS_DIR'].map((name) => [name, 'x'])));
  });

  it('have names that operators rely on, in the order of --help, and standard values', () => {
    const names = environmentHelp.map((line) => line.trim().split(' ', 1)[0]);
    assert.deepEqual(names, VARIABLES.trim().split(/\s+/u));
    assert.match(environmentHelp.join('\n'), /CONNECTIONS_PER_ADDRESS .*\(60\)/);
  });

  it('arrive where their names say', () => {
    const config = readConfig({
      ROOM_EMPTY_SECONDS: '7',
      IDLE_WARN_SECONDS: '20',
      IDENTITY_KEY: 'a-key-of-some-length, another-key-of-it',
      TLS_CERT: '/c.pem',
      TLS_KEY: '/k.pem',
      CONNECTS_PER_SECOND: '3',
      FRAMES_PER_SILENT_SECOND: '40',
      BUFFERED_BYTES_MAX: '20000',
      LIMITS_PER_ADDRESS: 'off',
    });
    assert.equal(config.roomEmptySeconds, 7);
    assert.deepEqual(config.idle, { asideSeconds: 10, warnSeconds: 20, freeSeconds: 60 });
    assert.deepEqual(config.identityKey, ['a-key-of-some-length', 'another-key-of-it']);
    assert.deepEqual(config.tls, { cert: '/c.pem', key: '/k.pem', checkSeconds: 10 });
    assert.deepEqual(config.limits, {
      ...limits,
      limitsPerAddress: 'off',
      connects: { ...limits.connects, perSecond: 3 },
      frames: { ...limits.frames, perSilentSecond: 40 },
      bufferedBytesMax: 20_000,
    });
    assert.equal(readConfig({ OPERATOR_TOKEN: '' }).operatorToken, undefined, 'nothing = not set');
  });

  it('and all reasons of refusals are published in SECURITY.md', () => {
    const text = readText('SECURITY.md');
    for (const reason of Object.keys(REFUSALS)) assert.ok(text.includes(`\`${reason}\``), reason);
  });
});

describe('Addresses', () => {
  const request = (remoteAddress: string, headers: Record<string, string>): IncomingMessage =>
    ({ socket: { remoteAddress }, headers: { ...headers } }) as unknown as IncomingMessage;

  it('come from the socket unless a trusted proxy says otherwise', () => {
    const none = new Addresses(parseProxies(''));
    const spoofed = {
      'x-forwarded-for': '8.8.8.8',
      'x-real-ip': '8.8.4.4',
      'x-forwarded-proto': 'https',
      'x-client-ip': '1.1.1.1',
    };
    const direct = request('::ffff:192.0.2.1', spoofed);
    assert.equal(none.settle(direct), '192.0.2.1');
    assert.deepEqual(direct.headers, { 'x-real-ip': '192.0.2.1' });
  });

  it('are the last hop that no trusted proxy has, and no word of a liar before it', () => {
    const proxied = new Addresses(parseProxies('loopback, 10.0.0.0/8'));
    const cases: [string, string, string][] = [
      ['127.0.0.1', '198.51.100.7', '198.51.100.7'],
      ['127.0.0.1', '6.6.6.6, 198.51.100.7', '198.51.100.7'],
      ['127.0.0.1', '6.6.6.6, 198.51.100.7, 10.1.2.3', '198.51.100.7'],
      ['127.0.0.1', '198.51.100.7:5678', '198.51.100.7'],
      ['127.0.0.1', '6.6.6.6, "[2001:DB8::7]:443", 10.1.2.3:80', '2001:db8::7'],
      ['127.0.0.1', '[2001:db8:0::7]', '2001:db8::7'],
      ['::1', '"198.51.100.7", ::ffff:a01:203', '198.51.100.7'],
      ['127.0.0.1', 'rubbish', '127.0.0.1'],
      ['127.0.0.1', '198.51.100.7:port', '127.0.0.1'],
      ['127.0.0.1', '[198.51.100.7', '127.0.0.1'],
      ['192.0.2.1', '198.51.100.7', '192.0.2.1'],
    ];
    for (const [socket, header, address] of cases) {
      assert.equal(proxied.settle(request(socket, { 'x-forwarded-for': header })), address, header);
    }
    const twice = request('127.0.0.1', { 'x-forwarded-for': '198.51.100.7', 'x-forwarded-proto': ':' });
    proxied.settle(twice);
    assert.deepEqual(twice.headers, { 'x-real-ip': '198.51.100.7' });
  });

  it('are read from Forwarded only where the proxies write that one', () => {
    const proxied = new Addresses(parseProxies('loopback, 10.0.0.0/8'), 'forwarded');
    const cases: [string, string, string | undefined][] = [
      ['for=198.51.100.7', '198.51.100.7', undefined],
      ['For="198.51.100.7:5678";Proto=HTTPS;by=10.0.0.1', '198.51.100.7', 'https'],
      ['for=6.6.6.6;proto=https, proto=http; for="[2001:DB8::7]:443", for=10.1.2.3', '2001:db8::7', undefined],
      ['for=_hidden', '127.0.0.1', undefined],
      ['for=unknown', '127.0.0.1', undefined],
      ['rubbish', '127.0.0.1', undefined],
    ];
    for (const [forwarded, address, scheme] of cases) {
      const asked = request('127.0.0.1', { forwarded, 'x-forwarded-for': '6.6.6.6', 'x-forwarded-proto': 'http' });
      assert.equal(proxied.settle(asked), address, forwarded);
      assert.equal(asked.headers['x-forwarded-proto'], scheme, forwarded);
    }
    const other = new Addresses(parseProxies('loopback'));
    assert.equal(other.settle(request('127.0.0.1', { forwarded: 'for=6.6.6.6' })), '127.0.0.1');
  });

  it('of IPv6 count as their /64, and this machine has no limits unless it is wanted', () => {
    assert.equal(keyOf('2001:db8:1:2:3::4'), keyOf('2001:db8:1:2:ffff:ffff:ffff:ffff'));
    assert.notEqual(keyOf('2001:db8:1:2::4'), keyOf('2001:db8:1:3::4'));
    for (const spelling of ['2001:DB8:0:0:1::1', '2001:0db8:0000::2', '2001:db8::3.4.5.6'])
      assert.equal(keyOf(spelling), '2001:db8:0:0::/64', spelling);
    for (const mapped of ['::ffff:7f00:1', '::FFFF:127.0.0.1', '0:0:0:0:0:ffff:7f00:1'])
      assert.deepEqual([keyOf(mapped), isLoopback(mapped)], ['127.0.0.1', true], mapped);
    assert.notEqual(keyOf('::1'), keyOf('::ffff:c000:201'));
    assert.equal(isLoopback('127.9.9.9') && isLoopback('::1') && !isLoopback('192.0.2.1'), true);
    const rule = (limitsPerAddress: 'remote' | 'on' | 'off') =>
      new Admission({ ...limits, limitsPerAddress }, new Addresses(parseProxies('')));
    assert.deepEqual(
      ['remote', 'on', 'off'].map((name) => rule(name as 'on').keyOf('127.0.0.1')),
      [undefined, '127.0.0.1', undefined],
    );
    assert.deepEqual(
      ['remote', 'on', 'off'].map((name) => rule(name as 'on').keyOf('192.0.2.1')),
      ['192.0.2.1', '192.0.2.1', undefined],
    );
  });

  it('may hold so many connections at once', () => {
    const admission = new Admission(
      { ...limits, connectionsPerAddress: 2, connectionsMax: 3 },
      new Addresses(parseProxies('')),
    );
    const release = admission.opened('192.0.2.1');
    admission.opened('192.0.2.1');
    assert.equal(admission.refusesConnection('192.0.2.1'), 'too_many_connections');
    assert.equal(admission.refusesConnection('192.0.2.2'), undefined);
    admission.opened('192.0.2.2');
    assert.equal(admission.refusesConnection('192.0.2.3'), 'server_full');
    release();
    assert.equal(admission.refusesConnection('192.0.2.1'), undefined);
    admission.opened('192.0.2.1');
    assert.equal(admission.refusesConnection('192.0.2.1'), 'server_full');
  });
});

describe('Forms', () => {
  it('of hosts, targets and seats', () => {
    for (const host of ['localhost', 'a.example:2567', '127.0.0.1:80', '[::1]:2567', 'my_host'])
      assert.equal(isHost(host), true, host);
    for (const host of ['', 'a[b', 'a b', 'a:99999', '1.2.3.4.5', '[::1', 'a/b', 'a@b', 'é', 'x'.repeat(300)])
      assert.equal(isHost(host), false, host);
    for (const target of ['/', '/a?b=c', '/%zz', '/matchmake/join/arena']) assert.equal(isTarget(target), true, target);
    for (const target of ['*', 'http://a/', '', '/a b', '/\u00e9', '/matchmake', '/matchmake/join/%zz'])
      assert.equal(isTarget(target), false, target);
    assert.deepEqual(parseSeatTarget('/p/r?sessionId=s&skipHandshake=1'), {
      processId: 'p',
      roomId: 'r',
      sessionId: 's',
      reconnectionToken: undefined,
      skipHandshake: true,
      authToken: null,
    });
    for (const target of [
      '/p/r',
      '/p/r?sessionId=',
      '/p/r?sessionId=a%20b',
      '/p/r/q?sessionId=s',
      '/%70/r?sessionId=s',
      '/p/r?sessionId=s&reconnectionToken=a%20b',
      '/p/r?sessionId=s&name=a+b',
    ])
      assert.equal(parseSeatTarget(target), undefined, target);
  });

  it('of origins: the same host by itself, in any spelling of its port', () => {
    const same = parseOrigins('');
    assert.equal(isAllowedOrigin(same, undefined, 'a.example'), true);
    assert.equal(isAllowedOrigin(same, 'https://a.example', 'a.example:443'), true);
    assert.equal(isAllowedOrigin(same, 'http://A.example', 'a.example'), true);
    for (const origin of [
      'null',
      'https://b.example',
      'https://a.example:444',
      'file://a.example',
      'chrome-extension://a.example',
    ]) {
      assert.equal(isAllowedOrigin(same, origin, 'a.example'), false, origin);
    }
    assert.equal(isAllowedOrigin(parseOrigins('*'), 'https://b.example', 'a.example'), true);
    assert.equal(isAllowedOrigin(parseOrigins('https://B.example'), 'https://b.Example', 'a.example'), true);
  });
});

describe('Open seats and refusals', () => {
  it('count a request once, end when taken or expired, by address and by guest', () => {
    const seats = new OpenSeats({ seatsOpenPerAddress: 2, seatsOpenPerGuest: 1 });
    const request = {};
    const ticket = seats.take('a', undefined, request, 0);
    assert.equal(seats.take('a', undefined, request, 0), ticket);
    assert.ok(seats.take('a', 'guest', {}, 0));
    assert.equal(seats.take('a', undefined, {}, 0), undefined);
    assert.equal(seats.take('b', 'guest', {}, 0), undefined);
    if (ticket !== undefined) seats.used(ticket);
    assert.ok(seats.take('a', undefined, {}, 0));
    assert.equal(seats.take('a', undefined, {}, 4999), undefined);
    assert.ok(seats.take('a', 'guest', {}, 5000));
  });

  it('write one line per reason and ten seconds, and count all', async () => {
    const lines: unknown[] = [];
    const metrics = createMetrics();
    const refusals = new Refusals({ warn: (line: unknown) => lines.push(line) } as unknown as Log, metrics);
    for (let n = 0; n < 1000; n++) refusals.count('bad_host', '192.0.2.1', n * 10);
    refusals.count('bad_host', '192.0.2.2', 10_001);
    refusals.count('bad_host', '192.0.2.3', 30_000);
    assert.deepEqual(lines, [
      { event: 'refused', reason: 'bad_host', address: '192.0.2.1', unsaid: 0 },
      { event: 'refused', reason: 'bad_host', address: '192.0.2.2', unsaid: 999 },
      { event: 'refused', reason: 'bad_host', address: '192.0.2.3', unsaid: 0 },
    ]);
    assert.match(await metrics.registry.metrics(), /sparkfray_refusals_total\{reason="bad_host"\} 1002/);
  });
});
