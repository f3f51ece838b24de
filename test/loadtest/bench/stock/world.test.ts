/** The peer's small world: what its pilots and bolts do in a tick, tick by tick. */
import assert from 'node:assert/strict';
import { arenaFor, type Bolt, type Pilot, StockWorld } from '../../../../loadtest/bench/stock/world.ts';
import { PILOT, PULSE, TICK_RATE_HZ, VIEW } from '../../../../shared/sim/tunables.ts';

const SIZE = { width: 2000, height: 1000 };
/** A bolt at full speed gets so far in a tick. */
const STRIDE = PULSE.speed / TICK_RATE_HZ;
const REACH = PILOT.radius + PULSE.radius;

const worldOf = (seed = 1): StockWorld => new StockWorld(SIZE, seed);

function pilotAt(world: StockWorld, x: number, y: number): Pilot {
  return Object.assign(world.addPilot(`key ${world.pilots.size}`), { x, y });
}

/** Flies to the right unless told otherwise; of no pilot here. */
function boltIn(world: StockWorld, more: Partial<Bolt>): Bolt {
  const flying = { id: 77, owner: 99, vx: PULSE.speed, vy: 0, bouncesLeft: 1, endTick: world.tick + 36 };
  const bolt = { ...flying, x: 500, y: 500, ...more };
  world.bolts.push(bolt);
  return bolt;
}

const placeOf = ({ x, y }: { x: number; y: number }): number[] => [x, y];
const hpOf = (...pilots: readonly Pilot[]): number[] => pilots.map(({ hp }) => hp);

describe('a pilot of the stock world', () => {
  it('comes whole, with a seat of its own, somewhere inside the walls', () => {
    const world = worldOf();
    const places = new Set<string>();
    for (let seat = 1; seat <= 200; seat++) {
      const pilot = world.addPilot(`key ${seat}`);
      const { x, y, ...rest } = pilot;
      assert.deepEqual(rest, { seat, vx: 0, vy: 0, aim: 0, hp: PILOT.hpMax });
      assert.ok(x >= PILOT.radius && x <= SIZE.width - PILOT.radius, `x ${x}`);
      assert.ok(y >= PILOT.radius && y <= SIZE.height - PILOT.radius, `y ${y}`);
      assert.equal(world.pilots.get(`key ${seat}`), pilot);
      places.add(`${x} ${y}`);
    }
    assert.equal(places.size, 200);
    const xs = [...world.pilots.values()].map(({ x }) => x);
    const ys = [...world.pilots.values()].map(({ y }) => y);
    assert.ok(Math.min(...xs) < 100 && Math.max(...xs) > 1900, 'some stand at either side');
    assert.ok(Math.min(...ys) < 60 && Math.max(...ys) > 940, 'some stand at top and bottom');
  });

  it('comes to the same places for the same seed', () => {
    const places = [5, 5, 6].map((seed) => placeOf(worldOf(seed).addPilot('a')).join());
    assert.ok(places[0] === places[1] && places[0] !== places[2], places.join(' '));
  });

  it('gains speed by its grip, and goes a tick of it', () => {
    const world = worldOf();
    const pilot = pilotAt(world, 1000, 500);
    world.move(pilot, { mx: 1, my: 0, aim: 2 });
    const speed = PILOT.speed * PILOT.grip;
    assert.deepEqual([pilot.vx, pilot.vy, pilot.aim], [speed, 0, 2]);
    assert.deepEqual(placeOf(pilot), [1000 + speed / TICK_RATE_HZ, 500]);
    const x = pilot.x;
    world.move(pilot, { mx: 0, my: -0.5, aim: 0 });
    assert.deepEqual([pilot.vx, pilot.vy], [speed - speed * PILOT.grip, -speed / 2]);
    assert.deepEqual(placeOf(pilot), [x + pilot.vx / TICK_RATE_HZ, 500 + pilot.vy / TICK_RATE_HZ]);
  });

  it('is no faster across than along', () => {
    const world = worldOf();
    const pilot = pilotAt(world, 1000, 500);
    for (let i = 0; i < 100; i++) {
      Object.assign(pilot, { x: 1000, y: 500 });
      world.move(pilot, { mx: 1, my: 1, aim: 0 });
    }
    assert.ok(Math.abs(Math.hypot(pilot.vx, pilot.vy) - PILOT.speed) < 1e-6, `${pilot.vx} ${pilot.vy}`);
    assert.ok(Math.abs(pilot.vx - pilot.vy) < 1e-9);
  });

  it('stops at all four walls', () => {
    const world = worldOf();
    const right = SIZE.width - PILOT.radius;
    const bottom = SIZE.height - PILOT.radius;
    const pilot = pilotAt(world, 0, 0);
    Object.assign(pilot, { x: PILOT.radius + 1, y: PILOT.radius + 1, vx: -300, vy: -300 });
    world.move(pilot, { mx: -1, my: -1, aim: 0 });
    assert.deepEqual(placeOf(pilot), [PILOT.radius, PILOT.radius]);
    Object.assign(pilot, { x: right - 1, y: bottom - 1, vx: 300, vy: 300 });
    world.move(pilot, { mx: 1, my: 1, aim: 0 });
    assert.deepEqual(placeOf(pilot), [right, bottom]);
  });
});

