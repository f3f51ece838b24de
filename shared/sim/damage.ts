/** What a blow does to a pilot: damage, and death when that was all it had. */
import { burst } from './sparks.ts';
import { PILOT, SCORE } from './tunables.ts';
import { type Evidence, PHASE, type Pilot, type SimEvent, type Weapon, type World } from './types.ts';
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
  if (victim.hp === 0) kill(world, victim, blow, events);
}

/** A pilot under its spawn shield takes no damage, and outside the play phase no pilot does. */
function damageTo(world: World, victim: Pilot, damage: number): number {
  if (victim.shieldTicks > 0 || world.match.phase !== PHASE.play) return 0;
  return victim.hp < damage ? victim.hp : damage;
}

function kill(world: World, victim: Pilot, { by, weapon }: Blow, events: SimEvent[]): void {
  const leader = world.match.leader === victim.seat;
  const points = SCORE.kill + (leader ? SCORE.leaderBonus : 0);
  const killer = findPilot(world, by);
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
  burst(world, victim);
  events.push({ kind: 'kill', by, victim: victim.seat, weapon, points, leader });
}
