/**
 * What is published of each thing, field by field: into values by the number of the field. A loop over names of fields would
 * take four times as long, and this is most of what publishing costs.
 */
import { isAside } from '../../shared/sim/aside.ts';
import { isDashing, isShielded } from '../../shared/sim/protection.ts';
import type { Bolt, Pilot, Spark, World } from '../../shared/sim/types.ts';
import { scoreOf } from '../../shared/sim/world.ts';
import { radiansOfAim } from '../../shared/wire/input.ts';
import { KINDS } from '../picture/catalogue.ts';
import type { HumanSeat, Seat } from './seats.ts';

/** Scores travel in 16 bits; in a match without end a pilot may get beyond. */
const SCORE_MAX = 0xffff;
const capped = (count: number): number => Math.min(SCORE_MAX, count);

export function rosterFields(values: Float64Array, seat: Seat, pilot: Pilot): void {
  const { slots } = KINDS.roster;
  values[slots.seat] = seat.seat;
  values[slots.bot] = Number(seat.bot);
  values[slots.connected] = Number(seat.bot || seat.connected);
  values[slots.aside] = Number(isAside(pilot));
  values[slots.score] = capped(scoreOf(pilot));
  values[slots.kills] = capped(pilot.kills);
  values[slots.deaths] = capped(pilot.deaths);
  values[slots.sparks] = capped(pilot.sparks);
  values[slots.name] = 0; // a text: see takeText
}

export function pilotFields(values: Float64Array, pilot: Pilot, world: World): void {
  const { slots } = KINDS.players;
  values[slots.seat] = pilot.seat;
  values[slots.x] = pilot.x;
  values[slots.y] = pilot.y;
  values[slots.aim] = radiansOfAim(pilot.aim);
  values[slots.hp] = pilot.hp;
  values[slots.alive] = Number(pilot.alive);
  values[slots.aside] = Number(isAside(pilot));
  values[slots.dashing] = Number(isDashing(world, pilot));
  values[slots.shielded] = Number(isShielded(world, pilot));
  values[slots.armed] = Number(pilot.railShots > 0);
  values[slots.charging] = Number(pilot.chargeTicks > 0);
  values[slots.life] = pilot.life;
}

/** @param place on the score board of a crowd; 0 = the roster tells */
export function ownFields(
  values: Float64Array,
  pilot: Pilot,
  { presence, inputStatus }: HumanSeat,
  place: number,
): void {
  const { slots } = KINDS.own;
  values[slots.seat] = pilot.seat;
  values[slots.x] = pilot.x;
  values[slots.y] = pilot.y;
  values[slots.vx] = pilot.vx;
  values[slots.vy] = pilot.vy;
  values[slots.aim] = radiansOfAim(pilot.aim);
  values[slots.alive] = Number(pilot.alive);
  values[slots.life] = pilot.life;
  values[slots.dashTicks] = pilot.dashTicks;
  values[slots.dashCooldownTicks] = pilot.dashCooldownTicks;
  values[slots.dashAim] = pilot.dashAim;
  values[slots.fireCooldownTicks] = pilot.fireCooldownTicks;
  values[slots.fired] = pilot.fired;
  values[slots.shieldTicks] = pilot.shieldTicks;
  values[slots.railShots] = pilot.railShots;
  values[slots.chargeTicks] = pilot.chargeTicks;
  values[slots.railFired] = pilot.railFired;
  values[slots.hp] = pilot.hp;
  values[slots.respawnTick] = pilot.respawnTick;
  values[slots.killedBy] = pilot.killedBy;
  values[slots.killedWith] = pilot.killedWith;
  values[slots.place] = place;
  values[slots.idleEndTick] = presence.endTick;
  values[slots.queued] = inputStatus.queued;
  values[slots.starved] = inputStatus.starved;
  values[slots.dropped] = inputStatus.dropped;
  values[slots.clamped] = inputStatus.clamped;
}

export function boltFields(values: Float64Array, bolt: Bolt): void {
  const { slots } = KINDS.shots;
  values[slots.kind] = bolt.kind;
  values[slots.owner] = bolt.owner;
  values[slots.nth] = bolt.nth;
  values[slots.turn] = bolt.turn;
  values[slots.tick] = bolt.fromTick;
  values[slots.x] = bolt.fromX;
  values[slots.y] = bolt.fromY;
  values[slots.vx] = bolt.fromVx;
  values[slots.vy] = bolt.fromVy;
  values[slots.bounces] = bolt.fromBounces;
  values[slots.endTick] = bolt.endTick;
}

export function pickupFields(values: Float64Array, kind: number, { x, y }: Spark, readyTick: number): void {
  const { slots } = KINDS.pickups;
  values[slots.kind] = kind;
  values[slots.x] = x;
  values[slots.y] = y;
  values[slots.readyTick] = readyTick;
}
