/**
 * Walls by place, so that a step beside one wall of hundreds asks only its neighbours. A cell lists, in the arena's order,
 * every wall that comes within REACH of it: for whatever stays that near to a place in the cell the list gives exactly the
 * answers of the whole. Worked out when an arena is first asked about, and kept: arenas do not change.
 */
import type { Arena, Wall } from './types.ts';

const CELL = 256;
/** How far from a place its cell's list may be trusted, per axis. */
const REACH = 128;

type WallIndex = { columns: number; rows: number; cells: (readonly Wall[])[] };

const indexByWalls = new WeakMap<readonly Wall[], WallIndex>();

/**
 * @param reach how far from (x, y) walls matter, per axis
 * @returns those that may lie in reach, in the arena's order; all of them where the index does not help
 */
export function wallsNear(arena: Arena, x: number, y: number, reach: number): readonly Wall[] {
  if (!(reach <= REACH)) return arena.walls;
  const index = indexByWalls.get(arena.walls) ?? buildIndex(arena);
  const column = Math.floor(x / CELL);
  const row = Math.floor(y / CELL);
  const inside = column >= 0 && row >= 0 && column < index.columns && row < index.rows;
  return inside ? (index.cells[row * index.columns + column] as readonly Wall[]) : arena.walls;
}

function buildIndex({ walls, width, height }: Arena): WallIndex {
  const columns = Math.floor(width / CELL) + 1;
  const rows = Math.floor(height / CELL) + 1;
  const cells: Wall[][] = Array.from({ length: columns * rows }, () => []);
  const clampTo = (count: number, cell: number): number => Math.max(0, Math.min(count - 1, cell));
  for (const wall of walls) {
    const firstColumn = clampTo(columns, firstCell(wall.x));
    const lastColumn = clampTo(columns, lastCell(wall.x + wall.width));
    const firstRow = clampTo(rows, firstCell(wall.y));
    const lastRow = clampTo(rows, lastCell(wall.y + wall.height));
    for (let row = firstRow; row <= lastRow; row++) {
      for (let column = firstColumn; column <= lastColumn; column++) cells[row * columns + column]?.push(wall);
    }
  }
  const index = { columns, rows, cells };
  indexByWalls.set(walls, index);
  return index;
}

/** The first cell that a wall from `low` on comes near to, and the last for one up to `high`; touching counts. */
const firstCell = (low: number): number => Math.ceil((low - REACH) / CELL) - 1;
const lastCell = (high: number): number => Math.floor((high + REACH) / CELL);
