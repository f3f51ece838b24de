/** How bytes arrive: in pieces, all at once, before the answer to the upgrade, and the end of TCP without a close frame. */
import { binaryFrame, closeFrame, frame, OPCODE, pingFrame, textFrame } from '../../../support/raw/frames.ts';
import { upgradeRequest } from '../../../support/raw/seat.ts';
import type { Case } from './case.ts';
import { ECHO } from './framing.ts';

const echo = binaryFrame(ECHO);

const pieceCases: readonly Case[] = [
  {
    id: 'bytes-one-by-one',
    section: '5.2',
    rule: 'reads a frame that comes byte by byte',
    seat: [{ oneByOne: echo }],
    expect: 'echo open',
  },
  {
    id: 'bytes-one-by-one-long',
    section: '5.2',
    rule: 'reads 16 bits of length byte by byte',
    seat: [{ oneByOne: binaryFrame(Buffer.concat([ECHO, Buffer.alloc(199)])) }],
    expect: 'echo open',
  },
  {
    id: 'bytes-fragments-one-by-one',
    section: '5.4',
    rule: 'reads fragments and a ping byte by byte',
    seat: [
      { oneByOne: Buffer.concat([binaryFrame(ECHO, { fin: false }), pingFrame('in'), frame(OPCODE.continuation)]) },
    ],
    expect: 'pong "in" echo open',
  },
  {
    id: 'bytes-close-one-by-one',
    section: '5.5.1',
    rule: 'reads a close frame byte by byte',
    seat: [{ oneByOne: closeFrame(1000, 'bye') }],
    expect: 'close 1000 end',
  },
  {
    id: 'bytes-frames-together',
    section: '5.2',
    rule: 'reads ten messages of one TCP segment',
    seat: [Buffer.concat(Array.from({ length: 10 }, () => echo))],
    expect: `${'echo '.repeat(10)}open`,
  },
  {
    id: 'bytes-split-across',
    section: '5.2',
    rule: 'reads messages whose borders are not those of TCP segments',
    seat: [Buffer.concat([echo, echo.subarray(0, 3)]), { waitMs: 30 }, Buffer.concat([echo.subarray(3), echo])],
    expect: 'echo echo echo open',
  },
  {
    id: 'bytes-pause',
    section: '5.2',
    rule: 'waits half a second inside a frame',
    seat: [echo.subarray(0, 4), { waitMs: 500 }, echo.subarray(4)],
    expect: 'echo open',
  },
];

const endCases: readonly Case[] = [
  {
    id: 'half-close',
    section: '7.1.1',
    rule: 'ends when the client ends TCP without a close frame',
    seat: ['end half'],
    expect: ['end', 'close 1006 end'],
  },
  {
    id: 'half-close-inside-frame',
    section: '7.1.1',
    rule: 'ends when TCP ends inside a frame',
    seat: [echo.subarray(0, 4), 'end half'],
    expect: 'end',
  },
  {
    id: 'half-close-inside-message',
    section: '7.1.1',
    rule: 'ends when TCP ends inside a message',
    seat: [binaryFrame(ECHO, { fin: false }), 'end half'],
    expect: 'end',
  },
  {
    id: 'half-close-after-message',
    section: '7.1.1',
    rule: 'takes the last message before the end of TCP',
    seat: [echo, 'end half'],
    expect: ['echo end', 'end'],
  },
];

const early = (id: string, rule: string, bytes: Uint8Array, expect: Case['expect']): Case => ({
  id: `early-${id}`,
  section: '4.1',
  rule,
  request: ({ path, port }) => [Buffer.concat([Buffer.from(upgradeRequest(path, port)), bytes])],
  expect,
});

