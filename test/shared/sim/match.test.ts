/** Who leads, and the flow of a match: warm-up 3 s, play 240 s, podium 12 s, the next arena. */
import assert from 'node:assert/strict';
import { arenaOf } from '../../../shared/sim/arena.ts';
import { isBlocked } from '../../../shared/sim/collide.ts';
import { fray } from '../../../shared/sim/modes/fray.ts';
import { step } from '../../../shared/sim/step.ts';
import { PILOT, ticksOf } from '../../../shared/sim/tunables.ts';
import { PHASE, type Place, type World } from '../../../shared/sim/types.ts';
import { addPilot, createWorld, findPilot } from '../../../shared/sim/world.ts';
import { eventsOf, inputFrame, LANE, placePilot, quietWorld, tick, ticks } from '../../support/worlds.ts';

/** Seats 1, 2, 3 … with these points, and lets one tick pass. @returns who leads */
function leaderWith(world: World, ...points: readonly number[]): number {
  points.forEach((killPoints, i) => {
    const pilot = findPilot(world, i + 1) ?? placePilot(world, i + 1, 200 + 200 * i, 80);
    pilot.killPoints = killPoints;
  });
  tick(world);
  return world.match.leader;
}

describe('the leader', () => {
  it('is nobody while nobody has a point', () => {
    assert.equal(leaderWith(quietWorld(), 0, 0), 0);
  });

  it('is the one with the most points', () => {
    assert.equal(leaderWith(quietWorld(), 5, 10, 7), 2);
  });

  it('[S5] [G14] counts sparks like points', () => {
    const world = quietWorld();
    leaderWith(world, 5, 0);
    Object.assign(findPilot(world, 2) ?? {}, { sparks: 6 });
    tick(world);
    assert.equal(world.match.leader, 2);
  });

  it('is nobody in a fresh tie, of two or three', () => {
    assert.equal(leaderWith(quietWorld(), 5, 5), 0);
    assert.equal(leaderWith(quietWorld(), 5, 5, 5), 0);
    assert.equal(leaderWith(quietWorld(), 1, 5, 5), 0);
  });

  it('stays whoever led when others draw level, wherever it sits in the list', () => {
    for (const leader of [1, 2, 3]) {
      const world = quietWorld();
      leaderWith(world, ...[1, 2, 3].map((seat) => (seat === leader ? 5 : 0)));
      assert.equal(leaderWith(world, 5, 5, 5), leader);
    }
  });

  it('changes when somebody gets ahead, and is nobody when two pass the leader together', () => {
    const world = quietWorld();
    assert.equal(leaderWith(world, 5, 0, 0), 1);
    assert.equal(leaderWith(world, 5, 6, 0), 2);
    assert.equal(leaderWith(world, 9, 6, 9), 0);
  });

  it('is named during play only', () => {
    const world = quietWorld();
    world.match.phase = PHASE.warmup;
    assert.equal(leaderWith(world, 5, 0), 0);
  });
});

