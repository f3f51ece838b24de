/** Reads messages with the state as PROTOCOL.md describes their bytes (B2, B4 to B8), without any decoder. */
import { $refId, getEncodeDescriptor, type Schema } from '@colyseus/schema';
import { BoltState, OwnState, PickupState, PilotState, RosterEntry } from '../../../shared/wire/state.ts';
import type { Published } from '../published.ts';

const HEAD_BYTES = 9;
const SWITCH = 0xff;
const DELETED = 0x40;
const OPERATION = 0xc0;
const BYTES: Readonly<Record<string, number>> = { uint8: 1, boolean: 1, uint16: 2, uint32: 4 };

type Type = string | { quantized: { wire: string } } | object;

const typesOf = (structure: Schema): Type[] => getEncodeDescriptor(structure).types as Type[];
const refOf = (structure: object): number => (structure as { [$refId]: number })[$refId];

/** Knows the lists and what was added to them: one for each client. */
export class PatchReader {
  readonly #lists: ReadonlyMap<number, Type[]>;
  readonly #types: Map<number, Type[]>;
  /** What every client has. */
  readonly #shared: ReadonlySet<number>;
  #bytes = Buffer.alloc(0);
  #at = 0;

  constructor({ state }: Published) {
    const { roster, players, own, shots, pickups, match, house } = state;
    this.#lists = new Map([
      [refOf(roster), typesOf(new RosterEntry())],
      [refOf(players), typesOf(new PilotState())],
      [refOf(own), typesOf(new OwnState())],
      [refOf(shots), typesOf(new BoltState())],
      [refOf(pickups), typesOf(new PickupState())],
    ]);
    this.#types = new Map([state, match, house].map((structure) => [refOf(structure), typesOf(structure)]));
    this.#shared = new Set(this.#types.keys());
  }

  /** @returns numbers of the structures in lists that were added, or of which a field was told */
  read(bytes: Uint8Array): Set<number> {
    this.#bytes = Buffer.from(bytes);
    this.#at = HEAD_BYTES;
    const told = new Set<number>();
    for (let ref = 0; this.#at < this.#bytes.length; ) {
      if (this.#bytes[this.#at] === SWITCH) {
        this.#at++;
        ref = this.#number();
        continue;
      }
      const entries = this.#lists.get(ref);
      if (entries === undefined) this.#field(ref, told);
      else this.#entry(entries, told);
    }
    return told;
  }

  #entry(types: Type[], told: Set<number>): void {
    const operation = (this.#bytes[this.#at++] as number) & OPERATION;
    this.#number();
    if (operation === DELETED) return;
    this.#string();
    const ref = this.#number();
    this.#types.set(ref, types);
    told.add(ref);
  }

  #field(ref: number, told: Set<number>): void {
    const types = this.#types.get(ref);
    if (types === undefined) throw new Error(`structure ${ref} was never added`);
    const type = types[(this.#bytes[this.#at++] as number) & ~OPERATION];
    if (type === 'string') this.#string();
    else if (typeof type === 'string') this.#at += BYTES[type] as number;
    else if (type !== undefined && 'quantized' in type) this.#at += BYTES[type.quantized.wire] as number;
    else this.#number(); // a structure of the root, or one of its lists
    if (!this.#shared.has(ref)) told.add(ref);
  }

  #number(): number {
    const mark = this.#bytes[this.#at++] as number;
    if (mark < 0x80) return mark;
    const from = this.#at;
    if (mark === 0xcc) return this.#bytes[this.#at++] as number;
    this.#at += mark === 0xcd ? 2 : 4;
    return mark === 0xcd ? this.#bytes.readUInt16LE(from) : this.#bytes.readUInt32LE(from);
  }

  #string(): void {
    const mark = this.#bytes[this.#at++] as number;
    this.#at += mark === 0xd9 ? 1 + (this.#bytes[this.#at] as number) : mark & 0x1f;
  }
}
