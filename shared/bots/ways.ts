/**
 * Finding a way around walls: a coarse grid per arena, and for a goal the number of cells to it from everywhere (breadth
 * first). Both are worked out when first asked for and kept: they depend on nothing but the arena and the goal.
 * Invariant: from the middle of a free cell, the neighbour that is one nearer can be walked to in a straight line.
 */
import { isBlocked, isClear } from '../sim/collide.ts';
import { PILOT } from '../sim/tunables.ts';
import type { Arena, Place } from '../sim/types.ts';

/** Less than a pilot's width, so that neighbouring free cells leave no wall between them. */
const CELL_U = 32;
/** Goals whose distances are kept per arena; the oldest makes room. */
const FIELDS_MAX = 96;
/** Waypoints are looked for this many cells around. */
const REACH_CELLS = 3;
const FAR = 0xffff;

type Ways = {
  columns: number;
  rows: number;
  free: Uint8Array;
  /** The arena with its walls grown by a pilot's radius: in it a pilot is a point. */
  grown: Arena;
  /** Cells to the goal, by the goal's cell. */
  fields: Map<number, Uint16Array>;
};

const waysByArena = new WeakMap<Arena, Ways>();

/** @returns whether a pilot can go straight from one place to another */
export const isWalkable = (arena: Arena, fromX: number, fromY: number, toX: number, toY: number): boolean =>
  isClear(waysOf(arena).grown, fromX, fromY, toX, toY);

/** @returns a place to head for now on the way from (x, y) to the goal */
export function nextPlace(arena: Arena, x: number, y: number, goal: Place): Place {
  if (isWalkable(arena, x, y, goal.x, goal.y)) return goal;
  const ways = waysOf(arena);
  const field = fieldTo(ways, nearestFreeCell(ways, goal.x, goal.y));
  const column = columnOf(ways, x);
  const row = rowOf(ways, y);
  let best: Place | undefined;
  let bestCost = Infinity;
  for (let r = Math.max(0, row - REACH_CELLS); r <= Math.min(ways.rows - 1, row + REACH_CELLS); r++) {
    for (let c = Math.max(0, column - REACH_CELLS); c <= Math.min(ways.columns - 1, column + REACH_CELLS); c++) {
      const cells = field[r * ways.columns + c] as number;
      if (cells === FAR || cells > bestCost) continue;
      const place = middleOf(c, r);
      const cost = cells + (Math.abs(place.x - x) + Math.abs(place.y - y)) / (CELL_U * 8);
      if (cost >= bestCost || !isWalkable(arena, x, y, place.x, place.y)) continue;
      best = place;
      bestCost = cost;
    }
  }
  return best ?? middleOfCell(ways, nearestFreeCell(ways, x, y));
}

function waysOf(arena: Arena): Ways {
  const known = waysByArena.get(arena);
  if (known !== undefined) return known;
  const columns = Math.ceil(arena.width / CELL_U);
  const rows = Math.ceil(arena.height / CELL_U);
  const free = new Uint8Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const { x, y } = middleOf(column, row);
      const inside = x < arena.width && y < arena.height;
      if (inside && !isBlocked(arena, x, y, PILOT.radius)) free[row * columns + column] = 1;
    }
  }
  const ways: Ways = { columns, rows, free, grown: grow(arena), fields: new Map() };
  waysByArena.set(arena, ways);
  return ways;
}

function grow(arena: Arena): Arena {
  const by = PILOT.radius;
  const walls = arena.walls.map(({ x, y, width, height }) => ({
    x: x - by,
    y: y - by,
    width: width + 2 * by,
    height: height + 2 * by,
  }));
  return { ...arena, walls };
}

function fieldTo(ways: Ways, goalCell: number): Uint16Array {
  const known = ways.fields.get(goalCell);
  if (known !== undefined) return known;
  const field = spread(ways, goalCell);
  if (ways.fields.size >= FIELDS_MAX) ways.fields.delete(ways.fields.keys().next().value as number);
  ways.fields.set(goalCell, field);
  return field;
}

function spread(ways: Ways, goalCell: number): Uint16Array {
  const { columns, free } = ways;
  const field = new Uint16Array(free.length).fill(FAR);
  const queue = new Int32Array(free.length);
  let waiting = 1;
  queue[0] = goalCell;
  field[goalCell] = 0;
  const visit = (cell: number, cells: number): void => {
    if (free[cell] !== 1 || field[cell] !== FAR) return;
    field[cell] = cells;
    queue[waiting++] = cell;
  };
  for (let done = 0; done < waiting; done++) {
    const cell = queue[done] as number;
    const cells = (field[cell] as number) + 1;
    const column = cell % columns;
    if (column > 0) visit(cell - 1, cells);
    if (column < columns - 1) visit(cell + 1, cells);
    visit(cell - columns, cells); // outside the grid nothing is free
    visit(cell + columns, cells);
  }
  return field;
}

/** Looks in growing rings: goals may lie close to a wall, or (a spark) nearer to it than a pilot can be. */
function nearestFreeCell(ways: Ways, x: number, y: number): number {
  const column = columnOf(ways, x);
  const row = rowOf(ways, y);
  for (let ring = 0; ring < ways.columns + ways.rows; ring++) {
    for (let r = Math.max(0, row - ring); r <= Math.min(ways.rows - 1, row + ring); r++) {
      for (let c = Math.max(0, column - ring); c <= Math.min(ways.columns - 1, column + ring); c++) {
        const cell = r * ways.columns + c;
        if (ways.free[cell] === 1) return cell;
      }
    }
  }
  throw new Error('an arena without room for a pilot');
}

const columnOf = (ways: Ways, x: number): number => Math.min(ways.columns - 1, Math.max(0, Math.floor(x / CELL_U)));
const rowOf = (ways: Ways, y: number): number => Math.min(ways.rows - 1, Math.max(0, Math.floor(y / CELL_U)));
const middleOf = (column: number, row: number): Place => ({ x: (column + 0.5) * CELL_U, y: (row + 0.5) * CELL_U });
const middleOfCell = (ways: Ways, cell: number): Place =>
  middleOf(cell % ways.columns, Math.floor(cell / ways.columns));
