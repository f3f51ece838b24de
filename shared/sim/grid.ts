/**
 * Neighbours by uniform grid: filled once per tick by counting sort into flat arrays, so that "who is near" costs the
 * same however many pilots there are. Scratch, not part of the world.
 */
import type { Place } from './types.ts';

/** About the reach of what asks most often, push and bolts. */
const CELL_U = 128;

export class NeighbourGrid {
  readonly #cellU: number;
  #columns = 0;
  #rows = 0;
  #starts = new Int32Array(0);
  #members = new Int32Array(0);
  #cells = new Int32Array(0);

  constructor(cellU = CELL_U) {
    this.#cellU = cellU;
  }

  /** Sorts the items into cells. Order inside a cell is the order of the list, so queries are deterministic. */
  fill(items: readonly Place[], width: number, height: number): void {
    this.#columns = Math.floor(width / this.#cellU) + 1;
    this.#rows = Math.floor(height / this.#cellU) + 1;
    const cellCount = this.#columns * this.#rows;
    if (this.#starts.length < cellCount + 1) this.#starts = new Int32Array(cellCount + 1);
    if (this.#members.length < items.length) {
      this.#members = new Int32Array(items.length * 2);
      this.#cells = new Int32Array(items.length * 2);
    }
    const starts = this.#starts.fill(0);
    for (let i = 0; i < items.length; i++) {
      const item = items[i] as Place;
      const cell = this.#row(item.y) * this.#columns + this.#column(item.x);
      this.#cells[i] = cell;
      starts[cell + 1] = (starts[cell + 1] as number) + 1;
    }
    for (let cell = 0; cell < cellCount; cell++) {
      starts[cell + 1] = (starts[cell + 1] as number) + (starts[cell] as number);
    }
    for (let i = items.length - 1; i >= 0; i--) {
      const cell = this.#cells[i] as number;
      const slot = (starts[cell + 1] as number) - 1;
      starts[cell + 1] = slot;
      this.#members[slot] = i;
    }
    // The pass above moved every end to its start: shift back by one to get [start, end) pairs again.
    for (let cell = 0; cell < cellCount; cell++) starts[cell] = starts[cell + 1] as number;
    starts[cellCount] = items.length;
  }

  /** Calls `visit` with the index of every item whose cell touches the box; some may lie a little outside it. */
  near(left: number, top: number, right: number, bottom: number, visit: (index: number) => void): void {
    const lastColumn = this.#column(right);
    const lastRow = this.#row(bottom);
    for (let row = this.#row(top); row <= lastRow; row++) {
      for (let column = this.#column(left); column <= lastColumn; column++) {
        const cell = row * this.#columns + column;
        const end = this.#starts[cell + 1] as number;
        for (let slot = this.#starts[cell] as number; slot < end; slot++) visit(this.#members[slot] as number);
      }
    }
  }

  /** Writes the indices of all items whose cells touch the box; some may lie a little outside it. @returns how many */
  collect(left: number, top: number, right: number, bottom: number, found: number[]): number {
    let count = 0;
    const lastColumn = this.#column(right);
    const lastRow = this.#row(bottom);
    const firstColumn = this.#column(left);
    for (let row = this.#row(top); row <= lastRow; row++) {
      // Cells of a row follow one another.
      const first = row * this.#columns + firstColumn;
      const end = this.#starts[first + lastColumn - firstColumn + 1] as number;
      for (let slot = this.#starts[first] as number; slot < end; slot++) found[count++] = this.#members[slot] as number;
    }
    return count;
  }

  #column(x: number): number {
    const column = Math.floor(x / this.#cellU);
    return column < 0 ? 0 : column >= this.#columns ? this.#columns - 1 : column;
  }

  #row(y: number): number {
    const row = Math.floor(y / this.#cellU);
    return row < 0 ? 0 : row >= this.#rows ? this.#rows - 1 : row;
  }
}
