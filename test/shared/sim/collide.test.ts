/** Points and boxes against walls, at the edges and corners where mistakes live. */
import assert from 'node:assert/strict';
import { arenaNames, arenaOf } from '../../../shared/sim/arena.ts';
import { boxHitsWall, isBlocked, isClear, outsideFace, sweepCircle, sweepWalls } from '../../../shared/sim/collide.ts';
import { modeNames, modeOf } from '../../../shared/sim/modes/modes.ts';
import { randomInt } from '../../../shared/sim/rng.ts';
import { PILOT } from '../../../shared/sim/tunables.ts';
import type { Wall } from '../../../shared/sim/types.ts';
import { wallsNear } from '../../../shared/sim/walls.ts';
import { boxArena } from '../../support/worlds.ts';

const BLOCK: Wall = { x: 100, y: 100, width: 50, height: 50 };
const ARENA = boxArena(400, 400, [BLOCK]);

const hitOf = (x: number, y: number, dx: number, dy: number) => {
  const hit = sweepWalls(ARENA, x, y, dx, dy);
  return hit === null ? null : { ...hit };
};

describe('a point swept against walls', () => {
  it('meets a face half way', () => {
    assert.deepEqual(hitOf(90, 120, 20, 0), { t: 0.5, axis: 'x', face: 100 });
    assert.deepEqual(hitOf(160, 120, -20, 0), { t: 0.5, axis: 'x', face: 150 });
    assert.deepEqual(hitOf(120, 90, 0, 20), { t: 0.5, axis: 'y', face: 100 });
    assert.deepEqual(hitOf(120, 160, 0, -20), { t: 0.5, axis: 'y', face: 150 });
  });

  it('meets a face that it ends on exactly, and none that it stops short of', () => {
    assert.equal(hitOf(90, 120, 10, 0)?.t, 1);
    assert.equal(hitOf(90, 120, 9.875, 0), null);
  });

  it('meets the face that it starts on at once when it flies in, and not when it flies off or along', () => {
    assert.deepEqual(hitOf(100, 120, 10, 0), { t: 0, axis: 'x', face: 100 });
    assert.equal(hitOf(100, 120, -10, 0), null);
    assert.equal(hitOf(100, 120, 0, 10), null);
    assert.equal(hitOf(100, 120, 0, 0), null);
  });

  it('meets a corner that it flies into, and misses one that it only grazes', () => {
    assert.deepEqual(hitOf(90, 90, 20, 20), { t: 0.5, axis: 'y', face: 100 });
    assert.deepEqual(hitOf(100, 100, 20, 20), { t: 0, axis: 'y', face: 100 });
    assert.equal(hitOf(90, 110, 20, -20), null);
    assert.equal(hitOf(100, 100, 20, -20), null);
    assert.equal(hitOf(90, 100, 20, 0), null);
    assert.equal(hitOf(90, 150, 20, 0), null);
    assert.equal(hitOf(100, 90, 0, 20), null);
    assert.equal(hitOf(150, 90, 0, 20), null);
  });

  it('meets the nearer of two walls', () => {
    const two = boxArena(400, 400, [{ ...BLOCK, x: 200 }, BLOCK]);
    assert.equal(sweepWalls(two, 50, 120, 300, 0)?.face, 100);
  });

  it('sees from beside a wall, and not through it', () => {
    assert.equal(isClear(ARENA, 50, 50, 350, 50), true);
    assert.equal(isClear(ARENA, 50, 120, 350, 120), false);
  });

  it('is put an eighth of a unit outside the face that it met', () => {
    assert.equal(outsideFace(100, 900), 99.875);
    assert.equal(outsideFace(150, -900), 150.125);
  });
});

describe('a box against a wall', () => {
  it('overlaps from an eighth of a unit inside on, and touching is not overlapping', () => {
    assert.equal(boxHitsWall(BLOCK, 82, 120, 18), false);
    assert.equal(boxHitsWall(BLOCK, 82.125, 120, 18), true);
    assert.equal(boxHitsWall(BLOCK, 82, 82, 18), false);
    assert.equal(boxHitsWall(BLOCK, 168, 168, 18), false);
  });
});

describe('a point swept against a circle', () => {
  const sweep = (x: number, y: number, dx: number, dy: number) => sweepCircle({ x, y, dx, dy }, { x: 100, y: 100 }, 10);

  it('first touches where its way crosses the circle', () => {
    assert.equal(sweep(80, 100, 20, 0), 0.5);
    assert.equal(sweep(80, 110, 40, 0), 0.5);
  });

  it('misses what lies behind, beyond or beside it', () => {
    assert.equal(sweep(80, 100, -20, 0), -1);
    assert.equal(sweep(80, 100, 9, 0), -1);
    assert.equal(sweep(80, 110.125, 40, 0), -1);
  });

  it('touches at once from inside and from the rim, moving or not, in or out', () => {
    assert.equal(sweep(90, 100, -5, 0), 0);
    assert.equal(sweep(90, 100, 0, 0), 0);
    assert.equal(sweep(90.0625, 100, -5, 0), 0);
    assert.equal(sweep(89.875, 100, -5, 0), -1);
    assert.equal(sweep(100, 105, 5, 5), 0);
    assert.equal(sweep(100, 105, 0, 0), 0);
    assert.equal(sweep(80, 100, 0, 0), -1);
  });
});

