/** The crowd whose steps the bench measures: the load is the same in each of them. */
import assert from 'node:assert/strict';
import { Crowd } from '../../../loadtest/bench/crowd.ts';
import { PILOT } from '../../../shared/sim/tunables.ts';

const PILOTS = 60;
const BOLTS = 40;

describe('the measured crowd', () => {
  it('has all pilots alive and whole, and all bolts in flight, before each step', () => {
    const crowd = new Crowd(PILOTS, BOLTS);
    for (let i = 0; i < 60; i++) {
      crowd.prepare();
      const { pilots, bolts } = crowd.world;
      assert.deepEqual([pilots.length, bolts.length], [PILOTS, BOLTS]);
      assert.ok(pilots.every(({ alive, hp, shieldTicks }) => alive && hp === PILOT.hpMax && shieldTicks === 0));
      crowd.step();
    }
  });

  it('runs, turns, and now and then dashes', () => {
    const crowd = new Crowd(PILOTS, BOLTS);
    const { pilots } = crowd.world;
    const places = pilots.map(({ x, y }) => ({ x, y }));
    let dashes = 0;
    for (let i = 0; i < 120; i++) {
      const before = pilots.map(({ dashCooldownTicks, aim }) => ({ dashCooldownTicks, aim }));
      crowd.prepare();
      crowd.step();
      for (const [nth, pilot] of pilots.entries()) {
        if (pilot.dashCooldownTicks > (before[nth]?.dashCooldownTicks ?? 0)) dashes++;
        assert.notEqual(pilot.aim, before[nth]?.aim, 'a pilot does not turn');
      }
    }
    const moved = pilots.filter(
      ({ x, y }, nth) => Math.hypot(x - (places[nth]?.x ?? x), y - (places[nth]?.y ?? y)) > 20,
    );
    assert.ok(moved.length > PILOTS / 2, `${moved.length} have moved`);
    // Asked for once in 60 ticks, as far as the dash is ready: 30 to 90 of 120 at most.
    assert.ok(dashes > 30 && dashes < 90, `${dashes} dashes`);
  });

  it('is the same each time', () => {
    const runs = [new Crowd(9, 9), new Crowd(9, 9)].map((crowd) => {
      for (let i = 0; i < 30; i++) {
        crowd.prepare();
        crowd.step();
      }
      return crowd.world;
    });
    assert.deepEqual(runs[0], runs[1]);
  });
});
