/** What one bot does with what it sees: the promises of its skill, measured from outside. */
import assert from 'node:assert/strict';
import { createBrain, think } from '../../../shared/bots/brain.ts';
import { createReflexes, evade } from '../../../shared/bots/dodge.ts';
import type { OtherSight } from '../../../shared/bots/sight.ts';
import { traitsOf } from '../../../shared/bots/skill.ts';
import { AIM_STEPS, aimDifference, aimOf } from '../../../shared/sim/math.ts';
import { TICK_RATE_HZ } from '../../../shared/sim/tunables.ts';
import { BUTTON, IDLE_INPUT_FRAME, PHASE } from '../../../shared/sim/types.ts';
import { sightWith } from './bout.ts';

const SKILLS = [0, 0.2, 0.5, 0.8, 1];
const enemyAt = (x: number, y: number): OtherSight => ({
  seat: 2,
  x,
  y,
  aim: 0,
  hp: 100,
  alive: true,
  life: 1,
  dashing: false,
  shielded: false,
});
const stepsOf = (degrees: number) => (degrees / 360) * AIM_STEPS;

describe('a bot', () => {
  it('answers to somebody who appears after 180 to 450 ms, sooner the more skilled it is', () => {
    const reactions = SKILLS.map((skill) => {
      const alone = createBrain(7, skill);
      const met = createBrain(7, skill);
      for (let tick = 0; tick < 60; tick++) {
        const others = tick < 30 ? [] : [enemyAt(1200, 1250)];
        const expected = think(alone, sightWith({ tick }));
        const inputFrame = think(met, sightWith({ tick, others }));
        if (JSON.stringify(inputFrame) !== JSON.stringify(expected)) return ((tick - 30) / TICK_RATE_HZ) * 1000;
      }
      throw new Error('it never noticed');
    });
    for (const reactionMs of reactions) assert.ok(reactionMs >= 180 && reactionMs <= 450, `${reactionMs} ms`);
    assert.deepEqual(
      reactions,
      [...reactions].sort((a, b) => b - a),
    );
  });

  it('holds its gun wrong by at most 3 to 14 degrees, and the worse the less skilled it is', () => {
    const means = SKILLS.map((skill) => {
      const errors = aimErrors(skill);
      const worst = Math.max(...errors);
      assert.ok(worst <= traitsOf(skill).aimErrorMax + stepsOf(0.5), `skill ${skill}: off by ${worst}`);
      return errors.reduce((sum, error) => sum + error, 0) / errors.length;
    });
    assert.equal(Math.round(traitsOf(0).aimErrorMax), Math.round(stepsOf(14)));
    assert.equal(Math.round(traitsOf(1).aimErrorMax), Math.round(stepsOf(3)));
    assert.deepEqual(
      means,
      [...means].sort((a, b) => b - a),
    );
  });

  it('turns its gun no faster than its skill allows, and without trembling', () => {
    for (const skill of SKILLS) {
      const brain = createBrain(3, skill);
      let previous = think(brain, sightWith({})).aim;
      let turned = 0;
      for (let tick = 1; tick < 600; tick++) {
        const side = tick % 120 < 60 ? 1 : -1; // the enemy keeps changing sides
        const { aim } = think(brain, sightWith({ tick, others: [enemyAt(1200 + 150 * side, 1150)] }));
        turned = Math.max(turned, Math.abs(aimDifference(previous, aim)));
        previous = aim;
      }
      assert.ok(turned <= traitsOf(skill).turnMax, `skill ${skill} turned ${turned}`);
    }
  });

  it('tries to dodge 10 to 60 % of the bolts that threaten it', () => {
    const shares = SKILLS.map(evadedShare);
    assert.ok(Math.abs((shares[0] as number) - 0.1) < 0.03, `weakest: ${shares[0]}`);
    assert.ok(Math.abs((shares.at(-1) as number) - 0.6) < 0.05, `strongest: ${shares.at(-1)}`);
    assert.deepEqual(
      shares,
      [...shares].sort((a, b) => a - b),
    );
  });

  it('fires in bursts with pauses between them, as long as its skill says', () => {
    for (const skill of [0, 1]) {
      const { pauseTicks } = traitsOf(skill);
      const brain = createBrain(5, skill);
      const fires = Array.from({ length: 3000 }, (_, tick) => {
        const { buttons } = think(brain, sightWith({ tick, others: [enemyAt(1250, 1000)] }));
        return (buttons & BUTTON.fire) !== 0 ? 'f' : ' ';
      }).join('');
      const pauses = fires
        .trim()
        .split(/f+/)
        .map(({ length }) => length);
      const shortest = 2 + Math.floor(pauseTicks / 2);
      const whole = pauses.filter((ticks) => ticks >= shortest && ticks <= 2 + 1.5 * pauseTicks);
      assert.ok(whole.length > 20, `skill ${skill}: ${whole.length} pauses of ${pauses}`);
    }
  });

  it('does not fire through a wall, at a shield, or at nobody', () => {
    const hidden = { own: { ...sightWith({}).own, x: 1200, y: 640 }, others: [enemyAt(1200, 960)] };
    const shielded = { others: [{ ...enemyAt(1200, 1100), shielded: true }] };
    for (const change of [hidden, shielded, {}]) {
      const brain = createBrain(5, 0.2); // too weak for shots off a wall
      for (let tick = 0; tick < 200; tick++) {
        assert.equal(think(brain, sightWith({ tick, ...change })).buttons & BUTTON.fire, 0);
      }
    }
  });

  it('banks a shot off a wall at somebody behind a corner, when it is skilled', () => {
    const own = { ...sightWith({}).own, x: 1200, y: 640 };
    const brain = createBrain(5, 1);
    let fired = 0;
    for (let tick = 0; tick < 400; tick++) {
      fired += think(brain, sightWith({ tick, own, others: [enemyAt(1290, 930)] })).buttons & BUTTON.fire;
    }
    assert.ok(fired > 0);
  });

  it('rests while dead and on the podium', () => {
    const brain = createBrain(1, 0.5);
    const dead = { ...sightWith({}).own, alive: false };
    assert.deepEqual(think(brain, sightWith({ own: dead, others: [enemyAt(1200, 1100)] })), IDLE_INPUT_FRAME);
    assert.deepEqual(
      think(brain, sightWith({ phase: PHASE.podium, sparks: [{ x: 1300, y: 1000 }] })),
      IDLE_INPUT_FRAME,
    );
  });

  it('walks to a spark when nobody is near', () => {
    const { mx, my } = think(createBrain(1, 0.5), sightWith({ sparks: [{ x: 1350, y: 1000 }] }));
    assert.deepEqual([mx, my], [127, 0]);
  });

  it('is plain data: a copy thinks the same', () => {
    const brain = createBrain(11, 0.7);
    const sight = (tick: number) => sightWith({ tick, others: [enemyAt(1200 + tick, 1200)] });
    for (let tick = 0; tick < 50; tick++) think(brain, sight(tick));
    const copy = structuredClone(brain);
    for (let tick = 50; tick < 150; tick++) assert.deepEqual(think(copy, sight(tick)), think(brain, sight(tick)));
  });
});

