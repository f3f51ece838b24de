/** Copies what changed in the world into the schema, once per tick. Schema setters mark a field only if it differs. */
import { isAside } from '../../shared/sim/aside.ts';
import { isDashing, isShielded } from '../../shared/sim/protection.ts';
import type { Bolt, Pilot, Spark, World } from '../../shared/sim/types.ts';
import { scoreOf } from '../../shared/sim/world.ts';
import { radiansOfAim } from '../../shared/wire/input.ts';
import { Marked } from '../../shared/wire/marked.ts';
import {
  type ArenaState,
  BoltState,
  OwnState,
  PICKUP,
  PickupState,
  PilotState,
  RosterEntry,
} from '../../shared/wire/state.ts';
import type { HumanSeat, Seat } from './seats.ts';

/** Scores travel in 16 bits; in a match without end a pilot may get beyond. */
const SCORE_MAX = 0xffff;
const capped = (count: number): number => Math.min(SCORE_MAX, count);

/** What one seat shows: looked up once, when the seat is opened. */
type SeatEntries = { entry: RosterEntry; player: PilotState; own: OwnState | undefined };

/** A thing with an id that is in the schema. */
type Known<T> = { key: string; state: T };

export class Publisher {
  readonly #state: ArenaState;
  readonly #seats = new Map<string, SeatEntries>();
  readonly #bolts = new Marked<number, Known<BoltState>>();
  readonly #pickups = new Marked<number, Known<PickupState>>();

  constructor(state: ArenaState) {
    this.#state = state;
  }

  /** Publishes the whole world. @param pilots by seat */
  publish(world: World, seats: Iterable<Seat>, pilots: ReadonlyMap<number, Pilot>): void {
    this.#state.tick = world.tick;
    publishMatch(world, this.#state);
    for (const seat of seats) {
      const pilot = pilots.get(seat.seat);
      const entries = this.#seats.get(seat.key);
      if (pilot !== undefined && entries !== undefined) publishSeat(world, entries, seat, pilot);
    }
    this.#publishBolts(world);
    this.#publishPickups(world);
  }

  /** Adds the entries of a new seat; `own` of a player must exist before its client's first state is sent. */
  openSeat(world: World, seat: Seat, pilot: Pilot): void {
    const { roster, players, own: owns } = this.#state;
    const entry = new RosterEntry();
    entry.seat = seat.seat;
    entry.name = seat.name;
    entry.bot = seat.bot;
    roster.set(seat.key, entry);
    const player = new PilotState();
    player.seat = seat.seat;
    players.set(seat.key, player);
    const own = seat.bot ? undefined : new OwnState();
    if (own !== undefined) {
      own.seat = seat.seat;
      owns.set(seat.key, own);
    }
    const entries = { entry, player, own };
    this.#seats.set(seat.key, entries);
    publishSeat(world, entries, seat, pilot);
  }

  closeSeat(key: string): void {
    this.#seats.delete(key);
    this.#state.roster.delete(key);
    this.#state.players.delete(key);
    this.#state.own.delete(key);
  }

  /** A bolt is written when it is new, and again when it was thrown back; its flight is computed by each client. */
  #publishBolts(world: World): void {
    const { shots } = this.#state;
    this.#bolts.begin();
    for (const bolt of world.bolts) {
      const { state } = this.#bolts.mark(bolt.id, () => added(shots, bolt.id, writeLeg(new BoltState(), bolt)));
      if (state.turn !== bolt.turn) writeLeg(state, bolt);
    }
    this.#bolts.sweep(({ key }) => shots.delete(key));
  }

  #publishPickups(world: World): void {
    this.#pickups.begin();
    for (const spark of world.sparks) this.#publishPickup(PICKUP.spark, spark, 0);
    for (const pad of world.pads) this.#publishPickup(PICKUP.railPad, pad, pad.readyTick);
    this.#pickups.sweep(({ key }) => this.#state.pickups.delete(key));
  }

  #publishPickup(kind: number, place: Spark, readyTick: number): void {
    const { state } = this.#pickups.mark(place.id, () => {
      const pickup = new PickupState();
      pickup.kind = kind;
      return added(this.#state.pickups, place.id, pickup);
    });
    state.x = place.x;
    state.y = place.y;
    state.readyTick = readyTick;
  }
}

function added<T>(published: { set: (key: string, state: T) => unknown }, id: number, state: T): Known<T> {
  const key = String(id);
  published.set(key, state);
  return { key, state };
}

function publishMatch(world: World, state: ArenaState): void {
  const { match } = state;
  match.number = world.match.number;
  match.phase = world.match.phase;
  match.endTick = world.match.endTick;
  match.leader = world.match.leader;
  match.mode = world.mode;
  match.arena = world.arena;
}

function publishSeat(world: World, { entry, player, own }: SeatEntries, seat: Seat, pilot: Pilot): void {
  entry.connected = seat.bot || seat.connected;
  entry.score = capped(scoreOf(pilot));
  entry.kills = capped(pilot.kills);
  entry.deaths = capped(pilot.deaths);
  entry.sparks = capped(pilot.sparks);
  player.x = pilot.x;
  player.y = pilot.y;
  player.aim = radiansOfAim(pilot.aim);
  player.hp = pilot.hp;
  player.alive = pilot.alive;
  player.aside = isAside(pilot);
  player.dashing = isDashing(world, pilot);
  player.shielded = isShielded(world, pilot);
  player.armed = pilot.railShots > 0;
  player.charging = pilot.chargeTicks > 0;
  player.life = pilot.life;
  if (own !== undefined && !seat.bot) publishOwn(own, pilot, seat);
}

/** Field by field: a loop over names of fields takes four times as long, and this is most of what publishing costs. */
function publishOwn(own: OwnState, pilot: Pilot, { presence, inputStatus }: HumanSeat): void {
  own.x = pilot.x;
  own.y = pilot.y;
  own.vx = pilot.vx;
  own.vy = pilot.vy;
  own.aim = radiansOfAim(pilot.aim);
  own.alive = pilot.alive;
  own.life = pilot.life;
  own.dashTicks = pilot.dashTicks;
  own.dashCooldownTicks = pilot.dashCooldownTicks;
  own.dashAim = pilot.dashAim;
  own.fireCooldownTicks = pilot.fireCooldownTicks;
  own.fired = pilot.fired;
  own.shieldTicks = pilot.shieldTicks;
  own.railShots = pilot.railShots;
  own.chargeTicks = pilot.chargeTicks;
  own.railFired = pilot.railFired;
  own.hp = pilot.hp;
  own.respawnTick = pilot.respawnTick;
  own.killedBy = pilot.killedBy;
  own.killedWith = pilot.killedWith;
  own.idleEndTick = presence.endTick;
  own.queued = inputStatus.queued;
  own.starved = inputStatus.starved;
  own.dropped = inputStatus.dropped;
  own.clamped = inputStatus.clamped;
}

function writeLeg(published: BoltState, bolt: Bolt): BoltState {
  published.kind = bolt.kind;
  published.owner = bolt.owner;
  published.nth = bolt.nth;
  published.turn = bolt.turn;
  published.tick = bolt.fromTick;
  published.x = bolt.fromX;
  published.y = bolt.fromY;
  published.vx = bolt.fromVx;
  published.vy = bolt.fromVy;
  published.bounces = bolt.fromBounces;
  published.endTick = bolt.endTick;
  return published;
}
