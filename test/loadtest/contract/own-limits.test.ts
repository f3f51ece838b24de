/** Limits of the generator’s own machine, however deep a library has buried them. */
import assert from 'node:assert/strict';
import { ownLimitIn } from '../../../loadtest/contract/own-limits.ts';

describe('a limit of this machine', () => {
  const emfile = Object.assign(new Error('connect EMFILE 127.0.0.1:2567'), { code: 'EMFILE' });

  it('is found in codes, messages, causes and lists of errors, and says what to do', () => {
    const buried = [
      emfile,
      'connect EMFILE 127.0.0.1:1 - Local (undefined:undefined)',
      new Error('connect EMFILE 127.0.0.1:1'),
      new TypeError('fetch failed', { cause: emfile }),
      new TypeError('fetch failed', { cause: new AggregateError([new Error('other'), emfile]) }),
    ];
    for (const error of buried) assert.match(ownLimitIn(error) ?? '', /EMFILE.*ulimit -n/);
    assert.match(ownLimitIn({ code: 'EADDRNOTAVAIL' }) ?? '', /no free port/);
  });

  it('is none where the server is the cause, or nothing is known', () => {
    const round: { cause?: unknown } = {};
    round.cause = round;
    for (const error of [
      new Error('connect ECONNREFUSED'),
      { code: 'ECONNRESET' },
      round,
      undefined,
      null,
      3,
      'full',
    ]) {
      assert.equal(ownLimitIn(error), undefined);
    }
  });
});
