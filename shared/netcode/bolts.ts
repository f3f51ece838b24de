/**
 * Bolts in the own pilot's time. The server tells only where each leg began; the flight is computed here with the same
 * step. Own bolts fly at once from their prediction and become the server's when it names them; one that it refuses is
 * taken back. A bolt that is first heard of when it is already under way starts at the gun and catches up.
 */

import type { Body } from '../sim/body.ts';
import { type Flight, flyBolt, newPath, type Path, pulseOf } from '../sim/bolt-flight.ts';
import { sweepCircle } from '../sim/collide.ts';
import { isReflecting } from '../sim/pilot.ts';
import { PILOT, PULSE } from '../sim/tunables.ts';
import type { Arena, Bolt, BoltKind } from '../sim/types.ts';
import type { BoltState } from '../wire/state.ts';
import type { BoltView } from './views.ts';

/** Time in which a shown bolt catches up with where it is: short enough to dodge by, long enough to see it leave the gun. */
const CATCH_UP_TICKS = 4;
/** A bolt that seems to hit somebody is hidden this long, until the server has said so or not. */
const VERDICT_TICKS = 12;

/** The leg of a bolt as it travels on the wire. */
export type Leg = Pick<Bolt, 'kind' | 'owner' | 'nth' | 'turn' | 'bounces' | 'endTick' | 'x' | 'y' | 'vx' | 'vy'> & {
  tick: number;
};

/** A pilot as it is shown, for bolts to seem to hit. */
export type Target = { seat: number; x: number; y: number; alive: boolean; reflecting: boolean };

type Tracked = {
  key: string;
  leg: Leg;
  /** Sequence number of the input frame that fired it; 0 = known from the server. */
  firedBy: number;
  /** How late it is shown against where it is, in ticks; fades to 0. */
  lagTicks: number;
  flight: Flight;
  previousX: number;
  previousY: number;
  flownTicks: number;
  ended: boolean;
  hiddenUntil: number;
  present: boolean;
};

export class Bolts {
  /** Bolts that the server has named, by its id. */
  #named = new Map<string, Tracked>();
  /** Own bolts that it has not named yet, by their number. */
  #predicted = new Map<number, Tracked>();
  #time = 0;

