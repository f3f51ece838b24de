/** What is kept of the beats of a run: for its spans, its charts and its progress line. */
import assert from 'node:assert/strict';
import { type Counter, type Meter, Tally } from '../../../loadtest/contract/tally.ts';
import { type Beat, type Counted, Recorder } from '../../../loadtest/crowd/recorder.ts';
import { parseMetrics } from '../../../loadtest/measure/scrape.ts';

function tallyOf(
  counts: Partial<Record<Counter, number>>,
  latencies: { [meter in Meter]?: readonly number[] } = {},
): Tally {
  const tally = new Tally();
  for (const [name, by] of Object.entries(counts)) tally.count(name as Counter, by);
  for (const [name, values] of Object.entries(latencies)) for (const ms of values) tally.record(name as Meter, ms);
  return tally;
}

const IDLE = { cores: 0, loopP99Ms: 0, loopMaxMs: 0, machine: null };

const sliceOf = (more: Partial<Counted>): Counted => ({
  ...{ seconds: 1, honest: new Tally(), others: new Tally(), playing: 0, away: 0, roomIds: [], load: IDLE },
  ...more,
});

/** A beat of the first worker, or of several. */
const beatOf = (atSeconds: number, ...slices: readonly Partial<Counted>[]): Beat => ({
  atSeconds,
  slices: slices.map((slice, worker) => ({ worker, slice: sliceOf(slice) })),
  scraped: undefined,
});

/** The server has used so many seconds of its processor. */
const scrapedAt = (cpuSeconds: number) => parseMetrics(`process_cpu_seconds_total ${cpuSeconds}\n`);

