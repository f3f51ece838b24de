/** Frames (RFC 6455, 5.1 to 5.4): lengths, masking, reserved bits and opcodes. The message is the room's own ping. */
import { binaryFrame, frame, MASK_KEY, OPCODE, pingFrame, textFrame } from '../../../support/raw/frames.ts';
import { MESSAGE } from '../../../support/raw/seat.ts';
import { type Case, CUT, type Step } from './case.ts';

export const ECHO = Buffer.from([MESSAGE.ping]);
const FAIL = 'close 1002 end';
const TOO_BIG = 'close 1009 end';

const rule = (id: string, section: string, text: string, seat: readonly Step[], expect: Case['expect']): Case => ({
  id,
  section,
  rule: text,
  seat,
  expect,
});

/** Something is missing: nothing may happen until it comes. */
const silent = (id: string, section: string, text: string, seat: readonly Step[]): Case => ({
  ...rule(id, section, text, seat, 'waits'),
  silent: true,
});

export const noOpcode = (test: Case): Case => ({
  ...test,
  ours: { expect: CUT, why: 'a message without an opcode is none of the room: it is cut' },
});

/** The first 2 + 8 bytes of a frame: its payload never comes. */
const announced = (opcode: number, length: bigint): Buffer => frame(opcode, '', { length, lengthBits: 64 });

const padded = (bytes: number): Buffer => Buffer.concat([ECHO, Buffer.alloc(bytes - 1)]);

const lengthCases: readonly Case[] = [
  rule('length-1', '5.2', 'takes a message of one byte', [binaryFrame(ECHO)], 'echo open'),
  noOpcode(rule('length-0', '5.2', 'takes an empty message and lives', [binaryFrame(Buffer.alloc(0))], 'open')),
  rule('length-2', '5.2', 'takes a message of two bytes', [binaryFrame(padded(2))], 'echo open'),
  rule('length-64', '5.2', 'takes a message of 64 bytes', [binaryFrame(padded(64))], 'echo open'),
  rule('length-125', '5.2', 'takes the longest length of 7 bits', [binaryFrame(padded(125))], 'echo open'),
  rule('length-126', '5.2', 'takes the shortest length of 16 bits', [binaryFrame(padded(126))], 'echo open'),
  rule('length-127', '5.2', 'takes 127 bytes in 16 bits', [binaryFrame(padded(127))], 'echo open'),
  rule('length-1000', '5.2', 'takes 1 000 bytes in 16 bits', [binaryFrame(padded(1000))], 'echo open'),
  rule(
    'length-16-for-1',
    '5.2',
    'lives with one byte in 16 bits',
    [binaryFrame(ECHO, { lengthBits: 16 })],
    ['echo open', FAIL],
  ),
  rule(
    'length-64-for-1',
    '5.2',
    'lives with one byte in 64 bits',
    [binaryFrame(ECHO, { lengthBits: 64 })],
    ['echo open', FAIL],
  ),
  rule(
    'length-64-for-200',
    '5.2',
    'lives with 200 bytes in 64 bits',
    [binaryFrame(padded(200), { lengthBits: 64 })],
    ['echo open', FAIL],
  ),
  noOpcode(
    rule(
      'length-16-for-0',
      '5.2',
      'lives with nothing in 16 bits',
      [binaryFrame(Buffer.alloc(0), { lengthBits: 16 })],
      ['open', FAIL],
    ),
  ),
  rule('length-over', '10.4', 'answers 5 000 bytes with 1009', [binaryFrame(padded(5000))], TOO_BIG),
  rule(
    'length-over-16',
    '10.4',
    'answers 65 535 bytes with 1009 before they come',
    [frame(OPCODE.binary, '', { length: 65_535n })],
    TOO_BIG,
  ),
  rule(
    'length-over-64',
    '10.4',
    'answers 65 536 bytes in 64 bits with 1009 before they come',
    [announced(OPCODE.binary, 65_536n)],
    TOO_BIG,
  ),
  {
    ...rule(
      'length-over-sent',
      '10.4',
      'answers 65 536 bytes that do come with 1009',
      [binaryFrame(padded(65_536))],
      TOO_BIG,
    ),
    ours: {
      expect: [CUT, TOO_BIG],
      why: 'more than 16 KiB at once is over the budget of a client; in pieces, its length is read first',
    },
  },
  rule(
    'length-over-announced',
    '10.4',
    'answers 4 GiB before they come',
    [announced(OPCODE.binary, 1n << 32n)],
    TOO_BIG,
  ),
  rule('length-over-text', '10.4', 'answers 5 000 bytes of text with 1009', [textFrame(padded(5000))], TOO_BIG),
  rule(
    'length-safe-max',
    '10.4',
    'answers 2^53 − 1 bytes with 1009',
    [announced(OPCODE.binary, (1n << 53n) - 1n)],
    TOO_BIG,
  ),
  rule('length-beyond-safe', '10.4', 'answers 2^53 bytes with 1009', [announced(OPCODE.binary, 1n << 53n)], TOO_BIG),
  rule(
    'length-top-bit',
    '5.2',
    'fails a 64-bit length with its top bit set',
    [announced(OPCODE.binary, 1n << 63n)],
    [FAIL, TOO_BIG],
  ),
  rule(
    'length-all-ones',
    '5.2',
    'fails a 64-bit length of ones',
    [announced(OPCODE.binary, (1n << 64n) - 1n)],
    [FAIL, TOO_BIG],
  ),
  silent('length-16-cut', '5.2', 'waits for the second byte of a length', [Buffer.from([0x82, 0xfe, 0x00])]),
  silent('length-64-cut', '5.2', 'waits for the rest of a 64-bit length', [Buffer.from([0x82, 0xff, 0, 0, 0, 0])]),
  silent('length-payload-short', '5.2', 'waits for the rest of a payload', [binaryFrame(ECHO, { length: 100n })]),
  silent('header-one-byte', '5.2', 'waits for the second byte of a frame', [Buffer.from([0x82])]),
];