describe('a match', () => {
  it('[A1] warms up for 90 ticks, is played for 7200 and honoured for 360', () => {
    assert.deepEqual([fray.warmupTicks, fray.playTicks, fray.podiumTicks], [3 * 30, 240 * 30, 12 * 30]);
    const world = createWorld('fray', 1, 'foundry');
    assert.deepEqual([world.match.phase, world.match.endTick, world.match.number], [PHASE.warmup, 90, 1]);
    ticks(world, 89);
    assert.equal(world.match.phase, PHASE.warmup);
    assert.deepEqual(eventsOf(tick(world), 'phase'), [{ kind: 'phase', phase: PHASE.play }]);
    assert.equal(world.match.endTick, 90 + 7200);
    ticks(world, 7199);
    assert.equal(world.match.phase, PHASE.play);
    assert.deepEqual(eventsOf(tick(world), 'phase'), [{ kind: 'phase', phase: PHASE.podium }]);
    assert.equal(world.match.endTick, 90 + 7200 + 360);
    ticks(world, 359);
    assert.deepEqual(eventsOf(tick(world), 'phase'), [{ kind: 'phase', phase: PHASE.warmup }]);
    assert.deepEqual([world.match.number, world.match.endTick], [2, 90 + 7200 + 360 + 90]);
  });

  it('ends with the bolts gone, the leader kept, and no more firing', () => {
    const world = quietWorld();
    leaderWith(world, 5, 0);
    world.match.endTick = world.tick + 2;
    const firing = { 1: inputFrame({ fire: true }) };
    tick(world, firing);
    assert.equal(world.bolts.length, 1);
    tick(world, firing);
    assert.deepEqual([world.match.phase, world.bolts.length, world.match.leader], [PHASE.podium, 0, 1]);
    const events = ticks(world, 30, firing);
    assert.deepEqual([eventsOf(events, 'fire').length, world.bolts.length], [0, 0]);
  });

  it('lets pilots move about during the podium', () => {
    const world = quietWorld();
    const pilot = placePilot(world, 1, 200, 80);
    Object.assign(world.match, { phase: PHASE.podium, endTick: world.tick + 360 });
    ticks(world, 30, { 1: inputFrame({ mx: 127 }) });
    assert.ok(pilot.x > 400);
  });

  it('[S4] is followed by one in the next arena, in which everybody starts from nothing', () => {
    const world = quietWorld();
    leaderWith(world, 5, 9);
    const [first, second] = world.pilots;
    assert.ok(first !== undefined && second !== undefined);
    Object.assign(first, { kills: 1, deaths: 2, sparks: 4, killedBy: 2, killedWith: 1, hp: 20 });
    world.sparksMade += 4;
    Object.assign(second, { alive: false, hp: 0, respawnTick: world.tick + 500 });
    Object.assign(world.match, { phase: PHASE.podium, endTick: world.tick + 1 });
    const lives = world.pilots.map((pilot) => pilot.life);
    const events = tick(world);
    assert.deepEqual(
      eventsOf(events, 'spawn').map((spawn) => spawn.seat),
      [1, 2],
    );
    assert.deepEqual([world.arena, world.match.number, world.match.leader], ['lattice', 2, 0]);
    for (const [i, pilot] of world.pilots.entries()) {
      const { kills, deaths, killPoints, sparks, killedBy, killedWith, hp, alive, life, shieldTicks } = pilot;
      assert.deepEqual([kills, deaths, killPoints, sparks, killedBy, killedWith], [0, 0, 0, 0, 0, 0]);
      assert.deepEqual([hp, alive, life, shieldTicks], [100, true, (lives[i] ?? 0) + 1, PILOT.spawnShieldTicks]);
      assert.equal(isBlocked(arenaOf('lattice'), pilot.x, pilot.y, PILOT.radius), false);
    }
    assert.equal(world.sparks.length, fray.floorSparks);
    assert.equal(world.sparksMade - world.sparksLost, fray.floorSparks);
  });

  it('[G10] begins where its own pilots are far apart, wherever they stood in the match before', () => {
    const placesAfter = (standAt: Place): Place[] => {
      const world = quietWorld();
      for (let seat = 1; seat <= 4; seat++) placePilot(world, seat, standAt.x, standAt.y);
      world.rng = 5;
      Object.assign(world.match, { phase: PHASE.podium, endTick: world.tick + 1 });
      world.bolts = [];
      tick(world);
      assert.equal(world.arena, 'lattice');
      return world.pilots.map(({ x, y }) => ({ x, y }));
    };
    const places = placesAfter({ x: LANE.x, y: LANE.y });
    for (const { x, y } of arenaOf('lattice').spawns)
      assert.deepEqual(placesAfter({ x, y }), places, `from ${x}, ${y}`);
  });

  it('begins in the arena that is named, or in one that its seed draws', () => {
    for (const arena of fray.arenas) assert.equal(createWorld('fray', 1, arena).arena, arena);
    const drawn = new Set(Array.from({ length: 20 }, (_none, seed) => createWorld('fray', seed).arena));
    assert.deepEqual([...drawn].sort(), [...fray.arenas].sort());
  });

  it('comes back to the first arena after the last', () => {
    const world = createWorld('fray', 1, 'lattice');
    Object.assign(world.match, { phase: PHASE.podium, endTick: 1 });
    step(world, new Map());
    assert.equal(world.arena, 'foundry');
  });
});

describe('a seat', () => {
  it('is a whole number from 1 on that nobody has', () => {
    const world = quietWorld();
    addPilot(world, 1);
    assert.throws(() => addPilot(world, 1), /seat 1 is not free/);
    assert.throws(() => addPilot(world, 0), /seat 0 is not free/);
  });

  it('waits when no input frames are given for it, and frames for a seat that is gone are ignored', () => {
    const world = quietWorld();
    tick(world, { 7: inputFrame({ fire: true }) });
    assert.equal(world.bolts.length, 0);
  });
});

describe('durations', () => {
  it('are rounded to the nearest tick', () => {
    assert.deepEqual([ticksOf(1.2), ticksOf(0.25), ticksOf(0.4), ticksOf(0)], [36, 8, 12, 0]);
  });
});
