/** The orders of a worker, one by one, carried out by bots that do as the test says. */
import assert from 'node:assert/strict';
import { PERFECT } from '../../../loadtest/contract/link.ts';
import type { Answer, BotPlan, Order, Slice } from '../../../loadtest/contract/orders.ts';
import { Tally } from '../../../loadtest/contract/tally.ts';
import { Team } from '../../../loadtest/worker/team.ts';
import { FAKE_ADAPTER, type FakePlay, fake } from '../../support/fake-play.ts';
import { until } from '../../support/server.ts';

const SETUP: Order = {
  do: 'setup',
  setup: { url: 'http://127.0.0.1:1', adapter: FAKE_ADAPTER, mode: 'fray', kind: 'full', think: 'idle' },
};

const plan = (id: number, more: Partial<BotPlan> = {}): BotPlan => ({
  ...{ id, name: `Bot ${id}`, seed: id, skill: 0.5, role: 'honest', decodes: true, link: PERFECT, afterMs: 0 },
  ...more,
});

describe('a team', () => {
  let team: Team;
  const ask = (order: Order): Promise<Answer> => team.carryOut(order);
  const join = async (...bots: BotPlan[]): Promise<number[] | undefined> => (await ask({ do: 'join', bots })).joined;
  const playOf = (id: number): FakePlay =>
    fake.plays.find(({ options }) => options.seed === id) ?? assert.fail(`bot ${id} has no play`);
  async function beat(): Promise<Slice & { counted: Tally }> {
    const { slice } = await ask({ do: 'beat' });
    assert.ok(slice !== undefined);
    return { ...slice, counted: Tally.fromWire(slice.honest) };
  }
  async function rowIds(): Promise<number[]> {
    const { rows = [] } = await ask({ do: 'close' });
    return rows.map(({ id }) => id).sort();
  }
  /** Each bot has had a step, so that its time counts. */
  async function stepped(...ids: readonly number[]): Promise<void> {
    const before = ids.map((id) => playOf(id).told.length);
    const isOn = (id: number, nth: number): boolean =>
      playOf(id)
        .told.slice(before[nth])
        .filter((line) => line.startsWith('advance')).length >= 2;
    await until(() => ids.every(isOn), 'a step of each');
  }

  beforeEach(async () => {
    fake.reset();
    team = new Team();
    await ask(SETUP);
  });
  afterEach(() => team.end());

  it('has no setup at first, and says so', async () => {
    const idle = new Team();
    try {
      await assert.rejects(idle.carryOut({ do: 'join', bots: [plan(1)] }), /There is no setup yet/);
      await assert.rejects(idle.carryOut({ do: 'rooms', count: 1, perSecond: 1 }), /There is no setup yet/);
    } finally {
      await idle.end();
    }
  });

  it('lets bots join, and names those that play', async () => {
    fake.onPlay = (play) => {
      if (play.options.seed === 2) play.onJoin = () => play.options.onEnd(0, 'No seat.');
    };
    assert.deepEqual((await join(plan(1), plan(2), plan(3)))?.sort(), [1, 3]);
    const { playing, counted } = await beat();
    assert.deepEqual([playing, counted.get('joins')], [2, 2]);
    assert.deepEqual(counted.errors, [{ message: 'No seat.', count: 1 }]);
  });

  it('lets each join in its time, counted from the order', async () => {
    const orderedMs = performance.now();
    await join(plan(1), plan(2, { afterMs: 60 }));
    assert.ok(performance.now() - orderedMs > 50);
    const [first, second] = [1, 2].map((id) => Number(playOf(id).told[0]?.slice('join '.length)));
    assert.equal(Math.round((second ?? 0) - (first ?? 0)), 60);
    assert.ok((first ?? 0) >= orderedMs && (first ?? 0) < orderedMs + 50);
  });

  it('has no more than 32 join at once', async () => {
    const open: (() => void)[] = [];
    fake.onPlay = (play) => {
      play.onJoin = () =>
        new Promise<void>((resolve) => {
          open.push(() => {
            play.enter();
            resolve();
          });
        });
    };
    const joined = join(...Array.from({ length: 34 }, (_, i) => plan(i + 1)));
    await until(() => open.length === 32, '32 joins');
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(open.length, 32);
    open[5]?.();
    await until(() => open.length === 33, 'one more');
    open[0]?.();
    await until(() => open.length === 34, 'the last');
    for (const end of open) end();
    assert.equal((await joined)?.length, 34);
  });

  it('plays all of them on, and pings', async () => {
    await join(...Array.from({ length: 10 }, (_, i) => plan(i + 1)));
    await stepped(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    await until(() => playOf(9).told.includes('ping'), 'a ping', 3000);
  });

  it('lets go of those that leave, and knows them no more', async () => {
    await join(plan(1), plan(2));
    await ask({ do: 'leave', bots: [1, 99] });
    assert.deepEqual([playOf(1).told.at(-1), playOf(2).state], ['leave', 'playing']);
    const { playing, counted } = await beat();
    assert.deepEqual([playing, counted.get('leaves')], [1, 1]);
    const told = playOf(1).told.length;
    await stepped(2);
    await ask({ do: 'leave', bots: [1] });
    assert.deepEqual([playOf(1).told.length, (await beat()).counted.get('leaves')], [told, 0]);
  });

  it('hands over at each beat what was counted since the last', async () => {
    await join(plan(1, { roomId: 'a' }), plan(2, { roomId: 'b' }), plan(3, { roomId: 'a' }));
    const first = await beat();
    assert.deepEqual([first.roomIds.sort(), first.playing, first.counted.get('joins')], [['a', 'b'], 3, 3]);
    playOf(1).patches = 4;
    playOf(2).patches = 3;
    const second = await beat();
    assert.deepEqual([second.counted.get('patches'), second.counted.get('joins')], [7, 0]);
    assert.ok(second.seconds > 0 && second.load.cores >= 0 && !('seconds' in second.load));
    playOf(3).patches = 1;
    assert.equal((await beat()).counted.get('patches'), 1);
  });

  it('counts others apart, neither as playing nor with a row', async () => {
    await ask({ do: 'open' });
    assert.deepEqual(await join(plan(1), plan(2, { role: 'garbler' })), [1]); // there is no server for light ones
    await stepped(1);
    const { others, counted, playing } = await beat();
    assert.deepEqual([playing, counted.errors, Object.keys(others.errors).length], [1, [], 1]);
    assert.deepEqual(await rowIds(), [1]);
  });

  it('drops connections, and is done when all are back', async () => {
    await join(plan(1), plan(2), plan(3));
    playOf(3).state = 'dropped'; // away already
    const back: (() => void)[] = [];
    for (const id of [1, 2]) {
      const play = playOf(id);
      play.onDrop = () => {
        play.state = 'dropped';
        back.push(() => play.enter());
      };
    }
    let isDone = false;
    const dropped = ask({ do: 'drop', bots: [1, 2, 3] }).then((answer) => {
      isDone = true;
      return answer;
    });
    await until(() => back.length === 2, 'both drops');
    back[0]?.();
    await stepped(1, 2);
    assert.equal(isDone, false);
    back[1]?.();
    assert.deepEqual(await dropped, {});
    assert.deepEqual(
      [1, 2, 3].map((id) => playOf(id).told.includes('drop')),
      [true, true, false],
    );
    assert.deepEqual((await beat()).counted.errors, []);
  });

  describe('with the open and the close of a span', () => {
    it('has a row of each that played, and of those that left meanwhile', async () => {
      await join(plan(1), plan(2));
      await ask({ do: 'open' });
      await join(plan(3));
      await stepped(1, 2, 3);
      await ask({ do: 'leave', bots: [2] });
      assert.ok(playOf(2).told.some((line) => line.startsWith('settle')));
      assert.deepEqual(await rowIds(), [1, 2, 3]);
      assert.ok(playOf(1).told.some((line) => line.startsWith('settle')));
      await ask({ do: 'leave', bots: [1] });
      assert.deepEqual(await rowIds(), [], 'there is no span');
    });

    it('has no rows of the span before', async () => {
      await join(plan(1), plan(2));
      await ask({ do: 'open' });
      await stepped(1, 2);
      await ask({ do: 'leave', bots: [2] });
      await ask({ do: 'open' });
      await stepped(1);
      assert.deepEqual(await rowIds(), [1]);
    });

    it('gives those up that are away at its end', async () => {
      await join(plan(1), plan(2));
      await ask({ do: 'open' });
      await stepped(1, 2);
      playOf(2).state = 'dropped';
      await ask({ do: 'close' });
      const { counted, playing } = await beat();
      const message = 'The connection dropped and did not come back in time.';
      assert.deepEqual([playing, counted.errors], [1, [{ message, count: 1 }]]);
    });
  });

  it('tells when the server was last heard of, by bots that have left too', async () => {
    assert.deepEqual(await ask({ do: 'heard' }), { heard: { agoMs: null, bots: 0, connected: 0 } });
    await join(plan(1), plan(2));
    playOf(1).heardMs = performance.now() - 500;
    await ask({ do: 'leave', bots: [1] });
    const { heard } = await ask({ do: 'heard' });
    assert.ok(heard !== undefined && (heard.agoMs ?? 0) >= 500, JSON.stringify(heard));
    assert.deepEqual([heard.bots, heard.connected], [1, 1]);
  });

  it('tells how many should play and hear nothing', async () => {
    await join(plan(1), plan(2), plan(3));
    playOf(1).state = 'dropped';
    await ask({ do: 'open' });
    playOf(2).options.onEnd(4000, 'Out.');
    const { playing, away } = await beat();
    assert.deepEqual([playing, away], [1, 2]);
  });

  it('opens rooms at an even pace, and counts those that fail', async () => {
    let asked = 0;
    fake.openRoom = async () => {
      asked++;
      if (asked === 2) throw new Error('No more rooms.');
      return `room ${asked}`;
    };
    const startMs = performance.now();
    const { rooms } = await ask({ do: 'rooms', count: 4, perSecond: 50 });
    assert.ok(performance.now() - startMs > 50, 'three gaps of 20 ms');
    assert.deepEqual(rooms, ['room 1', 'room 3', 'room 4']);
    const { counted } = await beat();
    assert.deepEqual([counted.summary('room')?.count, counted.errors], [3, [{ message: 'No more rooms.', count: 1 }]]);
    assert.ok((counted.percentile('room', 1) ?? -1) < 1000);
  });

  it('ends with all of its bots gone, and lets no other in', async () => {
    await join(plan(1), plan(2));
    const late = join(plan(3, { afterMs: 30 }));
    const rooms = ask({ do: 'rooms', count: 2, perSecond: 40 });
    assert.deepEqual(await ask({ do: 'end' }), {});
    assert.deepEqual([playOf(1).state, playOf(2).state], ['ended', 'ended']);
    assert.deepEqual([await late, fake.plays.length], [[], 2]);
    assert.deepEqual((await rooms).rooms, []);
    assert.deepEqual((await beat()).playing, 0);
  });
});
