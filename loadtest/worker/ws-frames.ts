/**
 * WebSocket frames as a client reads and writes them (RFC 6455, no extensions):
 *
 *   FIN·opcode  MASK·length  [length: 2 or 8]  [mask: 4, from the client only]  payload
 */

export const OPCODE = { more: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** Longer messages are not a game's. */
const MESSAGE_BYTES_MAX = 16 * 1024 * 1024;
const FIN = 0x80;
const MASKED = 0x80;
const HEAD_BYTES_MAX = 14;

export type OnWsFrame = (opcode: number, payload: Buffer) => void;

/** Cuts a stream of bytes into whole messages and control frames. A payload is only good until its callback returns. */
export class WsFrameReader {
  readonly #onFrame: OnWsFrame;
  #rest: Buffer | undefined;
  #parts: Buffer[] = [];
  #partsBytes = 0;
  #opcode = 0;

  constructor(onFrame: OnWsFrame) {
    this.#onFrame = onFrame;
  }

  /** @throws when these are no frames of a server */
  read(chunk: Buffer): void {
    let bytes = this.#rest === undefined ? chunk : Buffer.concat([this.#rest, chunk]);
    this.#rest = undefined;
    for (;;) {
      const used = this.#readFrame(bytes);
      if (used === 0) break;
      bytes = bytes.subarray(used);
    }
    if (bytes.length > 0) this.#rest = Buffer.from(bytes); // the chunk's memory is used again
  }

  /** @returns bytes used; 0 while the frame is not complete */
  #readFrame(bytes: Buffer): number {
    if (bytes.length < 2) return 0;
    const first = bytes[0] as number;
    const short = bytes[1] as number;
    if ((first & 0x70) !== 0 || (short & MASKED) !== 0) throw new Error('not a frame of a server');
    const head = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (bytes.length < head) return 0;
    const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
    if (length + this.#partsBytes > MESSAGE_BYTES_MAX) throw new Error('a message that is too long');
    const end = head + length;
    if (bytes.length < end) return 0;
    this.#take(first & 0x0f, (first & FIN) !== 0, bytes.subarray(head, end));
    return end;
  }

  #take(opcode: number, isLast: boolean, payload: Buffer): void {
    if (opcode >= OPCODE.close || (isLast && opcode !== OPCODE.more)) return this.#onFrame(opcode, payload);
    if (opcode !== OPCODE.more) this.#opcode = opcode;
    this.#parts.push(Buffer.from(payload));
    this.#partsBytes += payload.length;
    if (!isLast) return;
    const whole = Buffer.concat(this.#parts);
    this.#parts = [];
    this.#partsBytes = 0;
    this.#onFrame(this.#opcode, whole);
  }
}

let maskState = 0x2545f491;

/**
 * @returns a whole frame of a client
 * The mask need not be unguessable here: it protects proxies from scripts in browsers, and these bytes are all ours.
 */
export function wsFrameOf(opcode: number, payload: Uint8Array): Buffer {
  const { length } = payload;
  const frame = Buffer.allocUnsafe(HEAD_BYTES_MAX + length);
  frame[0] = FIN | opcode;
  let at = 2;
  if (length < 126) frame[1] = MASKED | length;
  else if (length < 65_536) {
    frame[1] = MASKED | 126;
    at = frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = MASKED | 127;
    at = frame.writeBigUInt64BE(BigInt(length), 2);
  }
  maskState ^= maskState << 13;
  maskState ^= maskState >>> 17;
  maskState ^= maskState << 5;
  const mask = at;
  at = frame.writeInt32LE(maskState, at);
  for (let i = 0; i < length; i++) frame[at + i] = (payload[i] as number) ^ (frame[mask + (i & 3)] as number);
  return frame.subarray(0, at + length);
}
