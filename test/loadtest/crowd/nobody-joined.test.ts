/** When a run has nothing to measure, and when its generator cannot do what it is asked for. */
import assert from 'node:assert/strict';
import { Tally } from '../../../loadtest/contract/tally.ts';
import { filesObstacle } from '../../../loadtest/crowd/files-needed.ts';
import { nobodyJoined } from '../../../loadtest/crowd/nobody-joined.ts';
import { openFilesMax } from '../../../loadtest/worker/open-files.ts';

describe('a run in which nobody can join', () => {
  const failed = (...counts: readonly number[]): Tally => {
    const tally = new Tally();
    for (const [nth, count] of counts.entries()) tally.failed(`Reason ${nth}.`, count);
    return tally;
  };

  it('is known when all have failed, or twenty', () => {
    assert.equal(nobodyJoined(failed(1, 2), 3), 'No bot could join (3 tries). Reason 1.');
    assert.equal(nobodyJoined(failed(20), 1000), 'No bot could join (20 tries). Reason 0.');
  });

  it('is not known before, nor when one plays or none was asked', () => {
    assert.equal(nobodyJoined(failed(2), 3), undefined);
    assert.equal(nobodyJoined(failed(19), 1000), undefined);
    assert.equal(nobodyJoined(failed(), 0), undefined);
    assert.equal(nobodyJoined(failed(4), 0), undefined);
    const joined = failed(999);
    joined.count('joins');
    assert.equal(nobodyJoined(joined, 1000), undefined);
  });
});

describe('files that a worker may open', () => {
  const RUN = { players: 100, profile: undefined, link: {}, seed: 1 };
  const worker = (name: string, filesMax: number | null) => ({ name, filesMax });

  it('must be enough for the bots of each', () => {
    const says = filesObstacle([worker('a', 1024), worker('b', 80)], RUN) ?? '';
    assert.match(says, /only 80 files.*\(worker b\); 50 bots need about 98\. Raise the limit \(ulimit -n 256\)/);
    assert.equal(filesObstacle([worker('a', 1024), worker('b', 98)], RUN), undefined);
    assert.equal(filesObstacle([worker('a', null)], RUN), undefined);
  });

  it('must be four times as many where each bot has a relay', () => {
    for (const bad of [{ link: { latencyMs: 20 } }, { profile: 'wifi' }]) {
      assert.match(filesObstacle([worker('a', 447)], { ...RUN, ...bad }) ?? '', /need about 448/);
      assert.equal(filesObstacle([worker('a', 448)], { ...RUN, ...bad }), undefined);
    }
  });

  it('are told by Linux, and unknown elsewhere', () => {
    const limits = 'Limit                     Soft Limit           Hard Limit           Units     \n';
    const files = (soft: string) =>
      `${limits}Max open files            ${soft}                 524288               files\n`;
    assert.equal(
      openFilesMax(() => files('1024')),
      1024,
    );
    assert.equal(
      openFilesMax(() => files('unlimited')),
      null,
    );
    assert.equal(
      openFilesMax(() => {
        throw new Error('no such file');
      }),
      null,
    );
  });
});
