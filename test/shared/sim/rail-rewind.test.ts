/**
 * Lag compensation of the Rail by example: others are judged where the shooter saw them, at most 12 ticks (400 ms) ago, in
 * the life that they have now. A pilot at full speed covers 10 u a tick.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cloneWorld } from '../../../shared/sim/hash.ts';
import { PHASE, type Pilot, type SimEvent, type World } from '../../../shared/sim/types.ts';
import { removePilot, spawnPilot } from '../../../shared/sim/world.ts';
import { eventsOf, FREE_ROW_Y, inputFrame, LANE, placePilot, quietWorld, tick, ticks } from '../../support/worlds.ts';

const UP = 49_152;
const RUN = { 2: inputFrame({ mx: 127 }) };
const STAND = { 2: inputFrame() };
/** Below the free row, and far from the runner at the start. */
const GUN_Y = FREE_ROW_Y + 50;

/**
 * Seat 2 has been running along the free row for a second, 10 u a tick to the right; then comes tick T, in which seat 1
 * shoots straight up. `x[k]` is where the runner is at the end of tick T − k; T itself counts, as seat 2 moves first.
 */
function runner(): { world: World; x: number[] } {
  const world = quietWorld();
  const pilot = placePilot(world, 2, 200, FREE_ROW_Y);
  placePilot(world, 1, 200, 1500);
  const passed: number[] = [];
  for (let i = 0; i < 30; i++) {
    tick(world, RUN);
    passed.unshift(pilot.x);
  }
  assert.equal(pilot.vx, 300);
  return { world, x: [pilot.x + 10, ...passed] };
}

/** In a copy of the world: seat 1 shoots straight up from (x, GUN_Y), as if it had seen the others `back` ticks ago. */
function shootUp(
  world: World,
  x: number,
  back: number | undefined,
  others = RUN,
): { events: SimEvent[]; hit: boolean } {
  const copy = cloneWorld(world);
  const shooter = copy.pilots.find(({ seat }) => seat === 1) as Pilot;
  Object.assign(shooter, { x, y: GUN_Y, railShots: 1, chargeTicks: 1 });
  const seen = back === undefined ? {} : { seenTick: copy.tick + 1 - back };
  const events = tick(copy, { ...others, 1: inputFrame({ aim: UP, ...seen }) });
  assert.equal(eventsOf(events, 'rail').length, 1);
  return { events, hit: eventsOf(events, 'hit').length === 1 };
}

describe('a Rail against somebody who runs', () => {
  const { world, x } = runner();
  const at = (back: number): number => x[back] as number;

  it('hits where its shooter saw it, 0 to 12 ticks ago, and misses where it is, from 2 ticks on', () => {
    for (let back = 0; back <= 12; back++) {
      assert.equal(at(back), at(0) - 10 * back);
      assert.ok(shootUp(world, at(back), back).hit, `${back} ticks ago`);
      // 10 u are less than a radius, 20 u are more.
      assert.equal(shootUp(world, at(0), back).hit, back < 2, `${back} ticks ago, where it is now`);
    }
  });

  it('is as exact as the grid: hits 17.875 u beside the place that was seen, and misses 18.125 u beside it', () => {
    for (const back of [0, 1, 3, 12]) {
      for (const side of [-1, 1]) {
        assert.ok(shootUp(world, at(back) + side * 17.875, back).hit, `${back} ticks ago, side ${side}`);
        assert.ok(!shootUp(world, at(back) + side * 18.125, back).hit, `${back} ticks ago, side ${side}`);
      }
    }
  });

  it('knows the eighths of ticks: 1.25 u each at full speed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 96 }), fc.integer({ min: -30 * 8, max: 30 * 8 }), (eighths, offset) => {
        const seenX = at(0) - 1.25 * eighths;
        const { events, hit } = shootUp(world, seenX + offset / 8, eighths / 8);
        if (Math.abs(offset) === 18 * 8) return; // just touching: rounding decides
        assert.equal(hit, Math.abs(offset) < 18 * 8);
        if (hit) assert.equal(eventsOf(events, 'hit')[0]?.evidence?.seenX, seenX);
      }),
    );
  });

  it('[I3] never looks farther back than 12 ticks, whatever the frame says', () => {
    for (const back of [12.125, 13, 14, 30, 1e6]) {
      assert.ok(shootUp(world, at(12), back).hit, `${back} ticks ago`);
      assert.ok(!shootUp(world, at(12) - 18.125, back).hit, `${back} ticks ago`);
    }
  });

  it('[I3] takes the future, and frames that say nothing, for the present', () => {
    for (const back of [undefined, -0.125, -1, -1000]) {
      assert.ok(shootUp(world, at(0), back).hit);
      assert.ok(!shootUp(world, at(0) + 18.125, back).hit);
    }
  });

  it('tells how it judged: how long ago, where the shooter saw the victim, and where it was', () => {
    const { events } = shootUp(world, at(4), 4);
    const [hit] = eventsOf(events, 'hit');
    assert.deepEqual(hit?.evidence, {
      rewindTicks: 4,
      seenX: at(4),
      seenY: FREE_ROW_Y,
      nowX: at(0),
      nowY: FREE_ROW_Y,
    });
    // The ray ends at the rim that was seen.
    assert.deepEqual([hit?.x, hit?.y], [at(4), FREE_ROW_Y + 18]);
    const clamped = eventsOf(shootUp(world, at(12), 50).events, 'hit')[0]?.evidence;
    assert.deepEqual([clamped?.rewindTicks, clamped?.seenX], [12, at(12)]);
  });

  it('judges who is nearer by where they were seen', () => {
    const both = cloneWorld(world);
    // Seat 3 stands in the line of fire now, nearer than where the runner was seen; it has just come from elsewhere.
    const other = placePilot(both, 3, 900, FREE_ROW_Y + 20);
    tick(both, RUN);
    other.x = at(3);
    const { events } = shootUp(both, at(3), 4); // one tick later: 4 ticks ago is where it was 3 ticks ago before
    assert.deepEqual(
      eventsOf(events, 'hit').map(({ victim }) => victim),
      [2],
    );
  });

  it('moves nobody: the rewind is a look, not a change', () => {
    const { world: one } = runner();
    const other = cloneWorld(one);
    const bolt = { ...RUN, 1: inputFrame({ aim: UP, seenTick: one.tick - 4 }) };
    Object.assign(one.pilots[1] ?? {}, { railShots: 1, chargeTicks: 1 });
    tick(one, bolt);
    tick(other, bolt);
    const placeOf = ({ pilots: [pilot] }: World): unknown => [pilot?.x, pilot?.vx, pilot?.trail];
    assert.deepEqual(placeOf(one), placeOf(other));
  });
});