const earlyCases: readonly Case[] = [
  early('ping', 'answers a ping that came with the request', pingFrame('early'), '101 pong "early" open'),
  early('message', 'survives a message that came with the request', echo, ['101 echo open', '101 open']),
  {
    ...early('half-frame', 'reads a frame that began with the request', pingFrame('early').subarray(0, 3), '101 waits'),
    silent: true,
  },
  early('close', 'closes when the close frame came with the request', closeFrame(1000), '101 close 1000 end'),
  early('bad', 'fails a bad frame that came with the request', frame(3), '101 close 1002 end'),
  early(
    'bare',
    'fails a bare frame that came with the request',
    binaryFrame(ECHO, { mask: null }),
    '101 close 1002 end',
  ),
  early(
    'over',
    'fails a frame over the limit that came with the request',
    binaryFrame(Buffer.alloc(5000)),
    '101 close 1009 end',
  ),
  early(
    'second-request',
    'fails a second request after the upgrade',
    Buffer.from('GET / HTTP/1.1\r\nHost: a\r\n\r\n'),
    '101 close 1002 end',
  ),
  {
    id: 'request-one-by-one',
    section: '4.2.1',
    rule: 'reads a request that comes byte by byte',
    request: ({ path, port }) => [{ oneByOne: Buffer.from(upgradeRequest(path, port)) }],
    expect: '101 open',
  },
  {
    id: 'request-with-body',
    section: '4.2.1, RFC 9112, 6',
    rule: 'takes no body for frames: refuses, or fails them',
    request: ({ path, port }) => [`${upgradeRequest(path, port, { 'Content-Length': '5' })}hello`],
    expect: ['400', '101 close 1002 end', '101 waits', '101 open'],
  },
  {
    id: 'request-half-close',
    section: '4.2.1',
    rule: 'ends when the request is followed by the end of TCP',
    request: ({ path, port }) => [upgradeRequest(path, port), 'end half'],
    expect: ['end', '101 end', '101 close 1006 end', '101 close 1001 end'],
  },
];

/** The room's own rules on top of RFC 6455: a stock room differs here by design. */
const roomCases: readonly Case[] = [
  [0, 'zero'],
  [9, 'below all'],
  [11, 'ERROR, which only servers send'],
  [14, 'STATE, which only servers send'],
  [15, 'PATCH, which only servers send'],
  [16, 'retired'],
  [17, 'bytes, which no room here takes'],
  [20, 'unreliable input (rows D, E)'],
  [22, 'RESPONSE, which only servers send'],
  [31, 'unknown'],
].map(
  ([opcode, what]): Case => ({
    id: `room-opcode-${opcode}`,
    section: 'PROTOCOL.md',
    rule: `cuts a message of opcode ${opcode}: ${what}`,
    seat: [binaryFrame(Buffer.from([opcode as number]))],
    expect: ['open', 'close 4002 end'],
    ours: { expect: 'close 4002 end', why: 'only listed opcodes are allowed' },
  }),
);

const oldClientCases: readonly Case[] = [
  {
    id: 'old-hixie-76',
    section: '4.2.1',
    rule: 'refuses a client of draft-hixie-76 (2010)',
    request: ({ path, port }) => [
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: WebSocket\r\nConnection: Upgrade\r\n` +
        'Sec-WebSocket-Key1: 4 @1  46546xW%0l 1 5\r\nSec-WebSocket-Key2: 12998 5 Y3 1  .P00\r\n\r\n^n:ds[4U',
    ],
    expect: ['400', '426 version 13'],
  },
  {
    id: 'old-hybi-00',
    section: '4.2.1',
    rule: 'refuses a client without any key or version',
    request: ({ path, port }) => [
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: WebSocket\r\nConnection: Upgrade\r\n\r\n`,
    ],
    expect: ['400', '426 version 13'],
  },
  {
    id: 'old-plain-get',
    section: '4.2.2',
    rule: 'answers a browser that opens the address as a page',
    request: ({ path, port }) => [`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`],
    expect: ['400', '404', '426 version 13'],
  },
  {
    id: 'old-text-frames',
    section: '5.6',
    rule: 'tells a client of text frames by a code, not by silence',
    seat: [textFrame(JSON.stringify({ join: 'arena' }))],
    expect: ['open', 'close 1003 end'],
    ours: { expect: 'close 4002 end', why: 'the room speaks binary only: a text frame is cut' },
  },
];

export const deliveryCases: readonly Case[] = [
  ...pieceCases,
  ...endCases,
  ...earlyCases,
  ...roomCases,
  ...oldClientCases,
];
