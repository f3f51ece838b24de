/** How late the peer's ticks are, though its loop has no schedule: against the earliest tick of the same room. */
import assert from 'node:assert/strict';
import { createStockMetrics } from '../../../loadtest/bench/stock/metrics.ts';
import { TICK_MS } from '../../../shared/sim/tunables.ts';

describe('the lateness of a room of the peer', () => {
  it('counts from its earliest tick, also when that comes later', () => {
    const metrics = createStockMetrics();
    const room = {};
    const at = (tick: number, lateMs: number) => metrics.lateMsOf(room, 1000 + tick * TICK_MS + lateMs, 0);
    const late = [at(0, 2), at(1, 5), at(2, 0), at(3, 5), at(4, 31)];
    for (const [index, ms] of [0, 3, 0, 5, 31].entries()) assert.ok(Math.abs((late[index] as number) - ms) < 1e-9);
  });

  it('does not count ticks that the loop has left out, nor those of other rooms', () => {
    const metrics = createStockMetrics();
    const [one, other] = [{}, {}];
    metrics.lateMsOf(one, 1000, 0);
    metrics.lateMsOf(other, 500, 0);
    assert.ok(Math.abs(metrics.lateMsOf(one, 1000 + 8 * TICK_MS + 1, 7) - 1) < 1e-9);
    assert.ok(Math.abs(metrics.lateMsOf(one, 1000 + 9 * TICK_MS + 4, 0) - 4) < 1e-9);
  });
});
