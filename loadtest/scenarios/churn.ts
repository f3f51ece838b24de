import type { Scenario } from '../crowd/scenario.ts';

/** In the measured time, where nothing else is said. */
const PER_SECOND = 2;

export const churn: Scenario = {
  name: 'churn',
  summary: 'players come and go all the time, and the others must not feel it',
  about: `all players join; then, in the measured time, --joins times a second (${PER_SECOND} where nothing else is said) the one that has played longest leaves and another one joins.`,
  defaults: { joinsPerSecond: PER_SECOND },
  limits: ['errors == 0', 'drops == 0', 'lost == 0', 'dropped == 0', 'join.p99 < 1s'],
  run: async (crowd, { players, durationSeconds, joinsPerSecond }) => {
    crowd.phase('joining');
    const playing = await crowd.join(players, { perSecond: Math.max(joinsPerSecond, 50) });
    crowd.phase('coming and going', durationSeconds);
    const startMs = performance.now();
    const endMs = startMs + durationSeconds * 1000;
    // A join that takes long holds up no later one: they would come late, and look fast.
    const turns: Promise<void>[] = [];
    const swap = async (oldest: number | undefined): Promise<void> => {
      const leaving = oldest === undefined ? undefined : crowd.leave([oldest]);
      const [newest] = await Promise.all([crowd.join(1), leaving]);
      playing.push(...newest);
    };
    const span = await crowd.measure(async () => {
      for (let turn = 1; !crowd.signal.aborted; turn++) {
        const dueMs = startMs + (turn * 1000) / joinsPerSecond;
        await crowd.wait((Math.min(dueMs, endMs) - performance.now()) / 1000);
        if (dueMs >= endMs) break;
        turns.push(swap(playing.shift()));
      }
      await Promise.all(turns);
    });
    return { span };
  },
};
