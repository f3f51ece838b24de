/** Which pilot to fight: a near one, a weak one, the leader; not one that others are shooting at already. */
import { isClear } from '../sim/collide.ts';
import { aimDifference, aimOf } from '../sim/math.ts';
import { randomInt } from '../sim/rng.ts';
import { type Arena, NOBODY } from '../sim/types.ts';
import type { OtherSight, OwnSight, Sight } from './sight.ts';
import { aimStepsOf } from './skill.ts';

/** All reasons are weighed as distances: so many units nearer or farther than it is. */
const WEIGHT_U = {
  hidden: 260,
  shielded: 300,
  leader: -140,
  present: -160,
  aimsAtMe: -120,
  perMissingHp: -1.2,
  perRival: 150,
  taste: 220,
};
/** A pilot whose gun points this close to another is taken to be shooting at it. */
const AIMING = aimStepsOf(9);

/**
 * @param others as remembered
 * @param current seat fought until now, or NOBODY
 * @param taste number of this bot, so that bots differ
 * @returns a seat, or NOBODY
 */
export function chooseTarget(
  { arena, own, leader }: Sight,
  others: readonly OtherSight[],
  current: number,
  taste: number,
): number {
  let best: number = NOBODY;
  let bestCost = Infinity;
  for (const other of others) {
    if (!other.alive) continue;
    const cost = costOf(arena, own, other, others) + preferenceFor(other.seat, leader, current, taste);
    if (cost >= bestCost) continue;
    best = other.seat;
    bestCost = cost;
  }
  return best;
}

function costOf(arena: Arena, own: OwnSight, other: OtherSight, others: readonly OtherSight[]): number {
  const dx = other.x - own.x;
  const dy = other.y - own.y;
  let cost = Math.sqrt(dx * dx + dy * dy) + (100 - other.hp) * WEIGHT_U.perMissingHp;
  if (!isClear(arena, own.x, own.y, other.x, other.y)) cost += WEIGHT_U.hidden;
  if (other.shielded) cost += WEIGHT_U.shielded;
  if (aimsAt(other, own)) cost += WEIGHT_U.aimsAtMe;
  for (const rival of others) if (rival !== other && rival.alive && aimsAt(rival, other)) cost += WEIGHT_U.perRival;
  return cost;
}

function preferenceFor(seat: number, leader: number, current: number, taste: number): number {
  const liking = { rng: (taste ^ Math.imul(seat, 0x9e3779b1)) >>> 0 };
  return (
    randomInt(liking, WEIGHT_U.taste) +
    (seat === leader ? WEIGHT_U.leader : 0) +
    (seat === current ? WEIGHT_U.present : 0)
  );
}

function aimsAt(from: Pick<OtherSight, 'x' | 'y' | 'aim'>, at: Pick<OtherSight, 'x' | 'y'>): boolean {
  const off = aimDifference(from.aim, aimOf(at.x - from.x, at.y - from.y));
  return off < AIMING && off > -AIMING;
}
