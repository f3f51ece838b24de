/** What rooms are expected to weigh, and how that follows what was measured. */
import assert from 'node:assert/strict';
import { PRIOR, Weights } from '../../../server/matchmaking/weights.ts';

const near = (actual: number, expected: number): void =>
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} and not ${expected}`);

const FRAY = { mode: 'fray', people: 4, bots: 4 };

describe('The weight of a room', () => {
  it('is the sum of its parts, before anything was measured; a room without people counts as one with one', () => {
    const weights = new Weights();
    near(weights.expected({ mode: 'swarm', people: 3, bots: 100 }), PRIOR.room + 3 * PRIOR.person + 100 * PRIOR.bot);
    near(weights.expected({ ...FRAY, people: 0 }), weights.expected({ ...FRAY, people: 1 }));
  });

  it('becomes what rooms of its mode were measured at, in all its parts, and not what one moment was', () => {
    const weights = new Weights();
    const before = weights.expected(FRAY);
    weights.learn(FRAY, 3 * before);
    assert.ok(weights.expected(FRAY) < 1.2 * before);
    for (let n = 0; n < 300; n++) weights.learn(FRAY, 3 * before);
    assert.ok(Math.abs(weights.expected(FRAY) - 3 * before) < 1e-6);
    assert.ok(Math.abs(weights.of('bot', 'fray') - 3 * PRIOR.bot) < 1e-6);
    near(weights.of('bot', 'swarm'), PRIOR.bot);
  });

  it('falls to no less than half of what it was once measured at, and rises to twenty times', () => {
    const weights = new Weights();
    const before = weights.expected(FRAY);
    for (let n = 0; n < 300; n++) weights.learn(FRAY, 0);
    near(weights.expected(FRAY), before / 2);
    for (let n = 0; n < 300; n++) weights.learn(FRAY, 1000);
    near(weights.expected(FRAY), before * 20);
  });
});
