/** Answers to bolts by example: which bolt is a threat, when it is answered, and which way. */
import assert from 'node:assert/strict';
import { createReflexes, type Evasion, evade } from '../../../shared/bots/dodge.ts';
import type { BoltSight, Sight } from '../../../shared/bots/sight.ts';
import { type Traits, traitsOf } from '../../../shared/bots/skill.ts';
import type { Wall } from '../../../shared/sim/types.ts';
import { boxArena } from '../../support/worlds.ts';
import { sightWith } from './bout.ts';

const OWN = { x: 1000, y: 1000 };
const STEPS: Traits = { ...traitsOf(1), reactionTicks: 0, dodgeShare: 1, dashShare: 0 };
const DASHES: Traits = { ...STEPS, dashShare: 1, throughShare: 0 };
const GOES_THROUGH: Traits = { ...DASHES, throughShare: 1 };

/** From the left of the bot, flying right at 900 u/s = 30 u a tick. */
const boltAt = (ticksAway: number, beside = 1, change: Partial<BoltSight> = {}): BoltSight => {
  return { id: 1, owner: 2, x: OWN.x - 30 * ticksAway, y: OWN.y + beside, vx: 900, vy: 0, ...change };
};

function sightOf(bolts: readonly BoltSight[], dashCooldownTicks = 0, walls: readonly Wall[] = []): Sight {
  const sight = sightWith({ arena: boxArena(2000, 2000, walls), bolts });
  return { ...sight, own: { ...sight.own, ...OWN, dashCooldownTicks } };
}

const answerOf = (traits: Traits, sight: Sight): Evasion | undefined =>
  evade(createReflexes(), { tick: 100, traits, random: { rng: 1 }, sight });

const plain = (evasion: Evasion | undefined): unknown =>
  evasion === undefined ? undefined : { dx: evasion.dx + 0, dy: evasion.dy + 0, dash: evasion.dash };

describe('A bolt', () => {
  it('is a threat when it comes within 35 u of the bot, in the next 26 ticks', () => {
    const threatens = (bolt: BoltSight): boolean => answerOf(STEPS, sightOf([bolt])) !== undefined;
    assert.deepEqual(
      [35, -35, 36, -36].map((beside) => threatens(boltAt(5, beside))),
      [true, true, false, false],
    );
    assert.deepEqual(
      [25, 26, -5].map((ticks) => threatens(boltAt(ticks))),
      [true, false, false],
    );
    assert.deepEqual([threatens(boltAt(5, 1, { owner: 1 })), threatens(boltAt(5, 1, { vx: 0 }))], [false, false]);
  });

  it('is answered by a step away from its way, to the side on which the bot is', () => {
    assert.deepEqual(plain(answerOf(STEPS, sightOf([boltAt(5, 10)]))), { dx: 0, dy: -1, dash: false });
    assert.deepEqual(plain(answerOf(STEPS, sightOf([boltAt(5, -10)]))), { dx: 0, dy: 1, dash: false });
    const falling = boltAt(0, -150, { x: OWN.x + 10, vx: 0, vy: 900 });
    assert.deepEqual(plain(answerOf(STEPS, sightOf([falling]))), { dx: -1, dy: 0, dash: false });
  });

  it('is answered to the other side where a wall is in the way', () => {
    const walls = [{ x: 900, y: 900, width: 200, height: 50 }];
    assert.deepEqual(plain(answerOf(STEPS, sightOf([boltAt(5, 10)], 0, walls))), { dx: 0, dy: 1, dash: false });
  });

  it('is dashed from, or through, in its last four ticks, when the dash is ready', () => {
    assert.deepEqual(plain(answerOf(DASHES, sightOf([boltAt(4, 10)]))), { dx: 0, dy: -1, dash: true });
    assert.deepEqual(plain(answerOf(GOES_THROUGH, sightOf([boltAt(4, 10)]))), { dx: -1, dy: 0, dash: true });
    for (const sight of [sightOf([boltAt(5, 10)]), sightOf([boltAt(4, 10)], 1)])
      assert.deepEqual(plain(answerOf(GOES_THROUGH, sight)), { dx: 0, dy: -1, dash: false });
  });

  it('that comes first is answered first', () => {
    const bolts = [boltAt(9, 10), boltAt(3, -10, { id: 2 }), boltAt(6, 10, { id: 3 })];
    assert.deepEqual(plain(answerOf(STEPS, sightOf(bolts))), { dx: 0, dy: 1, dash: false });
  });

  it('is judged once, and answered after the reaction time', () => {
    const reflexes = createReflexes();
    const traits = { ...STEPS, reactionTicks: 6 };
    const answers = Array.from({ length: 8 }, (_, tick) => {
      const sight = sightOf([boltAt(12 - tick, 10)]);
      return evade(reflexes, { tick, traits, random: { rng: 1 }, sight }) !== undefined;
    });
    assert.deepEqual(answers, [false, false, false, false, false, false, true, true]);
    assert.equal(reflexes.judged.length, 1);
    evade(reflexes, { tick: 8, traits, random: { rng: 1 }, sight: sightOf([]) });
    assert.equal(reflexes.judged.length, 0, 'it is gone');
  });

  it('beyond a dozen at once is not kept in mind', () => {
    const reflexes = createReflexes();
    const bolts = Array.from({ length: 20 }, (_, id) => boltAt(20 - id / 2, 10, { id }));
    evade(reflexes, { tick: 0, traits: { ...STEPS, reactionTicks: 6 }, random: { rng: 1 }, sight: sightOf(bolts) });
    assert.equal(reflexes.judged.length, 12);
  });
});
