/** The view onto the arena: how much of it shows, what it follows, and where it comes to rest. */
import assert from 'node:assert/strict';
import { Lens } from '../../../client/view/lens.ts';

const ARENA = { width: 2400, height: 1600 };
const STILL = { x: 0, y: 0 };
const LONG_MS = 10_000;

const lensOn = (width: number, height: number, resolution = 1): Lens => {
  const lens = new Lens();
  lens.fit(width, height, resolution);
  return lens;
};
const near = (value: number, wanted: number, off = 1e-6): void =>
  assert.ok(Math.abs(value - wanted) <= off, `${value} instead of ${wanted}`);

describe('lens', () => {
  for (const [width, height, resolution] of [
    [1280, 720, 1],
    [640, 360, 0.6],
    [390, 844, 2],
    [2560, 1080, 1.5],
  ] as const) {
    it(`shows 1280 × 720 u of area on ${width} × ${height} px at resolution ${resolution}`, () => {
      const lens = lensOn(width, height, resolution);
      near(width * lens.uPerPx * (height * lens.uPerPx), 1280 * 720, 1e-3);
      near(lens.zoom * lens.uPerPx, resolution);
      near(lens.screenScale * lens.zoom, 1);
    });

    it(`has places on ${width} × ${height} px and in the arena answer each other`, () => {
      const lens = lensOn(width, height, resolution);
      lens.follow(1200, 800, STILL, LONG_MS, ARENA);
      near(lens.toScreenX(1200), width / 2);
      near(lens.toScreenY(800), height / 2);
      near(lens.toWorldX(0), 1200 - (width / 2) * lens.uPerPx);
      near(lens.toWorldY(height), 800 + (height / 2) * lens.uPerPx);
      for (const px of [0, 17, 300]) {
        near(lens.toScreenX(lens.toWorldX(px)), px);
        near(lens.toScreenY(lens.toWorldY(px)), px);
      }
    });
  }

  it('sees what is in view, with a margin', () => {
    const lens = lensOn(1280, 720);
    lens.follow(1200, 800, STILL, LONG_MS, ARENA);
    assert.equal(lens.sees(1200 + 639, 800, 0), true);
    assert.equal(lens.sees(1200 + 641, 800, 0), false);
    assert.equal(lens.sees(1200 - 641, 800, 2), true);
    assert.equal(lens.sees(1200, 800 - 359, 0), true);
    assert.equal(lens.sees(1200, 800 + 361, 0), false);
    assert.equal(lens.sees(1200, 800 + 361, 2), true);
    assert.equal(lens.seesBox(1200 + 700, 800 - 400, 61, 41), true);
    assert.equal(lens.seesBox(1200 + 700, 800 - 400, 59, 41), false);
    assert.equal(lens.seesBox(1200 + 700, 800 - 400, 61, 39), false);
  });

  it('leans towards the aim by 60 u, most of it within a third of a second, and begins anew with a new life', () => {
    const lens = lensOn(1280, 720);
    lens.follow(1200, 800, { x: 1, y: 0 }, 160, ARENA);
    near(lens.x, 1200 + 60 * (1 - Math.exp(-1)));
    near(lens.y, 800);
    lens.follow(1200, 800, { x: 0.6, y: -0.8 }, LONG_MS, ARENA);
    near(lens.x, 1236, 1e-3);
    near(lens.y, 752, 1e-3);
    lens.settle();
    lens.follow(1200, 800, STILL, 0, ARENA);
    assert.deepEqual([lens.x, lens.y], [1200, 800]);
  });

  it('follows the own pilot exactly, slows down before the border and rests 44 u beyond it', () => {
    const lens = lensOn(1280, 720);
    const at = (x: number, y: number): [number, number] => {
      lens.follow(x, y, STILL, LONG_MS, ARENA);
      return [lens.x, lens.y];
    };
    assert.deepEqual(at(700, 900), [700, 900]);
    assert.deepEqual(at(0, 0), [640 - 44, 360 - 44]);
    assert.deepEqual(at(2400, 1600), [2400 - 640 + 44, 1600 - 360 + 44]);
    // Half way through its slowing down it stands a quarter of that way before its rest.
    const [x, y] = at(640 - 44, 360 - 44);
    near(x, 640 - 44 + 90 / 4);
    near(y, 360 - 44 + 90 / 4);
    near(at(2400 - 640 + 44, 800)[0], 2400 - 640 + 44 - 90 / 4);
  });

  it('moves smoothly and never backwards on the way to the border', () => {
    const lens = lensOn(1280, 720);
    let last = Number.NaN;
    for (let x = 1200; x >= 0; x -= 1) {
      lens.follow(x, 800, STILL, LONG_MS, ARENA);
      if (!Number.isNaN(last)) assert.ok(last - lens.x >= 0 && last - lens.x <= 1 + 1e-9, `leaps at ${x}`);
      last = lens.x;
    }
  });

  it('stays in the middle of an arena that is smaller than the view', () => {
    const lens = lensOn(1280, 720);
    lens.follow(10, 10, STILL, LONG_MS, { width: 800, height: 500 });
    assert.deepEqual([lens.x, lens.y], [400, 250]);
  });

  it('drifts to a place in about a second, and rests where it may', () => {
    const lens = lensOn(1280, 720);
    lens.follow(1200, 800, STILL, LONG_MS, ARENA);
    lens.drift(1500, 700, 900, ARENA);
    near(lens.x, 1200 + 300 * (1 - Math.exp(-1)));
    near(lens.y, 800 - 100 * (1 - Math.exp(-1)));
    lens.drift(0, 0, 100_000, ARENA);
    near(lens.x, 640 - 44, 1e-3);
    near(lens.y, 360 - 44, 1e-3);
  });

  it('loses its lean while it drifts', () => {
    const lens = lensOn(1280, 720);
    lens.follow(1200, 800, { x: 1, y: 1 }, LONG_MS, ARENA);
    lens.drift(1200, 800, 900, ARENA);
    lens.follow(1200, 800, { x: 1, y: 1 }, 0, ARENA);
    near(lens.x, 1200 + 60 * Math.exp(-1), 1e-3);
    near(lens.y, 800 + 60 * Math.exp(-1), 1e-3);
  });

  it('shakes by 6 px at most, less and less, for an eighth of a second', () => {
    const lens = lensOn(640, 360);
    lens.follow(1200, 800, STILL, LONG_MS, ARENA);
    const offAt = (nowMs: number): number => {
      const seen = { x: Number.NaN, y: Number.NaN };
      const camera = { setZoom: () => camera, centerOn: (x: number, y: number) => Object.assign(seen, { x, y }) };
      lens.apply(camera as never, nowMs);
      return Math.hypot(seen.x - 1200, seen.y - 800) / lens.uPerPx;
    };
    assert.equal(offAt(5000), 0);
    lens.shake(5000, 0.5);
    const offs = Array.from({ length: 13 }, (_, i) => offAt(5000 + i * 10));
    const most = Math.SQRT2 * 3;
    for (const [i, off] of offs.entries()) assert.ok(off <= most * (1 - i / 12) + 1e-9, `${off} px after ${i * 10} ms`);
    assert.ok(Math.max(...offs) > 1, 'it does not shake');
    assert.equal(offAt(5120), 0);
  });
});
