/** A pilot aside, by example: out of the fight, and nothing gained by it. */
import assert from 'node:assert/strict';
import { comeBack, isAside, stepAside } from '../../../shared/sim/aside.ts';
import { PILOT, RAIL, ticksOf } from '../../../shared/sim/tunables.ts';
import { ENDLESS_TICK, PHASE, type Pilot, type World } from '../../../shared/sim/types.ts';
import { scoreOf } from '../../../shared/sim/world.ts';
import { assertWorldHolds } from '../../support/invariants.ts';
import { eventsOf, inputFrame, LANE, placePilot, quietWorld, tick, ticks } from '../../support/worlds.ts';

const FIRE = { 1: inputFrame({ fire: true }) };

/** Seat 1 has seat 2 in its line, 100 u away. */
function duel(): { world: World; shooter: Pilot; other: Pilot } {
  const world = quietWorld();
  return {
    world,
    shooter: placePilot(world, 1, LANE.x, LANE.y),
    other: placePilot(world, 2, LANE.x + 100, LANE.y),
  };
}

describe('a pilot aside', () => {
  it('[G17] is hit by no bolt and no Rail, and hides nobody who stands behind it', () => {
    for (const railShots of [0, RAIL.shots]) {
      const { world, shooter, other } = duel();
      const behind = placePilot(world, 3, LANE.x + 200, LANE.y);
      stepAside(world, other);
      shooter.railShots = railShots;
      const hits = eventsOf(ticks(world, 60, FIRE), 'hit');
      assert.ok(hits.length > 0);
      assert.deepEqual(new Set(hits.map(({ victim }) => victim)), new Set([3]));
      assert.deepEqual([other.hp, other.deaths, other.life], [100, 0, 1]);
      assert.ok(behind.hp < 100 || behind.deaths > 0);
    }
  });

  it('[G17] neither pushes nor moves, fires or dashes, whatever is asked of it', () => {
    const { world, shooter, other } = duel();
    stepAside(world, other);
    Object.assign(shooter, { x: other.x + 1, y: other.y });
    const place = [other.x, other.y, shooter.x, shooter.y];
    const events = ticks(world, 30, { 2: inputFrame({ mx: 127, fire: true, dash: true }) });
    assert.deepEqual([other.x, other.y, shooter.x, shooter.y], place);
    assert.deepEqual(events, []);
    assert.equal(isAside(other), true);
  });

  it('[G17] loses what it carries to nobody, takes nothing up, and cannot lead', () => {
    const { world, shooter, other } = duel();
    Object.assign(other, { sparks: 30, killPoints: 50, railShots: 3 });
    ticks(world, 1);
    assert.equal(world.match.leader, 2);
    const onFloor = world.sparks.length;
    stepAside(world, other);
    assert.deepEqual([other.sparks, other.railShots, scoreOf(other), world.match.leader], [0, 0, 50, 0]);
    Object.assign(world.sparks[0] ?? {}, { x: other.x, y: other.y });
    Object.assign(world.pads[0] ?? {}, { x: other.x, y: other.y });
    ticks(world, 30);
    assert.deepEqual([other.sparks, other.railShots, world.sparks.length], [0, 0, onFloor]);
    shooter.killPoints = 5;
    ticks(world, 1);
    assert.equal(world.match.leader, 1, 'the best of those who play');
  });

  it('[G17] comes back with the next step, elsewhere, with the health that it would have and without a shield', () => {
    const { world, shooter, other } = duel();
    Object.assign(other, { hp: 20, hurtTick: world.tick, hurtBy: 1 });
    stepAside(world, other);
    ticks(world, ticksOf(5));
    assert.equal(other.hp, 28, 'two portions in the fifth second');
    comeBack(world, other);
    assert.deepEqual(
      eventsOf(tick(world), 'spawn').map(({ seat }) => seat),
      [2],
    );
    assert.deepEqual([other.alive, other.hp, other.shieldTicks, other.life], [true, 28, 0, 2]);
    assert.ok(Math.hypot(other.x - shooter.x, other.y - shooter.y) > 400, 'far from the others');
  });

  it('[G17] is shielded as others are after its next death', () => {
    const { world, other } = duel();
    stepAside(world, other);
    comeBack(world, other);
    ticks(world, 1);
    Object.assign(other, { x: LANE.x + 100, y: LANE.y, hp: 1 });
    ticks(world, 30, FIRE);
    assert.deepEqual([other.alive, other.deaths], [false, 1]);
    ticks(world, PILOT.respawnTicks);
    assert.deepEqual([other.alive, other.hp], [true, 100]);
    assert.ok(other.shieldTicks > 0);
  });

  it('[G17] waits in the next match, too, and has nothing of the last one', () => {
    const { world, other } = duel();
    Object.assign(other, { killPoints: 50, kills: 10, hp: 20 });
    stepAside(world, other);
    world.match.endTick = world.tick;
    ticks(world, ticksOf(20));
    assert.deepEqual([world.match.number, world.match.phase], [2, PHASE.play]);
    assert.deepEqual([isAside(other), other.killPoints, other.kills, other.hp], [true, 0, 0, PILOT.hpMax]);
    comeBack(world, other);
    ticks(world, 1);
    assert.equal(other.alive, true);
    assertWorldHolds(world);
  });

  it('is no way for the dead: they wait for their next life', () => {
    const { world, other } = duel();
    other.hp = 1;
    ticks(world, 30, FIRE);
    const { respawnTick } = other;
    stepAside(world, other);
    comeBack(world, other);
    assert.deepEqual([isAside(other), other.respawnTick], [false, respawnTick]);
    assert.notEqual(respawnTick, ENDLESS_TICK);
  });
});
