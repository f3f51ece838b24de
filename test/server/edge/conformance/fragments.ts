/** Fragments, control frames among them, pings and pongs (RFC 6455, 5.4 and 5.5). */
import {
  binaryFrame,
  closeFrame,
  frame,
  OPCODE,
  pingFrame,
  pongFrame,
  textFrame,
} from '../../../support/raw/frames.ts';
import { type Case, CUT, type Step } from './case.ts';
import { ECHO, noOpcode } from './framing.ts';

const FAIL = 'close 1002 end';
const NOT_FINAL = { fin: false } as const;

const first = (payload: Uint8Array = ECHO): Buffer => binaryFrame(payload, NOT_FINAL);
const more = (payload: Uint8Array | string = ''): Buffer => frame(OPCODE.continuation, payload, NOT_FINAL);
const last = (payload: Uint8Array | string = ''): Buffer => frame(OPCODE.continuation, payload);

const rule = (id: string, section: string, text: string, seat: readonly Step[], expect: Case['expect']): Case => ({
  id,
  section,
  rule: text,
  seat,
  expect,
});

const EMPTY = Buffer.alloc(0);

const joiningCases: readonly Case[] = [
  rule('fragments-2', '5.4', 'joins two fragments', [first(), last('a')], 'echo open'),
  rule('fragments-3', '5.4', 'joins three fragments', [first(), more('a'), last('b')], 'echo open'),
  rule(
    'fragments-20',
    '5.4',
    'joins twenty fragments',
    [first(), ...Array.from({ length: 18 }, () => more('a')), last('b')],
    'echo open',
  ),
  rule(
    'fragments-one-segment',
    '5.4',
    'joins fragments of one TCP segment',
    [Buffer.concat([first(), more('a'), last('b')])],
    'echo open',
  ),
  rule('fragments-first-empty', '5.4', 'joins an empty first fragment', [first(EMPTY), last(ECHO)], 'echo open'),
  rule('fragments-last-empty', '5.4', 'joins an empty last fragment', [first(), last()], 'echo open'),
  rule(
    'fragments-middle-empty',
    '5.4',
    'joins empty fragments in the middle',
    [first(), more(), more(), last()],
    'echo open',
  ),
  noOpcode(
    rule('fragments-all-empty', '5.4', 'takes a message of empty fragments', [first(EMPTY), more(), last()], 'open'),
  ),
  rule(
    'fragments-two-messages',
    '5.4',
    'keeps fragmented messages apart',
    [first(), last(), first(), last()],
    'echo echo open',
  ),
  rule(
    'fragments-then-whole',
    '5.4',
    'takes a whole message after fragments',
    [first(), last(), binaryFrame(ECHO)],
    'echo echo open',
  ),
  rule('fragments-open', '5.4', 'keeps answering while a message is incomplete', [first(), more('a')], 'open'),
  rule(
    'fragments-too-long',
    '10.4',
    'counts all fragments against the limit',
    [first(Buffer.alloc(900)), ...Array.from({ length: 80 }, () => more(Buffer.alloc(900)))],
    'close 1009 end',
  ),
  {
    ...rule(
      'fragments-flood',
      '10.4',
      'ends an endless run of empty fragments (row J)',
      [first(), Buffer.concat(Array.from({ length: 20_000 }, () => more()))],
      ['close 1008 end', CUT],
    ),
    timeoutMs: 4000,
  },
  rule('continuation-alone', '5.4', 'fails a continuation of nothing', [last('a')], FAIL),
  rule('continuation-alone-open', '5.4', 'fails an open continuation of nothing', [more('a')], FAIL),
  rule(
    'continuation-after-whole',
    '5.4',
    'fails a continuation after a whole message',
    [binaryFrame(ECHO), last('a')],
    `echo ${FAIL}`,
  ),
  rule(
    'continuation-after-last',
    '5.4',
    'fails a continuation after the last fragment',
    [first(), last(), last()],
    `echo ${FAIL}`,
  ),
  rule('binary-inside', '5.4', 'fails a new message inside fragments', [first(), binaryFrame(ECHO)], FAIL),
  rule('text-inside', '5.4', 'fails a text message inside binary fragments', [first(), textFrame('a')], FAIL),
  rule('first-twice', '5.4', 'fails a second first fragment', [first(), first()], FAIL),
  {
    ...rule(
      'fragments-text',
      '5.4',
      'joins fragments of text',
      [textFrame('\x12', NOT_FINAL), last('hello')],
      'echo open',
    ),
    ours: { expect: CUT, why: 'the room speaks binary only: a text frame is cut' },
  },
];

