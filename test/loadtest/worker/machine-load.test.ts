/** What Linux tells of a machine, and what becomes of it between two readings. */
import assert from 'node:assert/strict';
import { MachineLoad, parseMachine } from '../../../loadtest/worker/machine-load.ts';

const STAT = 'cpu  100 20 30 1000 50 6 4 90 7 0\ncpu0 1 1 1 1 1 1 1 1 0 0\nintr 5\n';
const PRESSURE = 'some avg10=7.10 avg60=4.99 avg300=19.83 total=2500000\nfull avg10=0.00 total=9\n';

describe('a machine', () => {
  it('is read from /proc', () => {
    assert.deepEqual(parseMachine(STAT, PRESSURE), {
      busyTicks: 160,
      stealTicks: 90,
      totalTicks: 1300,
      waitedUs: 2_500_000,
    });
    assert.equal(parseMachine(STAT, '')?.waitedUs, undefined);
    assert.equal(parseMachine('', PRESSURE), undefined);
    assert.equal(parseMachine('cpu 1 2 3\n', ''), undefined);
  });

  it('is what changed since the last look', () => {
    const readings = [
      { busyTicks: 100, stealTicks: 0, totalTicks: 1000, waitedUs: 0 },
      { busyTicks: 400, stealTicks: 40, totalTicks: 1400, waitedUs: 500_000 },
      { busyTicks: 500, stealTicks: 40, totalTicks: 1800, waitedUs: undefined },
      undefined,
    ];
    const load = new MachineLoad(() => readings.shift());
    // 3 s of processor time, in 2 s; a tenth of all time was stolen; a quarter of it somebody waited.
    const { busyCores, stealPercent, waitingPercent } = load.take(2000) ?? assert.fail('nothing');
    assert.deepEqual([busyCores, stealPercent, waitingPercent], [1.5, 10, 25]);
    assert.equal(load.take(2000)?.waitingPercent, null);
    assert.equal(load.take(2000), null);
    assert.equal(load.take(2000), null);
  });
});
