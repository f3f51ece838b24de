/** Fuzz over fresh connections: HTTP requests, upgrades, join options and reconnection tokens. */
import { upgradeRequest } from '../../../support/raw/seat.ts';
import type { Attack } from './attack.ts';
import { type Chance, maybeMutated, mutate } from './chance.ts';

const METHODS = [
  'GET',
  'POST',
  'DELETE',
  'PUT',
  'PATCH',
  'OPTIONS',
  'HEAD',
  'TRACE',
  'CONNECT',
  'PRI',
  'get',
  'M-SEARCH',
];
const TARGETS = [
  '/',
  '*',
  '*%',
  '*:99999999/',
  '//',
  '/%',
  '/%00',
  '/../..',
  '/api/rooms',
  '/api/rooms?mode=%',
  '/api/rooms/{roomId}',
  '/api/codes/%ff',
  '/api/openapi.json',
  '/metrics',
  '/healthz',
  '/matchmake/',
  '/matchmake/joinOrCreate/arena',
  '/matchmake/create/arena',
  '/matchmake/reconnect/{roomId}',
  '/matchmake/__proto__/arena',
  '/matchmake/joinById/%',
  'http://a[b/',
  'http://127.0.0.1/',
  '?',
  '#',
  '{path}',
  '/assets/..%2f..%2fpackage.json',
  '/\\',
  `/${'a'.repeat(3000)}`,
];
const HOSTS = [
  '127.0.0.1:{port}',
  'localhost',
  '',
  'a[b',
  '[::1]',
  '[',
  'a b',
  'a:99999999',
  'é',
  '127.0.0.1:{port}, a',
  '@',
  '%',
];
const EXTRA = [
  'X-Forwarded-Proto: :',
  'X-Forwarded-For: 1.2.3.4, ::1, [',
  'X-Forwarded-Host: a[b',
  'Expect: 100-continue',
  'Upgrade: h2c',
  'Transfer-Encoding: chunked',
  'Content-Length: 5',
  'Content-Length: -1',
  'Content-Length: 99999999999',
  'Origin: null',
  'Origin: http://[',
  'Cookie: a=b; =; ;;',
  'Authorization: Bearer',
  'Authorization: Bearer \u00ff',
  'Range: bytes=0-,9-1',
  'If-None-Match: *',
  'If-Modified-Since: never',
  'Accept-Encoding: br;q=9',
  'Content-Encoding: gzip',
  'Connection: close, Host',
  'Content-Type: application/json; charset=utf-7',
  'Content-Type: text/plain',
  'Proxy-Connection: a',
  'TE: trailers',
  'Sec-WebSocket-Key: a',
];

/** JSON that parsers and validators stumble over, next to what an honest client sends. */
const VALUES = [
  '"fray"',
  '"duel"',
  '"nosuchmode"',
  'null',
  'true',
  '0',
  '-1',
  '1e999',
  '12345678901234567890',
  '""',
  '"\\u0000"',
  '"\\ud800"',
  '[]',
  '{}',
  '[[[[]]]]',
  '{"__proto__":{"admin":true}}',
  '{"constructor":{"prototype":{}}}',
  `"${'n'.repeat(300)}"`,
  '"\u202e\u200b"',
];
const KEYS = [
  'mode',
  'name',
  'protocol',
  'private',
  'bots',
  'maxPlayers',
  '__proto__',
  'constructor',
  'sessionId',
  'reconnectionToken',
  'token',
];

function json(chance: Chance): string {
  if (chance.oneIn(12)) return '['.repeat(1 + chance.int(1500));
  if (chance.oneIn(12)) return chance.pick(VALUES);
  const fields = Array.from({ length: chance.int(5) }, () => `"${chance.pick(KEYS)}":${chance.pick(VALUES)}`);
  return `{${fields.join(',')}}`;
}

function post(target: string, body: Buffer, extra: readonly string[] = []): Buffer {
  const lines = [
    `POST ${target} HTTP/1.1`,
    'Host: 127.0.0.1:{port}',
    'Content-Type: application/json',
    'Content-Length: {length}',
    'Connection: close',
    ...extra,
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body]);
}

