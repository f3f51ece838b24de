/** A bot over a span, and what it makes of a server that goes silent; the clock is the test's. */
import assert from 'node:assert/strict';
import type { Bot } from '../../../loadtest/worker/bot.ts';
import { useBots } from '../../support/fake-play.ts';
import { setClock } from '../../support/page.ts';

describe('a bot', () => {
  const bots = useBots();
  const { playing } = bots;

  describe('in a span', () => {
    it('has a row of what it counted and of the time that it played', async () => {
      const { bot, play } = await playing();
      play.patches = 100;
      bot.openSpan(); // what was before goes to the worker only
      setClock(9000);
      bot.advance(1500, 1500);
      bot.advance(1800, 1800);
      bot.advance(1800, 1700);
      play.state = 'dropped';
      bot.advance(2000, 2300);
      play.state = 'playing';
      bot.advance(3000, 3000);
      for (const tally of play.options.tallies()) {
        for (let i = 1; i <= 100; i++) tally.record('ack', i);
        tally.record('age', 20);
        tally.record('correction', 1);
        tally.record('correction', 2);
        tally.count('bytesIn', 3000);
        tally.count('bytesOut', 300);
        tally.count('frames', 60);
      }
      play.patches = 45;
      // 1000 to 1500, to 1800, none back, away until 2300, to 3000
      const { ackP50Ms, ackP99Ms, ageP99Ms, ...row } = bot.closeSpan() ?? assert.fail('no row');
      assert.deepEqual(row, {
        ...{ id: 7, playedSeconds: 1.5, patchesPerSecond: 30, bytesInPerSecond: 2000, bytesOutPerSecond: 200 },
        ...{ framesPerSecond: 40, corrections: 2 },
      });
      assert.deepEqual(
        [ackP50Ms, ackP99Ms, ageP99Ms].map((ms) => Math.round(ms ?? -1)),
        [50, 99, 20],
      );
      assert.equal(bots.tallies.honest.get('patches'), 145);
      assert.equal(play.options.tallies().length, 1);
    });

    it('has nothing where it measured nothing', async () => {
      const { bot } = await playing();
      bot.openSpan();
      bot.advance(1200, 1200);
      const { ackP50Ms, ackP99Ms, ageP99Ms, corrections } = bot.closeSpan() ?? assert.fail('no row');
      assert.deepEqual([ackP50Ms, ackP99Ms, ageP99Ms, corrections], [null, null, null, 0]);
    });

    it('has no row when it did not play, or when no span is open', async () => {
      const { bot, play } = await playing();
      assert.equal(bot.closeSpan(), undefined);
      bot.advance(1200, 1200);
      assert.equal(bot.closeSpan(), undefined);
      bot.openSpan();
      assert.equal(bot.closeSpan(), undefined);
      bot.openSpan();
      play.state = 'dropped';
      bot.advance(1500, 1500);
      assert.equal(bot.closeSpan(), undefined);
    });

    it('counts nothing of the span before', async () => {
      const { bot } = await playing();
      bot.openSpan();
      bot.advance(1500, 1500);
      assert.equal(bot.closeSpan()?.playedSeconds, 0.5);
      setClock(2000);
      bot.openSpan();
      bot.advance(2200, 2200);
      assert.equal(bot.closeSpan()?.playedSeconds, 0.2);
    });
  });

  describe('whose server goes silent', () => {
    const SILENT = 'The server went silent: no patch for 3 s.';
    /** Plays on every 100 ms. @returns when it ended */
    function endMs(bot: Bot, untilMs: number, fromMs = 1000): number | undefined {
      for (let nowMs = fromMs; nowMs <= untilMs; nowMs += 100) {
        bot.advance(nowMs, nowMs);
        if (bot.state === 'ended') return nowMs;
      }
      return undefined;
    }
    const messages = (): string[] => bots.tallies.honest.errors.map(({ message }) => message);

    it('for more than 3 s has failed', async () => {
      const { bot, play } = await playing();
      play.heardMs = 1000;
      assert.equal(endMs(bot, 9000), 4100);
      assert.deepEqual(messages(), [SILENT]);
    });

    it('for as long as its link may stand still besides has failed', async () => {
      const { bot, play } = await playing({
        link: { latencyMs: 300, jitterMs: 200, stallMs: 1000, stallsPerMinute: 1 },
      });
      play.heardMs = 1000;
      assert.equal(endMs(bot, 9000), 5600);
    });

    it('before its first state has failed, too', async () => {
      const { bot, play } = await playing();
      Object.assign(play, { heardMs: 1000, state: 'joining' });
      assert.equal(endMs(bot, 9000), 4100);
      assert.deepEqual(messages(), ['The server went silent: no first state for 3 s.']);
    });

    it('does not count it while the worker itself stood still', async () => {
      const { bot, play } = await playing();
      play.heardMs = 1000;
      assert.equal(endMs(bot, 3000), undefined);
      assert.equal(endMs(bot, 9000, 3600), 6700);
    });

    it('counts it where the worker stood still for no longer than half a second', async () => {
      const { bot, play } = await playing();
      play.heardMs = 1000;
      assert.equal(endMs(bot, 3500), undefined);
      bot.advance(4000, 4000);
      bot.advance(4001, 4001);
      assert.equal(bot.state, 'ended');
    });

    it('has not failed while it has no seat, is away, or stopped reading itself', async () => {
      const { bot, play } = await playing();
      assert.equal(endMs(bot, 9000), undefined);
      play.heardMs = 1000;
      play.state = 'dropped';
      assert.equal(endMs(bot, 9500, 9100), undefined);
      play.state = 'playing';
      bot.stall(true);
      assert.equal(endMs(bot, 9800, 9600), undefined);
      bot.stall(false);
      assert.equal(endMs(bot, 9999, 9900), 9900);
    });
  });
});