const insideCases: readonly Case[] = [
  rule(
    'ping-inside',
    '5.4',
    'answers a ping between fragments, then the message',
    [first(), pingFrame('in'), last()],
    'pong "in" echo open',
  ),
  rule(
    'pings-inside',
    '5.4',
    'answers pings between all fragments',
    [first(), pingFrame('1'), more(), pingFrame('2'), last()],
    'pong "1" pong "2" echo open',
  ),
  rule('pong-inside', '5.4', 'takes a pong between fragments', [first(), pongFrame('in'), last()], 'echo open'),
  rule('close-inside', '5.5.1', 'closes between fragments', [first(), closeFrame(1000)], 'close 1000 end'),
  rule(
    'ping-inside-one-segment',
    '5.4',
    'answers a ping inside one TCP segment',
    [Buffer.concat([first(), pingFrame('in'), last()])],
    'pong "in" echo open',
  ),
  rule('ping-fragment', '5.4', 'fails a fragmented ping', [pingFrame('a', NOT_FINAL)], FAIL),
  rule('pong-fragment', '5.4', 'fails a fragmented pong', [pongFrame('a', NOT_FINAL)], FAIL),
  rule(
    'close-fragment',
    '5.4',
    'fails a fragmented close frame',
    [frame(OPCODE.close, Buffer.from([3, 232]), NOT_FINAL)],
    FAIL,
  ),
  rule(
    'ping-fragment-inside',
    '5.4',
    'fails a fragmented ping inside fragments',
    [first(), pingFrame('a', NOT_FINAL)],
    FAIL,
  ),
];

const pingCases: readonly Case[] = [
  rule('ping-empty', '5.5.2', 'answers an empty ping', [pingFrame('')], 'pong "" open'),
  rule('ping-payload', '5.5.3', 'answers a ping with its own payload', [pingFrame('hello')], 'pong "hello" open'),
  rule(
    'ping-bytes',
    '5.5.3',
    'answers a ping of bytes that are no UTF-8',
    [pingFrame(Buffer.from([0xff, 0xfe, 0x00]))],
    'pong "ÿþ\\u0000" open',
  ),
  rule('ping-125', '5.5', 'answers a ping of 125 bytes', [pingFrame(Buffer.alloc(125, 65))], 'pong of 125 bytes open'),
  rule('ping-126', '5.5', 'fails a ping of 126 bytes', [pingFrame(Buffer.alloc(126, 65))], FAIL),
  rule('ping-16-bit', '5.5', 'fails a short ping with a length of 16 bits', [pingFrame('a', { lengthBits: 16 })], FAIL),
  rule(
    'ping-64-bit',
    '5.5',
    'fails a ping that announces 64 bits',
    [pingFrame('', { lengthBits: 64, length: 1n << 40n })],
    FAIL,
  ),
  rule(
    'pings-order',
    '5.5.3',
    'answers pings in their order',
    [Buffer.concat(['a', 'b', 'c'].map((name) => pingFrame(name)))],
    ['pong "a" pong "b" pong "c" open', 'pong "c" open'],
  ),
  rule('pong-unsolicited', '5.5.3', 'takes a pong nobody asked for', [pongFrame('alone')], 'open'),
  rule('pong-empty', '5.5.3', 'takes an empty pong nobody asked for', [pongFrame('')], 'open'),
  rule('pong-125', '5.5', 'takes a pong of 125 bytes', [pongFrame(Buffer.alloc(125))], 'open'),
  rule('pong-126', '5.5', 'fails a pong of 126 bytes', [pongFrame(Buffer.alloc(126))], FAIL),
  rule(
    'pongs-10',
    '5.5.3',
    'takes ten pongs nobody asked for',
    [Buffer.concat(Array.from({ length: 10 }, () => pongFrame('x')))],
    'open',
  ),
];

export const fragmentCases: readonly Case[] = [...joiningCases, ...insideCases, ...pingCases];
