/**
 * Bolts in the own pilot's time. The server tells only where each leg began; the flight is computed here with the same
 * step. Own bolts fly at once from their prediction and become the server's when it names them; one that it refuses is
 * taken back. A bolt that is first heard of when it is already under way starts at the gun and catches up.
 */
import type { Body } from '../sim/body.ts';
import { type Path, pulseOf } from '../sim/bolt-flight.ts';
import { sweepCircle } from '../sim/collide.ts';
import { isReflecting } from '../sim/pilot.ts';
import { PILOT, PULSE } from '../sim/tunables.ts';
import type { Arena, Bolt, BoltKind } from '../sim/types.ts';
import type { BoltState } from '../wire/state.ts';
import { type Leg, LegFlight } from './leg-flight.ts';
import type { BoltView } from './views.ts';

/** Time in which a shown bolt catches up with where it is: short enough to dodge by, long enough to see it leave the gun. */
const CATCH_UP_TICKS = 4;
/** A bolt that is first heard of later than this is shown where it is: it did not just leave its gun. */
const LATE_TICKS_MAX = 12;
/** A bolt that seems to hit a pilot is hidden this long, until the server has said so or not. */
const VERDICT_TICKS = 12;

/** A pilot as it is shown, for bolts to seem to hit. */
export type Target = { seat: number; x: number; y: number; alive: boolean; reflecting: boolean };

/** What there is when bolts move: `time` is the own pilot's, in ticks. */
type Moment = { time: number; passedTicks: number; arena: Arena; targets: readonly Target[] };

export class Bolts {
  /** Bolts that the server has named, by its id. */
  #named = new Map<string, ShownBolt>();
  /** Own bolts that it has not named yet, by their number, with the input frame that fired them. */
  readonly #predicted = new Map<number, { bolt: ShownBolt; seq: number }>();
  #time = 0;

  /** The own gun went off with input frame `seq`. */
  fire(body: Body, seat: number, seq: number): void {
    const leg = legOf(pulseOf(body, seat, 0, this.#time));
    this.#predicted.set(leg.nth, { bolt: new ShownBolt(`own:${leg.nth}`, leg, 0), seq });
  }

  /** Takes in all bolts of a patch; those that are not named again are over. @param ack own frames the server has used */
  onPatch(legs: Iterable<[id: string, leg: Leg]>, ownSeat: number, ack: number): void {
    const named = new Map<string, ShownBolt>();
    for (const [id, leg] of legs) named.set(id, this.#nameOne(id, leg, ownSeat));
    this.#named = named;
    for (const [nth, { seq }] of this.#predicted) if (seq <= ack) this.#predicted.delete(nth);
  }

  /** Forgets everything (another world, another connection). */
  clear(): void {
    this.#named.clear();
    this.#predicted.clear();
  }

  /** Moves all bolts to the moment. */
  advance(moment: Moment): void {
    this.#time = moment.time;
    for (const bolt of this.#named.values()) bolt.advance(moment);
    for (const { bolt } of this.#predicted.values()) bolt.advance(moment);
  }

  views(): BoltView[] {
    const views: (BoltView | undefined)[] = [];
    for (const bolt of this.#named.values()) views.push(bolt.viewAt(this.#time, false));
    for (const { bolt } of this.#predicted.values()) views.push(bolt.viewAt(this.#time, true));
    return views.filter((view) => view !== undefined);
  }

  get count(): number {
    return this.#named.size + this.#predicted.size;
  }

  #nameOne(id: string, leg: Leg, ownSeat: number): ShownBolt {
    const known = this.#named.get(id);
    if (known !== undefined) {
      if (known.leg.turn !== leg.turn) known.begin(leg, lagOf(this.#time, leg));
      return known;
    }
    const predicted = leg.owner === ownSeat && leg.turn === 0 ? this.#predicted.get(leg.nth)?.bolt : undefined;
    if (predicted === undefined) return new ShownBolt(id, leg, lagOf(this.#time, leg));
    // The server's bolt set out at its own tick and place: show it from where the predicted one is, and let that fade.
    this.#predicted.delete(leg.nth);
    predicted.begin(leg, predicted.leg.tick - leg.tick);
    return predicted;
  }
}

/** A bolt as it is shown: later than it is by a lag that fades, and not at all while the server judges whether it hit. */
class ShownBolt {
  readonly #id: string;
  #flight: LegFlight;
  #lagTicks: number;
  /** Until when it is hidden; undefined = it has not seemed to hit on this leg. */
  #hiddenUntil: number | undefined;

  constructor(id: string, leg: Leg, lagTicks: number) {
    this.#id = id;
    this.#flight = new LegFlight(leg);
    this.#lagTicks = lagTicks;
  }

  get leg(): Leg {
    return this.#flight.leg;
  }

  /** Goes on with another leg. */
  begin(leg: Leg, lagTicks: number): void {
    this.#flight = new LegFlight(leg);
    this.#lagTicks = lagTicks;
    this.#hiddenUntil = undefined;
  }

  advance({ time, passedTicks, arena, targets }: Moment): void {
    const lagTicks = Math.abs(this.#lagTicks);
    const fadeTicks = Math.min(lagTicks, passedTicks * Math.max(0.25, lagTicks / CATCH_UP_TICKS));
    this.#lagTicks -= fadeTicks * Math.sign(this.#lagTicks);
    this.#flight.flyTo(this.#legTime(time), arena, (path) => {
      if (this.#hiddenUntil === undefined && seemsToHit(this.leg.owner, targets, path))
        this.#hiddenUntil = time + VERDICT_TICKS;
    });
  }

  viewAt(time: number, predicted: boolean): BoltView | undefined {
    const flight = this.#flight.at(this.#legTime(time));
    if (flight === undefined || (this.#hiddenUntil !== undefined && time < this.#hiddenUntil)) return undefined;
    const { owner, kind } = this.leg;
    return { id: this.#id, owner, kind, ...flight, predicted };
  }

  #legTime(time: number): number {
    return time - this.#lagTicks - this.leg.tick;
  }
}

/** A leg that began just now is shown from its start; one that has been under way for long is not. */
function lagOf(time: number, leg: Leg): number {
  const lateTicks = time - leg.tick;
  return lateTicks > 0 && lateTicks < LATE_TICKS_MAX ? lateTicks : 0;
}

function legOf(bolt: Bolt): Leg {
  const { kind, owner, nth, turn, bounces, endTick, x, y, vx, vy, fromTick } = bolt;
  return { kind, owner, nth, turn, bounces, endTick, x, y, vx, vy, tick: fromTick };
}

function seemsToHit(owner: number, targets: readonly Target[], path: Path): boolean {
  const pieces = path.pieces.slice(0, path.count);
  return targets.some(
    (target) =>
      target.alive &&
      !target.reflecting &&
      target.seat !== owner &&
      pieces.some((piece) => sweepCircle(piece, target, PILOT.radius + PULSE.radius) >= 0),
  );
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
