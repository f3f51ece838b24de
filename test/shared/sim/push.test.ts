/** Pushing by example: of an overlap each of the two gives way by a quarter per tick, at most 2 u; 36 u is side by side. */
import assert from 'node:assert/strict';
import { DASH, PUSH } from '../../../shared/sim/tunables.ts';
import type { Pilot, World } from '../../../shared/sim/types.ts';
import { inputFrame, LANE, placePilot, quietWorld, tick, ticks } from '../../support/worlds.ts';

function pairApart(distance: number): { world: World; left: Pilot; right: Pilot } {
  const world = quietWorld();
  const left = placePilot(world, 1, LANE.x, LANE.y);
  const right = placePilot(world, 2, LANE.x + distance, LANE.y);
  return { world, left, right };
}

describe('two pilots that overlap', () => {
  it('[G15] give way by a quarter of it each, at most 2 u a tick', () => {
    for (const [distance, step] of [
      [10, PUSH.stepMax], // a quarter of 26 is 6.5
      [32, 1], // of 4
      [35, 0.25], // of 1
      [36, 0],
      [37, 0],
    ] as const) {
      const { world, left, right } = pairApart(distance);
      tick(world);
      assert.deepEqual([left.x, right.x], [LANE.x - step, LANE.x + distance + step], `${distance} u apart`);
      assert.deepEqual([left.y, right.y], [LANE.y, LANE.y]);
    }
  });

  it('[G15] give way along the line between them, to whichever side it lies', () => {
    for (const [dx, dy] of [
      [6, 8],
      [6, -8],
      [-6, 8],
      [-6, -8],
    ] as const) {
      const world = quietWorld();
      const one = placePilot(world, 1, LANE.x, LANE.y);
      const other = placePilot(world, 2, LANE.x + dx, LANE.y + dy);
      tick(world);
      // 10 u apart, so 2 u each: 2 × 6/10 and 2 × 8/10, on the grid 1.25 and 1.625
      const [stepX, stepY] = [1.25 * Math.sign(dx), 1.625 * Math.sign(dy)];
      assert.deepEqual([one.x - LANE.x, one.y - LANE.y], [-stepX, -stepY], `${dx}, ${dy}`);
      assert.deepEqual([other.x - LANE.x, other.y - LANE.y], [dx + stepX, dy + stepY], `${dx}, ${dy}`);
    }
  });

  it('[G15] are pushed once in a tick, each pair of three by itself', () => {
    const world = quietWorld();
    const [left, middle, right] = [-20, 0, 20].map((dx, i) => placePilot(world, i + 1, LANE.x + dx, LANE.y));
    tick(world);
    assert.deepEqual([left?.x, middle?.x, right?.x], [LANE.x - 22, LANE.x, LANE.x + 22]);
  });

  it('[G15] are side by side after a second, without having got any velocity from it', () => {
    const { world, left, right } = pairApart(1);
    ticks(world, 30);
    assert.ok(right.x - left.x > 35 && right.x - left.x <= 36, `${right.x - left.x} u apart`);
    assert.deepEqual([left.vx, right.vx], [0, 0]);
  });

  it('[G15] do not push one that dashes or is dead', () => {
    for (const change of [
      ({ tick: dashTick }: World) => ({ dashTicks: DASH.ticks, dashTick }),
      () => ({ alive: false, hp: 0, respawnTick: 1e6 }),
    ]) {
      const { world, left, right } = pairApart(10);
      Object.assign(right, change(world));
      tick(world);
      assert.deepEqual([left.x, right.x], [LANE.x, LANE.x + 10]);
    }
  });

  it('[R10] push one that has held a dash for longer than a dash lasts', () => {
    const { world, left, right } = pairApart(10);
    Object.assign(right, { dashTicks: DASH.ticks, dashTick: world.tick - DASH.ticks });
    tick(world);
    assert.ok(right.x - left.x > 10);
  });

  it('do not push each other into a wall, nor take the speed of whoever runs along it', () => {
    const world = quietWorld();
    const pinned = placePilot(world, 1, LANE.face - 18, LANE.y);
    const other = placePilot(world, 2, LANE.face - 30, LANE.y);
    Object.assign(pinned, { vy: 300 });
    tick(world);
    assert.deepEqual([pinned.x, pinned.vy], [LANE.face - 18, 300]);
    assert.equal(other.x, LANE.face - 32);
  });

  it('let a runner through in the end: it is slowed down, not stopped', () => {
    const { world, left } = pairApart(60);
    ticks(world, 30, { 1: inputFrame({ mx: 127 }), 2: inputFrame() });
    assert.ok(left.x > LANE.x + 200, `${left.x - LANE.x} u`);
  });
});
