/** Chance out of a seed, and the mutations that every generator shares: the same seed makes the same bytes. */
import { type Random, randomUint32 } from '../../../../shared/sim/rng.ts';

/** Where parsers break: borders of signed and unsigned bytes, of lengths of 7 bits, of Colyseus's and msgpack's tags. */
const EDGY_BYTES = [
  0, 1, 0x0a, 0x0d, 0x13, 0x14, 0x20, 0x7d, 0x7e, 0x7f, 0x80, 0x8f, 0x93, 0xc1, 0xdd, 0xdf, 0xfe, 0xff,
];

export class Chance {
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = { rng: seed >>> 0 };
  }

  /** @returns a whole number in [0, limit) */
  int(limit: number): number {
    return randomUint32(this.#random) % limit;
  }

  /** @returns true once in so many times */
  oneIn(times: number): boolean {
    return this.int(times) === 0;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.int(list.length)] as T;
  }

  bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => (this.oneIn(3) ? this.pick(EDGY_BYTES) : this.int(256))));
  }

  /** Mostly small, sometimes large, at most `max`. */
  length(max: number): number {
    return this.oneIn(5) ? this.int(max + 1) : this.int(Math.min(max, 12) + 1);
  }
}

type Mutation = (chance: Chance, bytes: Buffer) => Buffer;

const at = (chance: Chance, bytes: Buffer): number => chance.int(bytes.length + 1);

const mutations: readonly Mutation[] = [
  (chance, bytes) => {
    const copy = Buffer.from(bytes);
    const place = chance.int(Math.max(1, copy.length));
    if (copy.length > 0) copy[place] = (copy[place] as number) ^ (1 << chance.int(8));
    return copy;
  },
  (chance, bytes) => {
    const copy = Buffer.from(bytes);
    if (copy.length > 0) copy[chance.int(copy.length)] = chance.pick(EDGY_BYTES);
    return copy;
  },
  (chance, bytes) => bytes.subarray(0, at(chance, bytes)),
  (chance, bytes) => bytes.subarray(at(chance, bytes)),
  (chance, bytes) => {
    const place = at(chance, bytes);
    return Buffer.concat([bytes.subarray(0, place), chance.bytes(1 + chance.length(40)), bytes.subarray(place)]);
  },
  (chance, bytes) => {
    const [from, to] = [at(chance, bytes), at(chance, bytes)].sort((a, b) => a - b) as [number, number];
    return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
  },
  (chance, bytes) => {
    const [from, to] = [at(chance, bytes), at(chance, bytes)].sort((a, b) => a - b) as [number, number];
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
  },
];

/** One to four changes. */
export function mutate(chance: Chance, bytes: Buffer): Buffer {
  let changed = bytes;
  for (let left = 1 + chance.int(4); left > 0; left--) changed = chance.pick(mutations)(chance, changed);
  return changed;
}

export const maybeMutated = (chance: Chance, bytes: Buffer, oneIn: number): Buffer =>
  chance.oneIn(oneIn) ? mutate(chance, bytes) : bytes;
