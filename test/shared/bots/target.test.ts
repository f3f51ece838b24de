/** Whom a bot fights, by the reasons that it weighs as units of distance, each against nothing but a distance. */
import assert from 'node:assert/strict';
import type { OtherSight } from '../../../shared/bots/sight.ts';
import { chooseTarget } from '../../../shared/bots/target.ts';
import { aimOf } from '../../../shared/sim/math.ts';
import { randomInt } from '../../../shared/sim/rng.ts';
import { NOBODY } from '../../../shared/sim/types.ts';
import { boxArena } from '../../support/worlds.ts';
import { sightWith } from './bout.ts';

const OWN = { x: 2000, y: 2000 };
/** Looks along −x, at no pilot. */
const AWAY = 32_768;

type Wish = Partial<OtherSight> & { awayU: number };

/** To the left of the bot (seat 2), and above it (seat 3), in the open. */
function pilots(left: Wish, above: Wish): OtherSight[] {
  const pilot = (seat: number, x: number, y: number, { awayU: _, ...fields }: Wish): OtherSight => {
    const plain = { seat, x, y, aim: AWAY, hp: 100, alive: true, life: 1, dashing: false, shielded: false };
    return { ...plain, ...fields };
  };
  return [pilot(2, OWN.x - left.awayU, OWN.y, left), pilot(3, OWN.x, OWN.y - above.awayU, above)];
}

type About = {
  leader?: number;
  current?: number;
  taste?: number;
  rivals?: OtherSight[];
  walls?: Parameters<typeof boxArena>[2];
};

function chosen(
  left: Wish,
  above: Wish,
  { leader = NOBODY, current = NOBODY, taste = 0, rivals = [], walls }: About = {},
): number {
  const sight = sightWith({ arena: boxArena(4000, 4000, walls), leader });
  Object.assign(sight.own, OWN);
  return chooseTarget(sight, [...pilots(left, above), ...rivals], current, taste);
}

/** How much farther the one above may be and is still chosen, found by trying; what taste adds is the same for both ways. */
function worthU(reason: Partial<OtherSight>, about: About = {}): number {
  const likedFrom = (above: Partial<OtherSight>, told: About): number => {
    for (let awayU = 1000; awayU > 100; awayU -= 1) {
      if (chosen({ awayU: 500 }, { awayU, ...above }, told) === 3) return awayU;
    }
    return 0;
  };
  return likedFrom(reason, about) - likedFrom({}, { taste: about.taste ?? 0 });
}

describe('The target of a bot', () => {
  it('is no seat when there is none alive', () => {
    assert.equal(chosen({ awayU: 100, alive: false }, { awayU: 100, alive: false }), NOBODY);
    assert.equal(chosen({ awayU: 100, alive: false }, { awayU: 900 }), 3);
    assert.equal(chosen({ awayU: 900 }, { awayU: 100, alive: false }), 2);
  });

  it('is the nearer of two alike, but for the taste of the bot', () => {
    assert.equal(chosen({ awayU: 100 }, { awayU: 400 }), 2);
    assert.equal(chosen({ awayU: 400 }, { awayU: 100 }), 3);
    const choices = Array.from({ length: 50 }, (_, taste) => chosen({ awayU: 300 }, { awayU: 300 }, { taste }));
    assert.deepEqual([...new Set(choices)].sort(), [2, 3]);
    const random = { rng: 5 };
    for (let i = 0; i < 50; i++) {
      assert.equal(chosen({ awayU: 100 }, { awayU: 330 }, { taste: randomInt(random, 65_536) }), 2, 'at most 220 u');
    }
  });

  it('may be so much farther when it is weak, leads, is fought already or aims at the bot', () => {
    const atBot = aimOf(0, 1);
    assert.equal(worthU({ hp: 50 }), 60);
    assert.equal(worthU({}, { leader: 3 }), 140);
    assert.equal(worthU({}, { current: 3 }), 160);
    assert.equal(worthU({ aim: atBot }), 120);
    assert.equal(worthU({ aim: atBot + 1600 }), 120, 'within 9 degrees');
    assert.equal(worthU({ aim: atBot - 1600 }), 120);
    assert.equal(worthU({ aim: atBot + 1700 }), 0);
    assert.equal(worthU({ aim: atBot - 1700 }), 0);
  });

  it('must be so much nearer when it is shielded, hidden or aimed at by others', () => {
    assert.equal(worthU({ shielded: true }), -300);
    assert.equal(worthU({}, { walls: [{ x: OWN.x - 30, y: OWN.y - 50, width: 60, height: 20 }] }), -260);
    const [, rival] = pilots({ awayU: 0 }, { awayU: 1900, aim: aimOf(0, 1) });
    assert.ok(rival);
    assert.equal(worthU({}, { rivals: [{ ...rival, seat: 4 }] }), -150);
    assert.equal(worthU({}, { rivals: [{ ...rival, seat: 4, alive: false }] }), 0);
  });
});
