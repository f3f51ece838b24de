/** What a worker counts beside its bots' latencies: each thing once, from the last reading on. */
import assert from 'node:assert/strict';
import { Tally } from '../../../loadtest/contract/tally.ts';
import { Counters } from '../../../loadtest/worker/counters.ts';
import { GeneratorLoad } from '../../../loadtest/worker/generator-load.ts';
import { setClock } from '../../support/page.ts';

const COUNTED = ['patches', 'frames', 'bytesIn', 'bytesOut', 'refused'] as const;

describe('what a bot counts', () => {
  it('goes into the tallies once, however often it is read', () => {
    const counters = new Counters();
    const tallies = [new Tally(), new Tally()];
    const counted = (): number[][] => tallies.map((tally) => COUNTED.map((name) => tally.get(name)));
    counters.flush(tallies, { bytesIn: 0, bytesOut: 0, refused: 0 });
    assert.deepEqual(counted(), Array(2).fill([0, 0, 0, 0, 0]));
    counters.patches = 3;
    counters.frames = 4;
    counters.flush(tallies, { bytesIn: 100, bytesOut: 50, refused: 1 });
    counters.flush(tallies, { bytesIn: 100, bytesOut: 50, refused: 1 });
    assert.deepEqual(counted(), Array(2).fill([3, 4, 100, 50, 1]));
    counters.patches++;
    counters.flush(tallies, { bytesIn: 130, bytesOut: 57, refused: 3 });
    assert.deepEqual(counted(), Array(2).fill([4, 4, 130, 57, 3]));
  });
});

describe('how busy a worker is', () => {
  const { cpuUsage } = process;
  afterEach(() => {
    process.cpuUsage = cpuUsage;
    Reflect.deleteProperty(performance, 'now');
  });

  it('is told of the time since the last reading', () => {
    let usedMs = 0;
    process.cpuUsage = (before) => ({ user: usedMs * 1000 - (before?.user ?? 0), system: 0 });
    setClock(1000);
    const load = new GeneratorLoad();
    const take = (nowMs: number, atMs: number): number[] => {
      usedMs = atMs;
      setClock(nowMs);
      const { seconds, cores } = load.take();
      return [seconds, cores];
    };
    try {
      assert.deepEqual(take(3000, 500), [2, 0.25]);
      assert.deepEqual(take(3500, 1000), [0.5, 1]);
      assert.deepEqual(take(4500, 1000), [1, 0]);
    } finally {
      load.stop();
    }
  });

  it('is told by how late the event loop was, and by nothing where no timer went off', () => {
    const told: string[] = [];
    const delay = {
      max: 0,
      p99: 0,
      percentile: (percent: number) => (percent === 99 ? delay.p99 : Number.NaN),
      enable: () => told.push('enable'),
      reset: () => told.push('reset'),
      disable: () => told.push('disable'),
    };
    const load = new GeneratorLoad(delay as unknown as ConstructorParameters<typeof GeneratorLoad>[0]);
    const take = (p99: number, max: number): number[] => {
      Object.assign(delay, { p99, max });
      const { loopP99Ms, loopMaxMs } = load.take();
      return [loopP99Ms, loopMaxMs];
    };
    assert.deepEqual(take(7e6, 30e6), [2, 25]); // of which 5 ms are the timer's own
    assert.deepEqual(take(4e6, 5e6), [0, 0]);
    assert.deepEqual(take(2 ** 63, Number.NaN), [0, 0]);
    assert.deepEqual(take(1e15 - 1e9, Number.POSITIVE_INFINITY), [1e9 - 1005, 0]);
    load.stop();
    assert.deepEqual(told, ['enable', 'reset', 'reset', 'reset', 'reset', 'disable']);
  });

  it('counts the time of the system as that of its own code', () => {
    process.cpuUsage = (before) => (before === undefined ? { user: 0, system: 0 } : { user: 250_000, system: 750_000 });
    setClock(0);
    const load = new GeneratorLoad();
    try {
      setClock(2000);
      assert.equal(load.take().cores, 0.5);
      assert.deepEqual([load.take().seconds, load.take().cores], [0.001, 1000], 'no time at all counts as 1 ms');
    } finally {
      load.stop();
    }
  });
});
