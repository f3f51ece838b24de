/**
 * What holds for every game: random pilots, input frames, joins and leaves over thousands of ticks, and random bodies
 * and bolts right beside walls. A failure prints its seed; a seed that failed once stays here as an example.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { arenaNames, arenaOf } from '../../../shared/sim/arena.ts';
import { type Flight, flyBolt, newPath, type Path } from '../../../shared/sim/bolt-flight.ts';
import { isBlocked } from '../../../shared/sim/collide.ts';
import { stepPilot } from '../../../shared/sim/pilot.ts';
import { step, type TickInputs } from '../../../shared/sim/step.ts';
import { BOLT_SPEED_MAX, DASH, PILOT, PULSE, PUSH, TICK_RATE_HZ } from '../../../shared/sim/tunables.ts';
import type { Arena, InputFrame, Pilot, SimEvent, World } from '../../../shared/sim/types.ts';
import { assertWorldHolds } from '../../support/invariants.ts';
import { join, leave, type Run, scriptedInputs, startRun } from '../../support/trace.ts';
import { boxArena, eventsOf, placePilot, quietWorld } from '../../support/worlds.ts';

/** One axis may be rounded up by half a step of the grid, twice. */
const ROUNDING = 0.125;

/** Places before a tick, by seat and life: a spawn starts a new life, and may jump. */
type Places = Map<number, { x: number; y: number; life: number }>;

const placesOf = (world: World): Places => new Map(world.pilots.map(({ seat, x, y, life }) => [seat, { x, y, life }]));

/** Who overlapped somebody in this tick is not far away at its end, however many pushed. */
const isNear = (a: Pilot, b: Pilot): boolean => Math.hypot(a.x - b.x, a.y - b.y) < 4 * PILOT.radius;

function assertNobodyJumped(before: Places, world: World, inputs: TickInputs): void {
  for (const pilot of world.pilots) {
    const was = before.get(pilot.seat);
    if (was === undefined || was.life !== pilot.life) continue;
    const inputFrames = inputs.get(pilot.seat)?.length ?? 0;
    const moved = Math.hypot(pilot.x - was.x, pilot.y - was.y);
    const pushers = world.pilots.filter((other) => other !== pilot && isNear(other, pilot)).length;
    const limit = inputFrames * (DASH.speed / TICK_RATE_HZ + ROUNDING) + pushers * (PUSH.stepMax + ROUNDING);
    assert.ok(moved <= limit, `seat ${pilot.seat} moved ${moved} u with ${inputFrames} frames at tick ${world.tick}`);
  }
}

/** Counts shots by seat and steps: never two within six steps of one seat. */
class TriggerWatch {
  readonly #steps = new Map<number, number>();
  readonly #firedAt = new Map<number, number>();

  watch(inputs: TickInputs, events: readonly SimEvent[]): void {
    for (const [seat, inputFrames] of inputs) this.#steps.set(seat, (this.#steps.get(seat) ?? 0) + inputFrames.length);
    for (const { seat } of eventsOf(events, 'fire')) {
      const now = this.#steps.get(seat) ?? 0;
      const last = this.#firedAt.get(seat) ?? Number.NEGATIVE_INFINITY;
      // With two frames in a tick, either may have fired: the distance may look one step shorter than it was.
      assert.ok(now - last >= PULSE.cooldownTicks - 1, `seat ${seat} fired twice within ${now - last} steps`);
      this.#firedAt.set(seat, now);
    }
  }
}

type Script = { seed: number; pilots: number; ticks: number; churnTicks: number; endEarly: boolean };

const SCRIPT = fc.record<Script>({
  seed: fc.integer({ min: 0, max: 0xffff_ffff }),
  pilots: fc.integer({ min: 0, max: 16 }),
  ticks: fc.integer({ min: 300, max: 1500 }),
  churnTicks: fc.integer({ min: 5, max: 300 }),
  endEarly: fc.boolean(),
});

function assertGameHolds({ seed, pilots, ticks, churnTicks, endEarly }: Script): void {
  const run: Run = startRun(seed, pilots);
  const trigger = new TriggerWatch();
  let last = { number: run.world.match.number, phase: run.world.match.phase as number };
  for (let tick = 1; tick <= ticks; tick++) {
    if (tick % churnTicks === 0) leave(run);
    if (tick % churnTicks === churnTicks >> 1) join(run);
    if (endEarly && tick % 250 === 0) run.world.match.endTick = run.world.tick + 1;
    const before = placesOf(run.world);
    const inputs = scriptedInputs(run);
    const events = step(run.world, inputs);
    assertWorldHolds(run.world);
    assertNobodyJumped(before, run.world, inputs);
    trigger.watch(inputs, events);
    const { number, phase } = run.world.match;
    assert.ok(number === last.number ? phase >= last.phase : number === last.number + 1, 'phases go forward only');
    last = { number, phase };
  }
}

describe('every game', () => {
  it('keeps pilots, bolts and sparks where they may be, on the grid, and its books in order', function () {
    this.timeout(30_000);
    fc.assert(fc.property(SCRIPT, assertGameHolds), { numRuns: 30 });
  });

  it('keeps its promises in long crowded matches', function () {
    this.timeout(30_000);
    assertGameHolds({ seed: 1, pilots: 24, ticks: 3000, churnTicks: 40, endEarly: false });
    assertGameHolds({ seed: 2, pilots: 2, ticks: 8200, churnTicks: 1000, endEarly: false });
  });
});