describe('a Rail across lives', () => {
  /** Seat 2 stands on the free row for 20 ticks. */
  function stander(): { world: World; pilot: Pilot } {
    const world = quietWorld();
    const pilot = placePilot(world, 2, 400, FREE_ROW_Y);
    placePilot(world, 1, 200, 1500);
    ticks(world, 20);
    return { world, pilot };
  }

  it('does not hit somebody who was dead when it was seen, nor where it lay', () => {
    const { world, pilot } = stander();
    Object.assign(pilot, { alive: false, hp: 0, respawnTick: world.tick + 3 });
    ticks(world, 3); // it spawns in the third tick
    assert.ok(pilot.alive);
    Object.assign(pilot, { x: 400, y: FREE_ROW_Y, shieldTicks: 0 });
    tick(world);
    for (const [back, hit] of [
      [1, true], // the end of the tick after the spawn
      [3, false],
      [6, false],
    ] as const) {
      assert.equal(shootUp(world, 400, back, STAND).hit, hit, `${back} ticks ago`);
    }
  });

  it('does not hit somebody who has respawned since: neither where it was nor where it is', () => {
    const { world, pilot } = stander();
    spawnPilot(world, pilot);
    Object.assign(pilot, { x: 600, y: FREE_ROW_Y, shieldTicks: 0 });
    for (const x of [400, 500, 600]) {
      assert.equal(shootUp(world, x, 2, STAND).hit, false, `x = ${x}`);
      // Half a tick ago lies between two lives: it must not be found gliding from one to the other.
      assert.equal(shootUp(world, x, 0.5, STAND).hit, false, `x = ${x}, half a tick ago`);
    }
    assert.ok(shootUp(world, 600, 0, STAND).hit);
  });

  it('does not hit somebody who joined since it was seen', () => {
    const { world } = stander();
    placePilot(world, 3, 700, FREE_ROW_Y);
    ticks(world, 3);
    assert.equal(shootUp(world, 700, 3, STAND).hit, true);
    assert.equal(shootUp(world, 700, 3.125, STAND).hit, false);
    assert.equal(shootUp(world, 700, 6, STAND).hit, false);
  });

  it('does not hit somebody who died or left since it was seen', () => {
    const { world, pilot } = stander();
    Object.assign(pilot, { alive: false, hp: 0, respawnTick: world.tick + 60 });
    assert.equal(shootUp(world, 400, 4, STAND).hit, false);
    removePilot(world, 2);
    assert.equal(shootUp(world, 400, 4, {} as typeof STAND).hit, false);
  });

  it('does not reach into the match before', () => {
    const { world, pilot } = stander();
    Object.assign(world.match, { phase: PHASE.podium, endTick: world.tick + 1 });
    tick(world);
    assert.equal(world.match.number, 2);
    Object.assign(pilot, { x: 400, y: FREE_ROW_Y, shieldTicks: 0 });
    assert.equal(shootUp(world, 400, 3, STAND).hit, false);
  });
});

describe('two Rails in one tick', () => {
  it('both look at what their shooters saw: one dies of the first before it can shoot', () => {
    const world = quietWorld();
    for (const [seat, x] of [
      [1, LANE.x],
      [2, LANE.x + 200],
    ] as const) {
      Object.assign(placePilot(world, seat, x, LANE.y), { railShots: 1, hp: 55 });
    }
    ticks(world, 8);
    for (const pilot of world.pilots) pilot.chargeTicks = 1;
    const seenTick = world.tick - 3;
    const events = tick(world, { 1: inputFrame({ seenTick }), 2: inputFrame({ aim: 32_768, seenTick }) });
    assert.deepEqual(
      world.pilots.map(({ alive }) => alive),
      [true, false],
    );
    assert.equal(eventsOf(events, 'rail').length, 1);
  });
});
