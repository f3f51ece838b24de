/**
 * What holds for every Rail shot in every game: random pilots with the Rail, aiming at what they saw up to eight ticks ago,
 * over walls and links of all lengths. The test keeps its own history and judges by it. A failure prints its seed.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { arenaOf } from '../../../shared/sim/arena.ts';
import { isClear } from '../../../shared/sim/collide.ts';
import { aimOf, snap } from '../../../shared/sim/math.ts';
import { randomInt } from '../../../shared/sim/rng.ts';
import { step } from '../../../shared/sim/step.ts';
import { PILOT, RAIL } from '../../../shared/sim/tunables.ts';
import {
  BUTTON,
  type Evidence,
  type InputFrame,
  type Pilot,
  type Place,
  type SimEvent,
  WEAPON,
  type World,
} from '../../../shared/sim/types.ts';
import { assertWorldHolds } from '../../support/invariants.ts';
import { join, leave, type Run, scriptedInputs, startRun } from '../../support/trace.ts';
import { eventsOf } from '../../support/worlds.ts';

type Known = { x: number; y: number; life: number; alive: boolean };
/** Everybody at the end of each tick. */
type History = Map<number, Map<number, Known>>;
type Hit = Extract<SimEvent, { kind: 'hit' }>;
type Ray = Extract<SimEvent, { kind: 'rail' }>;
type Tally = { bolts: number; hits: number; rewound: number; afterCover: number; spared: number };

/** Two places that are rounded to the grid on both axes: 1/16 each, 0.089 along the diagonal. */
const ROUNDING = 0.18;

function note(history: History, world: World): void {
  const places = world.pilots.map(({ seat, x, y, life, alive }) => [seat, { x, y, life, alive }] as const);
  history.set(world.tick, new Map(places));
  history.delete(world.tick - 20);
}

/** Between the ends of two ticks; undefined outside one life. */
function placeAt(history: History, seat: number, time: number): Place | undefined {
  const before = history.get(Math.floor(time))?.get(seat);
  const after = history.get(Math.ceil(time))?.get(seat);
  if (before === undefined || after === undefined || !before.alive || before.life !== after.life) return undefined;
  const share = time - Math.floor(time);
  return { x: before.x + (after.x - before.x) * share, y: before.y + (after.y - before.y) * share };
}

/** Everybody shoots at somebody, where it was at the tick that the frame names. */
function aimedInputs(run: Run, history: History): Map<number, InputFrame[]> {
  const { world, script } = run;
  const inputs = scriptedInputs(run);
  for (const pilot of world.pilots) {
    if (pilot.alive) pilot.railShots = RAIL.shots;
    if (randomInt(script, 4) === 0) pilot.fireCooldownTicks = 0;
    const target = world.pilots[randomInt(script, world.pilots.length)] as Pilot;
    for (const inputFrame of inputs.get(pilot.seat) ?? []) {
      inputFrame.buttons |= BUTTON.fire;
      const seen = placeAt(history, target.seat, inputFrame.seenTick ?? world.tick);
      if (seen !== undefined) inputFrame.aim = aimOf(seen.x - pilot.x, seen.y - pilot.y);
    }
  }
  return inputs;
}

function assertRayHolds(world: World, ray: Ray): void {
  const arena = arenaOf(world.arena);
  for (const name of ['x', 'y', 'toX', 'toY'] as const)
    assert.equal(ray[name], snap(ray[name]), `${name} off the grid`);
  const length = Math.hypot(ray.toX - ray.x, ray.toY - ray.y);
  assert.ok(length <= RAIL.range + ROUNDING, `${length} u long`);
  // Looks along the ray, independently of the sweep: no point of it lies deeper in a wall than rounding explains.
  for (let share = 0; share <= 1; share += 1 / 256) {
    const x = ray.x + (ray.toX - ray.x) * share;
    const y = ray.y + (ray.toY - ray.y) * share;
    const deep = arena.walls.some(
      (wall) =>
        x > wall.x + ROUNDING &&
        x < wall.x + wall.width - ROUNDING &&
        y > wall.y + ROUNDING &&
        y < wall.y + wall.height - ROUNDING,
    );
    assert.ok(!deep, `through a wall at ${x}, ${y}`);
  }
}

function assertHitHolds(world: World, history: History, hit: Hit, evidence: Evidence): void {
  const { rewindTicks, seenX, seenY, nowX, nowY } = evidence;
  assert.ok(hit.damage >= 0 && hit.damage <= RAIL.damage && Number.isInteger(hit.damage), `damage ${hit.damage}`);
  assert.ok(rewindTicks >= 0 && rewindTicks <= RAIL.rewindTicksMax, `${rewindTicks} ticks of rewind`);
  for (const value of [seenX, seenY, nowX, nowY, hit.x, hit.y]) assert.equal(value, snap(value), 'off the grid');
  const fromRim = Math.hypot(hit.x - seenX, hit.y - seenY) - PILOT.radius;
  assert.ok(fromRim <= ROUNDING, `hit ${fromRim} u beside what was seen`);
  if (rewindTicks < 1) return; // a share of the running tick: the history ends before it
  const seen = placeAt(history, hit.victim, world.tick - rewindTicks);
  assert.deepEqual(seen && { x: snap(seen.x), y: snap(seen.y) }, { x: seenX, y: seenY }, 'not where it was');
}

