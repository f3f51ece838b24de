/** Fuzz over a seat: protocol messages, input frames, and the frames of WebSocket around them. */
import { InputEncoder } from '@colyseus/schema/input';
import { PlayerInput } from '../../../../shared/wire/input.ts';
import { binaryFrame, closeBody, frame, OPCODE, pingFrame, pongFrame, textFrame } from '../../../support/raw/frames.ts';
import { MESSAGE } from '../../../support/raw/seat.ts';
import type { Attack } from './attack.ts';
import { type Chance, maybeMutated, mutate } from './chance.ts';

/** Stays below the standard burst: a flood is the matter of another suite, depth is the matter here. */
const MESSAGES_MAX = 40;
const PAYLOAD_BYTES_MAX = 200;

const NUMBERS = [
  0,
  1,
  -1,
  0.5,
  Number.NaN,
  Infinity,
  -Infinity,
  1e300,
  -1e300,
  5e-324,
  2 ** 31,
  2 ** 53,
  255,
  256,
  65_536,
];

function inputBytes(chance: Chance): Buffer {
  const input = new PlayerInput();
  const encoder = new InputEncoder(input);
  Object.assign(input, {
    mx: chance.pick(NUMBERS),
    my: chance.pick(NUMBERS),
    aim: chance.pick(NUMBERS),
    buttons: chance.int(256),
  });
  return Buffer.concat([Buffer.from([MESSAGE.input]), encoder.encode()]);
}

/** Tags of msgpack that announce more than there is: arrays, maps, strings, binary and extensions. */
const MSGPACK_LIARS = ['dd', 'df', 'db', 'c6', 'c9', 'dc', 'de', 'da', 'c5', 'c8'].map((tag) =>
  Buffer.from(`${tag}ffffffff`, 'hex'),
);

function packed(chance: Chance): Buffer {
  switch (chance.int(6)) {
    case 0:
      return chance.pick(MSGPACK_LIARS);
    case 1:
      return Buffer.alloc(1 + chance.int(PAYLOAD_BYTES_MAX), 0x91); // arrays in arrays in arrays
    case 2:
      return Buffer.alloc(1 + chance.int(PAYLOAD_BYTES_MAX), 0x81); // maps whose keys are maps
    case 3:
      return Buffer.concat([Buffer.from('81a95f5f70726f746f5f5f', 'hex'), packed(chance)]); // {__proto__: …}
    case 4:
      return Buffer.concat([Buffer.from('d6ff', 'hex'), chance.bytes(4)]); // a time stamp
    default:
      return chance.bytes(chance.length(PAYLOAD_BYTES_MAX));
  }
}

const TYPES = ['kill', 'hit', '*', '__proto__', 'constructor', 'toString', '__playground_message_types', '', 'é', '\0'];

/** A message type on the wire: a short string, or a number. */
function typeBytes(chance: Chance): Buffer {
  if (chance.oneIn(4)) return chance.bytes(1 + chance.int(9));
  const text = Buffer.from(chance.oneIn(4) ? 'x'.repeat(chance.int(180)) : chance.pick(TYPES));
  const length = chance.oneIn(8) ? chance.int(256) : text.length;
  const head = length < 32 ? [0xa0 | length] : [0xd9, length];
  return Buffer.concat([Buffer.from(head), text]);
}

function messageBytes(chance: Chance): Buffer {
  const tagged = (opcode: number, ...parts: Buffer[]): Buffer => Buffer.concat([Buffer.from([opcode]), ...parts]);
  switch (chance.int(12)) {
    case 0:
    case 1:
    case 2:
      return inputBytes(chance);
    case 3:
      return tagged(MESSAGE.input, chance.bytes(chance.length(80)));
    case 4:
      return tagged(MESSAGE.input | 0x80, chance.bytes(chance.length(20)));
    case 5:
      return tagged(20 | (chance.int(2) << 7), chance.bytes(chance.length(20)));
    case 6:
    case 7:
      return tagged(MESSAGE.message, typeBytes(chance), packed(chance));
    case 8:
      return tagged(21, chance.bytes(1 + chance.int(5)), typeBytes(chance), packed(chance));
    case 9:
      return tagged(17, typeBytes(chance), chance.bytes(chance.length(PAYLOAD_BYTES_MAX)));
    case 10:
      return tagged(chance.pick([MESSAGE.ping, MESSAGE.join]), chance.bytes(chance.length(8)));
    default:
      return chance.bytes(chance.length(PAYLOAD_BYTES_MAX));
  }
}

/** Mostly proper, because whatever is cut at the first message reaches nothing below. */
function properMessages(chance: Chance): Buffer[] {
  const count = 1 + chance.int(MESSAGES_MAX);
  return Array.from({ length: count }, () => binaryFrame(chance.oneIn(4) ? messageBytes(chance) : inputBytes(chance)));
}

/** Any frame that the format can hold. */
function oddFrame(chance: Chance): Buffer {
  switch (chance.int(8)) {
    case 0:
      return pingFrame(chance.bytes(chance.int(126)));
    case 1:
      return pongFrame(chance.bytes(chance.int(126)));
    case 2:
      return textFrame(chance.bytes(chance.length(60)));
    case 3:
      return frame(OPCODE.close, closeBody(chance.pick([1000, 1005, 4000, 5000, 0]), chance.bytes(chance.int(20))));
    case 4:
      return frame(chance.int(16), chance.bytes(chance.int(40)), {
        fin: chance.oneIn(2),
        rsv: chance.oneIn(4) ? chance.int(8) : 0,
      });
    case 5:
      return frame(OPCODE.continuation, messageBytes(chance), { fin: chance.oneIn(2) });
    case 6:
      return binaryFrame(messageBytes(chance), { lengthBits: 64, length: BigInt(chance.int(70_000)) });
    default:
      return binaryFrame(messageBytes(chance), { fin: false });
  }
}

const oddFrames = (chance: Chance): Buffer[] =>
  Array.from({ length: 1 + chance.int(MESSAGES_MAX) }, () => maybeMutated(chance, oddFrame(chance), 3));

/** @returns the stream of an honest client, bent in a few places */
function bentStream(chance: Chance): Buffer[] {
  const stream = mutate(chance, Buffer.concat(properMessages(chance)));
  const cut = chance.int(stream.length + 1);
  return [stream.subarray(0, cut), stream.subarray(cut)];
}

export const messageAttack = (chance: Chance): Attack => ({
  name: 'room messages',
  over: 'seat',
  joined: !chance.oneIn(4),
  writes: properMessages(chance),
});

export const singleMessageAttack = (chance: Chance): Attack => ({
  name: 'one message',
  over: 'seat',
  joined: true,
  writes: [binaryFrame(maybeMutated(chance, messageBytes(chance), 2))],
});

export const frameAttack = (chance: Chance): Attack => ({
  name: 'WebSocket frames',
  over: 'seat',
  joined: chance.oneIn(2),
  writes: chance.oneIn(2) ? oddFrames(chance) : bentStream(chance),
});
