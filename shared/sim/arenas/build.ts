/**
 * Pieces that arenas are made of: one corner is drawn, symmetry gives the rest, so that no side is better off. Lengths in
 * whole units. Invariant: walls that meet overlap. A bolt along the seam of two that only touch would slip through between
 * them.
 */
import type { Place, Wall } from '../types.ts';

/** Thicker than any step is long, so that nothing ends up behind it. */
const BORDER = 64;

/** Walls of a quarter, mirrored to all four; walls that cross an axis are given only once and kept as they are. */
export function fourfold(width: number, height: number, quarter: readonly Wall[], crossing: readonly Wall[]): Wall[] {
  const walls: Wall[] = [...crossing];
  for (const { x, y, width: wide, height: high } of quarter) {
    const right = width - x - wide;
    const below = height - y - high;
    // Field by field: walls that are copied in different ways are objects of different kinds, which sweeps pay for.
    walls.push({ x, y, width: wide, height: high }, { x: right, y, width: wide, height: high });
    walls.push({ x, y: below, width: wide, height: high }, { x: right, y: below, width: wide, height: high });
  }
  return walls;
}

export const borders = (width: number, height: number): Wall[] => [
  { x: -BORDER, y: -BORDER, width: width + 2 * BORDER, height: BORDER },
  { x: -BORDER, y: height, width: width + 2 * BORDER, height: BORDER },
  { x: -BORDER, y: -BORDER, width: BORDER, height: height + 2 * BORDER },
  { x: width, y: -BORDER, width: BORDER, height: height + 2 * BORDER },
];

/** Places of a quarter, mirrored to all four. */
export function placesFourfold(width: number, height: number, quarter: readonly Place[]): Place[] {
  return quarter.flatMap(({ x, y }) => [
    { x, y },
    { x: width - x, y },
    { x, y: height - y },
    { x: width - x, y: height - y },
  ]);
}
