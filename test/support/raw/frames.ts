/**
 * WebSocket frames made and read by hand (RFC 6455, 5.2), so that a test can also send what no library would.
 *
 *   byte 0  FIN | RSV1 RSV2 RSV3 | opcode (4 bits)
 *   byte 1  MASK | length (7 bits): 126 → 16 bits follow, 127 → 64 bits follow
 *   then    the masking key (4 bytes, client → server only) and the payload
 */

export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** Fixed, so that a case is the same bytes each time. */
export const MASK_KEY = Buffer.from([0x37, 0xfa, 0x21, 0x3d]);

export type FrameOptions = {
  fin?: boolean;
  /** Three bits: 4 = RSV1, 2 = RSV2, 1 = RSV3. */
  rsv?: number;
  /** null leaves the payload bare, which a client must not do. */
  mask?: Buffer | null;
  /** How the length is written; the shortest form by itself. */
  lengthBits?: 7 | 16 | 64;
  /** Announced length, where it is not the true one. */
  length?: bigint;
};

const bytesOf = (payload: Uint8Array | string): Buffer =>
  typeof payload === 'string' ? Buffer.from(payload, 'utf8') : Buffer.from(payload);

function lengthBytes(length: bigint, bits: 7 | 16 | 64): { first: number; more: Buffer } {
  if (bits === 7) return { first: Number(length), more: Buffer.alloc(0) };
  const more = Buffer.alloc(bits / 8);
  if (bits === 16) more.writeUInt16BE(Number(length));
  else more.writeBigUInt64BE(length);
  return { first: bits === 16 ? 126 : 127, more };
}

/** One frame as a client sends it, unless the options say otherwise. */
export function frame(opcode: number, payload: Uint8Array | string = '', options: FrameOptions = {}): Buffer {
  const bytes = bytesOf(payload);
  const length = options.length ?? BigInt(bytes.length);
  const shortest = length < 126n ? 7 : length < 65_536n ? 16 : 64;
  const { first, more } = lengthBytes(length, options.lengthBits ?? shortest);
  const mask = options.mask === undefined ? MASK_KEY : options.mask;
  const head = Buffer.from([
    (options.fin === false ? 0 : 0x80) | ((options.rsv ?? 0) << 4) | opcode,
    (mask === null ? 0 : 0x80) | first,
  ]);
  if (mask === null) return Buffer.concat([head, more, bytes]);
  return Buffer.concat([head, more, mask, bytes.map((byte, at) => byte ^ (mask[at % 4] as number))]);
}

/** The body of a close frame: a code and, after it, a reason. */
export function closeBody(code: number, reason: Uint8Array | string = ''): Buffer {
  const head = Buffer.alloc(2);
  head.writeUInt16BE(code);
  return Buffer.concat([head, bytesOf(reason)]);
}

export const binaryFrame = (payload: Uint8Array, options?: FrameOptions): Buffer =>
  frame(OPCODE.binary, payload, options);
export const textFrame = (payload: Uint8Array | string, options?: FrameOptions): Buffer =>
  frame(OPCODE.text, payload, options);
export const pingFrame = (payload: Uint8Array | string = '', options?: FrameOptions): Buffer =>
  frame(OPCODE.ping, payload, options);
export const pongFrame = (payload: Uint8Array | string = '', options?: FrameOptions): Buffer =>
  frame(OPCODE.pong, payload, options);
export const closeFrame = (code: number, reason: Uint8Array | string = ''): Buffer =>
  frame(OPCODE.close, closeBody(code, reason));

export type ServerFrame = { fin: boolean; rsv: number; opcode: number; masked: boolean; payload: Buffer };

/** The close code that a frame carries; 1005 stands for an empty body, as in RFC 6455, 7.1.5. */
export const closeCodeOf = ({ payload }: ServerFrame): number => (payload.length < 2 ? 1005 : payload.readUInt16BE(0));

/** Cuts a stream of bytes into frames. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);

  push(bytes: Buffer): ServerFrame[] {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    const frames: ServerFrame[] = [];
    for (let next = this.#take(); next !== undefined; next = this.#take()) frames.push(next);
    return frames;
  }

  #take(): ServerFrame | undefined {
    const rest = this.#rest;
    if (rest.length < 2) return undefined;
    const [first, second] = rest as unknown as [number, number];
    const short = second & 0x7f;
    const extra = short === 126 ? 2 : short === 127 ? 8 : 0;
    const masked = (second & 0x80) !== 0;
    const start = 2 + extra + (masked ? 4 : 0);
    if (rest.length < start) return undefined;
    const length = extra === 0 ? short : extra === 2 ? rest.readUInt16BE(2) : Number(rest.readBigUInt64BE(2));
    if (rest.length < start + length) return undefined;
    this.#rest = rest.subarray(start + length);
    const payload = Buffer.from(rest.subarray(start, start + length));
    return { fin: (first & 0x80) !== 0, rsv: (first >> 4) & 7, opcode: first & 15, masked, payload };
  }
}
