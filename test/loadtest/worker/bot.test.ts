/** One bot and what it counts, on a server that there is not and a clock that stands. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { PERFECT } from '../../../loadtest/contract/link.ts';
import { Tally } from '../../../loadtest/contract/tally.ts';
import { BOT_PLAN, BOT_SETUP, fake, useBots } from '../../support/fake-play.ts';

describe('a bot', () => {
  const bots = useBots();
  const { newBot, playing } = bots;
  const counted = (tally = bots.tallies.honest): number[] => [
    tally.get('joins'),
    tally.get('leaves'),
    tally.get('patches'),
  ];

  it('plays what its plan and the setup say, and counts its join', async () => {
    const bot = newBot();
    assert.deepEqual([bot.state, bot.roomId, bot.isHonest], ['joining', undefined, true]);
    await bot.join(990);
    const [play, ...others] = fake.plays;
    assert.ok(play !== undefined);
    const { tallies: _tallies, onEnd: _onEnd, ...options } = play.options;
    const { url, mode, think } = BOT_SETUP;
    const { name, roomId, role, seed, skill, decodes } = BOT_PLAN;
    assert.deepEqual(options, { url, mode, think, name, roomId, role, seed, skill, decodes });
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
    assert.deepEqual(bots.tallies.honest.errors, [{ message: 'The room is full.', count: 1 }]);
    assert.deepEqual([bots.tallies.honest.closes, counted()], [[{ code: 4002, count: 1 }], [0, 0, 0]]);
    assert.deepEqual(fake.plays[0]?.told, ['join 990', 'leave']);
    assert.equal(bots.tallies.honest.get('lost'), 0, 'it had no seat to lose');
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
      bots.tallies.honest.errors.map(({ message }) => message),
      ['There was no seat within 20 s.', 'The bot itself broke: no brain'],
    );
    assert.deepEqual([bots.tallies.honest.closes, counted()], [[], [0, 0, 0]]);
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
    assert.deepEqual([bots.tallies.honest.errors, play.told], [[], ['leave']]);
    assert.equal(bots.tallies.honest.get('lost'), 0);
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
    assert.deepEqual(play.told, ['advance 1010 1020', 'ping', 'settle 1030, worst Infinity', 'drop']);
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
      bots.tallies.honest.closes.map(({ code, count }) => [code, count]),
      [
        [1000, 1],
        [4001, 1],
      ],
    );
    assert.deepEqual(
      bots.tallies.honest.errors.map(({ message, count }) => [message, count]),
      [0, 999, 1000, 4001].map((code) => [`Code ${code}.`, 1]),
    );
    assert.deepEqual([bots.tallies.honest.get('patches'), bots.tallies.honest.get('lost')], [8, 4]);
  });

  it('that did not come back has failed', async () => {
    const { bot } = await playing();
    bot.giveUp();
    bot.giveUp();
    const message = 'The connection dropped and did not come back in time.';
    assert.deepEqual([bot.state, bots.tallies.honest.errors], ['ended', [{ message, count: 1 }]]);
  });

  it('counts where the worker counts at that time', async () => {
    const { bot, play } = await playing();
    const before = bots.tallies;
    play.patches = 2;
    bot.flush();
    bots.tallies = { honest: new Tally(), others: new Tally() };
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

  it('that is not honest counts apart, and is a light one', async () => {
    const bot = newBot({ role: 'garbler' });
    assert.equal(bot.isHonest, false);
    await bot.join(990); // no server listens: a light bot tells so
    assert.deepEqual([fake.plays.length, bot.state], [0, 'ended']);
    assert.deepEqual([bots.tallies.honest.errors, bots.tallies.others.errors.length], [[], 1]);
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
      assert.equal(play.options.url !== BOT_SETUP.url, isBad, JSON.stringify(link));
      await bot.leave();
      if (!isBad) continue;
      const [error] = await once(connect(Number(new URL(play.options.url).port), '127.0.0.1'), 'error');
      assert.match(String(error), /ECONNREFUSED/); // nothing is left of it
    }
  });
});
