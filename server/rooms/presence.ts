/**
 * Who plays in a room, and who only has a seat there: the one place that decides it. To play is to ask for something new: a
 * press of a button, another direction to go, the gun turned by more than noise, or a way really covered. Input frames as
 * such are worth nothing, nor is a key that something lies on. Whose player asks for nothing steps aside
 * (shared/sim/aside.ts), is warned, and loses the seat.
 */
import { comeBack, isAside, stepAside } from '../../shared/sim/aside.ts';
import { aimDifference } from '../../shared/sim/math.ts';
import { PILOT, ticksOf } from '../../shared/sim/tunables.ts';
import { type InputFrame, NOBODY, PHASE, type Pilot, type World } from '../../shared/sim/types.ts';

/** Seconds without anything asked for, after which a pilot steps aside, its player is warned, its seat is freed. */
export type IdleLimits = { asideSeconds: number; warnSeconds: number; freeSeconds: number };

/** What a resting hand does to a stick: an eighth of the way of an axis. */
const STEER_NOISE = 16;
/** What a page that nobody sits at does to the gun of a pilot that is pushed: 10°. */
const AIM_NOISE = 1820;
/** Steering that leads this far leads somewhere; a wall or a crowd does not let it. */
const WAY_U = 96;
/** After a spawn the picture swings to the new place, and the gun with it: nobody has turned it. */
const SETTLED_AFTER_TICKS = ticksOf(1);

export class Presence {
  /** Ticks since its player asked for anything; those of a podium do not count, nothing is there to be done. */
  idleTicks = 0;
  /** Once its player is warned: the tick at which the seat is freed; 0 = not warned. */
  endTick = 0;
  /** What was asked for last, and where the pilot was then. */
  #last = { buttons: 0, mx: 0, my: 0, aim: 0, x: 0, y: 0 };
  #fired = 0;
  #firedTick = Number.NEGATIVE_INFINITY;

  /**
   * One tick of its seat, after the step: its pilot steps aside or comes back.
   * @param inputFrames used in it
   * @returns whether it plays now, and did not before, or the other way round
   */
  watch(world: World, pilot: Pilot, inputFrames: readonly InputFrame[], limits: IdleLimits): boolean {
    const wasAside = isAside(pilot);
    this.#count(world, pilot, inputFrames);
    const freeTicks = ticksOf(limits.freeSeconds);
    const isWarned = this.idleTicks >= ticksOf(limits.warnSeconds);
    this.endTick = isWarned ? world.tick + Math.max(1, freeTicks - this.idleTicks) : 0;
    if (wasAside && this.idleTicks === 0) comeBack(world, pilot);
    else if (this.idleTicks >= ticksOf(limits.asideSeconds) && !this.#isInFight(world, pilot)) stepAside(world, pilot);
    return isAside(pilot) !== wasAside;
  }

  isOver({ freeSeconds }: IdleLimits): boolean {
    return this.idleTicks >= ticksOf(freeSeconds);
  }

  #count(world: World, pilot: Pilot, inputFrames: readonly InputFrame[]): void {
    let asks = false;
    for (const inputFrame of inputFrames) asks = this.#asks(world, pilot, inputFrame) || asks;
    if (asks) this.idleTicks = 0;
    else if (world.match.phase !== PHASE.podium) this.idleTicks++;
    const fired = pilot.fired + pilot.railFired;
    if (fired !== this.#fired) this.#firedTick = world.tick;
    this.#fired = fired;
  }

  #asks(world: World, pilot: Pilot, { mx, my, aim, buttons }: InputFrame): boolean {
    const last = this.#last;
    const presses = (buttons & ~last.buttons) !== 0;
    last.buttons = buttons;
    const steers = mx !== 0 || my !== 0;
    const turns = steers && (differs(mx, last.mx, STEER_NOISE) || differs(my, last.my, STEER_NOISE));
    if (turns || !steers) [last.mx, last.my] = [mx, my];
    const isHere = pilot.alive || isAside(pilot);
    const isSettled = isHere && world.tick - pilot.spawnTick > SETTLED_AFTER_TICKS;
    const aims = isSettled && differs(aimDifference(last.aim, aim), 0, AIM_NOISE);
    const goes = isSettled && steers && (differs(pilot.x, last.x, WAY_U) || differs(pilot.y, last.y, WAY_U));
    if (aims || !isSettled) last.aim = aim;
    if (goes || !isSettled) [last.x, last.y] = [pilot.x, pilot.y];
    return presses || turns || aims || goes;
  }

  /** Stepping aside is no way out of a fight: as long as leaving would give the kill away, and as long after a shot. */
  #isInFight(world: World, pilot: Pilot): boolean {
    const isHurt = pilot.hurtBy !== NOBODY && world.tick - pilot.hurtTick <= PILOT.forfeitTicks;
    return isHurt || world.tick - this.#firedTick <= PILOT.forfeitTicks;
  }
}

const differs = (value: number, from: number, noise: number): boolean => value - from > noise || from - value > noise;

/** Whether a seat's player is there and plays. */
export const isPlaying = ({ connected }: { connected: boolean }, pilot: Pilot | undefined): boolean =>
  connected && pilot !== undefined && !isAside(pilot);
