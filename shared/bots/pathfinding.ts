/**
 * Finding a way around walls: a coarse grid per arena, and for a goal the number of cells to it (breadth first), spread
 * only as far as a bot has asked from: in a large arena most ways are short. Both are worked out when asked for and
 * kept: what is answered depends on nothing but the arena and the places.
 * Invariant: from the middle of a free cell, the neighbour that is one nearer can be walked to in a straight line.
 */
import { isClear } from '../sim/collide.ts';
import { PILOT } from '../sim/tunables.ts';
import type { Arena, Place } from '../sim/types.ts';

/** Less than a pilot's width, so that neighbouring free cells leave no wall between them. */
const CELL_U = 32;
/** Goals whose distances are kept per arena; the one not asked for longest makes room. 9 MB in the largest arena. */
const FIELDS_MAX = 96;
/** How much farther a field spreads before its asker looks again. */
const STRETCH_CELLS = 8;
/** Waypoints are looked for this many cells around. */
const REACH_CELLS = 3;
const FAR = 0xffff;

type Ways = {
  columns: number;
  rows: number;
  free: Uint8Array;
  /** The arena with its walls grown by a pilot's radius: in it a pilot is a point. */
  grown: Arena;
  /** By the goal's cell. */
  fields: Map<number, Field>;
};

/** Cells to a goal: known up to `rim`, FAR beyond. */
type Field = {
  cells: Uint16Array;
  /** Distance of the cells found last, and which those are; none left = all that can be reached is known. */
  rim: number;
  rimCells: number[];
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
  for (;;) {
    const { place, cost } = bestAround(arena, ways, field, x, y);
    // What is not known yet is no nearer than the rim: it cannot be better.
    if (cost <= field.rim || field.rimCells.length === 0) {
      return place ?? middleOfCell(ways, nearestFreeCell(ways, x, y));
    }
    spread(ways, field, cost);
  }
}

/** The cheapest of the known cells around that can be walked to straight. */
function bestAround(
  arena: Arena,
  ways: Ways,
  field: Field,
  x: number,
  y: number,
): { place: Place | undefined; cost: number } {
  const column = columnOf(ways, x);
  const row = rowOf(ways, y);
  let best: Place | undefined;
  let bestCost = Infinity;
  for (let r = Math.max(0, row - REACH_CELLS); r <= Math.min(ways.rows - 1, row + REACH_CELLS); r++) {
    for (let c = Math.max(0, column - REACH_CELLS); c <= Math.min(ways.columns - 1, column + REACH_CELLS); c++) {
      const cells = field.cells[r * ways.columns + c] as number;
      if (cells === FAR || cells > bestCost) continue;
      const place = middleOf(c, r);
      const cost = cells + (Math.abs(place.x - x) + Math.abs(place.y - y)) / (CELL_U * 8);
      if (cost >= bestCost || !isWalkable(arena, x, y, place.x, place.y)) continue;
      best = place;
      bestCost = cost;
    }
  }
  return { place: best, cost: bestCost };
}

function waysOf(arena: Arena): Ways {
  const known = waysByArena.get(arena);
  if (known !== undefined) return known;
  const columns = Math.ceil(arena.width / CELL_U);
  const rows = Math.ceil(arena.height / CELL_U);
  const grown = grow(arena);
  const free = freeCells(grown, columns, rows);
  const ways: Ways = { columns, rows, free, grown, fields: new Map() };
  waysByArena.set(arena, ways);
  return ways;
}

/** Marks the cells in whose middle a pilot may stand: inside, and in none of the grown walls (on a face is beside it). */
function freeCells({ walls, width, height }: Arena, columns: number, rows: number): Uint8Array {
  const free = new Uint8Array(columns * rows);
  const first = (low: number): number => Math.max(0, Math.floor(low / CELL_U + 0.5));
  const end = (count: number, high: number): number => Math.max(0, Math.min(count, Math.ceil(high / CELL_U - 0.5)));
  for (let row = 0; row < end(rows, height); row++) free.fill(1, row * columns, row * columns + end(columns, width));
  for (const wall of walls) {
    const lastRow = end(rows, wall.y + wall.height);
    const from = first(wall.x);
    const to = end(columns, wall.x + wall.width);
    for (let row = first(wall.y); row < lastRow; row++) free.fill(0, row * columns + from, row * columns + to);
  }
  return free;
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

function fieldTo(ways: Ways, goalCell: number): Field {
  const field = ways.fields.get(goalCell) ?? newField(ways, goalCell);
  ways.fields.delete(goalCell);
  ways.fields.set(goalCell, field); // the last in the map is the last that was asked for
  if (ways.fields.size > FIELDS_MAX) ways.fields.delete(ways.fields.keys().next().value as number);
  return field;
}

function newField({ free }: Ways, goalCell: number): Field {
  const cells = new Uint16Array(free.length).fill(FAR);
  cells[goalCell] = 0;
  return { cells, rim: 0, rimCells: [goalCell] };
}

/** Finds more cells: a stretch at once while nothing near the asker is known (`cost` infinite), else up to that cost. */
function spread(ways: Ways, field: Field, cost: number): void {
  const until = Number.isFinite(cost) ? cost : field.rim + STRETCH_CELLS;
  while (field.rim < until && field.rimCells.length > 0) {
    field.rimCells = rimBeyond(ways, field);
    field.rim++;
  }
}

/** Marks the cells one step beyond the rim. @returns them */
function rimBeyond({ columns, free }: Ways, { cells, rim, rimCells }: Field): number[] {
  const found: number[] = [];
  for (const cell of rimCells) {
    for (const side of [-1, 1, -columns, columns]) {
      const next = cell + side;
      // Outside the grid nothing is free, nor at its edges, where border walls are: rows do not run into one another.
      if (free[next] !== 1 || cells[next] !== FAR) continue;
      cells[next] = rim + 1;
      found.push(next);
    }
  }
  return found;
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
