/** Answers to bolts: each bolt that threatens is judged once, and what was decided is done after the reaction time. */
import { type Random, randomUnit } from '../sim/rng.ts';
import { PILOT, PULSE, TICK_RATE_HZ } from '../sim/tunables.ts';
import type { Arena } from '../sim/types.ts';
import { isWalkable } from './pathfinding.ts';
import type { BoltSight, OwnSight } from './sight.ts';
import type { Traits } from './skill.ts';
import type { Thought } from './thought.ts';

/** A bolt that will pass this close is a threat. */
const PASSES_WITHIN_U = PILOT.radius + PULSE.radius + 12;
const LOOKS_AHEAD_TICKS = 26;
/** A dash begins so late that its reflecting ticks meet the bolt. */
const DASH_BEFORE_TICKS = 4;
/** Bolts kept in mind; more at once are beyond any pilot. */
const BOLTS_MAX = 12;
/** Room that a step aside should have. */
const ASIDE_U = 60;

type Plan = 'ignore' | 'step' | 'dash' | 'through';
type Judged = { id: BoltSight['id']; dueTick: number; plan: Plan };

export type Reflexes = { judged: Judged[] };
export const createReflexes = (): Reflexes => ({ judged: [] });

/** Where to go at once, and whether by dash. */
export type Evasion = { dx: number; dy: number; dash: boolean };

/** What reflexes need of a thought: they neither know nor ask which pilot the bot fights. */
type Stimulus = Pick<Thought, 'tick' | 'traits' | 'random' | 'sight'>;

/** @returns what to do about the most urgent bolt, or undefined */
export function evade(reflexes: Reflexes, stimulus: Stimulus): Evasion | undefined {
  const { tick, sight } = stimulus;
  const { arena, own, bolts } = sight;
  reflexes.judged = reflexes.judged.filter(({ id }) => bolts.some((bolt) => bolt.id === id));
  let urgent: BoltSight | undefined;
  let urgentPlan: Plan = 'ignore';
  let urgentTicks = LOOKS_AHEAD_TICKS;
  for (const bolt of bolts) {
    const ticks = bolt.owner === own.seat ? -1 : ticksToPass(own, bolt);
    if (ticks < 0 || ticks >= urgentTicks) continue;
    const judged = reflexes.judged.find(({ id }) => id === bolt.id) ?? judge(reflexes, stimulus, bolt.id);
    if (judged === undefined || judged.plan === 'ignore' || tick < judged.dueTick) continue;
    urgent = bolt;
    urgentPlan = judged.plan;
    urgentTicks = ticks;
  }
  return urgent === undefined ? undefined : carryOut(arena, own, urgent, urgentPlan, urgentTicks);
}

/** @returns ticks until a bolt passes dangerously close, or -1 when it does not */
function ticksToPass(own: OwnSight, bolt: BoltSight): number {
  const dx = own.x - bolt.x;
  const dy = own.y - bolt.y;
  const speed2 = bolt.vx * bolt.vx + bolt.vy * bolt.vy;
  const along = dx * bolt.vx + dy * bolt.vy;
  if (speed2 === 0 || along <= 0) return -1;
  const across = dx * bolt.vy - dy * bolt.vx;
  if (across * across > PASSES_WITHIN_U * PASSES_WITHIN_U * speed2) return -1;
  return (along / speed2) * TICK_RATE_HZ;
}

function judge(reflexes: Reflexes, { tick, traits, random }: Stimulus, id: BoltSight['id']): Judged | undefined {
  if (reflexes.judged.length >= BOLTS_MAX) return undefined;
  const judged: Judged = { id, dueTick: tick + traits.reactionTicks, plan: planFor(traits, random) };
  reflexes.judged.push(judged);
  return judged;
}

function planFor(traits: Traits, random: Random): Plan {
  if (randomUnit(random) >= traits.dodgeShare) return 'ignore';
  if (randomUnit(random) >= traits.dashShare) return 'step';
  return randomUnit(random) < traits.throughShare ? 'through' : 'dash';
}

function carryOut(arena: Arena, own: OwnSight, bolt: BoltSight, plan: Plan, ticks: number): Evasion {
  const dash = plan !== 'step' && own.dashCooldownTicks === 0 && ticks <= DASH_BEFORE_TICKS;
  const speed = Math.sqrt(bolt.vx * bolt.vx + bolt.vy * bolt.vy);
  const alongX = bolt.vx / speed;
  const alongY = bolt.vy / speed;
  if (dash && plan === 'through') return { dx: -alongX, dy: -alongY, dash };
  const across = alongX * (own.y - bolt.y) - alongY * (own.x - bolt.x);
  const side = across >= 0 ? 1 : -1;
  const dx = -alongY * side;
  const dy = alongX * side;
  const roomy = isWalkable(arena, own.x, own.y, own.x + dx * ASIDE_U, own.y + dy * ASIDE_U);
  return roomy ? { dx, dy, dash } : { dx: -dx, dy: -dy, dash };
}
