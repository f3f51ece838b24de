/** What a bot does about the Rail: walks to pads now and then, aims where the target will be, and holds while it charges. */
import assert from 'node:assert/strict';
import { createBrain, think } from '../../../shared/bots/brain.ts';
import type { OtherSight, Sight } from '../../../shared/bots/sight.ts';
import { AIM_STEPS, aimDifference, aimOf } from '../../../shared/sim/math.ts';
import { PULSE, RAIL, TICK_RATE_HZ } from '../../../shared/sim/tunables.ts';
import { BUTTON } from '../../../shared/sim/types.ts';
import { sightWith } from './bout.ts';

const stepsOf = (degrees: number): number => (degrees / 360) * AIM_STEPS;
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

const ownWith = (railShots: number, chargeTicks = 0): Sight['own'] => ({
  ...sightWith({}).own,
  x: 1000,
  y: 940,
  railShots,
  chargeTicks,
});

/** Mean angle between the gun and where an enemy that walks across, 560 u away, will be in so many ticks. */
function meanOff(railShots: number, aheadTicks: number): number {
  const stepU = 4;
  let sum = 0;
  let count = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const brain = createBrain(seed, 1);
    for (let tick = 0; tick < 60; tick++) {
      const y = 840 + stepU * tick;
      const { aim } = think(brain, sightWith({ tick, own: ownWith(railShots), others: [enemyAt(1560, y)] }));
      if (tick < 30) continue;
      sum += aimDifference(aimOf(560, y + stepU * aheadTicks - 940), aim);
      count++;
    }
  }
  return Math.abs(sum / count);
}

describe('a bot with the Rail', () => {
  it('aims at where its target will be when the charge is over, in 8 ticks, and not where a bolt would meet it', () => {
    const boltTicks = (560 / PULSE.speed) * TICK_RATE_HZ;
    assert.ok(meanOff(4, RAIL.chargeTicks) < stepsOf(1), `${meanOff(4, RAIL.chargeTicks)}`);
    assert.ok(meanOff(4, boltTicks) > stepsOf(3), 'with the Rail there is no bolt to lead');
    assert.ok(meanOff(0, boltTicks) < stepsOf(1), 'with Pulse there is');
  });

  it('holds its gun on that place while it charges, whatever the target does then', () => {
    for (const skill of [0, 0.5, 1]) {
      for (const target of ['turns round', 'is gone']) {
        const brain = createBrain(3, skill);
        const other = (tick: number): OtherSight[] =>
          tick < 60 ? [enemyAt(1250, 940)] : target === 'is gone' ? [] : [enemyAt(1000, 1190)];
        let aim = 0;
        for (let tick = 0; tick < 60; tick++) {
          aim = think(brain, sightWith({ tick, own: ownWith(4), others: other(tick) })).aim;
        }
        // Reaction takes 6 to 13 ticks: by then it knows, if it would only listen.
        for (let tick = 60; tick < 80; tick++) {
          const inputFrame = think(brain, sightWith({ tick, own: ownWith(4, 8), others: other(tick) }));
          const off = Math.abs(aimDifference(aim, inputFrame.aim));
          assert.ok(off < stepsOf(8), `skill ${skill}, target ${target}: turned by ${off}`);
        }
      }
    }
  });

  it('does not try to bank the Rail off a wall', () => {
    const own = { ...ownWith(4), x: 1200, y: 640 };
    const brain = createBrain(5, 1);
    for (let tick = 0; tick < 400; tick++) {
      const { buttons } = think(brain, sightWith({ tick, own, others: [enemyAt(1290, 930)] }));
      assert.equal(buttons & BUTTON.fire, 0);
    }
  });

  it('pulls the trigger at somebody in the open', () => {
    const brain = createBrain(5, 0.5);
    let pulled = 0;
    for (let tick = 0; tick < 200; tick++) {
      pulled += think(brain, sightWith({ tick, own: ownWith(4), others: [enemyAt(1250, 940)] })).buttons & BUTTON.fire;
    }
    assert.ok(pulled > 20, `${pulled}`);
  });
});

describe('a bot that sees a pad', () => {
  const READY = { x: 1350, y: 1000, ready: true };

  /** Share of bots that head straight for what lies at +x. */
  function headingFor(skill: number, change: Partial<Sight>): number {
    let count = 0;
    for (let seed = 1; seed <= 500; seed++) {
      const { mx, my } = think(createBrain(seed, skill), sightWith(change));
      if (mx === 127 && my === 0) count++;
    }
    return count / 500;
  }

  it('walks to it in 30 to 70 of 100 cases, the oftener the more skilled it is', () => {
    assert.ok(Math.abs(headingFor(0, { pads: [READY] }) - 0.3) < 0.07);
    assert.ok(Math.abs(headingFor(1, { pads: [READY] }) - 0.7) < 0.07);
  });

  it('leaves an empty one alone, and any while it has shots', () => {
    assert.equal(headingFor(1, { pads: [{ ...READY, ready: false }] }), 0);
    assert.equal(headingFor(1, { pads: [READY], own: { ...sightWith({}).own, railShots: 1 } }), 0);
  });

  it('goes on to a spark when it does not care for the pad', () => {
    const sparks = [{ x: 1350, y: 1000 }];
    const pads = [{ x: 1050, y: 1000, ready: true }];
    assert.ok(Math.abs(headingFor(0, { pads, sparks }) - 0.7) < 0.07);
  });

  it('gets there', () => {
    const brain = createBrain(2, 1);
    let { x } = sightWith({}).own;
    for (let tick = 0; tick < 300 && x < 1320; tick++) {
      const { mx } = think(brain, sightWith({ tick, own: { ...sightWith({}).own, x }, pads: [READY] }));
      x += (mx / 127) * 10;
    }
    assert.ok(x >= 1320, `${x}`);
  });
});
