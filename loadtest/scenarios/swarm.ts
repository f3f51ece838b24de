import type { Scenario } from '../crowd/scenario.ts';
import { steady } from './steady.ts';

export const swarm: Scenario = {
  name: 'swarm',
  summary: 'all players in one room of the mode swarm',
  about:
    'opens one room over HTTP and fills it: what one room costs as it grows. Light bots, where nothing else is said.',
  defaults: { mode: 'swarm', rooms: 1, players: 100, kind: 'light' },
  limits: ['errors == 0', 'drops == 0', 'lost == 0', 'dropped == 0', 'tick.p99 < 33ms'],
  run: steady.run,
};
