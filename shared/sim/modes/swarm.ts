/** Swarm: Fray's rules for hundreds in one large arena. Nothing ever ends it: people come and go, the fight goes on. */
import { ticksOf } from '../tunables.ts';
import type { Mode } from './mode.ts';

export const swarm: Mode = {
  name: 'swarm',
  title: 'Swarm',
  seatsMax: 400,
  botsMax: 100,
  /** The arena is twelve times as large as Fray's: fewer would not find each other. */
  fillTo: 40,
  arenas: ['expanse'],
  warmupTicks: ticksOf(3),
  playTicks: Number.POSITIVE_INFINITY,
  podiumTicks: 0,
  floorSparks: 480,
  floorSparkEveryTicks: 1,
  floorSparksMax: 800,
};
