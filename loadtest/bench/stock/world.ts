/**
 * What the peer simulates: pilots that go where they are told, and bolts that fly, ricochet and hurt. Simple, and real
 * enough: every pilot and every bolt moves and is looked for by the others in every tick.
 */
import { NeighbourGrid } from '../../../shared/sim/grid.ts';
import { type Random, randomUnit } from '../../../shared/sim/rng.ts';
import { PILOT, PULSE, TICK_RATE_HZ, VIEW } from '../../../shared/sim/tunables.ts';
import { PLACE_MAX } from './schema.ts';

/** How many others a pilot sees on average, in arenas that are large enough. */
const OTHERS_IN_VIEW = 25;
const ASPECT = 16 / 9;
/** Few pilots share an arena of about one and a half views. */
const WIDTH_MIN = 1920;
/**
 * Guns fire by themselves, so that the load does not hang on the bots' habits. A bolt flies for 36 ticks if it
 * hits no pilot, for about 20 in a crowd: about 0.3 bolts in flight per pilot.
 */
const FIRE_EVERY_TICKS = 66;
const STEP_SECONDS = 1 / TICK_RATE_HZ;

export type Size = { width: number; height: number };
export type Wish = { mx: number; my: number; aim: number };
export type Pilot = { seat: number; x: number; y: number; vx: number; vy: number; aim: number; hp: number };
export type Bolt = {
  id: number;
  owner: number;
  x: number;
  y: number;
  vx: number;
  vy: number;
  bouncesLeft: number;
  endTick: number;
};

/** Mean overlap of a view with the arena, over all places to stand: part of it lies outside near the walls. */
const meanCovered = (view: number, arena: number): number =>
  arena > view / 2 ? view - view ** 2 / (4 * arena) : arena;

/** @returns the arena in which so many pilots see about 25 others each */
export function arenaFor(pilots: number): Size {
  let width = WIDTH_MIN;
  const others = (): number => {
    const height = width / ASPECT;
    const covered = meanCovered(VIEW.widthU, width) * meanCovered(VIEW.heightU, height);
    return ((pilots - 1) * covered) / (width * height);
  };
  while (others() > OTHERS_IN_VIEW && width < Math.floor(PLACE_MAX)) width++;
  return { width, height: Math.round(width / ASPECT) };
}

export class StockWorld {
  readonly size: Size;
  readonly pilots = new Map<string, Pilot>();
  bolts: Bolt[] = [];
  tick = 0;
  readonly #random: Random;
  readonly #targets = new NeighbourGrid();
  #nextSeat = 1;
  #nextBolt = 1;

  constructor(size: Size, seed: number) {
    this.size = size;
    this.#random = { rng: seed };
  }

  addPilot(key: string): Pilot {
    const pilot = { seat: this.#nextSeat++, x: 0, y: 0, vx: 0, vy: 0, aim: 0, hp: 0 };
    this.#spawn(pilot);
    this.pilots.set(key, pilot);
    return pilot;
  }

  /** One input frame of one pilot: as far as a tick takes it. */
  move(pilot: Pilot, wish: Wish): void {
    const length = Math.max(1, Math.sqrt(wish.mx ** 2 + wish.my ** 2));
    pilot.vx += ((wish.mx / length) * PILOT.speed - pilot.vx) * PILOT.grip;
    pilot.vy += ((wish.my / length) * PILOT.speed - pilot.vy) * PILOT.grip;
    pilot.x = clamp(pilot.x + pilot.vx * STEP_SECONDS, this.size.width);
    pilot.y = clamp(pilot.y + pilot.vy * STEP_SECONDS, this.size.height);
    pilot.aim = wish.aim;
  }

  /** Everything that does not wait for input. */
  step(): void {
    this.tick++;
    const pilots = [...this.pilots.values()];
    for (const pilot of pilots) if ((this.tick + pilot.seat * 7) % FIRE_EVERY_TICKS === 0) this.#fire(pilot);
    this.#targets.fill(pilots, this.size.width, this.size.height);
    this.bolts = this.bolts.filter((bolt) => this.tick < bolt.endTick && this.#fly(bolt) && !this.#hits(bolt, pilots));
  }

  #spawn(pilot: Pilot): void {
    pilot.x = PILOT.radius + randomUnit(this.#random) * (this.size.width - 2 * PILOT.radius);
    pilot.y = PILOT.radius + randomUnit(this.#random) * (this.size.height - 2 * PILOT.radius);
    pilot.hp = PILOT.hpMax;
  }

  #fire({ seat, x, y, aim }: Pilot): void {
    this.bolts.push({
      id: this.#nextBolt++,
      owner: seat,
      x,
      y,
      vx: Math.cos(aim) * PULSE.speed,
      vy: Math.sin(aim) * PULSE.speed,
      bouncesLeft: PULSE.bounces,
      endTick: this.tick + PULSE.lifeTicks,
    });
  }

  /** @returns whether it still flies */
  #fly(bolt: Bolt): boolean {
    bolt.x += bolt.vx * STEP_SECONDS;
    bolt.y += bolt.vy * STEP_SECONDS;
    const isOutX = bolt.x < 0 || bolt.x > this.size.width;
    const isOutY = bolt.y < 0 || bolt.y > this.size.height;
    if (!isOutX && !isOutY) return true;
    if (isOutX) bolt.vx = -bolt.vx;
    if (isOutY) bolt.vy = -bolt.vy;
    bolt.x = Math.min(this.size.width, Math.max(0, bolt.x));
    bolt.y = Math.min(this.size.height, Math.max(0, bolt.y));
    return bolt.bouncesLeft-- > 0;
  }

  #hits(bolt: Bolt, pilots: readonly Pilot[]): boolean {
    const reach = PILOT.radius + PULSE.radius;
    let victim: Pilot | undefined;
    this.#targets.near(bolt.x - reach, bolt.y - reach, bolt.x + reach, bolt.y + reach, (index) => {
      const pilot = pilots[index] as Pilot;
      if (pilot.seat === bolt.owner) return;
      if ((pilot.x - bolt.x) ** 2 + (pilot.y - bolt.y) ** 2 <= reach ** 2) victim ??= pilot;
    });
    if (victim === undefined) return false;
    victim.hp -= PULSE.damage;
    if (victim.hp <= 0) this.#spawn(victim);
    return true;
  }
}

const clamp = (value: number, end: number): number => Math.min(end - PILOT.radius, Math.max(PILOT.radius, value));