describe('a gun of the stock world', () => {
  it('fires by itself every 66 ticks, the pilots not all at once', () => {
    const world = worldOf();
    const [one, two] = [pilotAt(world, 100, 200), pilotAt(world, 1900, 800)];
    const fired: (readonly number[])[] = [];
    for (let i = 0; i < 150; i++) {
      world.step();
      const born = world.bolts.filter(({ endTick }) => endTick === world.tick + PULSE.lifeTicks);
      for (const { owner, id } of born) fired.push([world.tick, owner, id]);
    }
    assert.deepEqual(fired, [
      [52, two.seat, 1],
      [59, one.seat, 2],
      [118, two.seat, 3],
      [125, one.seat, 4],
    ]);
  });

  it('shoots where it is aimed, from where its pilot stands', () => {
    const world = worldOf();
    const pilot = pilotAt(world, 1000, 200);
    pilot.aim = Math.PI / 2;
    world.tick = 58;
    world.step();
    const [bolt, ...others] = world.bolts;
    assert.ok(bolt !== undefined);
    assert.equal(others.length, 0);
    assert.ok(Math.abs(bolt.vx) < 1e-6 && Math.abs(bolt.vy - PULSE.speed) < 1e-6, `${bolt.vx} ${bolt.vy}`);
    assert.ok(Math.abs(bolt.x - 1000) < 1e-6 && Math.abs(bolt.y - (200 + STRIDE)) < 1e-6, `${bolt.x} ${bolt.y}`);
    assert.deepEqual([bolt.owner, bolt.bouncesLeft, bolt.endTick], [pilot.seat, PULSE.bounces, 59 + PULSE.lifeTicks]);
  });
});

