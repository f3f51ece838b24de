/** One bot and what it counts, on a server that there is not and a clock that stands. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { PERFECT } from '../../../loadtest/contract/link.ts';
import type { BotPlan } from '../../../loadtest/contract/orders.ts';
import { Tally } from '../../../loadtest/contract/tally.ts';
import { Bot } from '../../../loadtest/worker/bot.ts';
import { adapter, type FakePlay, fake } from '../../support/fake-play.ts';
import { setClock } from '../../support/page.ts';

const SETUP = { url: 'http://127.0.0.1:1', adapter: 'fake', mode: 'fray', kind: 'full', think: 'idle' } as const;
const PLAN: BotPlan = {
  ...{ id: 7, name: 'Bot 7', seed: 3, skill: 0.5, role: 'honest', link: PERFECT, roomId: 'r1', afterMs: 0 },
};

describe('a bot', () => {
  let tallies: { honest: Tally; others: Tally };

  beforeEach(() => {
    fake.reset();
    tallies = { honest: new Tally(), others: new Tally() };
    setClock(1000);
  });
  afterEach(() => Reflect.deleteProperty(performance, 'now'));

  const newBot = (more: Partial<BotPlan> = {}): Bot => new Bot({ ...PLAN, ...more }, SETUP, adapter, () => tallies);
  async function playing(more: Partial<BotPlan> = {}): Promise<{ bot: Bot; play: FakePlay }> {
    const bot = newBot(more);
    await bot.join(990);
    const play = fake.plays.at(-1);
    assert.ok(play !== undefined);
    play.told.length = 0;
    return { bot, play };
  }
  const counted = (tally = tallies.honest): number[] => [tally.get('joins'), tally.get('leaves'), tally.get('patches')];

  it('plays what its plan and the setup say, and counts its join', async () => {
    const bot = newBot();
    assert.deepEqual([bot.state, bot.roomId, bot.isHonest], ['joining', undefined, true]);
    await bot.join(990);
    const [play, ...others] = fake.plays;
    assert.ok(play !== undefined);
    const { tallies: _tallies, onEnd: _onEnd, ...options } = play.options;
    const { url, mode, think } = SETUP;
    const { name, roomId, role, seed, skill } = PLAN;
    assert.deepEqual(options, { url, mode, think, name, roomId, role, seed, skill });
    assert.deepEqual([others.length, play.told], [0, ['join 990']]);
    assert.deepEqual([bot.state, bot.roomId, counted()], ['playing', 'r1', [1, 0, 0]]);
  });

  it('that gets no seat counts no join, and why', async () => {
    fake.onPlay = (play) => {
      play.onJoin = () => play.options.onEnd(4002, 'The room is full.');
    };
    const bot = newBot();
    await bot.join(990);
    assert.equal(bot.state, 'ended');
    assert.deepEqual(tallies.honest.errors, [{ message: 'The room is full.', count: 1 }]);
    assert.deepEqual([tallies.honest.closes, counted()], [[{ code: 4002, count: 1 }], [0, 0, 0]]);
    assert.deepEqual(fake.plays[0]?.told, ['join 990', 'leave']);
  });

  it('that is still joining after its time, or breaks, has failed', async () => {
    fake.onPlay = (play) => {
      play.onJoin = () => {
        play.state = 'joining';
      };
    };
    await newBot().join(990);
    fake.onPlay = (play) => {
      play.onJoin = () => Promise.reject(new Error('no brain'));
    };
    await newBot().join(990);
    assert.deepEqual(
      tallies.honest.errors.map(({ message }) => message),
      ['There was no seat within 20 s.', 'The bot itself broke: no brain'],
    );
    assert.deepEqual([tallies.honest.closes, counted()], [[], [0, 0, 0]]);
  });

  it('that leaves gives its seat up once, and counts what it had', async () => {
    const { bot, play } = await playing();
    play.patches = 5;
    await bot.leave();
    assert.deepEqual([bot.state, play.told, counted()], ['ended', ['leave'], [1, 1, 5]]);
    play.options.onEnd(4000, 'Too late.');
    bot.giveUp();
    bot.advance(1000, 1033);
    bot.ping();
    assert.deepEqual([tallies.honest.errors, play.told], [[], ['leave']]);
  });

  it('that leaves before it plays counts no leaving', async () => {
    const bot = newBot();
    await bot.leave();
    await bot.join(990);
    assert.deepEqual([fake.plays.length, counted(), bot.state], [0, [0, 0, 0], 'ended']);
  });

  it('passes on what it is told', async () => {
    const { bot, play } = await playing();
    bot.advance(1010, 1020);
    bot.ping();
    bot.settle(1030);
    bot.drop();
    assert.deepEqual(play.told, ['advance 1010 1020', 'ping', 'settle 1030', 'drop']);
    play.state = 'dropped';
    assert.equal(bot.state, 'dropped');
  });

  it('ends with a close code when it is cut, without one when there was no connection', async () => {
    for (const code of [0, 999, 1000, 4001]) {
      const { bot, play } = await playing();
      play.patches = 2;
      play.options.onEnd(code, `Code ${code}.`);
      play.options.onEnd(code, 'Once more.');
      assert.equal(bot.state, 'ended');
      assert.deepEqual(play.told, ['leave']);
    }
    assert.deepEqual(
      tallies.honest.closes.map(({ code, count }) => [code, count]),
      [
        [1000, 1],
        [4001, 1],
      ],
    );
    assert.deepEqual(
      tallies.honest.errors.map(({ message, count }) => [message, count]),
      [0, 999, 1000, 4001].map((code) => [`Code ${code}.`, 1]),
    );
    assert.equal(tallies.honest.get('patches'), 8);
  });

  it('that did not come back has failed', async () => {
    const { bot } = await playing();
    bot.giveUp();
    bot.giveUp();
    const message = 'The connection dropped and did not come back in time.';
    assert.deepEqual([bot.state, tallies.honest.errors], ['ended', [{ message, count: 1 }]]);
  });

  it('counts where the worker counts at that time', async () => {
    const { bot, play } = await playing();
    const before = tallies;
    play.patches = 2;
    bot.flush();
    tallies = { honest: new Tally(), others: new Tally() };
    play.patches = 1;
    bot.flush();
    bot.retarget();
    play.patches = 4;
    bot.flush();
    assert.deepEqual(
      [counted(before.honest), counted(), counted(before.others)],
      [
        [1, 0, 3],
        [0, 0, 4],
        [0, 0, 0],
      ],
    );
  });

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
      assert.equal(tallies.honest.get('patches'), 145);
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
    const messages = (): string[] => tallies.honest.errors.map(({ message }) => message);

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

  it('that is not honest counts apart, and is a light one', async () => {
    const bot = newBot({ role: 'garbler' });
    assert.equal(bot.isHonest, false);
    await bot.join(990); // no server listens: a light bot tells so
    assert.deepEqual([fake.plays.length, bot.state], [0, 'ended']);
    assert.deepEqual([tallies.honest.errors, tallies.others.errors.length], [[], 1]);
  });

  it('connects by a relay where its network is bad', async () => {
    const stalls = { stallsPerMinute: 2, stallMs: 100 };
    for (const [link, isBad] of [
      [{}, false],
      [{ stallsPerMinute: 2 }, false],
      [{ stallMs: 100 }, false],
      [stalls, true],
      [{ latencyMs: 10 }, true],
      [{ latencyMs: 10, ...stalls }, true],
      [{ jitterMs: 10 }, true],
    ] as const) {
      const { bot, play } = await playing({ link: { ...PERFECT, ...link } });
      assert.equal(play.options.url !== SETUP.url, isBad, JSON.stringify(link));
      await bot.leave();
      if (!isBad) continue;
      const [error] = await once(connect(Number(new URL(play.options.url).port), '127.0.0.1'), 'error');
      assert.match(String(error), /ECONNREFUSED/); // nothing is left of it
    }
  });
});
