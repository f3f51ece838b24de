import type { Scenario } from '../crowd/scenario.ts';
import { calm, withCalm } from './calm.ts';

export const reconnectStorm: Scenario = {
  name: 'reconnect-storm',
  summary: 'every connection drops in one moment, and all players come back',
  about:
    'all players join and play in calm for a third of --duration; then all connections are cut at once, as when a router restarts. back.* is the time until each plays again; the measured time goes on to the end of --duration.',
  defaults: { players: 100 },
  limits: ['errors == 0', 'lost == 0', 'back.max < 5s', 'dropped == 0'],
  run: async (crowd, { players, durationSeconds }) => {
    crowd.phase('joining');
    const playing = await crowd.join(players);
    const before = await calm(crowd, durationSeconds / 3);
    crowd.mark('all connections cut');
    crowd.phase('coming back', (durationSeconds * 2) / 3);
    const span = await crowd.measure(async () => {
      await Promise.all([crowd.drop(playing), crowd.wait((durationSeconds * 2) / 3)]);
    });
    return { span: withCalm(span, before) };
  },
};
