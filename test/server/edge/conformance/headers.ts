/** Opening handshake, headers (RFC 6455, 4.2.1 and 4.2.2): each refusal with its HTTP status. */
import { KEY, upgradeRequest } from '../../../support/raw/seat.ts';
import type { Case } from './case.ts';

type Changes = Readonly<Record<string, string | null>>;

const header = (id: string, section: string, rule: string, changes: Changes, expect: Case['expect']): Case => ({
  id,
  section,
  rule,
  request: ({ path, port }) => [upgradeRequest(path, port, changes)],
  expect,
});

/** Adds a line as it is: what an object of headers cannot hold, such as a name twice. */
const line = (id: string, section: string, rule: string, text: string, expect: Case['expect']): Case => ({
  id,
  section,
  rule,
  request: ({ path, port }) => [upgradeRequest(path, port).replace(/\r\n\r\n$/, `\r\n${text}\r\n\r\n`)],
  expect,
});

const key = (id: string, rule: string, value: string | null, expect: Case['expect'] = '400'): Case =>
  header(`key-${id}`, '4.2.1 (5)', rule, { 'Sec-WebSocket-Key': value }, expect);

const version = (value: string | null, expect: Case['expect'] = ['426 version 13', '400']): Case =>
  header(
    `version-${value ?? 'none'}`.replaceAll(/[^\w-]+/g, '_'),
    '4.2.1 (6), 4.4',
    `answers version ${value === null ? '(none)' : JSON.stringify(value)} with 426 and the version it speaks`,
    { 'Sec-WebSocket-Version': value },
    expect,
  );

const MISMATCH = '426 version 13';

const hostCases: readonly Case[] = [
  header('host-missing', '4.2.1 (2)', 'refuses a request without Host', { Host: null }, '400'),
  header('host-empty', '4.2.1 (2)', 'refuses an empty Host (row A)', { Host: '' }, '400'),
  header('host-bracket', '4.2.1 (2)', 'refuses the Host a[b (row A: ends a stock server)', { Host: 'a[b' }, '400'),
  header('host-space', '4.2.1 (2)', 'refuses a Host with a space', { Host: 'a b' }, '400'),
  header('host-path', '4.2.1 (2)', 'refuses a Host with a path', { Host: 'a/b' }, '400'),
  header('host-user', '4.2.1 (2)', 'refuses a Host with a user', { Host: 'me@a' }, '400'),
  header('host-port', '4.2.1 (2)', 'refuses a Host with an impossible port', { Host: 'a:99999999' }, '400'),
  line('host-twice', 'RFC 9112, 3.2', 'refuses two Host lines', 'Host: other.example', '400'),
];

const upgradeCases: readonly Case[] = [
  header('upgrade-case', '4.2.1 (3)', 'reads Upgrade without regard to case', { Upgrade: 'WebSocket' }, '101 open'),
  header('upgrade-missing', '4.2.1 (3)', 'does not upgrade without Upgrade', { Upgrade: null }, ['400', '404', '426']),
  header('upgrade-other', '4.2.1 (3)', 'does not upgrade to another protocol', { Upgrade: 'h2c' }, [
    '400',
    '404',
    '426',
  ]),
  header('upgrade-empty', '4.2.1 (3)', 'does not upgrade by an empty Upgrade', { Upgrade: '' }, ['400', '404', '426']),
  header(
    'upgrade-list',
    'RFC 9110, 7.8',
    'finds websocket in a list of offers',
    { Upgrade: 'h2c, WebSocket' },
    '101 open',
  ),
  header('upgrade-near', '4.2.1 (3)', 'does not take "websockets" for "websocket"', { Upgrade: 'websockets' }, [
    '400',
    '404',
    '426',
  ]),
  header(
    'connection-case',
    '4.2.1 (4)',
    'reads Connection without regard to case',
    { Connection: 'uPgRaDe' },
    '101 open',
  ),
  header(
    'connection-list',
    '4.2.1 (4)',
    'finds Upgrade in a list of connection options',
    { Connection: 'keep-alive, Upgrade' },
    '101 open',
  ),
  header(
    'connection-list-tight',
    '4.2.1 (4)',
    'finds Upgrade in a list without spaces',
    { Connection: 'keep-alive,upgrade' },
    '101 open',
  ),
  header('connection-missing', '4.2.1 (4)', 'does not upgrade without Connection', { Connection: null }, [
    '400',
    '404',
    '426',
  ]),
  header('connection-keep-alive', '4.2.1 (4)', 'does not upgrade by keep-alive', { Connection: 'keep-alive' }, [
    '400',
    '404',
    '426',
  ]),
  header('connection-near', '4.2.1 (4)', 'does not take "upgraded" for "upgrade"', { Connection: 'upgraded' }, [
    '400',
    '404',
    '426',
  ]),
];

