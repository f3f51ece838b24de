/** Ticks that the peer's loop has left out, told from how its steps come: Colyseus itself says nothing. */
import assert from 'node:assert/strict';
import { createStockMetrics } from '../../../loadtest/bench/stock/metrics.ts';
import { TICK_MS } from '../../../shared/sim/tunables.ts';

describe('the peer’s left-out ticks', () => {
  /** Steps of one room in one turn of its loop. @returns what each has left out */
  const turnsOf = () => {
    const metrics = createStockMetrics();
    const room = {};
    return (elapsedMs: number, steps: number): number[] =>
      Array.from({ length: steps }, () => metrics.countDropped(room, elapsedMs));
  };

  it('are none while each turn makes up for what it is late', () => {
    const turn = turnsOf();
    for (let tick = 0; tick < 20; tick++) assert.deepEqual(turn(1000 + tick * TICK_MS, 1), [0]);
    assert.deepEqual(turn(1000 + 22 * TICK_MS, 3), [0, 0, 0]);
    assert.deepEqual(turn(1000 + 23 * TICK_MS, 1), [0]);
  });

  it('are what five steps at once do not make up for', () => {
    const turn = turnsOf();
    turn(1000, 1);
    turn(1000 + TICK_MS, 1);
    assert.deepEqual(turn(1000 + 21.5 * TICK_MS, 5), [0, 0, 0, 0, 14]);
    assert.deepEqual(turn(1000 + 22.5 * TICK_MS, 1), [0]);
  });
});
