/** What a bot is after, and where that takes it. */
import assert from 'node:assert/strict';
import { distanceOf, within } from '../../../shared/bots/distance.ts';
import { chooseGoal, nearestPad, nearestSpark, type Purpose, purposeFor } from '../../../shared/bots/goals.ts';
import type { Remembered } from '../../../shared/bots/memory.ts';
import type { OtherSight, Sight } from '../../../shared/bots/sight.ts';
import { traitsOf } from '../../../shared/bots/skill.ts';
import { boxArena } from '../../support/worlds.ts';
import { sightWith } from './bout.ts';

const OWN = { x: 1000, y: 1000 };
const TRAITS = traitsOf(0.5);

function sightAt(change: Partial<Sight>, hp = 100, railShots = 0): Sight {
  const sight = sightWith({ arena: boxArena(2000, 2000), ...change });
  return { ...sight, own: { ...sight.own, ...OWN, hp, railShots } };
}

const enemyAt = (x: number, y: number, alive = true): OtherSight => {
  return { seat: 2, x, y, aim: 0, hp: 100, alive, life: 1, dashing: false, shielded: false };
};

const remembered = (awayU: number): Remembered => ({ other: enemyAt(OWN.x + awayU, OWN.y), stepX: 0, stepY: 0 });

describe('Distances', () => {
  it('are straight, over both axes', () => {
    assert.equal(distanceOf({ x: 10, y: 20 }, { x: 13, y: 16 }), 5);
    assert.equal(distanceOf({ x: -3, y: 0 }, { x: 0, y: 4 }), 5);
    assert.deepEqual(
      [within({ x: 0, y: 0 }, { x: 3, y: 4 }, 5), within({ x: 0, y: 0 }, { x: 3, y: 4 }, 5.1)],
      [false, true],
    );
  });
});

describe('The purpose of a bot', () => {
  type Case = { awayU?: number; present?: Purpose; hp?: number; spark?: boolean; pad?: boolean };
  const purposeOf = ({ awayU, present = 'prowl', hp = 100, spark = false, pad = false }: Case): Purpose => {
    const sight = sightAt({ sparks: spark ? [{ x: OWN.x, y: OWN.y + 519 }] : [] }, hp);
    const target = awayU === undefined ? undefined : remembered(awayU);
    return purposeFor(TRAITS, sight, target, present, pad ? { x: 1, y: 1 } : undefined);
  };

  it('is peace while there is no enemy: a pad, then a spark, then anywhere', () => {
    assert.equal(purposeOf({ pad: true, spark: true }), 'arm');
    assert.equal(purposeOf({ spark: true }), 'collect');
    assert.equal(purposeOf({}), 'prowl');
  });

  it('is a near enemy, and any enemy when there is nothing else; a running fight goes on for 80 u more', () => {
    assert.deepEqual(
      [429, 430].map((awayU) => purposeOf({ awayU, spark: true })),
      ['fight', 'collect'],
    );
    assert.deepEqual(
      [509, 510].map((awayU) => purposeOf({ awayU, spark: true, present: 'fight' })),
      ['fight', 'collect'],
    );
    assert.deepEqual([purposeOf({ awayU: 900 }), purposeOf({ awayU: 900, pad: true })], ['fight', 'arm']);
  });

  it('is flight from a near enemy below the bot’s own mark, until it has 20 hp more', () => {
    const { retreatHp } = TRAITS;
    assert.deepEqual(
      [purposeOf({ awayU: 619, hp: retreatHp - 1 }), purposeOf({ awayU: 620, hp: retreatHp - 1 })],
      ['flee', 'fight'],
    );
    assert.equal(purposeOf({ awayU: 100, hp: retreatHp }), 'fight');
    const flees = (hp: number): Purpose => purposeOf({ awayU: 100, present: 'flee', hp });
    assert.deepEqual([flees(retreatHp + 19), flees(retreatHp + 20)], ['flee', 'fight']);
  });
});

describe('The goal of a bot', () => {
  const SPAWNS = [OWN, { x: 1000, y: 1500 }, { x: 1000, y: 500 }, { x: 100, y: 100 }];
  const goalFor = (purpose: Purpose, sight: Sight, others: readonly OtherSight[] = [], target?: Remembered) =>
    chooseGoal(purpose, { rng: 3 }, sight, others, target);

  it('is the enemy of a fight, the nearest pad that is ready, the nearest spark', () => {
    const sight = sightAt({
      sparks: [
        { x: 1000, y: 1300 },
        { x: 800, y: 1000 },
        { x: 1000, y: 600 },
      ],
      pads: [
        { x: 1000, y: 1100, ready: false },
        { x: 1000, y: 400, ready: true },
        { x: 1900, y: 1900, ready: true },
      ],
    });
    const target = remembered(300);
    assert.equal(goalFor('fight', sight, [], target), target.other);
    assert.deepEqual(goalFor('arm', sight), { x: 1000, y: 400, ready: true });
    assert.deepEqual(goalFor('collect', sight), { x: 800, y: 1000 });
    assert.equal(nearestPad({ ...sight, own: { ...sight.own, railShots: 1 } }), undefined, 'it has the Rail');
    assert.equal(nearestSpark(sight, 200), undefined, 'none is nearer than that');
  });

  it('is one of the spawn places otherwise', () => {
    const sight = sightAt({ arena: { ...boxArena(2000, 2000), spawns: SPAWNS } });
    for (const purpose of ['fight', 'arm', 'collect', 'prowl'] as const)
      assert.ok(
        SPAWNS.some((spawn) => spawn === goalFor(purpose, sight)),
        purpose,
      );
  });

  it('of flight is a spawn place away from living enemies and from where it is, not too far to run', () => {
    const sight = sightAt({ arena: { ...boxArena(2000, 2000), spawns: SPAWNS } });
    assert.deepEqual(goalFor('flee', sight, [enemyAt(1000, 1400)]), { x: 1000, y: 500 });
    assert.deepEqual(goalFor('flee', sight, [enemyAt(1000, 600)]), { x: 1000, y: 1500 });
    assert.deepEqual(goalFor('flee', sight, [enemyAt(1000, 1400), enemyAt(1000, 550, false)]), { x: 1000, y: 500 });
  });

  it('of flight is rather out of an enemy’s sight', () => {
    const walls = [{ x: 900, y: 1200, width: 200, height: 50 }];
    const sight = sightAt({
      arena: {
        ...boxArena(2000, 2000, walls),
        spawns: [
          { x: 1000, y: 600 },
          { x: 1000, y: 1400 },
        ],
      },
    });
    assert.deepEqual(goalFor('flee', sight, [enemyAt(1100, 1000)]), { x: 1000, y: 1400 });
  });
});
