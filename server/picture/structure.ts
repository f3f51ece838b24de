/**
 * One structure of the published picture: the values of its fields, and since which tick each has been what it is. A
 * client that has everything up to some tick is sent what has changed after it, whichever ticks it has missed in between.
 */
import { encode, type Iterator } from '@colyseus/schema';
import type { Area } from './interest.ts';
import type { Kind } from './kind.ts';

/** Marks of the wire (PROTOCOL.md, B5 and B6). */
const SWITCH = 0xff;
const SET = 0x80;
const ROOT = 0;

/** A map of the state, by the number of its structure. */
export type List = { readonly ref: number };

export type Name = { list: List; ref: number; index: number; key: string };

export class Structure implements Area {
  readonly kind: Kind;
  readonly list: List;
  /** Number of its structure, and its index and key in its list. */
  readonly ref: number;
  readonly index: number;
  readonly key: string;
  /** By the number of the field. */
  readonly values: Float64Array;
  readonly texts: string[] = [];
  readonly #changedTicks: Float64Array;
  /** Newest tick in which a field has changed. */
  changedTick = 0;
  /** Who knows this one knows that one too. */
  with: Structure | undefined;
  /** Where it is or soon will be, for those who look. */
  minX = 0;
  minY = 0;
  maxX = 0;
  maxY = 0;
  /** Marks of the client whose patch is being made: it knew this one before; it is to know it now. */
  wasKnown = 0;
  isWanted = 0;
  /** Where its bytes lie in the slices of a tick. */
  readonly whole = { tick: -1, from: 0, to: 0 };
  readonly change = { tick: -1, from: 0, to: 0 };

  constructor(kind: Kind, { list, ref, index, key }: Name) {
    this.kind = kind;
    this.list = list;
    this.ref = ref;
    this.index = index;
    this.key = key;
    this.values = new Float64Array(kind.writers.length);
    this.#changedTicks = new Float64Array(kind.writers.length);
  }

  /** Middle of the area: what it is found by. */
  get x(): number {
    return (this.minX + this.maxX) / 2;
  }

  get y(): number {
    return (this.minY + this.maxY) / 2;
  }

  /** Takes over what the fields are as of a tick. */
  take(values: Float64Array, tick: number): void {
    const { values: known, kind } = this;
    for (let field = 0; field < kind.writers.length; field++) {
      const value = values[field] as number;
      if (known[field] !== value) this.#takeOne(field, value, tick);
    }
  }

  /** Takes over the fields of a structure by their names. */
  copy(structure: object, tick: number): void {
    for (const [name, field] of Object.entries(this.kind.slots)) {
      const value = (structure as Record<string, unknown>)[name];
      if (typeof value === 'string') this.takeText(field, value, tick);
      else this.#takeOne(field, Number(value), tick);
    }
  }

  takeText(field: number, text: string, tick: number): void {
    if (this.texts[field] === text) return;
    this.texts[field] = text;
    this.#changedTicks[field] = this.changedTick = tick;
  }

  /** The fields by name, as a client decodes them. */
  toJSON(): Record<string, unknown> {
    const { slots, flags } = this.kind;
    const told = (field: number) => (flags.has(field) ? this.values[field] === 1 : this.values[field]);
    return Object.fromEntries(Object.entries(slots).map(([name, field]) => [name, this.texts[field] ?? told(field)]));
  }

  writeWhole(bytes: Uint8Array, at: Iterator): void {
    this.#writeRef(bytes, at);
    for (const field of Object.values(this.kind.slots)) this.#write(bytes, field, at);
  }

  /** Writes what has changed after a tick. */
  writeChange(bytes: Uint8Array, afterTick: number, at: Iterator): void {
    this.#writeRef(bytes, at);
    for (let field = 0; field < this.#changedTicks.length; field++)
      if ((this.#changedTicks[field] as number) > afterTick) this.#write(bytes, field, at);
  }

  /** A picture begins with the root's changes: no mark is needed for them. */
  #writeRef(bytes: Uint8Array, at: Iterator): void {
    if (this.ref === ROOT) return;
    bytes[at.offset++] = SWITCH;
    encode.number(bytes, this.ref, at);
  }

  #takeOne(field: number, value: number, tick: number): void {
    if (this.values[field] === value) return;
    this.values[field] = value;
    this.#changedTicks[field] = this.changedTick = tick;
  }

  #write(bytes: Uint8Array, field: number, at: Iterator): void {
    bytes[at.offset++] = SET | field;
    this.kind.writers[field]?.(bytes, this.texts[field] ?? this.values[field], at);
  }
}
