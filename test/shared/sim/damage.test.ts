/** Damage, death, regeneration, respawn and shields by example. 30 ticks are one second. */
import assert from 'node:assert/strict';
import { arenaOf } from '../../../shared/sim/arena.ts';
import { isClear } from '../../../shared/sim/collide.ts';
import { type Random, randomInt } from '../../../shared/sim/rng.ts';
import { PHASE, type Pilot, type Place, type SimEvent, WEAPON, type World } from '../../../shared/sim/types.ts';
import { addPilot, scoreOf, spawnPilot } from '../../../shared/sim/world.ts';
import { eventsOf, inputFrame, LANE, placePilot, quietWorld, tick, ticks } from '../../support/worlds.ts';

const FIRE = { 1: inputFrame({ fire: true }) };

/** Seat 1 shoots seat 2 dead from 100 u away. @returns what happened in the tick of the death */
function shootDead(world: World): SimEvent[] {
  for (let i = 0; i < 100; i++) {
    const events = tick(world, FIRE);
    if (eventsOf(events, 'kill').length > 0) return events;
  }
  throw new Error('nobody died');
}

function duel(): { world: World; killer: Pilot; victim: Pilot } {
  const world = quietWorld();
  const killer = placePilot(world, 1, LANE.x, LANE.y);
  const victim = placePilot(world, 2, LANE.x + 100, LANE.y);
  return { world, killer, victim };
}

describe('damage and death', () => {
  it('takes six bolts of 18 (the last of them only the 10 hp that are left), one every six ticks', () => {
    const { world, victim } = duel();
    const events = ticks(world, 60, FIRE);
    assert.deepEqual(
      eventsOf(events, 'hit').map((hit) => hit.damage),
      [18, 18, 18, 18, 18, 10],
    );
    assert.equal(eventsOf(events, 'kill').length, 1);
    assert.deepEqual([victim.hp, victim.alive, victim.deaths], [0, false, 1]);
  });

  it('[G14] gives 5 points for a kill, and tells the victim by whom and with what', () => {
    const { world, killer, victim } = duel();
    const [kill] = eventsOf(shootDead(world), 'kill');
    assert.deepEqual(kill, { kind: 'kill', by: 1, victim: 2, weapon: WEAPON.pulse, points: 5, leader: false });
    assert.deepEqual([killer.kills, killer.killPoints, scoreOf(killer)], [1, 5, 5]);
    assert.deepEqual([victim.killedBy, victim.killedWith], [1, WEAPON.pulse]);
  });

  it('[G14] gives 5 + 10 points for killing the leader', () => {
    const { world, killer, victim } = duel();
    victim.sparks = 2;
    world.sparksMade += 2;
    const [kill] = eventsOf(shootDead(world), 'kill');
    assert.deepEqual([kill?.points, kill?.leader, killer.killPoints], [15, true, 15]);
  });

  it('gives no points and lays no fresh sparks when both seats are of one person', () => {
    for (const [identities, points, fresh] of [
      [[7, 7], 0, 0],
      [[7, 8], 5, 3],
      [[0, 0], 5, 3], // neither is known
    ] as const) {
      const { world, killer, victim } = duel();
      [killer.identity, victim.identity] = identities;
      const made = world.sparksMade;
      const [kill] = eventsOf(shootDead(world), 'kill');
      assert.deepEqual(
        [kill?.points, killer.killPoints, killer.kills, world.sparksMade - made],
        [points, points, 1, fresh],
      );
    }
  });

  it('leaves a dead pilot where it fell, still, and out of the way of bolts', () => {
    const { world, victim } = duel();
    const behind = placePilot(world, 3, LANE.x + 160, LANE.y);
    victim.hp = 18;
    shootDead(world);
    assert.deepEqual([victim.vx, victim.vy, victim.dashTicks], [0, 0, 0]);
    ticks(world, 12, FIRE);
    assert.ok(behind.hp < 100);
  });

  it('counts for a killer that was shot in the meantime', () => {
    const { world, killer, victim } = duel();
    victim.hp = 18;
    tick(world, FIRE);
    Object.assign(killer, { alive: false, hp: 0, respawnTick: world.tick + 60 });
    ticks(world, 5);
    assert.deepEqual([victim.alive, killer.kills], [false, 1]);
  });

  it('happens to both when two bolts cross', () => {
    const { world, killer, victim } = duel();
    killer.hp = 18;
    victim.hp = 18;
    tick(world, { 1: inputFrame({ fire: true }), 2: inputFrame({ fire: true, aim: 32_768 }) });
    ticks(world, 5);
    assert.deepEqual([killer.alive, victim.alive, killer.kills, victim.kills], [false, false, 1, 1]);
  });
});

