/** What a blow does to a pilot: damage, and death when that was all it had. */
import { isShielded } from './protection.ts';
import { burst } from './sparks.ts';
import { PILOT, SCORE, SPARK } from './tunables.ts';
import { type Evidence, NOBODY, PHASE, type Pilot, type SimEvent, type Weapon, type World } from './types.ts';
import { findPilot } from './world.ts';

/** One blow: which seat strikes, with what, how hard, where; how a Rail hit was judged. */
export type Blow = { by: number; weapon: Weapon; damage: number; x: number; y: number; evidence?: Evidence };

/** Takes the damage off the victim, and kills it if that was all it had. */
export function hurt(world: World, victim: Pilot, blow: Blow, events: SimEvent[]): void {
  const damage = damageTo(world, victim, blow.damage);
  events.push({ ...blow, kind: 'hit', victim: victim.seat, damage });
  if (damage === 0) return;
  victim.hp -= damage;
  victim.hurtTick = world.tick;
  victim.hurtBy = blow.by;
  victim.hurtWith = blow.weapon;
  if (victim.hp === 0) kill(world, victim, blow, events);
}

/** A pilot under its spawn shield takes no damage, and outside the play phase no pilot does. */
function damageTo(world: World, victim: Pilot, damage: number): number {
  if (isShielded(world, victim) || world.match.phase !== PHASE.play) return 0;
  return victim.hp < damage ? victim.hp : damage;
}

/**
 * A pilot whose player leaves right after it was hurt dies by the last that hurt it: leaving saves no one.
 * @param leftTick when its player left or dropped
 */
export function forfeit(world: World, pilot: Pilot, leftTick: number): SimEvent[] {
  const events: SimEvent[] = [];
  const isFair = pilot.alive && pilot.hurtBy !== NOBODY && leftTick - pilot.hurtTick <= PILOT.forfeitTicks;
  if (isFair && world.match.phase === PHASE.play) {
    pilot.hp = 0;
    kill(world, pilot, { by: pilot.hurtBy, weapon: pilot.hurtWith }, events);
  }
  return events;
}

/** Two seats of one person could trade kills: they are worth nothing to one another. */
const areOnePerson = (a: Pilot, b: Pilot): boolean => a.identity !== 0 && a.identity === b.identity;

function kill(world: World, victim: Pilot, { by, weapon }: Pick<Blow, 'by' | 'weapon'>, events: SimEvent[]): void {
  const leader = world.match.leader === victim.seat;
  const killer = findPilot(world, by);
  const isWorthPoints = killer !== undefined && !areOnePerson(killer, victim);
  const points = isWorthPoints ? SCORE.kill + (leader ? SCORE.leaderBonus : 0) : 0;
  if (killer !== undefined) {
    killer.kills++;
    killer.killPoints += points;
  }
  victim.alive = false;
  victim.vx = 0;
  victim.vy = 0;
  victim.dashTicks = 0;
  victim.chargeTicks = 0;
  victim.railShots = 0;
  victim.deaths++;
  victim.killedBy = by;
  victim.killedWith = weapon;
  victim.respawnTick = world.tick + PILOT.respawnTicks;
  burst(world, victim, killer === undefined || isWorthPoints ? SPARK.freshPerDeath : 0);
  events.push({ kind: 'kill', by, victim: victim.seat, weapon, points, leader });
}
