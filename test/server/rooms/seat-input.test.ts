/** One tick of one seat's input: input frames through budget and judge, and what is counted on the way. */
import assert from 'node:assert/strict';
import { INPUT_BUDGET, InputBudget } from '../../../server/rooms/input-budget.ts';
import { Presence } from '../../../server/rooms/presence.ts';
import { type InputFrameFates, type InputQueue, takeInputFrames } from '../../../server/rooms/seat-input.ts';
import type { HumanSeat } from '../../../server/rooms/seats.ts';
import type { InputFrame, Pilot } from '../../../shared/sim/types.ts';
import { addPilot, createWorld } from '../../../shared/sim/world.ts';
import { PlayerInput, writeInputFrame } from '../../../shared/wire/input.ts';

const TICK = 1000;

class Desk {
  readonly seat: HumanSeat = {
    seat: 1,
    key: 'one',
    name: 'One',
    bot: false,
    connected: true,
    keys: [],
    bars: [],
    budget: new InputBudget(),
    presence: new Presence(),
    inputStatus: { queued: 0, starved: 0, dropped: 0, clamped: 0 },
  };
  readonly pilot: Pilot = addPilot(createWorld('fray', 1), 1);
  readonly #waiting: PlayerInput[] = [];
  readonly #fates: InputFrameFates = { used: 0, coasted: 0, dropped: 0, clamped: 0 };

  /** Frames that come in, each saying that it saw the others `back` ticks ago. */
  receive(count: number, back = 0): void {
    for (let i = 0; i < count; i++) {
      const input = new PlayerInput();
      writeInputFrame(input, { mx: 127, my: -127, aim: 4321, buttons: 3, seenTick: TICK - back });
      this.#waiting.push(input);
    }
  }

  take(rttMs = 100): InputFrame[] {
    const waiting = this.#waiting;
    const queue: InputQueue = {
      get size() {
        return waiting.length;
      },
      next: () => waiting.shift(),
    };
    return takeInputFrames(this.seat, { pilot: this.pilot, queue, tick: TICK, rttMs }, this.#fates);
  }

  /** Frames by fate; only what there was. */
  fates(): Partial<InputFrameFates> {
    return Object.fromEntries(Object.entries(this.#fates).filter(([, count]) => count > 0));
  }
}

describe('the input of a seat', () => {
  it('hands on a frame with what its maker saw, in ticks of this room', () => {
    const desk = new Desk();
    desk.receive(1, 3.25);
    assert.deepEqual(desk.take(), [{ mx: 127, my: -127, aim: 4321, buttons: 3, seenTick: TICK - 3.25 }]);
    assert.deepEqual(desk.seat.inputStatus, { queued: 0, starved: 0, dropped: 0, clamped: 0 });
  });

  it('[I3] clamps back-dated and future stamps, and counts them', () => {
    const desk = new Desk();
    desk.receive(1, 20);
    assert.equal(desk.take()[0]?.seenTick, TICK - 12);
    desk.receive(1, -20);
    assert.equal(desk.take()[0]?.seenTick, TICK);
    assert.equal(desk.seat.inputStatus.clamped, 2);
    assert.deepEqual(desk.fates(), { used: 2, clamped: 2 });
  });

  it('judges by the round trip that it is told: 9 ticks at 0 ms', () => {
    const desk = new Desk();
    desk.receive(1, 12);
    assert.equal(desk.take(0)[0]?.seenTick, TICK - 9);
    assert.equal(desk.seat.inputStatus.clamped, 1);
  });

  it('counts ticks in which no frame had come, and says how many wait after each', () => {
    const desk = new Desk();
    desk.take();
    desk.take();
    assert.deepEqual([desk.seat.inputStatus.starved, desk.seat.inputStatus.queued], [2, 0]);
    desk.receive(3);
    desk.take();
    assert.deepEqual([desk.seat.inputStatus.starved, desk.seat.inputStatus.queued], [2, 2]);
  });

  it('counts what the budget dropped, and what it made up', () => {
    const desk = new Desk();
    for (let tick = 0; tick < INPUT_BUDGET.patienceTicks + 3; tick++) desk.take();
    assert.equal(desk.seat.inputStatus.starved, 17);
    desk.receive(30);
    desk.take(); // 12 credits and 2 in the queue are kept; two are used at once
    assert.equal(desk.seat.inputStatus.dropped, 30 - 14);
    assert.deepEqual(desk.fates(), { coasted: 3, used: 2, dropped: 16 });
  });

  it('aims a coasting pilot where it aims', () => {
    const desk = new Desk();
    desk.pilot.aim = 999;
    desk.seat.budget.silence();
    assert.deepEqual(desk.take(), [{ mx: 0, my: 0, aim: 999, buttons: 0 }]);
  });

  it('tells the simulation how long the frames of this seat take: half the round trip and the queue', () => {
    const desk = new Desk();
    desk.take(200);
    assert.equal(desk.pilot.uplinkTicks, 3);
    desk.receive(2);
    desk.take(200);
    assert.equal(desk.pilot.uplinkTicks, 3 + 1);
  });

  it('does not let a seat buy cover by a long queue: two frames count at most', () => {
    const desk = new Desk();
    for (let tick = 0; tick < 6; tick++) desk.take(0);
    desk.receive(8);
    desk.take(0);
    assert.ok(desk.seat.inputStatus.queued > INPUT_BUDGET.queueTarget);
    assert.equal(desk.pilot.uplinkTicks, INPUT_BUDGET.queueTarget);
  });

  it('counts on from 65 535 to 0', () => {
    const desk = new Desk();
    Object.assign(desk.seat.inputStatus, { starved: 65_535, dropped: 65_535, clamped: 65_535 });
    desk.take();
    desk.receive(6, 20); // 3 credits and a queue of 2: one is dropped
    desk.take();
    const { starved, dropped, clamped } = desk.seat.inputStatus;
    assert.deepEqual([starved, dropped], [0, 0]);
    assert.ok(clamped < 10, `${clamped}`);
  });
});
