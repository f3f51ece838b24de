import { encode, type Iterator } from '@colyseus/schema';

const SLAB_BYTES = 1 << 20;
/** Of a message of up to 64 KiB. */
const WS_HEAD_BYTES_MAX = 4;

/** `wsFrame` is missing for a message that is too long for a short head. */
export type Written = { message: Buffer; wsFrame: Buffer | undefined };

/** Messages to clients, one after another in slabs that are never written again: a socket may hold on to them. */
export class PatchWriter {
  #slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
  #from = 0;
  readonly #at: Iterator = { offset: 0 };

  /** Room is left for the head of a WebSocket message. */
  begin(): void {
    this.#from = this.#at.offset;
    this.#need(WS_HEAD_BYTES_MAX);
    this.#at.offset += WS_HEAD_BYTES_MAX;
  }

  byte(byte: number): void {
    this.#need(1);
    this.#slab[this.#at.offset++] = byte;
  }

  uint32(value: number): void {
    this.#need(4);
    encode.uint32(this.#slab, value >>> 0, this.#at);
  }

  number(value: number): void {
    this.#need(9);
    encode.number(this.#slab, value, this.#at);
  }

  text(text: string): void {
    this.#need(5 + 3 * text.length);
    encode.string(this.#slab, text, this.#at);
  }

  copy(bytes: Uint8Array, from: number, to: number): void {
    this.#need(to - from);
    const slab = this.#slab;
    let at = this.#at.offset;
    // Slices are short: a loop is faster than a call of set().
    for (let i = from; i < to; i++) slab[at++] = bytes[i] as number;
    this.#at.offset = at;
  }

  /** @returns the message, and the same as a WebSocket frame of a server (RFC 6455, 5.2): final, binary, not masked */
  end(): Written {
    const from = this.#from + WS_HEAD_BYTES_MAX;
    const length = this.#at.offset - from;
    const message = this.#slab.subarray(from, this.#at.offset);
    if (length > 0xffff) return { message, wsFrame: undefined };
    const head = length < 126 ? 2 : 4;
    const wsFrame = this.#slab.subarray(from - head, this.#at.offset);
    wsFrame[0] = 0x82;
    if (length < 126) wsFrame[1] = length;
    else {
      wsFrame[1] = 126;
      wsFrame.writeUInt16BE(length, 2);
    }
    return { message, wsFrame };
  }

  #need(count: number): void {
    const { offset } = this.#at;
    if (offset + count <= this.#slab.length) return;
    const begun = this.#slab.subarray(this.#from, offset);
    this.#slab = Buffer.allocUnsafeSlow(Math.max(SLAB_BYTES, 2 * (begun.length + count)));
    this.#slab.set(begun);
    this.#from = 0;
    this.#at.offset = begun.length;
  }
}