  /** The own gun went off with input frame `seq`. */
  fire(body: Body, seat: number, seq: number): void {
    const leg = legOf(pulseOf(body, seat, 0, this.#time));
    this.#predicted.set(leg.nth, track(`own:${leg.nth}`, leg, seq, 0));
  }

  /** Takes in all bolts of a patch; those that are not named again are over. @param ack own frames the server has used */
  onPatch(legs: Iterable<[id: string, leg: Leg]>, ownSeat: number, ack: number): void {
    for (const tracked of this.#named.values()) tracked.present = false;
    for (const [id, leg] of legs) this.#name(id, leg, ownSeat);
    for (const [id, tracked] of this.#named) if (!tracked.present) this.#named.delete(id);
    for (const [nth, tracked] of this.#predicted) if (tracked.firedBy <= ack) this.#predicted.delete(nth);
  }

  /** Forgets everything (another world, another connection). */
  clear(): void {
    this.#named.clear();
    this.#predicted.clear();
  }

  /** Moves all bolts to `time`, in ticks of the own pilot's time. */
  advance(time: number, passedTicks: number, arena: Arena, targets: readonly Target[]): void {
    this.#time = time;
    for (const tracked of this.#all()) {
      const fadeTicks = Math.min(Math.abs(tracked.lagTicks), passedTicks * catchUpRate(tracked));
      tracked.lagTicks -= fadeTicks * Math.sign(tracked.lagTicks);
      flyTo(tracked, time - tracked.lagTicks - tracked.leg.tick, arena, targets, time);
    }
  }

  views(): BoltView[] {
    const views: BoltView[] = [];
    for (const tracked of this.#all()) {
      const { leg, flight, key } = tracked;
      const flown = this.#time - tracked.lagTicks - leg.tick;
      if (tracked.ended || flown < 0 || this.#time < tracked.hiddenUntil) continue;
      const share = flown - Math.floor(flown);
      const x = tracked.previousX + (flight.x - tracked.previousX) * share;
      const y = tracked.previousY + (flight.y - tracked.previousY) * share;
      views.push({
        id: key,
        owner: leg.owner,
        kind: leg.kind,
        x,
        y,
        vx: flight.vx,
        vy: flight.vy,
        predicted: tracked.firedBy > 0,
      });
    }
    return views;
  }

  get count(): number {
    return this.#named.size + this.#predicted.size;
  }

  *#all(): Iterable<Tracked> {
    yield* this.#named.values();
    yield* this.#predicted.values();
  }

  #name(id: string, leg: Leg, ownSeat: number): void {
    const known = this.#named.get(id);
    if (known !== undefined) {
      known.present = true;
      if (known.leg.turn !== leg.turn) startLeg(known, leg, lagOf(this.#time, leg));
      return;
    }
    const predicted = leg.owner === ownSeat && leg.turn === 0 ? this.#predicted.get(leg.nth) : undefined;
    if (predicted === undefined) {
      this.#named.set(id, track(id, leg, 0, lagOf(this.#time, leg)));
      return;
    }
    // The server's bolt set out at its own tick and place: show it from where the predicted one is, and let that fade.
    this.#predicted.delete(leg.nth);
    this.#named.set(id, predicted);
    predicted.firedBy = 0;
    startLeg(predicted, leg, predicted.leg.tick - leg.tick);
  }
}

/** A leg that began just now is shown from its start; one that was under way before anybody looked is not. */
function lagOf(time: number, leg: Leg): number {
  const lateTicks = time - leg.tick;
  return lateTicks > 0 && lateTicks < VERDICT_TICKS ? lateTicks : 0;
}

const catchUpRate = (tracked: Tracked): number => Math.max(0.25, Math.abs(tracked.lagTicks) / CATCH_UP_TICKS);

const legOf = (bolt: Bolt): Leg => ({
  kind: bolt.kind,
  owner: bolt.owner,
  nth: bolt.nth,
  turn: bolt.turn,
  bounces: bolt.bounces,
  endTick: bolt.endTick,
  x: bolt.x,
  y: bolt.y,
  vx: bolt.vx,
  vy: bolt.vy,
  tick: bolt.fromTick,
});

const flightOf = (leg: Leg): Flight => ({ x: leg.x, y: leg.y, vx: leg.vx, vy: leg.vy, bounces: leg.bounces });

const track = (key: string, leg: Leg, firedBy: number, lagTicks: number): Tracked => ({
  key,
  leg,
  firedBy,
  lagTicks,
  flight: flightOf(leg),
  previousX: leg.x,
  previousY: leg.y,
  flownTicks: 0,
  ended: false,
  hiddenUntil: 0,
  present: true,
});

function startLeg(tracked: Tracked, leg: Leg, lagTicks: number): void {
  tracked.leg = leg;
  tracked.lagTicks = lagTicks;
  tracked.present = true;
  tracked.hiddenUntil = 0;
  rewindFlight(tracked);
}

function rewindFlight(tracked: Tracked): void {
  tracked.flight = flightOf(tracked.leg);
  tracked.previousX = tracked.leg.x;
  tracked.previousY = tracked.leg.y;
  tracked.flownTicks = 0;
  tracked.ended = false;
}

/** Flies to the end of the step that `flown` (ticks since the leg began, with fraction) lies in. */
function flyTo(tracked: Tracked, flown: number, arena: Arena, targets: readonly Target[], time: number): void {
  const wanted = Math.min(Math.floor(flown) + 1, tracked.leg.endTick - tracked.leg.tick + 1);
  if (wanted < tracked.flownTicks) rewindFlight(tracked);
  const path = newPath();
  while (tracked.flownTicks < wanted && !tracked.ended) {
    tracked.previousX = tracked.flight.x;
    tracked.previousY = tracked.flight.y;
    const flies = flyBolt(tracked.flight, arena, path);
    tracked.flownTicks++;
    if (!flies || tracked.flownTicks > tracked.leg.endTick - tracked.leg.tick) tracked.ended = true;
    if (tracked.hiddenUntil === 0 && seemsToHit(tracked.leg.owner, targets, path))
      tracked.hiddenUntil = time + VERDICT_TICKS;
  }
}

function seemsToHit(owner: number, targets: readonly Target[], path: Path): boolean {
  return targets.some((target) => {
    if (!target.alive || target.reflecting || target.seat === owner) return false;
    const pieces = path.pieces.slice(0, path.count);
    return pieces.some((piece) => sweepCircle(piece, target, PILOT.radius + PULSE.radius) >= 0);
  });
}

/** The own pilot as a target. */
export const targetOf = (seat: number, body: Body): Target => ({
  seat,
  x: body.x,
  y: body.y,
  alive: body.alive,
  reflecting: isReflecting(body),
});

/** The legs in a state, as plain values. */
export function* legsOf(bolts: Iterable<[string, BoltState]>): Iterable<[string, Leg]> {
  for (const [id, bolt] of bolts) {
    const { kind, owner, nth, turn, tick, x, y, vx, vy, bounces, endTick } = bolt;
    yield [id, { kind: kind as BoltKind, owner, nth, turn, tick, x, y, vx, vy, bounces, endTick }];
  }
}
