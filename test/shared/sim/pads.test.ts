/** Rail pads by example: 4 shots for the first who stands on one (26 + 18 = 44 u), then empty for 20 s = 600 ticks. */
import assert from 'node:assert/strict';
import { arenaNames, arenaOf } from '../../../shared/sim/arena.ts';
import { isBlocked } from '../../../shared/sim/collide.ts';
import { PAD, PILOT, RAIL } from '../../../shared/sim/tunables.ts';
import { type Pad, PHASE, type World } from '../../../shared/sim/types.ts';
import { createWorld } from '../../../shared/sim/world.ts';
import { eventsOf, placePilot, quietWorld, tick, ticks } from '../../support/worlds.ts';

const firstPad = (world: World): Pad => world.pads[0] as Pad;

describe('the pads of an arena', () => {
  it('lie there from the first tick on, ready, where the arena has them', () => {
    const world = createWorld('fray', 1, 'foundry');
    assert.equal(world.pads.length, 0);
    tick(world);
    const { pads } = arenaOf(world.arena);
    assert.deepEqual(
      world.pads.map(({ x, y, readyTick }) => ({ x, y, readyTick })),
      pads.map(({ x, y }) => ({ x, y, readyTick: 0 })),
    );
  });

  it('lie in the open in every arena, mirrored, so that no side is nearer', () => {
    for (const name of arenaNames) {
      const arena = arenaOf(name);
      assert.ok(arena.pads.length >= 2, name);
      for (const { x, y } of arena.pads) {
        assert.equal(isBlocked(arena, x, y, PAD.radius + PILOT.radius), false, `${name}: ${x}, ${y}`);
        const mirrored = arena.pads.some((pad) => pad.x === arena.width - x && pad.y === arena.height - y);
        assert.ok(mirrored, `${name}: ${x}, ${y}`);
      }
    }
  });

  it('are laid anew, ready and elsewhere, for the next match', () => {
    const world = quietWorld();
    const { x, y } = firstPad(world);
    placePilot(world, 1, x, y);
    tick(world);
    const ids = world.pads.map(({ id }) => id);
    Object.assign(world.match, { phase: PHASE.podium, endTick: world.tick + 1 });
    tick(world);
    assert.equal(world.arena, 'lattice');
    assert.deepEqual(
      world.pads.map((pad) => [pad.x, pad.y, pad.readyTick]),
      arenaOf('lattice').pads.map((pad) => [pad.x, pad.y, 0]),
    );
    for (const { id } of world.pads) assert.ok(!ids.includes(id), 'an id is never used again');
    assert.deepEqual([world.pilots[0]?.railShots, world.pilots[0]?.chargeTicks], [0, 0]);
  });
});

describe('a pad', () => {
  it('[G12] arms a pilot whose rim touches it: up to 44 u away, and not from 44.125 u', () => {
    for (const [offset, bolts] of [
      [44, 4],
      [44.125, 0],
    ] as const) {
      const world = quietWorld();
      const pilot = placePilot(world, 1, firstPad(world).x + offset, firstPad(world).y);
      const events = tick(world);
      assert.equal(pilot.railShots, bolts, `${offset} u`);
      assert.deepEqual(eventsOf(events, 'arm'), bolts === 0 ? [] : [{ kind: 'arm', seat: 1 }]);
    }
  });

  it('[G12] arms once, then stands empty for 600 ticks, and arms again in the 600th', () => {
    const world = quietWorld();
    const pad = firstPad(world);
    const pilot = placePilot(world, 1, pad.x, pad.y);
    tick(world);
    assert.deepEqual([pilot.railShots, pad.readyTick], [RAIL.shots, world.tick + 600]);
    pilot.railShots = 0;
    assert.equal(eventsOf(ticks(world, 599), 'arm').length, 0);
    assert.equal(pilot.railShots, 0);
    assert.equal(eventsOf(tick(world), 'arm').length, 1);
    assert.equal(pilot.railShots, 4);
  });

  it('[G12] is left alone by whoever has all four shots, and fills up whoever has fewer', () => {
    const world = quietWorld();
    const pilot = Object.assign(placePilot(world, 1, firstPad(world).x, firstPad(world).y), { railShots: 4 });
    tick(world);
    assert.equal(firstPad(world).readyTick, 0);
    Object.assign(pilot, { railShots: 1, chargeTicks: 5 });
    tick(world);
    assert.deepEqual([pilot.railShots, pilot.chargeTicks], [4, 5]);
  });

  it('goes to the one seated first when two come in the same tick', () => {
    const world = quietWorld();
    const { x, y } = firstPad(world);
    const late = placePilot(world, 7, x + 40, y);
    const later = placePilot(world, 3, x, y);
    tick(world);
    assert.deepEqual([late.railShots, later.railShots], [4, 0]);
  });

  it('does not arm the dead, nor anybody over the podium', () => {
    const world = quietWorld();
    const { x, y } = firstPad(world);
    const pilot = Object.assign(placePilot(world, 1, x, y), { alive: false, hp: 0, respawnTick: world.tick + 60 });
    tick(world);
    assert.equal(pilot.railShots, 0);
    Object.assign(pilot, { alive: true, hp: 100 });
    Object.assign(world.match, { phase: PHASE.podium, endTick: world.tick + 360 });
    tick(world);
    assert.equal(pilot.railShots, 0);
  });
});
