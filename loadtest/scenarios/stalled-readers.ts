import type { Scenario } from '../crowd/scenario.ts';
import { calm, withCalm } from './calm.ts';

/** Of all players. */
const SHARE = 0.1;

export const stalledReaders: Scenario = {
  name: 'stalled-readers',
  summary: 'a tenth stops reading what the server sends; the other players must not feel it',
  about:
    'all players join, a tenth more with them; after a third of --duration in calm these stop reading from their sockets and go on sending. Figures are of the others; ack.before and tick.before are those of the calm, others.cut counts the readers that the server has given up.',
  defaults: { durationSeconds: 30 },
  limits: [
    'errors == 0',
    'drops == 0',
    'lost == 0',
    'ack.p99 < ack.before + 35ms',
    'dropped == 0',
    'rss.growth < 64MB',
  ],
  run: async (crowd, { players, durationSeconds }) => {
    crowd.phase('joining');
    const stalled = crowd.join(Math.max(1, Math.round(players * SHARE)), { role: 'stalled' });
    await crowd.join(players);
    const readers = await stalled;
    const before = await calm(crowd, durationSeconds / 3);
    crowd.mark('a tenth stops reading');
    await crowd.stall(readers, true);
    const span = await crowd.play((durationSeconds * 2) / 3);
    return { span: withCalm(span, before) };
  },
};
