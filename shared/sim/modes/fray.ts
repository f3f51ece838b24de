/** Fray: free-for-all. Players join at any time; sparks and kills score; the leader is worth more. */
import { ticksOf } from '../tunables.ts';
import type { Mode } from './mode.ts';

export const fray: Mode = {
  name: 'fray',
  title: 'Fray',
  seatsMax: 24,
  botsMax: 23,
  /** Bots leave one by one as people come. */
  fillTo: 8,
  arenas: ['foundry', 'lattice'],
  warmupTicks: ticksOf(3),
  playTicks: ticksOf(240),
  podiumTicks: ticksOf(12),
  floorSparks: 48,
  floorSparkEveryTicks: ticksOf(0.4),
  floorSparksMax: 240,
};
