/** Opening handshake, first line: method, version and target (RFC 6455, 4.1 and 4.2.1; RFC 9112 for the form). */
import { upgradeRequest } from '../../../support/raw/seat.ts';
import type { Case, Place } from './case.ts';

const method = (name: string): Case => ({
  id: `method-${name.toLowerCase()}`,
  section: '4.1 (2)',
  rule: `refuses an upgrade by ${name}: the method must be GET`,
  request: ({ path, port }) => [upgradeRequest(path, port, {}, { method: name })],
  expect: ['400', '405', '501'],
});

const target = (id: string, rule: string, to: string | ((place: Place) => string), expect: Case['expect']): Case => ({
  id: `target-${id}`,
  section: '4.2.2 (4), 3',
  rule,
  request: (place) => [upgradeRequest(typeof to === 'string' ? to : to(place), place.port)],
  expect,
});

const REFUSED = ['400', '404', '503'] as const;

export const startLineCases: readonly Case[] = [
  { id: 'upgrade', section: '4.2.2 (5)', rule: 'accepts a correct opening handshake', expect: '101 open' },
  ...['POST', 'PUT', 'HEAD', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE'].map(method),
  {
    id: 'method-lower-case',
    section: 'RFC 9110, 9.1',
    rule: 'refuses "get": methods are case-sensitive',
    request: ({ path, port }) => [upgradeRequest(path, port, {}, { method: 'get' })],
    expect: ['400', '405', '501'],
  },
  {
    id: 'method-connect',
    section: '4.1 (2)',
    rule: 'refuses CONNECT, answered or cut, without waiting',
    request: ({ port }) => [upgradeRequest(`127.0.0.1:${port}`, port, {}, { method: 'CONNECT' })],
    expect: ['400', '405', '501', 'end'],
  },
  ...['1.0', '0.9', '2.0', '1.2', '11'].map(
    (http): Case => ({
      id: `http-${http}`,
      section: '4.1 (2)',
      rule: `refuses HTTP/${http}: the version must be 1.1`,
      request: ({ path, port }) => [upgradeRequest(path, port, {}, { http })],
      expect: ['400', '426', '505'],
    }),
  ),
  {
    id: 'http-2-preface',
    section: 'RFC 9113, 3.4',
    rule: 'refuses the preface of HTTP/2, answered or cut',
    request: () => ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    expect: ['400', '405', '505', 'end'],
  },
  target('root', 'refuses the root: no room is named', '/', REFUSED),
  target('no-room', 'refuses a path without a room', '/lobby', REFUSED),
  target('unknown-room', 'refuses an unknown room before the upgrade', '/p/nosuchroom?sessionId=abc', REFUSED),
  target('no-session', 'refuses a room without a session', ({ path }) => path.split('?')[0] as string, REFUSED),
  target('empty-session', 'refuses an empty session', ({ path }) => `${path.split('?')[0]}?sessionId=`, REFUSED),
  target('long-session', 'refuses a session of 4 000 characters', ({ path }) => path + 'x'.repeat(4000), [
    ...REFUSED,
    '414',
    '431',
  ]),
  target('api-path', 'refuses to turn an API route into a WebSocket', '/api/rooms', REFUSED),
  target('asterisk', 'refuses the target *', '*', REFUSED),
  target('asterisk-percent', 'refuses the target *% (row B: ends a stock server)', '*%', REFUSED),
  target('percent', 'refuses a broken escape', '/%/%zz?sessionId=%', REFUSED),
  target('dots', 'refuses a path that climbs', '/../../etc/passwd', REFUSED),
  target('double-slash', 'refuses an empty path segment', '//x?sessionId=abc', REFUSED),
  target('port-overflow', 'refuses the target *:99999999/ (row A)', '*:99999999/', REFUSED),
  target('absolute', 'answers the absolute form', ({ path, port }) => `http://127.0.0.1:${port}${path}`, [
    '101 open',
    ...REFUSED,
  ]),
  target('fragment', 'refuses a fragment in the target', ({ path }) => `${path}#there`, [...REFUSED]),
  target('space', 'refuses a space in the target', '/a b?sessionId=abc', '400'),
  target('control', 'refuses a control character in the target', '/a\x01b?sessionId=abc', REFUSED),
  target('non-ascii', 'refuses bytes above 127 in the target', '/a\u00ffb?sessionId=abc', REFUSED),
  target('long', 'refuses a target of 20 000 characters', `/p/${'r'.repeat(20_000)}`, ['400', '414', '431']),
  target('wrong-session', 'refuses a session that has no seat', ({ path }) => `${path}nope`, [
    ...REFUSED,
    '101 message 11 close 4002 end',
  ]),
];
