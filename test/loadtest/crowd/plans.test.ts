/** What the bots of a run are: which of them decode. */
import assert from 'node:assert/strict';
import type { RunOptions } from '../../../loadtest/contract/run-options.ts';
import { Plans } from '../../../loadtest/crowd/plans.ts';

describe('Plans', () => {
  it('have one of so many honest bots decode, whenever they come, and every other kind of bot', () => {
    const plans = new Plans({ decodeEvery: 3, seed: 1, link: {} } as unknown as RunOptions);
    const next = (count: number, role: 'honest' | 'flooder') =>
      plans.next({ count, perSecond: 10, role, roomIds: [] }).map(({ decodes }) => decodes);
    assert.deepEqual(next(5, 'honest'), [true, false, false, true, false]);
    assert.deepEqual(next(2, 'flooder'), [true, true]);
    assert.deepEqual(next(3, 'honest'), [false, false, true]);
  });
});
