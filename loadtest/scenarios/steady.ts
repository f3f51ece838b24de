import type { Scenario } from '../crowd/scenario.ts';

export const steady: Scenario = {
  name: 'steady',
  summary: 'all players join, play for --duration, and leave',
  about: 'the bots join at an even pace; when the last one plays, the measured time begins.',
  limits: ['errors == 0', 'drops == 0', 'lost == 0'],
  run: async (crowd, { players, durationSeconds }) => {
    crowd.phase('joining');
    await crowd.join(players);
    return { span: await crowd.play(durationSeconds) };
  },
};
