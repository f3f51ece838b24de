/** Copies what changed in the world into the schema, once per tick. Schema setters mark a field only if it differs. */
import { BODY_FIELDS, type Body, type Pilot, type Shot, type World } from '../../shared/sim/types.ts';
import { scoreOf } from '../../shared/sim/world.ts';
import { radiansOfAim } from '../../shared/wire/input.ts';
import { type ArenaState, OwnState, PICKUP, PickupState, PlayerState, RosterEntry, ShotState } from '../../shared/wire/state.ts';
import type { Seat, Seats } from './seats.ts';

/** Publishes the whole world. @param queuedOf input frames that wait for a person's seat */
export function publish(world: World, seats: Seats, state: ArenaState, queuedOf: (seat: Seat) => number): void {
  state.tick = world.tick;
  publishMatch(world, state);
  const pilots = new Map(world.pilots.map((pilot) => [pilot.seat, pilot]));
  for (const seat of seats.byKey.values()) {
    const pilot = pilots.get(seat.seat);
    if (pilot !== undefined) publishSeat(seat, pilot, state, queuedOf(seat));
  }
  publishShots(world, state);
  publishSparks(world, state);
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
  publishSeat(seat, pilot, state, 0);
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

function publishSeat(seat: Seat, pilot: Pilot, state: ArenaState, queued: number): void {
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
  player.life = pilot.life;
  const own = state.own.get(seat.key);
  if (own !== undefined) publishOwn(own, pilot, queued);
}

function publishOwn(own: OwnState, pilot: Pilot, queued: number): void {
  for (const field of BODY_FIELDS) {
    if (field !== 'aim') (own as Record<keyof Body, number | boolean>)[field] = pilot[field];
  }
  own.aim = radiansOfAim(pilot.aim);
  own.hp = pilot.hp;
  own.respawnTick = pilot.respawnTick;
  own.killedBy = pilot.killedBy;
  own.killedWith = pilot.killedWith;
  own.queued = queued;
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

function publishSparks(world: World, state: ArenaState): void {
  const alive = new Set<string>();
  for (const spark of world.sparks) {
    const id = String(spark.id);
    alive.add(id);
    let pickup = state.pickups.get(id);
    if (pickup === undefined) {
      pickup = new PickupState();
      pickup.kind = PICKUP.spark;
      pickup.x = spark.x;
      pickup.y = spark.y;
      state.pickups.set(id, pickup);
    } else {
      pickup.x = spark.x;
      pickup.y = spark.y;
    }
  }
  for (const id of [...state.pickups.keys()]) if (!alive.has(id)) state.pickups.delete(id);
}
