/** What structures look like on the wire in one tick: each is encoded once, however many clients are sent it. */
import type { Iterator } from '@colyseus/schema';
import type { Structure } from './structure.ts';

/** More than any structure takes: 27 numbers, or a name of 16 letters. */
const STRUCTURE_BYTES_MAX = 1024;

export class Slices {
  bytes = new Uint8Array(1 << 16);
  readonly #at: Iterator = { offset: 0 };
  #tick = -1;

  /** Slices of the tick at hand, if it is the same, stay. */
  begin(tick: number): void {
    if (tick === this.#tick) return;
    this.#tick = tick;
    this.#at.offset = 0;
  }

  /** All fields. */
  wholeOf(structure: Structure): Readonly<{ from: number; to: number }> {
    const { whole } = structure;
    if (whole.tick === this.#tick) return whole;
    whole.tick = this.#tick;
    whole.from = this.#grown();
    structure.writeWhole(this.bytes, this.#at);
    whole.to = this.#at.offset;
    return whole;
  }

  /** The fields that have changed after a tick: the last one for most clients, an older one for those who missed some. */
  changeOf(structure: Structure, afterTick: number): Readonly<{ from: number; to: number }> {
    const isUsual = afterTick === this.#tick - 1;
    const { change } = structure;
    if (isUsual && change.tick === this.#tick) return change;
    const slice = isUsual ? change : { tick: 0, from: 0, to: 0 };
    slice.tick = this.#tick;
    slice.from = this.#grown();
    structure.writeChange(this.bytes, afterTick, this.#at);
    slice.to = this.#at.offset;
    return slice;
  }

  #grown(): number {
    const { offset } = this.#at;
    if (offset + STRUCTURE_BYTES_MAX > this.bytes.length) {
      const longer = new Uint8Array(this.bytes.length * 2);
      longer.set(this.bytes);
      this.bytes = longer;
    }
    return offset;
  }
}