describe('a recorder', () => {
  it('keeps the total of all beats, of honest bots and of others', () => {
    const recorder = new Recorder(10);
    recorder.take(
      beatOf(1, { honest: tallyOf({ joins: 2 }), others: tallyOf({ joins: 1 }) }, { honest: tallyOf({ joins: 3 }) }),
    );
    recorder.take(beatOf(2, { honest: tallyOf({ joins: 4 }) }));
    assert.deepEqual([recorder.total.get('joins'), recorder.others.get('joins')], [9, 1]);
    recorder.failed('Lost.', 2);
    recorder.failed('Lost.');
    assert.deepEqual(recorder.total.errors, [{ message: 'Lost.', count: 3 }]);
  });

  it('tells of each beat alone', () => {
    const recorder = new Recorder(10);
    const { players, joins, patches } = recorder.take(
      beatOf(
        1,
        { playing: 2, honest: tallyOf({ joins: 2, patches: 30 }) },
        { playing: 1, honest: tallyOf({ patches: 60 }) },
      ),
    );
    assert.deepEqual([players, joins, patches], [3, 2, 30]); // 90 in one second of three players
    recorder.failed('Lost.');
    const next = recorder.take(beatOf(3, { playing: 3, seconds: 2, honest: tallyOf({ patches: 30 }) }));
    assert.deepEqual([next.players, next.joins, next.patches, next.errors], [3, 0, 5, 1]);
  });

  it('shares what comes among all that should play, those that hear nothing too', () => {
    const recorder = new Recorder(10);
    const { patches } = recorder.take(beatOf(1, { playing: 1, away: 2, honest: tallyOf({ patches: 30 }) }));
    assert.equal(patches, 10);
    assert.equal(new Recorder(10).take(beatOf(1, { away: 3 })).patches, 0);
  });

  it('knows how busy each worker was, and what it drove at most', () => {
    const recorder = new Recorder(10);
    const busy = (cores: number, loopP99Ms: number) => ({ cores, loopP99Ms, loopMaxMs: 50, machine: null });
    recorder.take(beatOf(1, { playing: 5, load: busy(0.2, 3) }, { playing: 1, load: busy(1, 9) }));
    recorder.take(beatOf(2, { playing: 4, load: busy(0.4, 2) }));
    const { cores, ...first } = recorder.loadOf(0);
    assert.ok(Math.abs(cores - 0.3) < 1e-9);
    assert.deepEqual(first, { players: 5, loopP99Ms: 3 });
    assert.deepEqual(recorder.loadOf(1), { players: 1, cores: 1, loopP99Ms: 9 });
    assert.deepEqual(recorder.loadOf(2), { players: 0, cores: 0, loopP99Ms: 0 });
  });

  describe('with its points', () => {
    it('has one per beat in a short run', () => {
      const recorder = new Recorder(1800);
      for (const at of [1, 2, 3]) recorder.take(beatOf(at, { playing: at, honest: tallyOf({ joins: at }) }));
      const { seconds, lines } = recorder.series;
      assert.deepEqual(
        [seconds, lines.players, lines.joins],
        [
          [1, 2, 3],
          [1, 2, 3],
          [1, 2, 3],
        ],
      );
    });

    it('has one every few beats in a long run, with all that was counted in them', () => {
      const recorder = new Recorder(1801);
      for (const at of [1, 2, 3, 4, 5]) recorder.take(beatOf(at, { playing: at, honest: tallyOf({ joins: at }) }));
      const { seconds, lines } = recorder.series;
      assert.deepEqual(
        [seconds, lines.players, lines.joins],
        [
          [2, 4],
          [2, 4],
          [3, 7],
        ],
      );
    });

    it('has none of a moment: that goes to the next', () => {
      const recorder = new Recorder(10);
      recorder.take(beatOf(0.4, { seconds: 0.4, honest: tallyOf({ joins: 1 }) }));
      assert.deepEqual(recorder.series.seconds, []);
      recorder.take(beatOf(0.5, { seconds: 0.1, honest: tallyOf({ joins: 1 }) }));
      recorder.take(beatOf(0.9, { seconds: 0.4, honest: tallyOf({ joins: 5 }) }));
      assert.deepEqual([recorder.series.seconds, recorder.series.lines.joins], [[0.5], [2]]);
    });

    it('takes the time of several workers for one, and of none for nothing', () => {
      const recorder = new Recorder(10);
      recorder.take(beatOf(1, { seconds: 0.4 }, { seconds: 0.5 }));
      recorder.take(beatOf(2));
      assert.deepEqual(recorder.series.seconds, []);
      recorder.take(beatOf(3, { seconds: 0.05 }));
      assert.deepEqual(recorder.series.seconds, [3]);
    });

    it('has gaps where there was nothing to measure', () => {
      const recorder = new Recorder(10);
      recorder.take(beatOf(1, { playing: 1 }));
      recorder.take(beatOf(2, { playing: 1, honest: tallyOf({}, { ack: [40] }) }));
      recorder.take(beatOf(3, {}));
      recorder.failed('Lost.');
      recorder.take(beatOf(4, {}));
      const { seconds, lines } = recorder.series;
      assert.deepEqual(seconds, [1, 2, 3, 4]);
      assert.deepEqual(
        lines['ack.p50']?.map((ms) => (ms === null ? null : Math.round(ms))),
        [null, 40, null, null],
      );
      assert.deepEqual(lines.frames, [0, 0, null, null]);
      assert.deepEqual(lines.errors, [0, 0, 0, 1]);
    });
  });

  describe('with its spans', () => {
    it('counts what came between open and close, and rare things since the span before', () => {
      const recorder = new Recorder(10);
      recorder.asked(3);
      recorder.asked(1);
      recorder.take(
        beatOf(1, {
          playing: 9,
          honest: tallyOf({ joins: 3, refused: 5 }, { join: [100], ack: [500] }),
          roomIds: ['z'],
        }),
      );
      recorder.failed('Lost.');
      recorder.open();
      const inside = tallyOf(
        { refused: 2, drops: 1 },
        { ack: [50], back: [70], room: [30], rtt: [9], correction: [5] },
      );
      recorder.take(beatOf(2, { playing: 2, honest: inside, roomIds: ['a', 'b'] }, { playing: 1, roomIds: ['a'] }));
      recorder.take(
        beatOf(4, { playing: 1, seconds: 2, load: { cores: 0.5, loopP99Ms: 4, loopMaxMs: 8, machine: null } }),
      );
      const { seconds, figures, distributions } = recorder.close([]);
      assert.equal(seconds, 3);
      const { players, rooms, joins, joined, refused, drops, errors } = figures;
      assert.deepEqual([players, rooms, joins, joined, refused, drops, errors], [3, 2, 3, 75, 2, 1, 1]);
      assert.deepEqual([figures['generator.loop.max'], figures['others.cut']], [8, undefined]);
      assert.deepEqual(Object.keys(distributions).sort(), ['ack', 'back', 'join', 'room', 'rtt']);
      const most = Object.fromEntries(
        Object.entries(distributions).map(([name, pairs]) => [name, Math.round(pairs.at(-1)?.[1] ?? -1)]),
      );
      const near = (name: string, ms: number): void =>
        assert.ok(Math.abs((most[name] ?? -1) - ms) <= ms / 50, `${name} ${most[name]}`);
      near('join', 100);
      near('ack', 50);
      near('back', 70);
      near('room', 30);
    });

    it('takes what its workers use from what their machine is busy with: the rest are others', () => {
      const recorder = new Recorder(10);
      const on = (host: string, cores: number, busyCores: number, waitingPercent: number | null = 10) => ({
        load: { ...IDLE, cores, machine: { host, busyCores, stealPercent: busyCores, waitingPercent } },
      });
      recorder.open();
      recorder.take(beatOf(1, on('a', 0.5, 2), on('a', 0.25, 2), on('b', 1, 1.5, null)));
      recorder.take(beatOf(2, on('a', 0.5, 1), on('a', 0.25, 1), on('b', 1, 1.5, null)));
      const { figures } = recorder.close([]);
      assert.equal(figures['generator.others'], 0.75, '1.5 of a are busy, 0.75 of them its workers');
      assert.deepEqual([figures['generator.steal'], figures['generator.waiting']], [1.5, 10]);
      recorder.open();
      recorder.take(beatOf(3, {}));
      assert.equal(recorder.close([]).figures['generator.others'], undefined);
    });

    it('shows percentiles in their order', () => {
      const recorder = new Recorder(10);
      recorder.open();
      recorder.take(beatOf(1, { honest: tallyOf({}, { ack: Array.from({ length: 100 }, (_, i) => i + 1) }) }));
      const pairs = recorder.close([]).distributions.ack ?? [];
      assert.deepEqual([pairs[0]?.[0], pairs.at(-1)?.[0], pairs.length], [0, 1, 15]);
      const halfway = pairs.find(([share]) => share === 0.5)?.[1] ?? 0;
      assert.ok(
        Math.abs(halfway - 50) < 1 &&
          Math.abs((pairs[0]?.[1] ?? 0) - 1) < 0.1 &&
          Math.abs((pairs.at(-1)?.[1] ?? 0) - 100) < 1,
      );
    });

    it('begins anew after each', () => {
      const recorder = new Recorder(10);
      recorder.asked(1);
      recorder.open();
      recorder.take(beatOf(1, { honest: tallyOf({ joins: 1, refused: 1 }, { join: [100] }) }));
      recorder.close([]);
      recorder.take(beatOf(2, { honest: tallyOf({ leaves: 1, refused: 1 }) }));
      recorder.open();
      const { seconds, figures, distributions } = recorder.close([]);
      const { joins, leaves, joined, refused } = figures;
      assert.deepEqual([seconds, joins, leaves, joined, refused, distributions], [0, 0, 1, undefined, 0, {}]);
      assert.equal(new Recorder(10).close([]).seconds, 0, 'without an open there is no time');
    });

    it('tells how many of the others were cut, once there were any', () => {
      const recorder = new Recorder(10);
      const cut = tallyOf({ joins: 2 });
      cut.closed(4002);
      recorder.take(beatOf(1, { others: cut }));
      assert.equal(recorder.close([]).figures['others.cut'], 1);
      assert.equal(recorder.close([]).figures['others.cut'], 0);
    });
  });

  it('measures the server from the last reading before a span or a point', () => {
    const recorder = new Recorder(10);
    assert.equal(recorder.hasServer, false);
    recorder.take(beatOf(1, {}));
    assert.equal(recorder.hasServer, false);
    recorder.take({ ...beatOf(2, {}), scraped: scrapedAt(10) });
    assert.equal(recorder.hasServer, true);
    recorder.open();
    const first = recorder.take({ ...beatOf(4, { seconds: 2 }), scraped: scrapedAt(11) });
    const second = recorder.take({ ...beatOf(6, { seconds: 2 }), scraped: scrapedAt(13) });
    assert.deepEqual([first.cores, second.cores], [0.5, 1]);
    assert.equal(recorder.close([]).figures.cores, 0.75);
    recorder.take(beatOf(7, {}));
    assert.equal(recorder.hasServer, true);
    recorder.open();
    recorder.take({ ...beatOf(8, {}), scraped: scrapedAt(17) });
    assert.equal(recorder.close([]).figures.cores, 2); // 4 s of 6 to 8
  });
});
