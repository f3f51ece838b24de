/** A bot sees what a player sees, and nothing else. */
import assert from 'node:assert/strict';
import { sightOf } from '../../../shared/bots/sight.ts';
import type { Pad, Pilot } from '../../../shared/sim/types.ts';
import { addPilot, createWorld } from '../../../shared/sim/world.ts';

function worldOfTwo(): { world: ReturnType<typeof createWorld>; own: Pilot; other: Pilot } {
  const world = createWorld('fray', 1);
  const own = addPilot(world, 1);
  const other = addPilot(world, 2);
  Object.assign(own, { x: 1000, y: 800 });
  return { world, own, other };
}

describe('the sight of a pilot', () => {
  it('ends at the edge of a player’s picture', () => {
    const { world, own, other } = worldOfTwo();
    for (const [x, y, seen] of [
      [1640, 800, true],
      [1641, 800, false],
      [1000, 440, true],
      [1000, 439, false],
    ] as const) {
      Object.assign(other, { x, y });
      world.sparks = [{ id: 9, x, y }];
      const sight = sightOf(world, own);
      assert.equal(sight.others.length, seen ? 1 : 0, `${x}, ${y}`);
      assert.equal(sight.sparks.length, seen ? 1 : 0, `${x}, ${y}`);
    }
  });

  it('shows the pads in the picture, and which of them are ready: from their readyTick on', () => {
    const { world, own } = worldOfTwo();
    world.tick = 500;
    const padAt = (id: number, x: number, readyTick: number): Pad => ({ id, x, y: 800, readyTick });
    world.pads = [padAt(1, 1100, 0), padAt(2, 1200, 500), padAt(3, 1300, 501), padAt(4, 1641, 0)];
    assert.deepEqual(sightOf(world, own).pads, [
      { x: 1100, y: 800, ready: true },
      { x: 1200, y: 800, ready: true },
      { x: 1300, y: 800, ready: false },
    ]);
  });

  it('tells of others only what can be seen of them', () => {
    const { world, own, other } = worldOfTwo();
    Object.assign(other, { x: 1100, y: 800, dashTicks: 3, dashTick: world.tick, shieldTicks: 0 });
    assert.deepEqual(Object.keys(sightOf(world, own).others[0] as object).sort(), [
      'aim',
      'alive',
      'dashing',
      'hp',
      'life',
      'seat',
      'shielded',
      'x',
      'y',
    ]);
    assert.equal(sightOf(world, own).others[0]?.dashing, true);
  });

  it('does not change when the world steps on', () => {
    const { world, own, other } = worldOfTwo();
    Object.assign(other, { x: 1100, y: 800 });
    const { others } = sightOf(world, own);
    other.x = 1200;
    assert.equal(others[0]?.x, 1100);
  });
});
