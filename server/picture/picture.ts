/**
 * The published picture of a world as clients are sent it: each structure is encoded once in a tick, and each client's patch is
 * copied together of what its player can see. What comes out is what Colyseus's own encoder could have written, so that any
 * stock SDK decodes it (PROTOCOL.md, B5 to B8).
 */
import { NeighbourGrid } from '../../shared/sim/grid.ts';
import { BOLT_SPEED_MAX } from '../../shared/sim/tunables.ts';
import { type Area, BOLT_AHEAD_SECONDS, isIn, LINGER_U } from './interest.ts';
import { PatchWriter, type Written } from './patch-writer.ts';
import { Slices } from './slices.ts';
import type { Structure } from './structure.ts';
import type { Viewer } from './viewer.ts';

/** First bytes of messages with the time and the ack, and marks of changes (PROTOCOL.md, B1, B2, B5 and B7). */
const FULL_STATE = 14 + 128;
const PATCH = 15 + 128;
const SWITCH = 0xff;
const ADD = 0x80;
const DELETE = 0x40;

const CELL_U = 256;
/** Half the way that a bolt's area covers at most: it is found by its middle. */
const BOLT_REACH_U = (BOLT_SPEED_MAX * BOLT_AHEAD_SECONDS) / 2;

/** Milliseconds since the room began, and input frames of the client that were used. */
export type Head = { sNow: number; ack: number };

/** What there is to be shown in a tick. */
export type Scene = {
  tick: number;
  widthU: number;
  heightU: number;
  /** Found by where it is: pilots, pickups; and bolts. */
  places: readonly Structure[];
  bolts: readonly Structure[];
  /** Shown to every client. */
  everywhere: readonly Structure[];
};

export class Picture {
  /** Structures that every client has from the start; the root first. */
  readonly #shared: readonly Structure[];
  readonly #slices = new Slices();
  readonly #out = new PatchWriter();
  readonly #placeGrid = new NeighbourGrid(CELL_U);
  readonly #boltGrid = new NeighbourGrid(CELL_U);
  #scene: Scene = { tick: 0, widthU: 0, heightU: 0, places: [], bolts: [], everywhere: [] };
  /** Of the client whose patch is being made: its mark, what it is to know, what may be in view. */
  #mark = 0;
  #wanted: Structure[] = [];
  readonly #found: number[] = [];

  constructor(shared: readonly Structure[]) {
    this.#shared = shared;
  }

  show(scene: Scene): void {
    this.#scene = scene;
    const { tick, widthU, heightU, places, bolts } = scene;
    this.#slices.begin(tick);
    this.#placeGrid.fill(places, widthU, heightU);
    this.#boltGrid.fill(bolts, widthU, heightU);
  }

  /**
   * @param shared the full state without what is shown to some only, as Colyseus encodes it
   * @returns the message that makes a client know all that it is to know
   */
  fullStateFor(viewer: Viewer, shared: Uint8Array, head: Head): Written {
    const out = this.#begin(FULL_STATE, head);
    out.copy(shared, 1, shared.length);
    viewer.known.length = 0;
    this.#update(viewer, this.#scene.tick);
    return out.end();
  }

  /** @returns the message that tells a client what has changed since its last one */
  patchFor(viewer: Viewer, head: Head): Written {
    const out = this.#begin(PATCH, head);
    const { tick = 0 } = viewer;
    for (const structure of this.#shared) if (structure.changedTick > tick) this.#copyChange(structure, tick);
    this.#update(viewer, tick);
    return out.end();
  }

  #begin(kind: number, { sNow, ack }: Head): PatchWriter {
    const out = this.#out;
    out.begin();
    out.byte(kind);
    out.uint32(sNow);
    out.uint32(ack);
    return out;
  }

  /** Writes what is gone, what is new, and what has changed after a tick. */
  #update(viewer: Viewer, afterTick: number): void {
    const mark = ++this.#mark;
    const { known } = viewer;
    for (const structure of known) structure.wasKnown = mark;
    const wanted = this.#gather(viewer);
    this.#writeLists(known, wanted);
    for (const structure of wanted) {
      if (structure.wasKnown !== mark) this.#copyWhole(structure);
      else if (structure.changedTick > afterTick) this.#copyChange(structure, afterTick);
    }
    viewer.spare = known;
    viewer.known = wanted;
    viewer.tick = this.#scene.tick;
  }

  #gather(viewer: Viewer): Structure[] {
    this.#wanted = viewer.spare;
    this.#wanted.length = 0;
    for (const structure of viewer.own) this.#want(structure);
    for (const structure of this.#scene.everywhere) this.#want(structure);
    for (const area of viewer.areas) this.#look(area);
    return this.#wanted;
  }

  #look(area: Area): void {
    const { places, bolts } = this.#scene;
    this.#lookFor(places, this.#placeGrid, area, LINGER_U);
    this.#lookFor(bolts, this.#boltGrid, area, LINGER_U + BOLT_REACH_U);
  }

  #lookFor(structures: readonly Structure[], grid: NeighbourGrid, area: Area, reachU: number): void {
    const { minX, minY, maxX, maxY } = area;
    const count = grid.collect(minX - reachU, minY - reachU, maxX + reachU, maxY + reachU, this.#found);
    for (let nth = 0; nth < count; nth++) {
      const structure = structures[this.#found[nth] as number] as Structure;
      if (isIn(area, structure, structure.wasKnown === this.#mark ? LINGER_U : 0)) this.#want(structure);
    }
  }

  #want(structure: Structure): void {
    if (structure.isWanted === this.#mark) return;
    structure.isWanted = this.#mark;
    this.#wanted.push(structure);
    if (structure.with !== undefined) this.#want(structure.with);
  }

  #writeLists(known: readonly Structure[], wanted: readonly Structure[]): void {
    const out = this.#out;
    let list: Structure['list'] | undefined;
    const open = (structure: Structure): void => {
      if (structure.list === list) return;
      list = structure.list;
      out.byte(SWITCH);
      out.number(list.ref);
    };
    for (const structure of known) {
      if (structure.isWanted === this.#mark) continue;
      open(structure);
      out.byte(DELETE);
      out.number(structure.index);
    }
    for (const structure of wanted) {
      if (structure.wasKnown === this.#mark) continue;
      open(structure);
      out.byte(ADD);
      out.number(structure.index);
      out.text(structure.key);
      out.number(structure.ref);
    }
  }

  #copyWhole(structure: Structure): void {
    const { from, to } = this.#slices.wholeOf(structure);
    this.#out.copy(this.#slices.bytes, from, to);
  }

  #copyChange(structure: Structure, afterTick: number): void {
    const { from, to } = this.#slices.changeOf(structure, afterTick);
    this.#out.copy(this.#slices.bytes, from, to);
  }
}
