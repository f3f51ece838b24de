/** Closing (RFC 6455, 5.5.1 and 7): codes, bodies, who begins, who never answers, and the end of TCP. */
import { binaryFrame, closeBody, closeFrame, frame, OPCODE, pingFrame } from '../../../support/raw/frames.ts';
import { MESSAGE } from '../../../support/raw/seat.ts';
import type { Case, Step } from './case.ts';
import { ECHO } from './framing.ts';

const FAIL = 'close 1002 end';
/** Asks the room to let go: the server then closes with 4000, actively. */
const LEAVE = binaryFrame(Buffer.from([MESSAGE.leave]));
const AWAIT_CLOSE = { awaitOpcode: OPCODE.close } as const;
/** A peer that never answers a close frame is dropped (row R); the promise is 2 s, the rest is the machine's. */
const LOST_CLOSE_MS_MAX = 3000;

const rule = (id: string, section: string, text: string, seat: readonly Step[], expect: Case['expect']): Case => ({
  id,
  section,
  rule: text,
  seat,
  expect,
});

const VALID = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4001, 4500, 4999];
/** Registered with IANA after the RFC. */
const REGISTERED = [1012, 1013, 1014];
const INVALID = [0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 1999, 2000, 2999, 5000, 9999, 65_535];

const codeCases: readonly Case[] = [
  ...[...VALID, ...REGISTERED].map((code) =>
    rule(`close-${code}`, '7.4', `answers close code ${code} with the same`, [closeFrame(code)], `close ${code} end`),
  ),
  ...INVALID.map((code) =>
    rule(`close-${code}`, '7.4', `fails close code ${code}, which may not be sent`, [closeFrame(code)], FAIL),
  ),
];

const bodyCases: readonly Case[] = [
  rule('close-empty', '5.5.1', 'answers an empty close frame with one', [frame(OPCODE.close)], 'close 1005 end'),
  rule('close-one-byte', '5.5.1', 'fails a close body of one byte', [frame(OPCODE.close, Buffer.from([3]))], FAIL),
  rule('close-reason', '5.5.1', 'takes a reason', [closeFrame(1000, 'enough for today')], 'close 1000 end'),
  rule(
    'close-reason-123',
    '5.5.1',
    'takes the longest reason, 123 bytes',
    [closeFrame(1000, 'r'.repeat(123))],
    'close 1000 end',
  ),
  rule(
    'close-126',
    '5.5',
    'fails a close body of 126 bytes',
    [frame(OPCODE.close, closeBody(1000, 'r'.repeat(124)))],
    FAIL,
  ),
  rule(
    'close-16-bit',
    '5.5',
    'fails a close frame with a length of 16 bits',
    [frame(OPCODE.close, closeBody(1000), { lengthBits: 16 })],
    FAIL,
  ),
  {
    ...rule(
      'close-cut',
      '5.5.1',
      'waits for the rest of a close frame',
      [closeFrame(1000, 'reason').subarray(0, 8)],
      'waits',
    ),
    silent: true,
  },
];

const passiveCases: readonly Case[] = [
  rule(
    'passive-after-message',
    '7.1.2',
    'answers what came before the close frame',
    [Buffer.concat([binaryFrame(ECHO), closeFrame(1000)])],
    'echo close 1000 end',
  ),
  rule(
    'passive-then-message',
    '5.5.1',
    'reads no message after a close frame',
    [Buffer.concat([closeFrame(1000), binaryFrame(ECHO)])],
    'close 1000 end',
  ),
  rule(
    'passive-then-ping',
    '5.5.1',
    'answers no ping after a close frame',
    [Buffer.concat([closeFrame(1000), pingFrame('late')])],
    'close 1000 end',
  ),
  rule(
    'passive-twice',
    '5.5.1',
    'answers the first of two close frames',
    [Buffer.concat([closeFrame(1000), closeFrame(1001)])],
    'close 1000 end',
  ),
  rule(
    'passive-then-noise',
    '5.5.1',
    'is not disturbed by noise after a close frame',
    [Buffer.concat([closeFrame(1000), Buffer.alloc(4000, 0xff)])],
    'close 1000 end',
  ),
  rule(
    'passive-half-close',
    '7.1.1',
    'finishes when TCP half ends with the close frame',
    [closeFrame(1000), 'end half'],
    'close 1000 end',
  ),
  rule(
    'passive-server-ends',
    '7.1.1',
    'ends TCP first, the client waits',
    [closeFrame(1001), { waitMs: 50 }],
    'close 1001 end',
  ),
];

const activeCases: readonly Case[] = [
  rule('active', '7.1.2', 'closes by itself, is answered, and ends TCP', [LEAVE, AWAIT_CLOSE], 'close 4000 end'),
  {
    ...rule(
      'active-other-code',
      '7.1.2',
      'takes an answer with another code',
      [LEAVE, AWAIT_CLOSE, closeFrame(1001)],
      'close 4000 end',
    ),
    mute: true,
  },
  {
    ...rule(
      'active-empty-answer',
      '7.1.2',
      'takes an empty answer',
      [LEAVE, AWAIT_CLOSE, frame(OPCODE.close)],
      'close 4000 end',
    ),
    mute: true,
  },
  {
    ...rule(
      'active-message-first',
      '7.1.2',
      'takes messages that were on their way',
      [LEAVE, AWAIT_CLOSE, binaryFrame(ECHO), closeFrame(4000)],
      'close 4000 end',
    ),
    mute: true,
  },
  rule(
    'active-crossing',
    '7.1.2',
    'survives close frames that cross',
    [Buffer.concat([LEAVE, closeFrame(1000)])],
    ['close 4000 end', 'close 1000 end'],
  ),
  {
    ...rule(
      'active-answer-bare',
      '5.1',
      'ends all the same when the answer is not masked',
      [LEAVE, AWAIT_CLOSE, frame(OPCODE.close, closeBody(4000), { mask: null })],
      'close 4000 end',
    ),
    mute: true,
  },
  {
    ...rule(
      'active-answer-bad-code',
      '7.4',
      'ends all the same when the answer carries code 1005',
      [LEAVE, AWAIT_CLOSE, closeFrame(1005)],
      'close 4000 end',
    ),
    mute: true,
  },
  {
    ...rule(
      'active-half-close',
      '7.1.1',
      'ends when the answer is the end of TCP',
      [LEAVE, AWAIT_CLOSE, 'end half'],
      'close 4000 end',
    ),
    mute: true,
  },
  {
    ...rule(
      'active-lost',
      '7.1.1 (row R)',
      'drops a peer that never answers its close frame, within 2 s',
      [LEAVE, AWAIT_CLOSE],
      'close 4000 end',
    ),
    mute: true,
    timeoutMs: LOST_CLOSE_MS_MAX,
  },
  {
    ...rule(
      'active-lost-pings',
      '7.1.1 (row R)',
      'drops it although it goes on sending',
      [LEAVE, AWAIT_CLOSE, binaryFrame(ECHO), { waitMs: 500 }, pingFrame('on'), { waitMs: 500 }, pingFrame('on')],
      'close 4000 end',
    ),
    mute: true,
    timeoutMs: LOST_CLOSE_MS_MAX,
  },
  {
    ...rule('failed-lost', '7.1.7 (row R)', 'drops a peer that never answers a failure', [frame(3)], FAIL),
    mute: true,
    timeoutMs: LOST_CLOSE_MS_MAX,
  },
];

export const closingCases: readonly Case[] = [...codeCases, ...bodyCases, ...passiveCases, ...activeCases];
