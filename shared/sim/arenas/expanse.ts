/**
 * The Expanse: room for hundreds. A quarter is laid out in blocks of 500 × 500 u; which figure stands in a block follows
 * from its column and row by a small rule, and symmetry gives the other three quarters. Every figure leaves the rim of its
 * block free, so there is a lane of at least 100 u around each: no place is cut off.
 */
import type { Arena, Place, Wall } from '../types.ts';
import { borders, fourfold, placesFourfold } from './build.ts';

const WIDTH = 8000;
const HEIGHT = 6000;
const BLOCK = 500;
const COLUMNS = WIDTH / 2 / BLOCK;
const ROWS = HEIGHT / 2 / BLOCK;

/** What stands in a block, relative to its corner; within 50..450, so that two neighbours leave 100 u between them. */
type Figure = { walls: readonly Wall[]; spawn?: Place; pad?: Place };

const OPEN: Figure = { walls: [], spawn: { x: 250, y: 250 } };
/** A plaza: posts around a pad. */
const PLAZA: Figure = {
  walls: [
    { x: 90, y: 90, width: 60, height: 60 },
    { x: 350, y: 90, width: 60, height: 60 },
    { x: 90, y: 350, width: 60, height: 60 },
    { x: 350, y: 350, width: 60, height: 60 },
  ],
  pad: { x: 250, y: 250 },
};
const CORNER: Figure = {
  walls: [
    { x: 130, y: 130, width: 240, height: 48 },
    { x: 130, y: 130, width: 48, height: 240 },
  ],
  spawn: { x: 290, y: 290 },
};
const BEAM: Figure = { walls: [{ x: 70, y: 226, width: 360, height: 48 }], spawn: { x: 250, y: 110 } };
const PILLAR: Figure = { walls: [{ x: 226, y: 70, width: 48, height: 360 }] };
const HALL: Figure = {
  walls: [
    { x: 110, y: 120, width: 280, height: 48 },
    { x: 110, y: 332, width: 280, height: 48 },
  ],
};
const STEPS: Figure = {
  walls: [
    { x: 100, y: 100, width: 120, height: 120 },
    { x: 280, y: 280, width: 120, height: 120 },
  ],
};

/** Neighbours differ along rows, columns and diagonals: the list is walked by 1 along a row and by 3 from row to row. */
const FIGURES: readonly Figure[] = [CORNER, PILLAR, STEPS, BEAM, HALL, CORNER, OPEN, PLAZA];
const ROW_STRIDE = 3;

const figureAt = (column: number, row: number): Figure =>
  FIGURES[(column + ROW_STRIDE * row) % FIGURES.length] as Figure;

/** The quarter's share of something that figures have, moved to where each block lies. */
function laid<T extends Place>(pick: (figure: Figure) => readonly T[]): T[] {
  const found: T[] = [];
  for (let row = 0; row < ROWS; row++) {
    for (let column = 0; column < COLUMNS; column++) {
      for (const piece of pick(figureAt(column, row))) {
        found.push({ ...piece, x: piece.x + column * BLOCK, y: piece.y + row * BLOCK });
      }
    }
  }
  return found;
}

const some = <T>(value: T | undefined): readonly T[] => (value === undefined ? [] : [value]);

export const expanse: Arena = {
  name: 'expanse',
  title: 'The Expanse',
  width: WIDTH,
  height: HEIGHT,
  walls: [
    ...borders(WIDTH, HEIGHT),
    ...fourfold(
      WIDTH,
      HEIGHT,
      laid(({ walls }) => walls),
      [],
    ),
  ],
  spawns: placesFourfold(
    WIDTH,
    HEIGHT,
    laid(({ spawn }) => some(spawn)),
  ),
  pads: placesFourfold(
    WIDTH,
    HEIGHT,
    laid(({ pad }) => some(pad)),
  ),
};
