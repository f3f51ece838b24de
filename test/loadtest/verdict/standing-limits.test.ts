/** Which of a scenario's limits stay beside those that the user writes. */
import assert from 'node:assert/strict';
import { parseLimit, withStanding } from '../../../loadtest/verdict/limits.ts';

describe('The usual limits on errors, drops and lost seats', () => {
  const usual = ['errors == 0', 'drops == 0', 'lost == 0', 'dropped == 0'].map(parseLimit);
  const textsWith = (...own: string[]): string[] => withStanding(own.map(parseLimit), usual).map(({ text }) => text);

  it('stay beside limits of the user', () => {
    assert.deepEqual(textsWith('ack.p99 < 500ms'), ['ack.p99 < 500ms', 'errors == 0', 'drops == 0', 'lost == 0']);
  });

  it('go where the user names the same figure', () => {
    assert.deepEqual(textsWith('errors < 3'), ['errors < 3', 'drops == 0', 'lost == 0']);
    assert.deepEqual(textsWith('errors < 3', 'drops < 9', 'lost < 2'), ['errors < 3', 'drops < 9', 'lost < 2']);
  });
});