describe('a bolt of the stock world', () => {
  it('flies straight on until its end', () => {
    const world = worldOf();
    const bolt = boltIn(world, { vx: 300, vy: -150, endTick: 4 });
    for (let tick = 1; tick < 4; tick++) {
      world.step();
      assert.deepEqual([world.tick, world.bolts], [tick, [bolt]]);
      assert.deepEqual(placeOf(bolt), [500 + 10 * tick, 500 - 5 * tick]);
    }
    world.step();
    assert.deepEqual(world.bolts, []);
  });

  const WALLS: readonly (readonly [wall: string, from: Partial<Bolt>, after: Partial<Bolt>])[] = [
    ['right', { x: 1995 }, { x: 2000, y: 500, vx: -900, vy: 0 }],
    ['left', { x: 5, vx: -900 }, { x: 0, y: 500, vx: 900, vy: 0 }],
    ['upper', { y: 5, vx: 0, vy: -900 }, { x: 500, y: 0, vx: 0, vy: 900 }],
    ['lower', { y: 995, vx: 0, vy: 900 }, { x: 500, y: 1000, vx: 0, vy: -900 }],
  ];
  for (const [wall, from, after] of WALLS) {
    it(`bounces off the ${wall} wall once, and ends at the next`, () => {
      const world = worldOf();
      const bolt = boltIn(world, from);
      world.step();
      const { x, y, vx, vy, bouncesLeft } = bolt;
      assert.deepEqual({ x, y, vx: vx + 0, vy: vy + 0, bouncesLeft }, { ...after, bouncesLeft: 0 });
      assert.deepEqual(world.bolts, [bolt]);
      world.step();
      assert.deepEqual(placeOf(bolt), [x + vx / TICK_RATE_HZ, y + vy / TICK_RATE_HZ]);
      Object.assign(bolt, { vx: 900, vy: 0 }, from);
      world.step();
      assert.deepEqual(world.bolts, []);
    });
  }

  it('that just touches a wall flies on', () => {
    const world = worldOf();
    const bolts = [
      boltIn(world, { x: 2000 - STRIDE }),
      boltIn(world, { x: STRIDE, vx: -PULSE.speed }),
      boltIn(world, { y: STRIDE, vx: 0, vy: -PULSE.speed }),
      boltIn(world, { y: 1000 - STRIDE, vx: 0, vy: PULSE.speed }),
    ];
    world.step();
    assert.deepEqual(bolts.map(placeOf), [
      [2000, 500],
      [0, 500],
      [500, 0],
      [500, 1000],
    ]);
    assert.deepEqual(
      bolts.map(({ bouncesLeft }) => bouncesLeft),
      [1, 1, 1, 1],
    );
  });

  it('hurts the first pilot that it reaches, and ends', () => {
    const world = worldOf();
    const [near, far] = [pilotAt(world, 1000, 500), pilotAt(world, 1000 + 2 * REACH, 500)];
    boltIn(world, { x: 1000 - REACH - STRIDE });
    world.step();
    assert.deepEqual(hpOf(near, far), [PILOT.hpMax - PULSE.damage, PILOT.hpMax]);
    assert.deepEqual(world.bolts, []);
  });

  it('hurts one of two that it reaches at once', () => {
    const world = worldOf();
    const [first, second] = [pilotAt(world, 1000, 500), pilotAt(world, 1000, 500)];
    boltIn(world, { x: 1000 - STRIDE });
    world.step();
    assert.deepEqual(hpOf(first, second), [PILOT.hpMax - PULSE.damage, PILOT.hpMax]);
  });

  it('misses a pilot by a little, on every side', () => {
    const world = worldOf();
    const pilot = pilotAt(world, 1000, 500);
    const off = REACH + 0.5;
    for (const [x, y] of [
      [1000 + off, 500],
      [1000 - off, 500],
      [1000, 500 + off],
      [1000, 500 - off],
      [1000 + off * 0.75, 500 + off * 0.75],
    ] as const) {
      boltIn(world, { x, y, vx: 0 });
    }
    world.step();
    assert.deepEqual([pilot.hp, world.bolts.length], [PILOT.hpMax, 5]);
  });

  it('hits a pilot that it barely touches, on every side', () => {
    const off = REACH - 0.5;
    for (const [x, y] of [
      [1000 + off, 500],
      [1000 - off, 500],
      [1000, 500 + off],
      [1000, 500 - off],
    ] as const) {
      const world = worldOf();
      const pilot = pilotAt(world, 1000, 500);
      boltIn(world, { x, y, vx: 0 });
      world.step();
      assert.deepEqual([pilot.hp, world.bolts.length], [PILOT.hpMax - PULSE.damage, 0], `${x} ${y}`);
    }
  });

  it('does nothing to the pilot that it comes from', () => {
    const world = worldOf();
    const pilot = pilotAt(world, 1000, 500);
    boltIn(world, { x: 1000, vx: 0, owner: pilot.seat });
    world.step();
    assert.deepEqual([pilot.hp, world.bolts.length], [PILOT.hpMax, 1]);
  });

  it('sends a pilot without health elsewhere, whole again', () => {
    for (const [hp, after] of [
      [PULSE.damage + 1, 1],
      [PULSE.damage, PILOT.hpMax],
      [1, PILOT.hpMax],
    ] as const) {
      const world = worldOf();
      const pilot = pilotAt(world, 1000, 500);
      pilot.hp = hp;
      boltIn(world, { x: 1000, vx: 0 });
      world.step();
      const isElsewhere = placeOf(pilot).join() !== '1000,500';
      assert.deepEqual([pilot.hp, isElsewhere, pilot.seat], [after, after === PILOT.hpMax, 1]);
    }
  });
});

describe('the arena of few pilots', () => {
  it('is about one and a half views wide, and as flat as a view', () => {
    const { width, height } = arenaFor(12);
    assert.deepEqual([width, height], [1.5 * VIEW.widthU, 1.5 * VIEW.heightU]);
  });
});
