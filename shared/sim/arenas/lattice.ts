/** A field of blocks around an open ring: every lane ends on a face to bounce from. */
import type { Arena } from '../types.ts';
import { borders, fourfold, placesFourfold } from './build.ts';

export const lattice: Arena = {
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
  spawns: placesFourfold(2400, 1600, [
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
