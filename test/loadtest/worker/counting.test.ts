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
});
