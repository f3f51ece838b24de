/** Budgets that fill by time, on handed-in time: what passes, what waits, and for how long. */
import assert from 'node:assert/strict';
import { readConfig } from '../../../server/config.ts';
import { Buckets, WsFrameBudget } from '../../../server/edge/token-buckets.ts';

const { limits } = readConfig({});

describe('Budgets', () => {
  it('fill by time, to their burst, for each key alone', () => {
    const buckets = new Buckets({ perSecond: 2, burst: 3 });
    assert.deepEqual(
      [0, 0, 0, 0].map((now) => buckets.take('a', now)),
      [0, 0, 0, 1],
    );
    assert.equal(buckets.take('b', 0), 0);
    assert.equal(buckets.take('a', 500), 0);
    assert.equal(buckets.take('a', 500), 1);
    assert.deepEqual(
      [1e6, 1e6, 1e6, 1e6].map((now) => buckets.take('a', now)),
      [0, 0, 0, 1],
    );
  });

  it('tell in how many whole seconds to come again: enough, and at least one', () => {
    const buckets = new Buckets({ perSecond: 0.4, burst: 1 });
    const waits = [0, 0, 1000, 2000, 2400].map((nowMs) => buckets.take('a', nowMs));
    assert.deepEqual(waits, [0, 3, 2, 1, 1], '2.5, 1.5, 0.5 and 0.1 s');
    assert.equal(buckets.take('a', 2500), 0);
  });

  it('remember a bounded number of keys, whatever an attacker calls himself', () => {
    const buckets = new Buckets({ perSecond: 1, burst: 1 });
    for (let n = 0; n < 25_000; n++) buckets.take(`key ${n}`, 0);
    assert.equal(buckets.size, 15_000, 'of 20 000 the older half made room, and 5000 came after that');
    assert.equal(buckets.take('key 24999', 0), 1, 'the newest are remembered');
  });

  /** @returns how many of `count` frames at once pass */
  const burst = (budget: WsFrameBudget, nowMs: number, count: number): number => {
    let passed = 0;
    for (let n = 0; n < count; n++) if (budget.take(nowMs)) passed++;
    return passed;
  };

  it('of frames: 30 a second for ever, 45 at once, and what piled up while a link or this process stood still', () => {
    const budget = new WsFrameBudget(limits.frames, 0);
    let nowMs = 0;
    for (; nowMs < 10_000; nowMs += 1000 / 30) assert.equal(budget.take(nowMs), true);
    assert.equal(burst(budget, nowMs, 45), 45);
    for (const stallMs of [1000, 5000, 15_000]) {
      nowMs += 1000;
      budget.take(nowMs);
      nowMs += stallMs;
      const piledUp = Math.ceil((stallMs / 1000) * 30);
      assert.equal(burst(budget, nowMs, piledUp), piledUp, `after ${stallMs} ms`);
    }
  });

  it('of frames: ten times as many are over within 0.3 s, and in the long run nobody has more than 90 a second', () => {
    const budget = new WsFrameBudget(limits.frames, 0);
    let nowMs = 0;
    while (budget.take(nowMs)) nowMs += 1000 / 300;
    assert.ok(nowMs < 300, `${nowMs} ms`);
    let passed = 0;
    for (let second = 1; second <= 60; second++) passed += burst(budget, nowMs + second * 1000, 1000);
    assert.ok(passed <= 60 * 96, `${passed / 60} a second`);
  });
});
