/** A bot over a span, and what it makes of a server that goes silent; the clock is the test's. */
import assert from 'node:assert/strict';
import type { Bot } from '../../../loadtest/worker/bot.ts';
import { fake, useBots } from '../../support/fake-play.ts';
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
      bot.drop();
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
      bot.drop();
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

  describe('that should play and hears nothing', () => {
    /** Plays on every 100 ms, as a bot of a room that steps 30 times a second. */
    function step(bot: Bot, fromMs: number, untilMs: number): void {
      for (let nowMs = fromMs; nowMs <= untilMs; nowMs += 100) bot.advance(nowMs, nowMs);
    }

    it('counts that time without a patch, with an age that grows, and frames without an ack', async () => {
      const { bot, play } = await playing();
      bot.openSpan();
      step(bot, 1100, 2000);
      play.patches = 30;
      play.heardMs = 2000;
      play.options.onEnd(1006, 'Cut.');
      step(bot, 2100, 5000);
      bot.settle(5000);
      const row = bot.closeSpan() ?? assert.fail('no row');
      assert.equal(row.playedSeconds, 4);
      assert.equal(row.patchesPerSecond, 7.5);
      // The oldest frame was due at the first step without a seat, the picture was last new at 2000.
      assert.ok(Math.abs((row.ackP99Ms ?? 0) - 2900) < 60, `${row.ackP99Ms}`);
      assert.ok(Math.abs((row.ageP99Ms ?? 0) - 3000) < 60, `${row.ageP99Ms}`);
      assert.equal(bots.tallies.honest.get('unacked'), 57, 'due from 2100 on, and older than a second');
    });

    it('counts a drop that was not asked for until the bot is back, and its frames as lost then', async () => {
      const { bot, play } = await playing();
      bot.openSpan();
      Object.assign(play, { heardMs: 1000, state: 'dropped' });
      step(bot, 1100, 2000);
      Object.assign(play, { heardMs: 2100, state: 'playing' });
      step(bot, 2100, 3000);
      const row = bot.closeSpan() ?? assert.fail('no row');
      assert.equal(row.playedSeconds, 2);
      assert.equal(bots.tallies.honest.summary('age')?.count, 10);
      assert.equal(bots.tallies.honest.get('unacked'), 30);
    });

    it('counts no frames where the server acknowledges none', async () => {
      const { bot, play } = await playing();
      play.hasAcks = false;
      bot.openSpan();
      play.options.onEnd(1006, 'Cut.');
      step(bot, 1100, 5000);
      bot.settle(5000);
      assert.equal(bot.closeSpan()?.ackP99Ms, null);
      assert.equal(bots.tallies.honest.get('unacked'), 0);
    });

    it('is not in the spans after the one in which it lost its seat, nor in any without a seat', async () => {
      const { bot, play } = await playing();
      play.options.onEnd(1006, 'Cut.');
      bot.openSpan();
      step(bot, 1100, 2000);
      assert.equal(bot.closeSpan(), undefined);
      const seatless = bots.newBot();
      fake.onPlay = (made) => {
        made.onJoin = () => made.options.onEnd(0, 'No seat.');
      };
      await seatless.join(1000);
      seatless.openSpan();
      step(seatless, 1100, 2000);
      assert.equal(seatless.closeSpan(), undefined);
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