const keyCases: readonly Case[] = [
  key('missing', 'refuses a request without a key', null),
  key('empty', 'refuses an empty key', ''),
  key('short', 'refuses a key of 15 bytes', Buffer.alloc(15, 7).toString('base64')),
  key('long', 'refuses a key of 17 bytes', Buffer.alloc(17, 7).toString('base64')),
  key('plain', 'refuses a key that is not base64', '!!!!!!!!!!!!!!!!!!!!!!=='),
  key('unpadded', 'refuses a key without its padding', KEY.slice(0, -2)),
  key('url-alphabet', 'refuses the URL alphabet of base64', `-_${KEY.slice(2)}`),
  key('inner-space', 'refuses a space inside the key', `dGhl ${KEY.slice(5)}`),
  key('spaces', 'does not count spaces around the key', `   ${KEY}   `, '101 open'),
  line('key-twice', '4.2.1 (5), 11.3.1', 'refuses two keys', `Sec-WebSocket-Key: ${KEY}`, '400'),
];

const versionCases: readonly Case[] = [
  version('7', MISMATCH),
  version('8', MISMATCH),
  version('0', MISMATCH),
  version('12', MISMATCH),
  version('14', MISMATCH),
  version('99999999999', MISMATCH),
  version(null, MISMATCH),
  version('', MISMATCH),
  version('thirteen', MISMATCH),
  version('13.0', MISMATCH),
  version('0x0d', MISMATCH),
  version('+13', MISMATCH),
  version('13, 8'),
  line('version-twice', '11.3.5', 'refuses two versions', 'Sec-WebSocket-Version: 13', [MISMATCH, '400']),
];

const otherCases: readonly Case[] = [
  header('origin-own', '10.2', 'accepts a page of its own host', {}, '101 open'),
  {
    id: 'origin-same-host',
    section: '10.2',
    rule: 'accepts an Origin of the same host',
    request: ({ path, port }) => [upgradeRequest(path, port, { Origin: `http://127.0.0.1:${port}` })],
    expect: '101 open',
  },
  header(
    'origin-other',
    '4.2.2 (4), 10.2',
    'refuses a page of another host (row S)',
    { Origin: 'http://evil.example' },
    '403',
  ),
  header('origin-null', '10.2', 'refuses the Origin null of sandboxed pages', { Origin: 'null' }, '403'),
  header(
    'origin-suffix',
    '10.2',
    'refuses a host that only begins alike',
    { Origin: 'http://127.0.0.1.evil.example' },
    '403',
  ),
  header('origin-broken', '10.2', 'refuses an Origin that is none', { Origin: 'http://[' }, ['400', '403']),
  line('origin-twice', '10.2', 'refuses two Origins', 'Origin: http://a.example\r\nOrigin: http://b.example', [
    '400',
    '403',
  ]),
  header(
    'extension-offer',
    '9.1',
    'turns an offer of permessage-deflate down by silence',
    { 'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits' },
    '101 open',
  ),
  header(
    'extension-unknown',
    '9.1',
    'leaves out an unknown extension',
    { 'Sec-WebSocket-Extensions': 'x-none; a=1' },
    '101 open',
  ),
  header(
    'extension-broken',
    '9.1',
    'is not led astray by a broken list of extensions',
    { 'Sec-WebSocket-Extensions': 'permessage-deflate; =;,,"' },
    ['101 open', '400'],
  ),
  header(
    'protocol-offer',
    '4.2.2 (5)',
    'takes no subprotocol that it does not speak',
    { 'Sec-WebSocket-Protocol': 'chat' },
    '101 open',
  ),
  header(
    'protocol-list',
    '4.2.2 (5)',
    'takes none of several unknown subprotocols',
    { 'Sec-WebSocket-Protocol': 'chat, superchat' },
    '101 open',
  ),
  header(
    'protocol-twice',
    '4.1 (10)',
    'refuses a subprotocol offered twice',
    { 'Sec-WebSocket-Protocol': 'chat, chat' },
    ['400', '101 open'],
  ),
  header('protocol-broken', '4.1 (10)', 'refuses a subprotocol that is no token', { 'Sec-WebSocket-Protocol': 'a b' }, [
    '400',
    '101 open',
  ]),
  header(
    'proto-forwarded',
    '4.2.1',
    'leaves X-Forwarded-Proto from outside alone (row A)',
    { 'X-Forwarded-Proto': ':' },
    '101 open',
  ),
  header('ip-forwarded', '4.2.1', 'survives a forged client address (row T)', { 'X-Forwarded-For': "'; --, \u00ff" }, [
    '101 open',
    '400',
  ]),
  header('header-large', 'RFC 9112, 5', 'refuses 20 000 bytes of headers', { 'X-Large': 'x'.repeat(20_000) }, '431'),
  line('header-no-colon', 'RFC 9112, 5', 'refuses a header line without colon', 'nonsense', '400'),
  line('header-folded', 'RFC 9112, 5.2', 'refuses a folded header line', 'X-Folded: a\r\n b', '400'),
  line('header-space-name', 'RFC 9112, 5.1', 'refuses a space before the colon', 'X-Space : a', '400'),
  line('header-nul', 'RFC 9112, 5', 'refuses a NUL in a header', 'X-Nul: a\0b', '400'),
  {
    id: 'header-bare-lf',
    section: 'RFC 9112, 2.2',
    rule: 'refuses lines that end in a bare LF',
    request: ({ path, port }) => [upgradeRequest(path, port).replaceAll('\r\n', '\n')],
    expect: '400',
  },
];

export const headerCases: readonly Case[] = [
  ...hostCases,
  ...upgradeCases,
  ...keyCases,
  ...versionCases,
  ...otherCases,
];
