/** Grid, directions and random numbers: the ground that replays stand on. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { NeighbourGrid } from '../../../shared/sim/grid.ts';
import { AIM_STEPS, aimDifference, aimOf, aimX, aimY, directionsChecksum, snap } from '../../../shared/sim/math.ts';
import { randomInt, randomUint32, randomUnit } from '../../../shared/sim/rng.ts';

const TURN = Math.PI * 2;

describe('the grid', () => {
  it('has steps of 1/8, halves going up, and no negative zero', () => {
    assert.deepEqual([snap(0.0624), snap(0.0625), snap(-0.0625), snap(-0.0626)], [0, 0.125, 0, -0.125]);
    assert.ok(Object.is(snap(-0.01), 0) && Object.is(snap(-0), 0));
  });

  it('keeps what lies on it', () => {
    fc.assert(fc.property(fc.integer({ min: -65_536, max: 65_536 }), (steps) => snap(steps / 8) === steps / 8));
  });
});

describe('directions', () => {
  it('are the pinned table: another checksum breaks every replay, and must be the same in every browser', () => {
    assert.equal(directionsChecksum(), 2_418_900_357);
  });

  it('are exact along the axes and within 2^-15 of the true cosine and sine everywhere', () => {
    assert.deepEqual([aimX(0), aimY(0)], [1, 0]);
    assert.deepEqual([aimX(16_384), aimY(16_384)], [0, 1]);
    assert.deepEqual([aimX(32_768), aimY(32_768)], [-1, 0]);
    assert.deepEqual([aimX(49_152), aimY(49_152)], [0, -1]);
    let worst = 0;
    for (let aim = 0; aim < AIM_STEPS; aim++) {
      const angle = (aim / AIM_STEPS) * TURN;
      worst = Math.max(worst, Math.abs(aimX(aim) - Math.cos(angle)), Math.abs(aimY(aim) - Math.sin(angle)));
    }
    assert.ok(worst <= 1 / 32_768 + 1e-9, `off by ${worst}`);
  });

  it('hold no negative zero, which would hash differently', () => {
    for (let aim = 0; aim < AIM_STEPS; aim++) {
      if (Object.is(aimX(aim), -0) || Object.is(aimY(aim), -0)) assert.fail(`aim ${aim}`);
    }
  });

  it('are found again from any vector, to three steps of 65 536', () => {
    const length = fc.double({ min: 0.01, max: 5000, noNaN: true });
    fc.assert(
      fc.property(fc.double({ min: 0, max: TURN, noNaN: true }), length, (angle, reach) => {
        const aim = aimOf(Math.cos(angle) * reach, Math.sin(angle) * reach);
        assert.ok(Number.isInteger(aim) && aim >= 0 && aim < AIM_STEPS);
        const off = aimDifference(Math.round((angle / TURN) * AIM_STEPS), aim);
        assert.ok(Math.abs(off) <= 3, `off by ${off} steps`);
      }),
    );
  });

  it('along the axes and diagonals are found exactly', () => {
    const found = [
      [1, 0],
      [1, 1],
      [0, 1],
      [-1, 1],
      [-1, 0],
      [-1, -1],
      [0, -1],
      [1, -1],
    ].map(([x, y]) => aimOf((x as number) * 127, (y as number) * 127) / 8192);
    assert.deepEqual(found, [0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('come to an end for any two numbers, however odd (no number once made it search for ever)', () => {
    fc.assert(fc.property(fc.double(), fc.double(), (x, y) => Number.isInteger(aimOf(x, y))));
    assert.equal(aimOf(Number.NaN, 1), 0);
    assert.equal(aimOf(0, 0), 0);
  });

  it('differ by the short way round', () => {
    assert.equal(aimDifference(65_000, 500), 1036);
    assert.equal(aimDifference(500, 65_000), -1036);
    assert.equal(aimDifference(0, 32_768), -32_768);
  });
});

describe('random numbers', () => {
  it('are a known sequence, whose whole state is one integer', () => {
    const random = { rng: 1 };
    const first = [randomUint32(random), randomUint32(random), randomUint32(random)];
    assert.deepEqual(first, [2_693_262_067, 11_749_833, 2_265_367_787]);
    const again = { rng: random.rng };
    assert.equal(randomUint32(again), randomUint32(random));
  });

  it('stay below their limit and are spread evenly', () => {
    const random = { rng: 7 };
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 10_000; i++) {
      const drawn = randomInt(random, 10);
      counts[drawn] = (counts[drawn] ?? 0) + 1;
      const unit = randomUnit(random);
      assert.ok(unit >= 0 && unit < 1);
    }
    assert.equal(counts.length, 10);
    for (const count of counts) assert.ok(count > 880 && count < 1120, counts.join());
  });
});

describe('the neighbour grid', () => {
  it('misses nobody in the box, names nobody twice, and can be filled again with more or fewer', () => {
    const place = fc.record({ x: fc.integer({ min: 0, max: 2400 }), y: fc.integer({ min: 0, max: 1600 }) });
    const grid = new NeighbourGrid();
    fc.assert(
      fc.property(fc.array(place, { maxLength: 60 }), place, fc.integer({ min: 0, max: 400 }), (items, at, reach) => {
        grid.fill(items, 2400, 1600);
        const seen: number[] = [];
        grid.near(at.x - reach, at.y - reach, at.x + reach, at.y + reach, (index) => seen.push(index));
        assert.equal(new Set(seen).size, seen.length);
        items.forEach(({ x, y }, index) => {
          const inside = Math.abs(x - at.x) <= reach && Math.abs(y - at.y) <= reach;
          if (inside) assert.ok(seen.includes(index), `${index} at ${x}, ${y}`);
        });
      }),
      { numRuns: 1000 },
    );
  });
});
