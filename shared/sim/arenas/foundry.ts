/** Long walls with gaps: bolts run down the lanes, and banking one around the L pieces is the way in. */
import type { Arena } from '../types.ts';
import { borders, fourfold, placesFourfold } from './build.ts';

export const foundry: Arena = {
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
  spawns: placesFourfold(2400, 1600, [
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