const maskCases: readonly Case[] = [
  rule('mask-zero', '5.3', 'takes the masking key zero', [binaryFrame(ECHO, { mask: Buffer.alloc(4) })], 'echo open'),
  rule(
    'mask-ones',
    '5.3',
    'takes the masking key ffffffff',
    [binaryFrame(ECHO, { mask: Buffer.alloc(4, 255) })],
    'echo open',
  ),
  rule(
    'mask-changes',
    '5.3',
    'takes a new key with every frame',
    [binaryFrame(ECHO), binaryFrame(ECHO, { mask: Buffer.from('abcd') })],
    'echo echo open',
  ),
  rule('mask-wraps', '5.3', 'repeats the key every four bytes', [pingFrame('abcdefghij')], 'pong "abcdefghij" open'),
  rule('mask-missing-binary', '5.1', 'fails a bare binary frame', [binaryFrame(ECHO, { mask: null })], FAIL),
  rule('mask-missing-text', '5.1', 'fails a bare text frame', [textFrame('\x12', { mask: null })], FAIL),
  rule(
    'mask-missing-empty',
    '5.1',
    'fails a bare frame without payload',
    [binaryFrame(Buffer.alloc(0), { mask: null })],
    FAIL,
  ),
  rule('mask-missing-ping', '5.1', 'fails a bare ping', [pingFrame('a', { mask: null })], FAIL),
  rule('mask-missing-pong', '5.1', 'fails a bare pong', [frame(OPCODE.pong, 'a', { mask: null })], FAIL),
  rule(
    'mask-missing-close',
    '5.1',
    'fails a bare close frame',
    [frame(OPCODE.close, Buffer.from([3, 232]), { mask: null })],
    FAIL,
  ),
  rule(
    'mask-missing-continuation',
    '5.1',
    'fails a bare continuation',
    [binaryFrame(ECHO, { fin: false }), frame(OPCODE.continuation, '', { mask: null })],
    FAIL,
  ),
  rule(
    'mask-missing-16',
    '5.1',
    'fails a bare frame of 16-bit length',
    [binaryFrame(padded(200), { mask: null })],
    FAIL,
  ),
  silent('mask-cut', '5.3', 'waits for the rest of the key', [Buffer.from([0x82, 0x90, ...MASK_KEY.subarray(0, 2)])]),
];

const reservedBits: readonly Case[] = [1, 2, 3, 4, 5, 6, 7].map((rsv) =>
  rule(
    `rsv-${rsv}`,
    '5.2',
    `fails a frame with reserved bits ${rsv.toString(2).padStart(3, '0')}`,
    [binaryFrame(ECHO, { rsv })],
    FAIL,
  ),
);

const reservedOpcodes: readonly Case[] = [3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((opcode) =>
  rule(`opcode-${opcode}`, '5.2', `fails the reserved opcode ${opcode}`, [frame(opcode, ECHO)], FAIL),
);

const mixedCases: readonly Case[] = [
  rule('rsv-ping', '5.2', 'fails a ping with a reserved bit', [pingFrame('a', { rsv: 4 })], FAIL),
  rule('rsv-pong', '5.2', 'fails a pong with a reserved bit', [frame(OPCODE.pong, 'a', { rsv: 2 })], FAIL),
  rule(
    'rsv-close',
    '5.2',
    'fails a close frame with a reserved bit',
    [frame(OPCODE.close, Buffer.from([3, 232]), { rsv: 1 })],
    FAIL,
  ),
  rule(
    'rsv-empty',
    '5.2',
    'fails an empty frame with a reserved bit',
    [binaryFrame(Buffer.alloc(0), { rsv: 4 })],
    FAIL,
  ),
  rule(
    'rsv-continuation',
    '5.2',
    'fails a continuation with a reserved bit',
    [binaryFrame(ECHO, { fin: false }), frame(OPCODE.continuation, '', { rsv: 4 })],
    FAIL,
  ),
  rule('opcode-3-empty', '5.2', 'fails a reserved opcode without payload', [frame(3)], FAIL),
  rule('opcode-11-empty', '5.2', 'fails a reserved control opcode without payload', [frame(11)], FAIL),
  rule('opcode-3-fragment', '5.2', 'fails a reserved opcode without FIN', [frame(3, 'a', { fin: false })], FAIL),
  rule(
    'opcode-after-message',
    '5.2',
    'answers what came before the bad frame',
    [Buffer.concat([binaryFrame(ECHO), frame(3)])],
    `echo ${FAIL}`,
  ),
  rule(
    'frames-after-failure',
    '7.1.7',
    'reads nothing after a failure',
    [Buffer.concat([frame(3), binaryFrame(ECHO), pingFrame('a')])],
    FAIL,
  ),
  rule('noise', '5.2', 'fails on bytes of another protocol', ['GET / HTTP/1.1\r\nHost: a\r\n\r\n'], FAIL),
  {
    ...rule('text', '5.6', 'takes a text message', [textFrame('\x12 hello')], 'echo open'),
    ours: { expect: CUT, why: 'the room speaks binary only: a text frame is cut' },
  },
  {
    ...rule('text-empty', '5.6', 'takes an empty text message', [textFrame('')], 'open'),
    ours: { expect: CUT, why: 'the room speaks binary only: a text frame is cut' },
  },
];

export const framingCases: readonly Case[] = [
  ...lengthCases,
  ...maskCases,
  ...reservedBits,
  ...reservedOpcodes,
  ...mixedCases,
];
