/** The loop of all rooms, on virtual time: when each room is stepped, and what a stall costs. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CATCH_UP_TICKS_MAX, Ticker, type TickerTimers } from '../../../server/rooms/ticker.ts';
import { TICK_MS } from '../../../shared/sim/tunables.ts';

/** Timers that ring late by what the test says, and a process that stands still when it says so. */
class VirtualTimers implements TickerTimers {
  #nowMs = 5000;
  #pending: { atMs: number; call: () => void } | undefined;
  lateMs = 0;

  nowMs = (): number => this.#nowMs;

  after = (ms: number, call: () => void): (() => void) => {
    const pending = { atMs: this.#nowMs + Math.max(0, ms) + this.lateMs, call };
    this.#pending = pending;
    return () => {
      if (this.#pending === pending) this.#pending = undefined;
    };
  };

  /** The process does something else for so long. */
  stall(ms: number): void {
    this.#nowMs += ms;
  }

  run(ms: number): void {
    const endMs = this.#nowMs + ms;
    for (let next = this.#pending; next !== undefined && next.atMs <= endMs; next = this.#pending) {
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      this.#pending = undefined;
      next.call();
    }
    this.#nowMs = Math.max(this.#nowMs, endMs);
  }
}

type Tick = { atMs: number; lateMs: number };

function roomIn(ticker: Ticker, timers: VirtualTimers, costMs = 0) {
  const ticks: Tick[] = [];
  const leftOut: number[] = [];
  const stop = ticker.start({
    tick: (lateMs) => {
      ticks.push({ atMs: timers.nowMs(), lateMs });
      timers.stall(costMs);
    },
    leaveOut: (count) => leftOut.push(count),
  });
  return { ticks, leftOut, stop };
}

describe('the ticker', () => {
  it('steps 30 times a second, and never drifts however late its timers ring', () => {
    const timers = new VirtualTimers();
    timers.lateMs = 1.3;
    const { ticks, leftOut } = roomIn(new Ticker(timers), timers);
    timers.run(100_000);
    assert.equal(ticks.length, 2999);
    for (const [index, { atMs, lateMs }] of ticks.entries()) {
      assert.ok(Math.abs(lateMs - 1.3) < 1e-6, `${lateMs} ms late`);
      assert.ok(Math.abs(atMs - lateMs - (5000 + (index + 1) * TICK_MS)) < 1e-6);
    }
    assert.deepEqual(leftOut, []);
  });

  it('spreads the rooms over the period: four of them a quarter apart', () => {
    const timers = new VirtualTimers();
    const ticker = new Ticker(timers);
    const rooms = Array.from({ length: 4 }, () => roomIn(ticker, timers));
    timers.run(1000);
    const phases = rooms.map(({ ticks }) => ((ticks[5] as Tick).atMs % TICK_MS) / TICK_MS).sort((a, b) => a - b);
    for (let i = 0; i < 3; i++) {
      const gap = (phases[i + 1] as number) - (phases[i] as number);
      assert.ok(Math.abs(gap - 0.25) < 1e-6, `${phases}`);
    }
  });

  it('lets no room wait for another: eight rooms of 3 ms each are all in time', () => {
    const timers = new VirtualTimers();
    const ticker = new Ticker(timers);
    const rooms = Array.from({ length: 8 }, () => roomIn(ticker, timers, 3));
    timers.run(10_000);
    for (const { ticks } of rooms) {
      assert.ok(ticks.length > 290);
      assert.ok(ticks.slice(30).every(({ lateMs }) => lateMs < 1e-6));
    }
  });

  it('makes up for five ticks after a stall, tells of the others, and keeps its phase', () => {
    const timers = new VirtualTimers();
    const { ticks, leftOut } = roomIn(new Ticker(timers), timers);
    timers.run(30.5 * TICK_MS);
    const before = ticks.length;
    const phase = (ticks[0] as Tick).atMs % TICK_MS;
    timers.stall(12 * TICK_MS); // 12 ticks were missed, the last of them half a tick ago
    timers.run(0);
    assert.equal(ticks.length - before, CATCH_UP_TICKS_MAX + 1); // five that were missed, and the one that is due
    assert.deepEqual(leftOut, [11 - CATCH_UP_TICKS_MAX]);
    timers.run(1000);
    const last = ticks.at(-1) as Tick;
    assert.ok(Math.abs((last.atMs % TICK_MS) - phase) < 1e-6);
    assert.ok(last.lateMs < 1e-6);
  });

  it('looks at the sockets between two steps of a room that catches up', () => {
    const timers = new VirtualTimers();
    let looks = 0;
    const after: TickerTimers['after'] = (ms, call) =>
      timers.after(ms, () => {
        looks++;
        call();
      });
    const ticker = new Ticker({ nowMs: timers.nowMs, after });
    const { ticks } = roomIn(ticker, timers);
    timers.run(10 * TICK_MS);
    const [ticksBefore, looksBefore] = [ticks.length, looks];
    timers.stall(4 * TICK_MS);
    timers.run(0);
    assert.ok(ticks.length - ticksBefore >= 4);
    assert.equal(looks - looksBefore, ticks.length - ticksBefore);
  });

  it('forgets a room that ends, in the middle of a tick as well', () => {
    const timers = new VirtualTimers();
    const ticker = new Ticker(timers);
    let ticks = 0;
    const stop: () => void = ticker.start({ tick: () => (++ticks === 3 ? stop() : undefined), leaveOut: () => {} });
    const other = roomIn(ticker, timers);
    timers.run(1000);
    assert.equal(ticks, 3);
    assert.ok(other.ticks.length >= 28);
  });

  it('goes on with the other rooms when one throws', () => {
    const timers = new VirtualTimers();
    const ticker = new Ticker(timers);
    ticker.start({
      tick: () => {
        throw new Error('a bug');
      },
      leaveOut: () => {},
    });
    const other = roomIn(ticker, timers);
    for (const endMs = timers.nowMs() + 2000; timers.nowMs() < endMs; ) {
      try {
        timers.run(20);
      } catch {}
    }
    assert.ok(other.ticks.length >= 58, `${other.ticks.length}`);
  });

  it('owes no room a tick: taken and left out together are what the clock says, for any stalls and rooms', () => {
    const events = fc.array(fc.tuple(fc.nat(400), fc.nat(700), fc.boolean()), { minLength: 1, maxLength: 25 });
    const property = fc.property(events, fc.integer({ min: 1, max: 6 }), (steps, count) => {
      const timers = new VirtualTimers();
      const ticker = new Ticker(timers);
      const rooms = Array.from({ length: count }, () => roomIn(ticker, timers, 0.4));
      const startMs = timers.nowMs();
      for (const [runMs, stallMs, stalls] of steps) {
        timers.run(runMs);
        if (stalls) timers.stall(stallMs);
      }
      timers.run(1000);
      const due = (timers.nowMs() - startMs) / TICK_MS;
      for (const { ticks, leftOut } of rooms) {
        const accounted = ticks.length + leftOut.reduce((sum, n) => sum + n, 0);
        assert.ok(Math.abs(accounted - due) <= 1.1, `${accounted} of ${due}`);
        assert.ok((ticks.at(-1) as Tick).lateMs < 5);
      }
    });
    fc.assert(property, { numRuns: 200 });
  });
});