export function requestAttack(chance: Chance): Attack {
  const lines = [
    `${chance.pick(METHODS)} ${chance.pick(TARGETS)} HTTP/${chance.pick(['1.1', '1.1', '1.1', '1.0', '2.0', '9'])}`,
  ];
  if (!chance.oneIn(8)) lines.push(`Host: ${chance.oneIn(3) ? chance.pick(HOSTS) : '127.0.0.1:{port}'}`);
  for (let left = chance.int(4); left > 0; left--) lines.push(chance.pick(EXTRA));
  const body = chance.oneIn(2) ? json(chance) : '';
  if (body !== '') lines.push(`Content-Length: ${body.length}`);
  const bytes = Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`, 'latin1');
  return { name: 'HTTP request', over: 'fresh', writes: [maybeMutated(chance, bytes, 3)] };
}

export function upgradeAttack(chance: Chance): Attack {
  const changes: Record<string, string | null> = {};
  if (chance.oneIn(3)) changes.Host = chance.pick(HOSTS);
  if (chance.oneIn(4))
    changes.Origin = chance.pick(['null', 'http://[', 'http://127.0.0.1:{port}', '', 'http://evil.example']);
  if (chance.oneIn(5)) changes['Sec-WebSocket-Extensions'] = 'permessage-deflate; server_max_window_bits=99, ;;';
  if (chance.oneIn(5)) changes['Sec-WebSocket-Protocol'] = chance.pick(['a', 'a,a', ',', '"']);
  if (chance.oneIn(6)) changes['Sec-WebSocket-Version'] = chance.pick(['8', '7', '', '1e1', '-13']);
  const target = chance.oneIn(2)
    ? `{path}${chance.pick(['', '&', '&sessionId=x', '%', '&reconnectionToken=%00', '&skipHandshake'])}`
    : chance.pick(TARGETS);
  const text = upgradeRequest(target, 0, { Host: '127.0.0.1:{port}', ...changes });
  const bytes = maybeMutated(chance, Buffer.from(text, 'latin1'), 3);
  const after = chance.oneIn(3) ? [chance.bytes(chance.int(60))] : [];
  return { name: 'upgrade', over: 'fresh', needs: 'ticket', writes: [bytes, ...after] };
}

export function joinAttack(chance: Chance): Attack {
  const call = chance.pick([
    '/matchmake/joinOrCreate/arena',
    '/matchmake/join/arena',
    '/matchmake/joinById/{roomId}',
    '/matchmake/create/arena',
    '/matchmake/joinOrCreate/nosuchroom',
    '/matchmake/joinById/x',
    '/api/rooms',
    '/matchmake/toString/arena',
    '/api/guest',
  ]);
  const body = maybeMutated(chance, Buffer.from(json(chance)), 4);
  return {
    name: 'join options',
    over: 'fresh',
    writes: [post(call, body, chance.oneIn(5) ? [chance.pick(EXTRA)] : [])],
  };
}

const TOKENS = [
  '{token}',
  '{roomId}:{token}',
  '',
  ':',
  '{roomId}:',
  '__proto__',
  '{token}{token}',
  '%00',
  'x'.repeat(900),
  '{sessionId}',
];

export function tokenAttack(chance: Chance): Attack {
  const token = chance.pick(TOKENS);
  const name = 'reconnection token';
  if (chance.oneIn(2)) {
    const body = Buffer.from(`{"reconnectionToken":${chance.oneIn(4) ? chance.pick(VALUES) : `"${token}"`}}`);
    return {
      name,
      over: 'fresh',
      needs: 'dropped seat',
      writes: [
        post(`/matchmake/reconnect/${chance.pick(['{roomId}', 'x', '{token}'])}`, maybeMutated(chance, body, 4)),
      ],
    };
  }
  const query = `{path}&reconnectionToken=${token}${chance.pick(['', '&skipHandshake=1', '&reconnectionToken=x'])}`;
  const bytes = Buffer.from(upgradeRequest(query, 0, { Host: '127.0.0.1:{port}' }), 'latin1');
  return { name, over: 'fresh', needs: 'dropped seat', writes: [chance.oneIn(3) ? mutate(chance, bytes) : bytes] };
}
