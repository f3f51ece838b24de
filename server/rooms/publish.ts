/** Copies what changed in the world into the schema, once per tick. Schema setters mark a field only if it differs. */
import { BODY_FIELDS, type Body, type Pilot, type Shot, type Spark, type World } from '../../shared/sim/types.ts';
import { scoreOf } from '../../shared/sim/world.ts';
import { radiansOfAim } from '../../shared/wire/input.ts';
import {
  type ArenaState,
  OwnState,
  PICKUP,
  PickupState,
  PlayerState,
  RosterEntry,
  ShotState,
} from '../../shared/wire/state.ts';
import type { Intake, Seat, Seats } from './seats.ts';

/** Publishes the whole world. */
export function publish(world: World, seats: Seats, state: ArenaState): void {
  state.tick = world.tick;
  publishMatch(world, state);
  const pilots = new Map(world.pilots.map((pilot) => [pilot.seat, pilot]));
  for (const seat of seats.byKey.values()) {
    const pilot = pilots.get(seat.seat);
    if (pilot !== undefined) publishSeat(seat, pilot, state);
  }
  publishShots(world, state);
  publishPickups(world, state);
}

/** Adds the entries of a new seat; `own` of a person must exist before its client's first state is sent. */
export function openSeat(seat: Seat, pilot: Pilot, state: ArenaState): void {
  const entry = new RosterEntry();
  entry.seat = seat.seat;
  entry.name = seat.name;
  entry.bot = seat.bot;
  state.roster.set(seat.key, entry);
  const player = new PlayerState();
  player.seat = seat.seat;
  state.players.set(seat.key, player);
  if (!seat.bot) {
    const own = new OwnState();
    own.seat = seat.seat;
    state.own.set(seat.key, own);
  }
  publishSeat(seat, pilot, state);
}

export function closeSeat(key: string, state: ArenaState): void {
  state.roster.delete(key);
  state.players.delete(key);
  state.own.delete(key);
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

function publishSeat(seat: Seat, pilot: Pilot, state: ArenaState): void {
  const entry = state.roster.get(seat.key);
  const player = state.players.get(seat.key);
  if (entry === undefined || player === undefined) return;
  entry.connected = seat.bot || seat.connected;
  entry.score = scoreOf(pilot);
  entry.kills = pilot.kills;
  entry.deaths = pilot.deaths;
  entry.sparks = pilot.sparks;
  player.x = pilot.x;
  player.y = pilot.y;
  player.aim = radiansOfAim(pilot.aim);
  player.hp = pilot.hp;
  player.alive = pilot.alive;
  player.dashing = pilot.dashTicks > 0;
  player.shielded = pilot.shieldTicks > 0;
  player.armed = pilot.railShots > 0;
  player.charging = pilot.chargeTicks > 0;
  player.life = pilot.life;
  const own = state.own.get(seat.key);
  if (own !== undefined && !seat.bot) publishOwn(own, pilot, seat.intake);
}

function publishOwn(own: OwnState, pilot: Pilot, intake: Intake): void {
  for (const field of BODY_FIELDS) {
    if (field !== 'aim') (own as Record<keyof Body, number | boolean>)[field] = pilot[field];
  }
  own.aim = radiansOfAim(pilot.aim);
  own.hp = pilot.hp;
  own.respawnTick = pilot.respawnTick;
  own.killedBy = pilot.killedBy;
  own.killedWith = pilot.killedWith;
  own.queued = intake.queued;
  own.starved = intake.starved;
  own.dropped = intake.dropped;
  own.clamped = intake.clamped;
}

/** A bolt is written when it is new, and again when it was thrown back; its flight is computed by whoever looks. */
function publishShots(world: World, state: ArenaState): void {
  const alive = new Set<string>();
  for (const shot of world.shots) {
    const id = String(shot.id);
    alive.add(id);
    const known = state.shots.get(id);
    if (known === undefined) state.shots.set(id, writeLeg(new ShotState(), shot));
    else if (known.turn !== shot.turn) writeLeg(known, shot);
  }
  for (const id of [...state.shots.keys()]) if (!alive.has(id)) state.shots.delete(id);
}

function writeLeg(published: ShotState, shot: Shot): ShotState {
  published.kind = shot.kind;
  published.owner = shot.owner;
  published.nth = shot.nth;
  published.turn = shot.turn;
  published.tick = shot.fromTick;
  published.x = shot.fromX;
  published.y = shot.fromY;
  published.vx = shot.fromVx;
  published.vy = shot.fromVy;
  published.bounces = shot.fromBounces;
  published.endTick = shot.endTick;
  return published;
}

function publishPickups(world: World, state: ArenaState): void {
  const alive = new Set<string>();
  for (const spark of world.sparks) {
    alive.add(String(spark.id));
    publishPickup(state, PICKUP.spark, spark, 0);
  }
  for (const pad of world.pads) {
    alive.add(String(pad.id));
    publishPickup(state, PICKUP.railPad, pad, pad.readyTick);
  }
  for (const id of [...state.pickups.keys()]) if (!alive.has(id)) state.pickups.delete(id);
}

function publishPickup(state: ArenaState, kind: number, place: Spark, readyTick: number): void {
  const id = String(place.id);
  const known = state.pickups.get(id);
  const pickup = known ?? new PickupState();
  pickup.kind = kind;
  pickup.x = place.x;
  pickup.y = place.y;
  pickup.readyTick = readyTick;
  if (known === undefined) state.pickups.set(id, pickup);
}
