/** The seats of one room: numbers, names, and the bots among them. */
import assert from 'node:assert/strict';
import { type BotSeat, Seats } from '../../../server/rooms/seats.ts';

const SEED = 5;

const withBots = (count: number, seed = SEED): { seats: Seats; bots: BotSeat[] } => {
  const seats = new Seats();
  return { seats, bots: Array.from({ length: count }, () => seats.addBot(seed)) };
};

describe('Seats', () => {
  it('[S6] have numbers that are never used twice, and when 60 000 are used up the room is worn out', () => {
    const seats = new Seats();
    for (let number = 1; number <= 60_000; number++) {
      assert.equal(seats.isWornOut, false);
      assert.equal(seats.addHuman('one', `Pilot ${number}`, []).seat, number);
      seats.remove('one');
    }
    assert.equal(seats.isWornOut, true);
  });

  it('of one name are told apart by a number, from 2 on, and a name is free again when its owner has left', () => {
    const seats = new Seats();
    const names = ['a', 'b', 'c'].map((key) => seats.addHuman(key, 'Twin', []).name);
    assert.deepEqual(names, ['Twin', 'Twin 2', 'Twin 3']);
    seats.remove('b');
    assert.equal(seats.addHuman('d', 'Twin', []).name, 'Twin 2');
    seats.remove('a');
    assert.equal(seats.addHuman('e', 'Twin', []).name, 'Twin');
  });

  it('[H12] that look alike are told apart as well, bots and people', () => {
    const { seats, bots } = withBots(1);
    const [bot] = bots;
    assert.equal(bot?.name, 'Volt');
    const names = [
      'V\u043elt',
      '\u0415mber',
      'Victim',
      'VICTIM',
      'V1ct1m',
      'Vi\u0441tim',
      'V\u00edctim',
      '\u0392ob',
      'Bob',
      'Burn',
      'Bum',
      'Ann',
    ];
    assert.deepEqual(
      names.map((name, n) => seats.addHuman(String(n), name, []).name),
      [
        'V\u043elt 2',
        '\u0415mber 2',
        'Victim',
        'VICTIM 2',
        'V1ct1m 3',
        'Vi\u0441tim 4',
        'V\u00edctim 5',
        '\u0392ob',
        'Bob 2',
        'Burn',
        'Bum 2',
        'Ann',
      ],
    );
  });

  it('of people begin connected, with nothing queued, starved, dropped or clamped', () => {
    const { connected, bot, inputStatus } = new Seats().addHuman('one', 'One', []);
    assert.deepEqual([connected, bot, inputStatus], [true, false, { queued: 0, starved: 0, dropped: 0, clamped: 0 }]);
  });

  it('are found by session and by number, people only, until they are left', () => {
    const seats = new Seats();
    const human = seats.addHuman('one', 'One', []);
    const bot = seats.addBot(SEED);
    assert.equal(seats.human('one'), human);
    assert.equal(seats.humanAt(human.seat), human);
    for (const found of [seats.human(bot.key), seats.humanAt(bot.seat), seats.human('two'), seats.humanAt(99)])
      assert.equal(found, undefined);
    assert.equal(seats.remove('one'), human);
    for (const found of [seats.remove('one'), seats.human('one'), seats.humanAt(human.seat)])
      assert.equal(found, undefined);
  });

  it('count people and bots apart', () => {
    const { seats } = withBots(3);
    seats.addHuman('one', 'One', []);
    seats.addHuman('two', 'Two', []);
    assert.deepEqual([seats.humanCount, seats.botCount], [2, 3]);
    seats.remove('one');
    seats.remove('bot-1');
    assert.deepEqual([seats.humanCount, seats.botCount], [1, 2]);
  });
});

describe('Bots', () => {
  it('are weak first and stronger one by one, up to nine tenths', () => {
    const skills = withBots(12).bots.map(({ brain }) => Math.round(brain.skill * 100));
    assert.deepEqual(skills, [15, 25, 35, 45, 55, 65, 75, 85, 90, 90, 90, 90]);
  });

  it('have names of their own, other ones with another seed, and minds that differ', () => {
    const { bots } = withBots(30);
    assert.equal(new Set(bots.map(({ name }) => name)).size, 30);
    assert.equal(new Set(bots.map(({ brain }) => brain.taste)).size, 30);
    assert.equal(bots.filter(({ name }) => / 2$/u.test(name)).length, 6, '24 names, and 6 of them again');
    const others = withBots(1, SEED + 1).bots[0];
    assert.notEqual(others?.name, bots[0]?.name);
    assert.notEqual(others?.brain.taste, bots[0]?.brain.taste);
    assert.deepEqual(withBots(30).bots, bots, 'one seed, the same bots');
  });

  it('give way in the order in which they came last, whoever left between', () => {
    const { seats, bots } = withBots(3);
    assert.equal(seats.lastBot, bots[2]);
    seats.remove(bots[1]?.key ?? '');
    assert.equal(seats.lastBot, bots[2]);
    seats.remove(bots[2]?.key ?? '');
    assert.equal(seats.lastBot, bots[0]);
    seats.remove(bots[0]?.key ?? '');
    assert.equal(seats.lastBot, undefined);
  });

  it('of bots go one at a time, each the one that is named', () => {
    const { seats, bots } = withBots(4);
    const [first, second, third, last] = bots;
    assert.equal(seats.remove(second?.key ?? ''), second);
    assert.deepEqual([seats.botCount, seats.lastBot], [3, last]);
    seats.addHuman('one', 'One', []);
    seats.remove('one');
    assert.deepEqual([seats.botCount, seats.lastBot], [3, last]);
    seats.remove(last?.key ?? '');
    assert.equal(seats.lastBot, third);
    seats.remove(third?.key ?? '');
    assert.equal(seats.lastBot, first);
  });
});
