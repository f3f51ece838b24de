/** UTF-8 in text messages and close reasons (RFC 6455, 8.1; RFC 3629). Bad text is 1007; good text is read, then cut. */
import { closeFrame, frame, OPCODE, textFrame } from '../../../support/raw/frames.ts';
import { type Case, CUT } from './case.ts';

const BAD = 'close 1007 end';
/** The room's own ping, then the text: a server that takes text would answer it. */
const LEAD = 0x12;

const VALID: readonly [id: string, what: string, bytes: readonly number[]][] = [
  ['two', 'two bytes, U+00E9', [0xc3, 0xa9]],
  ['three', 'three bytes, U+20AC', [0xe2, 0x82, 0xac]],
  ['four', 'four bytes, U+1F680', [0xf0, 0x9f, 0x9a, 0x80]],
  ['nul', 'U+0000', [0x00]],
  ['last-before-surrogates', 'U+D7FF', [0xed, 0x9f, 0xbf]],
  ['first-after-surrogates', 'U+E000', [0xee, 0x80, 0x80]],
  ['noncharacter', 'the noncharacter U+FFFF', [0xef, 0xbf, 0xbf]],
  ['highest', 'U+10FFFF', [0xf4, 0x8f, 0xbf, 0xbf]],
  ['bom', 'a byte order mark', [0xef, 0xbb, 0xbf]],
];

const INVALID: readonly [id: string, what: string, bytes: readonly number[]][] = [
  ['continuation', 'a continuation byte alone', [0x80]],
  ['two-cut', 'two bytes cut after one', [0xc3]],
  ['three-cut', 'three bytes cut after two', [0xe2, 0x82]],
  ['four-cut', 'four bytes cut after three', [0xf0, 0x9f, 0x9a]],
  ['no-continuation', 'a lead byte before a letter', [0xc3, 0x41]],
  ['overlong-2', '"/" in two bytes', [0xc0, 0xaf]],
  ['overlong-3', '"/" in three bytes', [0xe0, 0x80, 0xaf]],
  ['overlong-4', '"/" in four bytes', [0xf0, 0x80, 0x80, 0xaf]],
  ['overlong-nul', 'U+0000 in two bytes', [0xc0, 0x80]],
  ['overlong-max-3', 'U+07FF in three bytes', [0xe0, 0x9f, 0xbf]],
  ['surrogate-high', 'the surrogate U+D800', [0xed, 0xa0, 0x80]],
  ['surrogate-low', 'the surrogate U+DFFF', [0xed, 0xbf, 0xbf]],
  ['surrogate-pair', 'a pair of surrogates', [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80]],
  ['above', 'U+110000', [0xf4, 0x90, 0x80, 0x80]],
  ['five', 'a sequence of five bytes', [0xf8, 0x88, 0x80, 0x80, 0x80]],
  ['six', 'a sequence of six bytes', [0xfc, 0x84, 0x80, 0x80, 0x80, 0x80]],
  ['fe', 'the byte FE', [0xfe]],
  ['ff', 'the byte FF', [0xff]],
];

const cutText = { expect: CUT, why: 'the room speaks binary only: a text frame is cut' } as const;

const goodText = VALID.map(
  ([id, what, bytes]): Case => ({
    id: `text-valid-${id}`,
    section: '8.1',
    rule: `reads text with ${what}`,
    seat: [textFrame(Buffer.from([LEAD, ...bytes]))],
    expect: 'echo open',
    ours: cutText,
  }),
);

const badText = INVALID.map(
  ([id, what, bytes]): Case => ({
    id: `text-invalid-${id}`,
    section: '8.1',
    rule: `answers text with ${what} by 1007`,
    seat: [textFrame(Buffer.from([LEAD, ...bytes]))],
    expect: BAD,
  }),
);

const goodReasons = VALID.map(
  ([id, what, bytes]): Case => ({
    id: `reason-valid-${id}`,
    section: '5.5.1',
    rule: `takes a close reason with ${what}`,
    seat: [closeFrame(1000, Buffer.from(bytes))],
    expect: 'close 1000 end',
  }),
);

const badReasons = INVALID.map(
  ([id, what, bytes]): Case => ({
    id: `reason-invalid-${id}`,
    section: '5.5.1, 8.1',
    rule: `answers a close reason with ${what} by 1007`,
    seat: [closeFrame(1000, Buffer.from(bytes))],
    expect: BAD,
  }),
);

const fragment = (bytes: readonly number[], fin: boolean): Buffer =>
  frame(OPCODE.continuation, Buffer.from(bytes), { fin });
const opening = (bytes: readonly number[]): Buffer => textFrame(Buffer.from([LEAD, ...bytes]), { fin: false });

const splitText: readonly Case[] = [
  {
    id: 'text-split-character',
    section: '5.6, 8.1',
    rule: 'joins a character that is split between fragments',
    seat: [opening([0xe2, 0x82]), fragment([0xac], true)],
    expect: 'echo open',
    ours: cutText,
  },
  {
    id: 'text-split-each-byte',
    section: '5.6, 8.1',
    rule: 'joins a character that comes byte by byte',
    seat: [opening([0xf0]), fragment([0x9f], false), fragment([0x9a], false), fragment([0x80], true)],
    expect: 'echo open',
    ours: cutText,
  },
  {
    id: 'text-split-invalid',
    section: '5.6, 8.1',
    rule: 'answers a character that fragments leave incomplete by 1007',
    seat: [opening([0xe2, 0x82]), fragment([0x41], true)],
    expect: BAD,
  },
  {
    id: 'text-split-surrogates',
    section: '5.6, 8.1',
    rule: 'answers surrogates in two fragments by 1007',
    seat: [opening([0xed, 0xa0, 0xbd]), fragment([0xed, 0xb8, 0x80], true)],
    expect: BAD,
  },
  {
    id: 'text-split-unfinished',
    section: '5.6, 8.1',
    rule: 'answers text that ends inside a character by 1007',
    seat: [opening([0x41]), fragment([0xe2, 0x82], true)],
    expect: BAD,
  },
];

export const utf8Cases: readonly Case[] = [...goodText, ...badText, ...splitText, ...goodReasons, ...badReasons];
