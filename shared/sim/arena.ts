/**
 * Arenas as data: one corner is drawn, symmetry gives the rest, so that no side is better off. Lengths in whole units.
 * Invariant: walls that meet overlap. A bolt along the seam of two that only touch would slip through between them.
 */
import type { Arena, Place, Wall } from './types.ts';

/** Thicker than any step is long, so that nothing ends up behind it. */
const BORDER = 64;

/** Walls of a quarter, mirrored to all four; walls that cross an axis are given only once and kept as they are. */
function fourfold(width: number, height: number, quarter: readonly Wall[], crossing: readonly Wall[]): Wall[] {
  const walls: Wall[] = [...crossing];
  for (const wall of quarter) {
    const right = width - wall.x - wall.width;
    const below = height - wall.y - wall.height;
    walls.push({ ...wall }, { ...wall, x: right }, { ...wall, y: below }, { ...wall, x: right, y: below });
  }
  return walls;
}

const borders = (width: number, height: number): Wall[] => [
  { x: -BORDER, y: -BORDER, width: width + 2 * BORDER, height: BORDER },
  { x: -BORDER, y: height, width: width + 2 * BORDER, height: BORDER },
  { x: -BORDER, y: -BORDER, width: BORDER, height: height + 2 * BORDER },
  { x: width, y: -BORDER, width: BORDER, height: height + 2 * BORDER },
];

function spawnsFourfold(width: number, height: number, quarter: readonly Place[]): Place[] {
  return quarter.flatMap(({ x, y }) => [
    { x, y },
    { x: width - x, y },
    { x, y: height - y },
    { x: width - x, y: height - y },
  ]);
}

/** Long walls with gaps: bolts run down the lanes, and banking one around the L pieces is the way in. */
const foundry: Arena = {
  name: 'foundry',
  title: 'The Foundry',
  width: 2400,
  height: 1600,
  walls: [
    ...borders(2400, 1600),
    ...fourfold(
      2400,
      1600,
      [
        { x: 300, y: 260, width: 240, height: 48 }, // L, long leg
        { x: 300, y: 260, width: 48, height: 228 }, // L, short leg
        { x: 760, y: 160, width: 48, height: 220 },
        { x: 720, y: 560, width: 200, height: 48 },
        { x: 420, y: 640, width: 90, height: 90 },
      ],
      [
        { x: 1110, y: 380, width: 180, height: 48 },
        { x: 1110, y: 1172, width: 180, height: 48 },
        { x: 1140, y: 700, width: 120, height: 200 },
      ],
    ),
  ],
  spawns: spawnsFourfold(2400, 1600, [
    { x: 120, y: 120 },
    { x: 640, y: 120 },
    { x: 140, y: 620 },
    { x: 620, y: 460 },
    { x: 1000, y: 180 },
    { x: 980, y: 740 },
  ]),
  pads: [
    { x: 1200, y: 560 },
    { x: 1200, y: 1040 },
  ],
};

/** A field of blocks around an open ring: every lane ends on a face to bounce from. */
const lattice: Arena = {
  name: 'lattice',
  title: 'The Lattice',
  width: 2400,
  height: 1600,
  walls: [
    ...borders(2400, 1600),
    ...fourfold(
      2400,
      1600,
      [
        { x: 240, y: 220, width: 96, height: 96 },
        { x: 560, y: 220, width: 96, height: 96 },
        { x: 240, y: 520, width: 96, height: 96 },
        { x: 880, y: 120, width: 60, height: 240 },
        { x: 620, y: 540, width: 260, height: 56 },
        { x: 1040, y: 520, width: 56, height: 140 },
      ],
      [
        { x: 1150, y: 240, width: 100, height: 100 },
        { x: 1150, y: 1260, width: 100, height: 100 },
        { x: 100, y: 772, width: 260, height: 56 },
        { x: 2040, y: 772, width: 260, height: 56 },
      ],
    ),
  ],
  spawns: spawnsFourfold(2400, 1600, [
    { x: 110, y: 110 },
    { x: 450, y: 130 },
    { x: 130, y: 680 },
    { x: 760, y: 440 },
    { x: 1040, y: 160 },
    { x: 760, y: 700 },
  ]),
  pads: [
    { x: 1200, y: 600 },
    { x: 1200, y: 1000 },
  ],
};

const ARENAS: ReadonlyMap<string, Arena> = new Map([foundry, lattice].map((arena) => [arena.name, arena]));

/** All arenas by name. */
export const arenaNames: readonly string[] = [...ARENAS.keys()];

/** @throws when no arena has that name: names come from our own tables, so that is a programmer's error */
export function arenaOf(name: string): Arena {
  const arena = ARENAS.get(name);
  if (arena === undefined) throw new Error(`no arena is named "${name}"`);
  return arena;
}