/** Ends of ticks up to now that found somebody hidden from a place, without a break. */
function coverTicks(world: World, history: History, from: Place, seat: number): number {
  const arena = arenaOf(world.arena);
  for (let ticks = 0; ; ticks++) {
    const place = placeAt(history, seat, world.tick - 1 - ticks);
    if (place === undefined || isClear(arena, from.x, from.y, place.x, place.y)) return ticks;
  }
}

/** What was known before the step: where everybody had been, and how long each seat's input frames take. */
type Before = { history: History; uplinkTicks: ReadonlyMap<number, number> };

function judge(world: World, { history, uplinkTicks }: Before, ray: Ray, hit: Hit, tally: Tally): void {
  const evidence = hit.evidence;
  assert.ok(evidence !== undefined, 'a Rail hit without evidence');
  assertHitHolds(world, history, hit, evidence);
  if (Math.hypot(evidence.seenX - evidence.nowX, evidence.seenY - evidence.nowY) > 2 * PILOT.radius) tally.rewound++;
  const now = { x: evidence.nowX, y: evidence.nowY };
  if (isClear(arenaOf(world.arena), ray.x, ray.y, now.x, now.y)) return;
  tally.afterCover++;
  const ticks = coverTicks(world, history, ray, hit.victim) + (uplinkTicks.get(hit.victim) ?? 0);
  assert.ok(
    ticks <= RAIL.coverTicks || meets(ray, hit, now),
    `seat ${hit.victim} had been in cover for ${ticks} ticks`,
  );
}

/** Whether a ray that hit somebody would have met a pilot here as well, walls aside. */
function meets(ray: Ray, hit: Hit, place: Place): boolean {
  const length = Math.hypot(hit.x - ray.x, hit.y - ray.y);
  if (length === 0) return true;
  const across = (place.x - ray.x) * (hit.y - ray.y) - (place.y - ray.y) * (hit.x - ray.x);
  return Math.abs(across) / length <= PILOT.radius + 1;
}

function play({ seed, pilots, ticks }: { seed: number; pilots: number; ticks: number }, tally: Tally): void {
  const run = startRun(seed, pilots);
  const history: History = new Map();
  for (let i = 1; i <= ticks; i++) {
    if (i % 150 === 0) leave(run);
    if (i % 150 === 75) join(run);
    if (i === ticks - 100) run.world.match.endTick = run.world.tick + 1;
    const inputs = aimedInputs(run, history);
    const uplinkTicks = new Map(run.world.pilots.map((pilot) => [pilot.seat, pilot.uplinkTicks]));
    const events = step(run.world, inputs);
    assertWorldHolds(run.world);
    const hits = eventsOf(events, 'hit').filter(({ weapon }) => weapon === WEAPON.rail);
    for (const ray of eventsOf(events, 'rail')) {
      tally.bolts++;
      assertRayHolds(run.world, ray);
      const hit = hits.find(({ by, x, y }) => by === ray.seat && x === ray.toX && y === ray.toY);
      if (hit !== undefined) {
        tally.hits++;
        judge(run.world, { history, uplinkTicks }, ray, hit, tally);
      }
      if (ray.spared === 0) continue;
      tally.spared++;
      const inCover = coverTicks(run.world, history, ray, ray.spared) + (uplinkTicks.get(ray.spared) ?? 0);
      assert.ok(inCover > RAIL.coverTicks, `seat ${ray.spared} was spared after ${inCover} ticks in cover`);
    }
    note(history, run.world);
  }
}

const SCRIPT = fc.record({
  seed: fc.integer({ min: 0, max: 0xffff_ffff }),
  pilots: fc.integer({ min: 2, max: 16 }),
  ticks: fc.integer({ min: 200, max: 500 }),
});

describe('every Rail shot', () => {
  it('ends at walls, hits where somebody was seen, and nobody who had been in cover for longer than the rule', function () {
    this.timeout(20_000);
    const tally: Tally = { bolts: 0, hits: 0, rewound: 0, afterCover: 0, spared: 0 };
    fc.assert(
      fc.property(SCRIPT, (script) => play(script, tally)),
      { numRuns: 25 },
    );
    assert.ok(tally.hits > 0, JSON.stringify(tally));
  });

  it('keeps its promises in a long crowded match, in which all of it happens', function () {
    this.timeout(20_000);
    const tally: Tally = { bolts: 0, hits: 0, rewound: 0, afterCover: 0, spared: 0 };
    play({ seed: 1, pilots: 24, ticks: 2000 }, tally);
    assert.ok(tally.hits > 200 && tally.rewound > 20, JSON.stringify(tally));
    assert.ok(tally.afterCover > 0 && tally.spared > 0, JSON.stringify(tally));
  });
});
