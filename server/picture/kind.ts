/**
 * How the structures of one schema class travel: the number of each field, and what writes its value (PROTOCOL.md, B6 and
 * B8). Values are numbers, a truth value is 0 or 1; what is a string lies apart. Leans on @colyseus/schema as it is pinned.
 */
import { getEncodeDescriptor, type Iterator, type Schema } from '@colyseus/schema';

type Write = (bytes: Uint8Array, value: unknown, at: Iterator) => void;

/** Names of the fields of a schema class. */
export type FieldOf<S extends Schema> = Exclude<keyof S, keyof Schema> & string;

export class Kind<F extends string = string> {
  /** Number of each field: where its value lies in an structure. */
  readonly slots: Readonly<Record<F, number>>;
  /** What writes a field, by its number. */
  readonly writers: readonly (Write | undefined)[];
  /** Numbers of the fields that are true or false. */
  readonly flags: ReadonlySet<number>;

  /** @param slots all fields that hold a plain value */
  constructor(slots: Readonly<Record<F, number>>, writers: readonly (Write | undefined)[], flags: ReadonlySet<number>) {
    this.slots = slots;
    this.writers = writers;
    this.flags = flags;
  }
}

/** @returns the fields of a class that hold plain values; those that hold other structures are not written here */
export function kindOf<S extends Schema>(Class: new () => S): Kind<FieldOf<S>> {
  const { names, encoders, types } = getEncodeDescriptor(new Class());
  const plain = names.map((name, nth) => [name, nth] as const).filter(([, nth]) => encoders[nth] !== undefined);
  const flags = new Set(plain.map(([, nth]) => nth).filter((nth) => types[nth] === 'boolean'));
  return new Kind(Object.fromEntries(plain) as Record<FieldOf<S>, number>, encoders, flags);
}
