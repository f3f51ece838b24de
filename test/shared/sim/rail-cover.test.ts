/**
 * The cover rule by example. Seat 1 stands at (1000, 940); the block from (1140, 700) to (1260, 900) hides x = 1300 above
 * y = 893. Seat 2 passes its lower corner upwards, 30 u a tick (a dash): seen at 920, hidden at 890 and from then on.
 */
import assert from 'node:assert/strict';
import { isClear } from '../../../shared/sim/collide.ts';
import { aimOf } from '../../../shared/sim/math.ts';
import type { Pilot, SimEvent, World } from '../../../shared/sim/types.ts';
import { eventsOf, foundry, inputFrame, placePilot, quietWorld, tick, ticks } from '../../support/worlds.ts';

const GUN = { x: 1000, y: 940 };
const LANE_X = 1300;
const SEEN_Y = 920;

/** Seat 2 has been at SEEN_Y for a while, then goes on along `ys`, one place a tick, and stays at the last. */
function passing(ys: readonly number[], uplinkTicks = 0): { world: World; victim: Pilot } {
  const world = quietWorld();
  const victim = Object.assign(placePilot(world, 2, LANE_X, SEEN_Y), { uplinkTicks });
  placePilot(world, 1, GUN.x, GUN.y);
  ticks(world, 10);
  for (const y of ys) {
    victim.y = y;
    tick(world);
  }
  return { world, victim };
}

/**
 * Seat 1 shoots where it saw seat 2 at SEEN_Y, in a tick in which seat 2 goes nowhere.
 * @param back ticks since then
 */
function shoot(world: World, back: number): SimEvent[] {
  Object.assign(world.pilots[1] ?? {}, { railShots: 1, chargeTicks: 1 });
  const aim = aimOf(LANE_X - GUN.x, SEEN_Y - GUN.y);
  return tick(world, { 1: inputFrame({ aim, seenTick: world.tick + 1 - back }) });
}

/** Tick A is the first that ends with seat 2 in cover; the shot falls in tick A + `coverTicks`. */
function shootAfter(coverTicks: number, uplinkTicks = 0): { hits: number; spared: number | undefined } {
  const ys = coverTicks === 0 ? [] : [890, 860, ...Array<number>(9).fill(830)].slice(0, coverTicks);
  const { world, victim } = passing(ys, uplinkTicks);
  if (coverTicks === 0) victim.y = 860; // reached in the very tick of the shot
  const events = shoot(world, coverTicks + 1);
  return { hits: eventsOf(events, 'hit').length, spared: eventsOf(events, 'rail')[0]?.spared };
}

const HIT = { hits: 1, spared: 0 };
const SPARED = { hits: 0, spared: 2 };

describe('the cover of these tests', () => {
  it('hides what the tests say it hides', () => {
    const isHidden = (y: number): boolean => !isClear(foundry(), GUN.x, GUN.y, LANE_X, y);
    assert.deepEqual([SEEN_Y, 894, 893, 890, 860, 830].map(isHidden), [false, false, true, true, true, true]);
  });
});

