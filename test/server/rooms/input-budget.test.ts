/** The budget of input frames: one frame a tick on average, twelve saved up at most, whatever comes in. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { INPUT_BUDGET, InputBudget, type Withdrawal } from '../../../server/rooms/input-budget.ts';
import { BUTTON, type InputFrame } from '../../../shared/sim/types.ts';

const AIM = 777;

/** A seat with a queue. Frames are numbered by their aims, from 0. */
class Desk {
  readonly budget = new InputBudget();
  readonly queue: InputFrame[] = [];
  pilot = { aim: AIM, railShots: 0, chargeTicks: 0, fireCooldownTicks: 0, dashTicks: 0 };
  sent = 0;
  dropped = 0;
  coasted = 0;
  /** Frames used up to now, by number. */
  readonly used: number[] = [];

  /** One tick: so many frames come in, then the budget takes its own. */
  tick(arriving: number): Withdrawal {
    for (let i = 0; i < arriving; i++) this.queue.push({ mx: 127, my: 0, aim: this.sent++, buttons: 1 });
    const withdrawal = this.budget.withdraw(
      { size: () => this.queue.length, next: () => this.queue.shift() },
      this.pilot,
    );
    this.dropped += withdrawal.dropped;
    if (withdrawal.coasted) this.coasted++;
    else this.used.push(...withdrawal.inputFrames.map(({ aim }) => aim));
    return withdrawal;
  }

  ticks(count: number, arriving = 1): Withdrawal[] {
    return Array.from({ length: count }, () => this.tick(arriving));
  }
}

/** Frames that arrive in each tick: steady, none for a while, floods. */
const ARRIVALS = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(0, 1, 1, 1, 2) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 60 }) },
  ),
  { minLength: 1, maxLength: 300 },
);

