import type { Scenario } from '../crowd/scenario.ts';

export const joinStorm: Scenario = {
  name: 'join-storm',
  summary: 'all players join at once, as after an announcement',
  about:
    'all joins are due within a second (--ramp or --joins say otherwise) and are measured, from when each was due; then all play for --duration.',
  defaults: { players: 100, joinsPerSecond: 1000 },
  limits: ['errors == 0', 'lost == 0', 'joined == 100%', 'join.p99 < 3s', 'dropped == 0'],
  run: async (crowd, { players, durationSeconds }) => {
    crowd.mark('joins begin');
    crowd.phase('storm of joins');
    const span = await crowd.measure(async () => {
      await crowd.join(players);
      crowd.mark('all are in');
      crowd.phase('playing', durationSeconds);
      await crowd.wait(durationSeconds);
    });
    return { span };
  },
};
