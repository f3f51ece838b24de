/**
 * Fairness of the Rail on one kind of link: every input frame of eight players is taken for a shot at the nearest pilot that
 * its player sees, and judged in a copy of the world at the tick that uses it. Thousands of shots, both sides of each.
 */
import { judgeStamp } from '../../../server/rooms/rewind.ts';
import { arenaOf } from '../../../shared/sim/arena.ts';
import { isClear } from '../../../shared/sim/collide.ts';
import { cloneWorld } from '../../../shared/sim/hash.ts';
import { fireRail } from '../../../shared/sim/rail.ts';
import type { Pilot, Place, SimEvent } from '../../../shared/sim/types.ts';
import { fullStage, type Link } from './figures.ts';
import { nearestInSight, wanderer } from './script.ts';
import type { Stepper, StepperSeat } from './stepper.ts';

export type RailMatrix = {
  shots: number;
  hits: number;
  spared: number;
  clamped: number;
  /** Hits on victims who had been behind cover for more than 100 ms on their own screen. */
  behindCover: number;
  /** Of each hit: how far the place that it was judged by is from where the victim was. */
  apartU: number[];
};

type Aimed = { seq: number; target: Place & { seat: number }; stamp: number };

const BEHIND_COVER_MS = 100;

/** One seat's frames on their way to the server. */
class Gun {
  readonly seat: StepperSeat;
  readonly number: number;
  readonly aimed: Aimed[] = [];
  used = 0;

  constructor(seat: StepperSeat, seed: number) {
    this.seat = seat;
    this.number = seat.view.own()?.seat ?? 0;
    const wander = wanderer(seed, false);
    const fresh: Aimed[] = [];
    seat.play = (view) => {
      const target = nearestInSight(view);
      if (target === undefined) return wander(view);
      const seq = seat.room.input().sentCount + 1;
      fresh.push({ seq, target: { seat: target.seat, x: target.x, y: target.y }, stamp: 0 });
      return { ...wander(view), target };
    };
    seat.onFrame = () => {
      for (const shot of fresh.splice(0)) this.aimed.push({ ...shot, stamp: seat.room.input().data.seen });
    };
  }
}

/** Since when each victim has been hidden from each shooter on the victim's own screen. */
class Covers {
  readonly #since = new Map<number, number>();

  look(stepper: Stepper): void {
    const arena = arenaOf(stepper.room.world.arena);
    for (const { view } of stepper.seats) {
      const own = view.own();
      if (own === undefined) continue;
      for (const shooter of stepper.room.world.pilots) {
        const key = keyOf(shooter.seat, own.seat);
        if (isClear(arena, shooter.x, shooter.y, own.x, own.y)) this.#since.delete(key);
        else if (!this.#since.has(key)) this.#since.set(key, stepper.nowMs);
      }
    }
  }

  coveredMs(shooter: number, victim: number, nowMs: number): number {
    const since = this.#since.get(keyOf(shooter, victim));
    return since === undefined ? 0 : nowMs - since;
  }
}

const keyOf = (shooter: number, victim: number): number => shooter * 65_536 + victim;

/** @param seconds how long to look on; eight players make about 160 shots in each */
export async function measureRailMatrix(link: Link, seed: number, seconds: number): Promise<RailMatrix> {
  const stepper = await fullStage(link, seed);
  const matrix: RailMatrix = { shots: 0, hits: 0, spared: 0, clamped: 0, behindCover: 0, apartU: [] };
  const guns = stepper.seats.map((seat, index) => new Gun(seat, seed * 100 + index));
  const covers = new Covers();
  let { tick } = stepper.room.world;
  stepper.onGrain = () => {
    const { world } = stepper.room;
    for (const pilot of world.pilots) pilot.hp = 100;
    covers.look(stepper);
    if (world.tick === tick) return;
    tick = world.tick;
    for (const gun of guns) judgeNewest(stepper, gun, covers, matrix);
  };
  await stepper.run(seconds * 1000);
  await stepper.close();
  return matrix;
}

/** Shoots as the newest frame that the last tick has used aimed. */
function judgeNewest(stepper: Stepper, gun: Gun, covers: Covers, matrix: RailMatrix): void {
  const used = stepper.usedOf(gun.seat);
  if (used === gun.used) return;
  gun.used = used;
  while (gun.aimed.length > 0 && (gun.aimed[0] as Aimed).seq < used) gun.aimed.shift();
  const shot = gun.aimed[0];
  if (shot?.seq !== used) return;
  const world = cloneWorld(stepper.room.world);
  const arena = arenaOf(world.arena);
  const pilotOf = (seat: number): Pilot | undefined => world.pilots.find((pilot) => pilot.seat === seat && pilot.alive);
  const { target } = shot;
  const [shooter, victim] = [pilotOf(gun.number), pilotOf(target.seat)];
  if (shooter === undefined || victim === undefined) return;
  const judged = judgeStamp(shot.stamp, world.tick, stepper.rttMsOf(gun.seat));
  const events: SimEvent[] = [];
  fireRail(world, arena, shooter, judged.seenTick, events);
  let [spared, hit] = [false, false];
  for (const event of events) {
    if (event.kind === 'rail') spared = event.spared === target.seat;
    if (event.kind !== 'hit') continue;
    if (event.victim !== target.seat) return; // another stepped into the line of fire: nothing to learn from that
    hit = true;
    const { evidence } = event;
    if (evidence !== undefined)
      matrix.apartU.push(Math.hypot(evidence.seenX - evidence.nowX, evidence.seenY - evidence.nowY));
  }
  // The frame's own step took the shooter behind a wall.
  if (!hit && !spared && !isClear(arena, shooter.x, shooter.y, target.x, target.y)) return;
  matrix.shots++;
  if (judged.clamped) matrix.clamped++;
  if (spared) matrix.spared++;
  if (!hit) return;
  matrix.hits++;
  if (covers.coveredMs(gun.number, target.seat, stepper.nowMs) > BEHIND_COVER_MS) matrix.behindCover++;
}
