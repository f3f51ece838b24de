/**
 * Inputs that once ended, hung or misled a server, each with its name. The letters are rows of the table of attacks
 * in SECURITY.md. What fuzzing finds is added here: bytes as printed, and what went wrong.
 */
import { binaryFrame, frame, OPCODE, pingFrame, textFrame } from '../../../support/raw/frames.ts';
import { upgradeRequest } from '../../../support/raw/seat.ts';
import type { Attack } from './attack.ts';

export type Found = Attack & { row: string };

const request = (row: string, name: string, text: string): Found => ({
  row,
  name,
  over: 'fresh',
  writes: [Buffer.from(text, 'latin1')],
});

const get = (
  row: string,
  name: string,
  target: string,
  lines: readonly string[] = ['Host: 127.0.0.1:{port}'],
  method = 'GET',
): Found => request(row, name, `${[`${method} ${target} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`);

const upgrade = (row: string, name: string, target: string): Found =>
  request(row, name, upgradeRequest(target, 0, { Host: '127.0.0.1:{port}' }));

const post = (row: string, name: string, target: string, body: string): Found =>
  get(
    row,
    name,
    target,
    ['Host: 127.0.0.1:{port}', 'Content-Type: application/json', `Content-Length: {length}`, '', body],
    'POST',
  );

const message = (row: string, name: string, ...payloads: Buffer[]): Found => ({
  row,
  name,
  over: 'seat',
  joined: true,
  writes: payloads.map((payload) => binaryFrame(payload)),
});

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

const http: readonly Found[] = [
  get('A', 'a Host that is no URL', '/healthz', ['Host: a[b']),
  get('A', 'an empty Host', '/healthz', ['Host: ']),
  get(
    'A',
    'a bad Host on matchmaking',
    '/matchmake/joinOrCreate/arena',
    ['Host: a[b', 'Content-Length: 2', '', '{}'],
    'POST',
  ),
  get('A', 'TRACE, which Request refuses', '/healthz', ['Host: a'], 'TRACE'),
  get('A', 'CONNECT', '127.0.0.1:{port}', ['Host: a'], 'CONNECT'),
  get('A', 'a forwarded scheme of ":"', '/healthz', ['Host: 127.0.0.1:{port}', 'X-Forwarded-Proto: :']),
  get('A', 'an impossible port in the target', '*:99999999/'),
  get('A', 'a broken target in absolute form', 'http://a[b/'),
  upgrade('B', 'the target *%', '*%'),
  upgrade('B', 'an impossible port in the target of an upgrade', '*:99999999/'),
  upgrade('B', 'a room called __proto__', '/p/__proto__?sessionId=a'),
  upgrade('B', 'a room called constructor', '/p/constructor?sessionId=a'),
  post('I', 'brackets to the limit', '/matchmake/joinOrCreate/arena', '['.repeat(4000)),
  post('I', 'options with __proto__', '/matchmake/joinOrCreate/arena', '{"__proto__":{"isAdmin":true},"mode":"fray"}'),
  post('I', 'options that are no object', '/matchmake/joinOrCreate/arena', 'null'),
  post('N', 'stock creation of rooms', '/matchmake/create/arena', '{}'),
  post('N', 'a method of the matchmaker that is none', '/matchmake/__proto__/arena', '{}'),
  post(
    'W',
    'a reconnection token that is no text',
    '/matchmake/reconnect/{roomId}',
    '{"reconnectionToken":{"toString":1}}',
  ),
];

const messages: readonly Found[] = [
  message('C', 'an unknown message type of 86 characters', Buffer.concat([hex('0d d9 56'), Buffer.alloc(86, 0x78)])),
  message('C', 'an unknown message type of 200 characters', Buffer.concat([hex('0d d9 c8'), Buffer.alloc(200, 0x78)])),
  message('C', 'a message type that announces 255 characters', hex('0d d9 ff 61')),
  message('C', 'a request of unknown type', Buffer.concat([hex('15 01 d9 56'), Buffer.alloc(86, 0x78)])),
  message('D', 'unreliable input of 3 bytes', hex('14 01 00')),
  message('D', 'unreliable input of nothing', hex('14')),
  message('D', 'unreliable input with flags', hex('94 01 00')),
  message('E', 'unreliable input that announces 4 billion', hex('94 fe ff ff ff ff 00 00 00 00')),
  message('E', 'reliable input with a flag', hex('93 ff ff ff ff 00')),
  message('E', 'input of 64 bytes', Buffer.concat([hex('13'), Buffer.alloc(63, 0x80)])),
  message('E', 'input of 65 bytes', Buffer.concat([hex('13'), Buffer.alloc(64, 0x80)])),
  message('G', 'input of ones', hex('13 80 ff 81 ff 82 ff ff 83 ff')),
  message('G', 'input with a field that is none', hex('13 bf 00 ff ff ff')),
  message('G', 'input cut inside a field', hex('13 82 ff')),
  message('I', 'a msgpack array of 4 billion', hex('0d a3 68 69 74 dd ff ff ff ff')),
  message('I', 'a msgpack map of 4 billion', hex('0d a3 68 69 74 df ff ff ff ff')),
  message('I', 'a msgpack string of 4 GiB', hex('0d a3 68 69 74 db ff ff ff ff')),
  message('I', 'msgpack arrays 900 deep', Buffer.concat([hex('0d a3 68 69 74'), Buffer.alloc(900, 0x91)])),
  message('I', 'a msgpack map with __proto__', hex('0d a3 68 69 74 81 a9 5f 5f 70 72 6f 74 6f 5f 5f 81 a1 61 01')),
  message('I', 'a message whose type is missing', hex('0d')),
];

const frames: readonly Found[] = [
  { row: 'H', name: 'text that looks like a join', over: 'seat', writes: [textFrame('\n')] },
  { row: 'H', name: 'an empty message', over: 'seat', joined: true, writes: [binaryFrame(Buffer.alloc(0))] },
  {
    row: 'H',
    name: 'a length with its top bit set',
    over: 'seat',
    writes: [frame(OPCODE.binary, '', { lengthBits: 64, length: 1n << 63n })],
  },
  {
    row: 'H',
    name: 'twenty thousand empty fragments',
    over: 'seat',
    writes: [
      frame(OPCODE.binary, '', { fin: false }),
      Buffer.concat(Array.from({ length: 20_000 }, () => frame(OPCODE.continuation, '', { fin: false }))),
    ],
  },
  {
    row: 'J',
    name: 'a thousand pings in one segment',
    over: 'seat',
    writes: [Buffer.concat(Array.from({ length: 1000 }, () => pingFrame('p')))],
  },
];

export const found: readonly Found[] = [...http, ...messages, ...frames];