describe('somebody who has reached cover', () => {
  it('[I4] may be hit for 3 ticks (100 ms) where it was seen, and is spared from the 4th on', () => {
    for (const coverTicks of [0, 1, 2, 3]) assert.deepEqual(shootAfter(coverTicks), HIT, `${coverTicks} ticks`);
    for (const coverTicks of [4, 5]) assert.deepEqual(shootAfter(coverTicks), SPARED, `${coverTicks} ticks`);
  });

  it('[I4] is counted on its own screen: there it was in cover as many ticks earlier as its frames take', () => {
    for (let uplinkTicks = 0; uplinkTicks <= 6; uplinkTicks++) {
      for (let coverTicks = 0; coverTicks <= 5; coverTicks++) {
        const expected = coverTicks + uplinkTicks <= 3 ? HIT : SPARED;
        assert.deepEqual(shootAfter(coverTicks, uplinkTicks), expected, `${coverTicks} + ${uplinkTicks} ticks`);
      }
    }
  });

  it('is not spared by having been there before: the count starts when it was last seen', () => {
    const { world } = passing([890, 860, 830, 830, 830, 890, SEEN_Y, 860, 830]);
    const events = shoot(world, 3);
    assert.deepEqual([eventsOf(events, 'hit').length, eventsOf(events, 'rail')[0]?.spared], [1, 0]);
  });

  it('is hit anyway when it is back in the open as the shot falls', () => {
    const { world, victim } = passing([890, 860, 830, 830, 830], 6);
    victim.y = 960;
    const events = shoot(world, 6);
    assert.equal(eventsOf(events, 'hit').length, 1);
  });

  it('is hit while its rim shows and the ray meets it there (whose middle was hidden was once spared for ever)', () => {
    const { world } = passing([890, 890, 890, 890, 890, 890, 890, 890, 890], 4);
    Object.assign(world.pilots[1] ?? {}, { railShots: 1, chargeTicks: 1 });
    const aim = aimOf(LANE_X - GUN.x, 900 - GUN.y); // past the corner at y = 905.3, and 10 u beside its middle
    const events = tick(world, { 1: inputFrame({ aim }) });
    assert.deepEqual([eventsOf(events, 'hit').length, eventsOf(events, 'rail')[0]?.spared], [1, 0]);
  });
});

describe('somebody in the open', () => {
  it('is hit where it was seen, however long its frames take', () => {
    for (const uplinkTicks of [0, 3, 6, 200]) {
      const { world } = passing([950, 980, 1010, 1040, 1070], uplinkTicks);
      const [hit] = eventsOf(shoot(world, 6), 'hit');
      assert.equal(hit?.damage, 55);
      assert.deepEqual(hit?.evidence, { rewindTicks: 6, seenX: LANE_X, seenY: SEEN_Y, nowX: LANE_X, nowY: 1070 });
    }
  });
});

describe('a Rail that somebody was spared', () => {
  it('goes on to the next in its way', () => {
    const { world } = passing([890, 860, 830, 830, 830]);
    const behind = placePilot(world, 3, LANE_X + 60, SEEN_Y - 4);
    ticks(world, 1);
    const events = shoot(world, 7);
    assert.deepEqual([behind.hp, eventsOf(events, 'hit').length], [100, 0], 'seat 3 was not there 6 ticks ago');
    ticks(world, 6);
    const later = shoot(world, 1);
    assert.deepEqual([behind.hp, eventsOf(later, 'rail')[0]?.spared], [45, 0]);
  });

  it('names the nearest of two that were spared, however the seats are ordered', () => {
    for (const nearer of [2, 3]) {
      const { world, victim } = passing([]);
      const other = placePilot(world, 3, LANE_X, SEEN_Y);
      // Both on the line from (1000, 940) up by 20 in 300: one at x = 1300, one 45 u farther and 3 higher.
      Object.assign(nearer === 2 ? other : victim, { x: LANE_X + 45, y: SEEN_Y - 3 });
      ticks(world, 8);
      for (const y of [860, 800, 800, 800, 800]) {
        for (const pilot of [victim, other]) pilot.y = y;
        tick(world);
      }
      const events = shoot(world, 6);
      assert.deepEqual([eventsOf(events, 'hit').length, eventsOf(events, 'rail')[0]?.spared], [0, nearer]);
    }
  });

  it('names the spared one only if it was nearer than who was hit (it once depended on the order of seats)', () => {
    for (const behindX of [LANE_X - 80, LANE_X + 80]) {
      const { world } = passing([]);
      const other = placePilot(world, 3, behindX, GUN.y - ((behindX - GUN.x) * 20) / 300);
      ticks(world, 8);
      for (const y of [890, 860, 830, 830, 830]) {
        (world.pilots[0] as Pilot).y = y;
        tick(world);
      }
      const [rail] = eventsOf(shoot(world, 6), 'rail');
      assert.equal(other.hp, 45);
      assert.equal(rail?.spared, behindX < LANE_X ? 0 : 2);
    }
  });
});