describe('the budget, whatever comes in', () => {
  it('[R3] gives out never more than 2 frames in a tick, and a made-up one only alone', () => {
    fc.assert(
      fc.property(ARRIVALS, (arrivals) => {
        const desk = new Desk();
        for (const arriving of arrivals) {
          const { inputFrames, coasted } = desk.tick(arriving);
          assert.ok(inputFrames.length <= INPUT_BUDGET.inputFramesPerTickMax);
          if (coasted) assert.deepEqual(inputFrames, [{ mx: 0, my: 0, aim: AIM, buttons: 0 }]);
        }
      }),
    );
  });

  it('[R3] gives out never more than ticks + 11 frames in any stretch: twelve credits, one of them the first tick’s own', () => {
    fc.assert(
      fc.property(ARRIVALS, (arrivals) => {
        const desk = new Desk();
        // The largest sum of (frames − 1) over any stretch, ending here.
        let ahead = 0;
        for (const arriving of arrivals) {
          ahead = Math.max(0, ahead + desk.tick(arriving).inputFrames.length - 1);
          assert.ok(ahead < INPUT_BUDGET.creditsMax, `${ahead} frames ahead`);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('[R3] [R8] uses frames in order, each once, and accounts for every one: used, dropped or waiting', () => {
    fc.assert(
      fc.property(ARRIVALS, (arrivals) => {
        const desk = new Desk();
        for (const arriving of arrivals) {
          desk.tick(arriving);
          assert.equal(desk.sent, desk.used.length + desk.dropped + desk.queue.length);
          assert.ok(
            desk.queue.length <= INPUT_BUDGET.creditsMax + INPUT_BUDGET.queueTarget,
            `${desk.queue.length} wait`,
          );
        }
        assert.deepEqual(
          desk.used,
          [...desk.used].sort((a, b) => a - b),
        );
        assert.equal(new Set(desk.used).size, desk.used.length);
      }),
    );
  });

  it('has the queue back at its target within 12 ticks of a burst of any size', () => {
    fc.assert(
      fc.property(ARRIVALS, fc.integer({ min: 1, max: 500 }), (arrivals, burst) => {
        const desk = new Desk();
        for (const arriving of arrivals) desk.tick(arriving);
        desk.tick(burst);
        desk.ticks(INPUT_BUDGET.creditsMax);
        assert.ok(desk.queue.length <= INPUT_BUDGET.queueTarget, `${desk.queue.length} wait`);
      }),
    );
  });
});

describe('a seat that sends too fast', () => {
  for (const factor of [2, 5, 20]) {
    it(`[I2] gains nothing from ${factor} frames a tick: after the first 12 credits it moves once a tick`, () => {
      const desk = new Desk();
      desk.ticks(60);
      const before = desk.used.length;
      desk.ticks(300, factor);
      assert.ok(desk.used.length - before <= 300 + INPUT_BUDGET.creditsMax);
      assert.equal(desk.dropped, desk.sent - desk.used.length - desk.queue.length);
      assert.ok(desk.dropped >= 300 * (factor - 1) - INPUT_BUDGET.creditsMax - INPUT_BUDGET.queueTarget);
    });
  }

  it('gains no frame by choking first and bursting then', () => {
    const desk = new Desk();
    desk.ticks(30);
    const before = desk.used.length + desk.coasted;
    desk.ticks(7, 0);
    desk.tick(40);
    desk.ticks(40, 0);
    // 48 ticks, one step each on average: what was not used while choking is used later, and no more.
    assert.ok(desk.used.length + desk.coasted - before <= 48);
  });
});

describe('a seat that sends 30 frames a second', () => {
  it('[I2] loses none of them on a link whose jitter is below 12 ticks, and uses each', () => {
    const late = fc.array(fc.double({ min: 0, max: 11.9, noNaN: true }), { minLength: 50, maxLength: 200 });
    fc.assert(
      fc.property(late, (lateness) => {
        const desk = new Desk();
        let lastTick = 0;
        const arrivals: number[] = [];
        lateness.forEach((ticks, i) => {
          lastTick = Math.max(lastTick, Math.ceil(i + ticks)); // in order, as TCP is
          arrivals[lastTick] = (arrivals[lastTick] ?? 0) + 1;
        });
        for (let tick = 0; tick < lastTick + 10; tick++) desk.tick(arrivals[tick] ?? 0);
        assert.deepEqual([desk.dropped, desk.used.length], [0, lateness.length]);
      }),
    );
  });

  it('has each used in the tick in which it comes on a perfect link', () => {
    const desk = new Desk();
    for (const { inputFrames, dropped } of desk.ticks(100)) assert.deepEqual([inputFrames.length, dropped], [1, 0]);
    assert.equal(desk.queue.length, 0);
  });

  it('[R3] may keep two frames waiting: a second one is used only above that', () => {
    const desk = new Desk();
    desk.tick(3);
    for (const { inputFrames } of desk.ticks(20)) assert.equal(inputFrames.length, 1);
    assert.equal(desk.queue.length, 2);
    assert.equal(desk.tick(2).inputFrames.length, 2, 'the one credit that was saved in the first tick');
    const { inputFrames, dropped } = desk.tick(2);
    assert.deepEqual([inputFrames.length, dropped], [1, 1], 'nothing is left to catch up with');
  });

  it('has a stall of 1.5 s behind it within 12 ticks: of 46 frames 32 are dropped, and then none any more', () => {
    const desk = new Desk();
    desk.ticks(60);
    desk.ticks(45, 0);
    assert.equal(desk.coasted, 45 - INPUT_BUDGET.patienceTicks);
    desk.tick(46);
    // 12 credits and a queue of 2 are kept: 46 − 14.
    assert.equal(desk.dropped, 32);
    desk.ticks(INPUT_BUDGET.creditsMax);
    assert.ok(desk.queue.length <= INPUT_BUDGET.queueTarget);
    const before = desk.dropped;
    desk.ticks(100);
    assert.equal(desk.dropped, before);
  });
});

describe('a silent seat', () => {
  it('[R4] [I2] waits for 14 ticks, coasts from the 15th on, aiming where it aimed, and is back with its next frame', () => {
    const desk = new Desk();
    desk.ticks(30);
    for (const { inputFrames } of desk.ticks(14, 0)) assert.deepEqual(inputFrames, []);
    for (const { inputFrames, coasted } of desk.ticks(20, 0)) {
      assert.deepEqual([inputFrames, coasted], [[{ mx: 0, my: 0, aim: AIM, buttons: 0 }], true]);
    }
    assert.deepEqual(desk.tick(1).coasted, false);
    for (const { inputFrames } of desk.ticks(14, 0)) assert.deepEqual(inputFrames, []);
    assert.equal(desk.tick(0).coasted, true);
  });

  it('[R6] coasts from the next tick on when its connection is gone', () => {
    const desk = new Desk();
    desk.ticks(30);
    desk.budget.silence();
    assert.equal(desk.tick(0).coasted, true);
    assert.equal(desk.tick(0).coasted, true);
  });

  it('still uses what had come before its connection went', () => {
    const desk = new Desk();
    desk.ticks(30);
    desk.tick(3);
    desk.budget.silence();
    assert.deepEqual([desk.tick(0).inputFrames.length, desk.tick(0).inputFrames.length], [1, 1]);
    assert.deepEqual(desk.tick(0), { inputFrames: [], dropped: 0, coasted: false });
  });

  it('spends its credits while it coasts: 20 steps in 20 ticks leave none for a burst afterwards', () => {
    const desk = new Desk();
    desk.ticks(30, 2); // no credits are left
    desk.queue.length = 0;
    desk.budget.silence();
    for (const { coasted } of desk.ticks(20, 0)) assert.equal(coasted, true);
    for (const { inputFrames } of desk.ticks(10, 10)) assert.equal(inputFrames.length, 1);
  });
});

describe('[R10] a seat with the Rail', () => {
  const usedWith = (pilot: Partial<Desk['pilot']>, buttons: number = BUTTON.fire): number => {
    const desk = new Desk();
    desk.ticks(8); // saves credits up
    desk.queue.length = 0;
    for (let i = 0; i < 6; i++) desk.queue.push({ mx: 0, my: 0, aim: i, buttons });
    Object.assign(desk.pilot, { railShots: 4 }, pilot);
    return desk.tick(0).inputFrames.length;
  };

  it('uses one frame a tick while it charges, and in the tick in which it begins to', () => {
    assert.equal(usedWith({ chargeTicks: 5 }), 1);
    assert.equal(usedWith({}), 1);
    assert.equal(usedWith({ fireCooldownTicks: 1 }), 1);
  });

  it('works off what waits while its gun cools down or its trigger is free (a held trigger once kept the queue full)', () => {
    assert.equal(usedWith({ fireCooldownTicks: 2 }), 2);
    assert.equal(usedWith({}, 0), 2);
    assert.equal(usedWith({ railShots: 0 }), 2);
  });
});
