import type { Role } from '../contract/play.ts';
import type { Scenario } from '../crowd/scenario.ts';
import { calm, withCalm } from './calm.ts';

/** Of all players. */
const SHARE = 0.25;
const CHEATS: readonly Role[] = ['sprinter', 'flooder', 'backdater', 'garbler'];

export const cheaters: Scenario = {
  name: 'cheaters',
  summary: 'cheaters and vandals among the honest, who must not feel it',
  about:
    'all players join and play in calm for a third of --duration; then a quarter more come: some send three or twenty times the frames, some back-date their stamps, some send garbage. Figures are of the honest; others.cut counts connections that the server cut.',
  defaults: { durationSeconds: 15 },
  limits: ['errors == 0', 'drops == 0', 'lost == 0', 'ack.p99 < ack.before + 35ms', 'dropped == 0'],
  run: async (crowd, { players, durationSeconds }) => {
    crowd.phase('joining');
    await crowd.join(players);
    const before = await calm(crowd, durationSeconds / 3);
    crowd.mark('cheaters come');
    crowd.phase('playing among cheaters', (durationSeconds * 2) / 3);
    const each = Math.max(1, Math.round((players * SHARE) / CHEATS.length));
    const span = await crowd.measure(async () => {
      const come = Promise.all(CHEATS.map((role) => crowd.join(each, { role })));
      await Promise.all([come, crowd.wait((durationSeconds * 2) / 3)]);
    });
    return { span: withCalm(span, before) };
  },
};
