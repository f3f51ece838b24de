/** The example of docs/own-server.md: bots that talk, against a room that repeats to all what one says. */
import type { UserScenario } from '../../loadtest/contract/user-scenario.ts';

export const scenario: UserScenario<'reply' | 'said'> = {
  name: 'talk',
  summary: 'bots say something each second, and measure until they hear that it was heard.',
  room: 'talk',
  rateHz: 10,
  joinOptions: ({ name }) => ({ nickname: name }),
  figures: { reply: 'from saying something to the server’s answer', said: 'things said' },
  limits: ['own.reply.p99 < 5s', 'own.said.total > 0'],
  bot: (room, { measure, count, fail, random }) => {
    const saidMs: number[] = [];
    room.onMessage('heard', (length: unknown) => {
      const sinceMs = saidMs.shift();
      if (length !== 'hello'.length || sinceMs === undefined) return fail('It was heard wrongly.');
      return measure('reply', performance.now() - sinceMs);
    });
    let nextMs = 0;
    return {
      step: (nowMs) => {
        if (nowMs < nextMs) return undefined;
        nextMs = nowMs + 500 + random() * 1000;
        saidMs.push(nowMs);
        room.send('say', 'hello');
        count('said');
        return undefined;
      },
    };
  },
};