describe('every arena', () => {
  /** Whether two walls share a stretch of edge, or a corner, without overlapping: a line along it enters neither. */
  const onlyTouch = (a: Wall, b: Wall): boolean => {
    const overX = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
    const overY = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
    return overX >= 0 && overY >= 0 && overX * overY === 0;
  };

  for (const arena of arenaNames.map(arenaOf)) {
    it(`has no seam that a bolt could slip through: ${arena.name} (the L of the foundry once had one at y = 308)`, () => {
      const { walls } = arena;
      const seams = walls.flatMap((a, i) => walls.slice(i + 1).filter((b) => onlyTouch(a, b)));
      assert.deepEqual(seams, []);
    });

    it(`is closed along every line of the grid that runs along a face: ${arena.name}`, () => {
      const inside = (wall: Wall) => wall.x >= 0 && wall.y >= 0 && wall.x < arena.width && wall.y < arena.height;
      for (const wall of arena.walls.filter(inside)) {
        for (const y of [wall.y, wall.y + wall.height]) {
          assert.equal(isClear(arena, 0.125, y, -32, y), false);
          assert.equal(isClear(arena, arena.width - 0.125, y, arena.width + 32, y), false);
        }
      }
      for (const [x, y] of [
        [0, 0],
        [arena.width, 0],
        [0, arena.height],
        [arena.width, arena.height],
      ] as const) {
        assert.notEqual(sweepWalls(arena, x, y, x === 0 ? -1 : 1, 0), null, `a bolt leaves at ${x}, ${y}`);
        assert.notEqual(sweepWalls(arena, x, y, 0, y === 0 ? -1 : 1), null, `a bolt leaves at ${x}, ${y}`);
      }
    });

    it(`has room for a pilot at every spawn, and walls on whole units: ${arena.name}`, () => {
      for (const { x, y } of arena.spawns) assert.equal(isBlocked(arena, x, y, PILOT.radius), false, `${x}, ${y}`);
      for (const wall of arena.walls) {
        assert.ok([wall.x, wall.y, wall.width, wall.height].every(Number.isInteger));
        assert.ok(wall.width > 0 && wall.height > 0);
      }
    });

    it(`leaves no gap that is too narrow for a pilot: ${arena.name}`, () => {
      const reach = 2 * PILOT.radius;
      for (const a of arena.walls) {
        for (const b of arena.walls) {
          const gapX = Math.max(a.x, b.x) - Math.min(a.x + a.width, b.x + b.width);
          const gapY = Math.max(a.y, b.y) - Math.min(a.y + a.height, b.y + b.height);
          const gap = Math.max(gapX, gapY);
          assert.ok(gap < 0 || gap >= reach, `${gap} u between ${JSON.stringify(a)} and ${JSON.stringify(b)}`);
        }
      }
    });

    it(`has no place that a pilot cannot get to: ${arena.name}`, () => {
      const step = 25;
      const columns = Math.floor(arena.width / step);
      const rows = Math.floor(arena.height / step);
      const blocked = (cell: number): boolean =>
        isBlocked(arena, (cell % columns) * step, Math.floor(cell / columns) * step, PILOT.radius);
      const open = new Set(Array.from({ length: columns * rows }, (_, cell) => cell).filter((cell) => !blocked(cell)));
      const waiting = [[...open][0] as number];
      for (let cell = waiting.pop(); cell !== undefined; cell = waiting.pop()) {
        if (open.delete(cell)) waiting.push(...[cell - 1, cell + 1, cell - columns, cell + columns]);
      }
      assert.equal(open.size, 0, `cut off: ${[...open].slice(0, 5).map((cell) => [cell % columns, cell / columns])}`);
    });

    it(`looks the same from all four sides: ${arena.name}`, () => {
      const key = (wall: Wall) => [wall.x, wall.y, wall.width, wall.height].join();
      const keys = new Set(arena.walls.map(key));
      for (const wall of arena.walls) {
        const x = arena.width - wall.x - wall.width;
        const y = arena.height - wall.y - wall.height;
        assert.ok(keys.has(key({ ...wall, x })) && keys.has(key({ ...wall, y })), `${key(wall)} has no mirror image`);
      }
    });
  }

  it('is known by every mode that plays it', () => {
    for (const name of modeNames) for (const arena of modeOf(name).arenas) assert.equal(arenaOf(arena).name, arena);
  });
});

describe('the index of walls', () => {
  it('lists, in the order of the arena, every wall that may be in reach', () => {
    const random = { rng: 11 };
    for (const arena of arenaNames.map(arenaOf)) {
      for (let trial = 0; trial < 500; trial++) {
        const x = randomInt(random, arena.width * 8 + 1) / 8;
        const y = randomInt(random, arena.height * 8 + 1) / 8;
        const reach = randomInt(random, 129);
        const near = wallsNear(arena, x, y, reach);
        const inOrder = arena.walls.filter((wall) => near.includes(wall));
        assert.deepEqual(near, inOrder);
        const wanted = arena.walls.filter((wall) => boxHitsWall(wall, x, y, reach));
        assert.deepEqual(
          wanted.filter((wall) => !near.includes(wall)),
          [],
          `${arena.name}: at ${x}, ${y} within ${reach}`,
        );
      }
    }
  });

  it('gives all walls where it does not help: far ways, and places outside or nowhere', () => {
    const arena = arenaOf('expanse');
    assert.ok(wallsNear(arena, 4000, 3000, 128).length < 20);
    for (const [x, y, reach] of [
      [4000, 3000, 129],
      [-1, 3000, 10],
      [9000, 3000, 10],
      [Number.NaN, 3000, 10],
      [4000, 3000, Number.NaN],
    ] as const) {
      assert.equal(wallsNear(arena, x, y, reach), arena.walls);
    }
  });
});