/** Angles between the gun and a motionless enemy in the open, once the gun has settled. */
function aimErrors(skill: number): number[] {
  const errors: number[] = [];
  for (let seed = 1; seed <= 5; seed++) {
    const brain = createBrain(seed, skill);
    for (let tick = 0; tick < 300; tick++) {
      const { aim } = think(brain, sightWith({ tick, others: [enemyAt(1200, 1250)] }));
      if (tick > 60) errors.push(Math.abs(aimDifference(aimOf(0, 1), aim)));
    }
  }
  return errors;
}

function evadedShare(skill: number): number {
  const { own } = sightWith({});
  const traits = traitsOf(skill);
  const random = { rng: 99 };
  const bolts = 3000;
  let evaded = 0;
  for (let id = 1; id <= bolts; id++) {
    const reflexes = createReflexes();
    let did = false;
    for (let tick = 0; tick < 20; tick++) {
      const bolt = { id, x: own.x - 600 + tick * 30, y: own.y, vx: 900, vy: 0, owner: 2 };
      const evasion = evade(reflexes, { tick, traits, random, sight: sightWith({ bolts: [bolt] }) });
      assert.ok(evasion === undefined || tick >= traits.reactionTicks);
      did ||= evasion !== undefined;
    }
    if (did) evaded++;
  }
  return evaded / bolts;
}