const ARENAS: readonly Arena[] = [
  ...arenaNames.map(arenaOf),
  boxArena(300, 300, [
    { x: 100, y: 100, width: 100, height: 40 },
    { x: 100, y: 100, width: 40, height: 100 },
    { x: 220, y: 180, width: 3, height: 60 },
  ]),
];

/** A grid coordinate close to one of the faces on this axis, or anywhere. */
const coordinates = (faces: readonly number[], max: number) =>
  fc.oneof(
    fc
      .tuple(fc.constantFrom(...faces), fc.integer({ min: -48 * 8, max: 48 * 8 }))
      .map(([face, steps]) => face + steps / 8),
    fc.constantFrom(...faces),
    fc.integer({ min: 0, max: max * 8 }).map((steps) => steps / 8),
  );

const placeNearWalls = (arena: Arena) =>
  fc.record({
    x: coordinates(
      arena.walls.flatMap((wall) => [wall.x, wall.x + wall.width]),
      arena.width,
    ),
    y: coordinates(
      arena.walls.flatMap((wall) => [wall.y, wall.y + wall.height]),
      arena.height,
    ),
  });

const inArena = (arena: Arena, x: number, y: number, half: number): boolean =>
  x >= half && y >= half && x <= arena.width - half && y <= arena.height - half;

const AXIS = fc.oneof(fc.constantFrom(-127, 0, 127), fc.integer({ min: -127, max: 127 }));
const FRAME: fc.Arbitrary<InputFrame> = fc.record({
  mx: AXIS,
  my: AXIS,
  aim: fc.integer({ min: 0, max: 65_535 }),
  buttons: fc.constantFrom(0, 0, 1, 2, 3),
});

describe('every body beside a wall', () => {
  for (const arena of ARENAS) {
    it(`stays out of it, whatever it does: ${arena.name}`, () => {
      const world = quietWorld();
      const template = placePilot(world, 1, 0, 0);
      const property = fc.property(
        placeNearWalls(arena),
        fc.array(FRAME, { minLength: 1, maxLength: 12 }),
        (at, inputFrames) => {
          fc.pre(inArena(arena, at.x, at.y, PILOT.radius) && !isBlocked(arena, at.x, at.y, PILOT.radius));
          const body: Pilot = { ...template, ...at };
          for (const inputFrame of inputFrames) {
            for (let held = 0; held < 4; held++) {
              stepPilot(body, inputFrame, arena);
              assert.ok(inArena(arena, body.x, body.y, PILOT.radius), `left at ${body.x}, ${body.y}`);
              assert.ok(!isBlocked(arena, body.x, body.y, PILOT.radius), `in a wall at ${body.x}, ${body.y}`);
            }
          }
        },
      );
      fc.assert(property, { numRuns: 2000 });
    });
  }
});

/** Velocities of bolts: along the axes, nearly along them, and any. */
const SPEED = fc.oneof(
  fc.constantFrom(0, 0.125, -0.125, 900, -900, BOLT_SPEED_MAX, -BOLT_SPEED_MAX),
  fc.integer({ min: -900 * 8, max: 900 * 8 }).map((steps) => steps / 8),
);

/** Whether a point lies deeper in a wall than rounding explains. */
const isDeep = (arena: Arena, x: number, y: number): boolean =>
  arena.walls.some(
    (wall) =>
      x > wall.x + 1e-6 && x < wall.x + wall.width - 1e-6 && y > wall.y + 1e-6 && y < wall.y + wall.height - 1e-6,
  );

/** Looks along the path that was just flown, independently of the sweep. */
function assertPathIsFree(arena: Arena, path: Path): void {
  for (const piece of path.pieces.slice(0, path.count)) {
    for (let share = 0; share <= 1; share += 1 / 32) {
      const x = piece.x + piece.dx * share;
      const y = piece.y + piece.dy * share;
      assert.ok(!isDeep(arena, x, y), `flew through ${x}, ${y}`);
    }
  }
}

describe('every bolt beside a wall', () => {
  for (const arena of ARENAS) {
    it(`never flies through it, and turns at most once: ${arena.name}`, () => {
      const property = fc.property(placeNearWalls(arena), SPEED, SPEED, (at, vx, vy) => {
        fc.pre(inArena(arena, at.x, at.y, 0) && !isBlocked(arena, at.x, at.y, 0));
        const flight: Flight = { ...at, vx, vy, bounces: PULSE.bounces };
        const path = newPath();
        for (let tick = 0; tick < PULSE.lifeTicks; tick++) {
          const flies = flyBolt(flight, arena, path);
          assertPathIsFree(arena, path);
          assert.ok(inArena(arena, flight.x, flight.y, 0), `left at ${flight.x}, ${flight.y}`);
          assert.ok(!isBlocked(arena, flight.x, flight.y, 0), `in a wall at ${flight.x}, ${flight.y}`);
          assert.deepEqual([Math.abs(flight.vx), Math.abs(flight.vy)], [Math.abs(vx), Math.abs(vy)]);
          if (!flies) return;
        }
      });
      fc.assert(property, { numRuns: 2000 });
    });
  }
});