describe('regeneration', () => {
  it('[G9] starts 4 s after the last hurt and gives 4 hp every half second: first after 120 + 15 ticks', () => {
    const world = quietWorld();
    const pilot = placePilot(world, 1, LANE.x, LANE.y);
    Object.assign(pilot, { hp: 50, hurtTick: world.tick });
    ticks(world, 134);
    assert.equal(pilot.hp, 50);
    tick(world);
    assert.equal(pilot.hp, 54);
    ticks(world, 30);
    assert.equal(pilot.hp, 54 + 8);
  });

  it('stops at 100', () => {
    const world = quietWorld();
    const pilot = placePilot(world, 1, LANE.x, LANE.y);
    Object.assign(pilot, { hp: 97, hurtTick: world.tick });
    ticks(world, 200);
    assert.equal(pilot.hp, 100);
  });

  it('waits another 4 s after the next hurt', () => {
    const { world, victim } = duel();
    Object.assign(victim, { hp: 50, hurtTick: world.tick });
    ticks(world, 130);
    ticks(world, 10, FIRE);
    assert.equal(victim.hp, 50 - 2 * 18);
    ticks(world, 120);
    assert.equal(victim.hp, 14);
  });
});

describe('the respawn', () => {
  it('[S4] [G10] comes 60 ticks (2 s) after the death, with full health, a new life and a shield for 45 steps (1.5 s)', () => {
    const { world, victim } = duel();
    const { life } = victim;
    shootDead(world);
    ticks(world, 59);
    assert.equal(victim.alive, false);
    const [spawn] = eventsOf(tick(world), 'spawn');
    assert.deepEqual(spawn, { kind: 'spawn', seat: 2 });
    assert.deepEqual([victim.alive, victim.hp, victim.life], [true, 100, life + 1]);
    assert.deepEqual([victim.shieldTicks, victim.dashCooldownTicks, victim.fireCooldownTicks], [45, 0, 0]);
  });

  it('waits for the next match when the podium is up', () => {
    const { world, victim } = duel();
    shootDead(world);
    world.match.phase = PHASE.podium;
    world.match.endTick = world.tick + 360;
    ticks(world, 120);
    assert.equal(victim.alive, false);
  });

  it('[G10] takes the place of eight drawn ones whose nearest enemy is farthest, one in plain sight counting half as far', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const world = quietWorld(seed);
      const arena = arenaOf(world.arena);
      const spotOf = (random: Random): Place => arena.spawns[randomInt(random, arena.spawns.length)] as Place;
      const enemies = [spotOf(world), spotOf(world), spotOf(world)].slice(0, 1 + (seed % 3));
      enemies.forEach(({ x, y }, i) => {
        placePilot(world, i + 1, x, y);
      });
      const random = { rng: world.rng };
      const drawn = Array.from({ length: 8 }, () => spotOf(random));
      const worth = ({ x, y }: Place): number =>
        Math.min(
          ...enemies.map((enemy) => {
            const distance2 = (enemy.x - x) * (enemy.x - x) + (enemy.y - y) * (enemy.y - y);
            return isClear(arena, x, y, enemy.x, enemy.y) ? distance2 : 4 * distance2;
          }),
        );
      const best = drawn.reduce((a, b) => (worth(b) > worth(a) ? b : a));
      const pilot = addPilot(world, 9);
      assert.deepEqual([pilot.x, pilot.y], [best.x, best.y], `seed ${seed}`);
    }
  });

  it('pays no heed to the dead', () => {
    const world = quietWorld();
    const random = { rng: world.rng };
    const { spawns } = arenaOf(world.arena);
    const first = spawns[randomInt(random, spawns.length)] as Place;
    const pilot = placePilot(world, 1, 100, 100);
    Object.assign(placePilot(world, 2, first.x, first.y), { alive: false, hp: 0 });
    world.rng = quietWorld().rng;
    spawnPilot(world, pilot);
    assert.deepEqual([pilot.x, pilot.y], [first.x, first.y]);
  });
});

describe('the spawn shield', () => {
  it('lasts 45 steps of its pilot', () => {
    const world = quietWorld();
    const pilot = addPilot(world, 1);
    ticks(world, 44, { 1: inputFrame() });
    assert.equal(pilot.shieldTicks, 1);
    tick(world, { 1: inputFrame() });
    assert.equal(pilot.shieldTicks, 0);
  });

  it('[G10] ends at once when its pilot fires', () => {
    const world = quietWorld();
    const pilot = addPilot(world, 1);
    tick(world, { 1: inputFrame({ fire: true }) });
    assert.equal(pilot.shieldTicks, 0);
    assert.equal(world.bolts.length, 1);
  });
});
