import type { Scenario } from '../crowd/scenario.ts';
import { steady } from './steady.ts';

export const soak: Scenario = {
  name: 'soak',
  summary: 'steady for an hour: does anything grow, drift or drop?',
  about:
    'like steady, for long (--duration 3600 where nothing else is said). rss.growth is what the server’s memory grew by in the second half of it: the first half is for warming up.',
  defaults: { durationSeconds: 3600 },
  limits: ['errors == 0', 'drops == 0', 'lost == 0', 'dropped == 0', 'rss.growth < 32MB'],
  run: steady.run,
};
