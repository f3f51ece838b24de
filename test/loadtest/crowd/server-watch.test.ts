/** When a server counts as gone, standing still or closed, from what it answers and from when bots last heard of it. */
import assert from 'node:assert/strict';
import { type Look, ServerWatch } from '../../../loadtest/crowd/server-watch.ts';

/** Ten bots hear the server all the time, and it answers at once. */
const lookAt = (atSeconds: number, more: Partial<Look> = {}): Look => ({
  ...{
    askedAtSeconds: atSeconds,
    atSeconds,
    answering: 'answers',
    heardAtSeconds: atSeconds - 0.02,
    bots: 10,
    connected: 10,
  },
  ...more,
});

function watched(...looks: readonly Look[]): ServerWatch {
  const watch = new ServerWatch();
  watch.phase('joining', 0);
  watch.phase('playing', 2);
  for (const look of looks) watch.look(look);
  return watch;
}

describe('a server', () => {
  it('that answers, or that is heard of, is there', () => {
    assert.deepEqual(watched(lookAt(1), lookAt(2)).faults, []);
    assert.deepEqual(
      watched(lookAt(1), lookAt(2, { answering: 'silent' }), lookAt(9, { answering: 'silent' })).faults,
      [],
    );
  });

  it('that takes no connection and is not heard of was gone from the last sign of life on', () => {
    const dead = { answering: 'refuses', heardAtSeconds: 6.2 } as const;
    assert.deepEqual(watched(lookAt(6), lookAt(7, { ...dead, connected: 0 })).faults, [
      'The server was gone from 6.2 s on (4.2 s into “playing”).',
    ]);
    // Whose bots have not noticed yet may only be busy for a moment.
    assert.deepEqual(watched(lookAt(6), lookAt(7, dead)).faults, []);
    assert.equal(watched(lookAt(6), lookAt(7, dead), lookAt(8, dead)).faults.length, 1);
  });

  it('that went while nobody had heard of it was gone since it answered last', () => {
    const look = lookAt(1.5, { answering: 'refuses', heardAtSeconds: undefined, connected: 0 });
    assert.deepEqual(watched(lookAt(0.5), look).faults, ['The server was gone from 0.5 s on (0.5 s into “joining”).']);
  });

  it('that takes connections and says nothing stood still', () => {
    const still = lookAt(12, { askedAtSeconds: 7, answering: 'silent', heardAtSeconds: 6.2 });
    assert.deepEqual(watched(lookAt(6), still).faults, [
      'The server stood still from 6.2 s on (4.2 s into “playing”): it took connections and said nothing.',
    ]);
  });

  it('that comes back was away for a time, and may go again', () => {
    const dead = (at: number) => lookAt(at, { answering: 'refuses', heardAtSeconds: 1.4, connected: 0 });
    assert.deepEqual(watched(lookAt(1), dead(2), dead(3), lookAt(4), dead(5)).faults, [
      'The server was gone from 1.4 s to 4.0 s (1.4 s into “joining”).',
      'The server was gone from 4.0 s on (2.0 s into “playing”).',
    ]);
  });

  it('that takes no new connections is told apart, and may end as none', () => {
    const closed = (at: number) => lookAt(at, { answering: 'refuses' });
    assert.deepEqual(watched(lookAt(3), closed(4)).faults, [], 'that may be the moment in which it goes');
    assert.deepEqual(watched(lookAt(3), closed(4), closed(5)).faults, [
      'The server took no new connections from 3.0 s on (1.0 s into “playing”): who was connected played on.',
    ]);
    const left = lookAt(7, { answering: 'refuses', heardAtSeconds: 5.5, bots: 0, connected: 0 });
    assert.match(watched(lookAt(3), closed(4), closed(5), left).faults.join(), /^The server took no new connections/);
    const dead = lookAt(7, { answering: 'refuses', heardAtSeconds: 5.5, connected: 0 });
    assert.deepEqual(watched(lookAt(3), closed(4), closed(5), dead).faults, [
      'The server was gone from 5.5 s on (3.5 s into “playing”).',
    ]);
  });

  it('that never answered over HTTP, or could not be asked, is not missed there', () => {
    const hidden = { answering: 'silent', connected: 0 } as const;
    assert.deepEqual(watched(lookAt(1, hidden), lookAt(9, { ...hidden, heardAtSeconds: 2 })).faults, []);
    assert.deepEqual(watched(lookAt(1), lookAt(9, { answering: 'unknown', heardAtSeconds: 2 })).faults, []);
  });

  it('is given up half a minute after it went', () => {
    const dead = (at: number) => lookAt(at, { answering: 'refuses', heardAtSeconds: 2, connected: 0 });
    const watch = watched(lookAt(1), dead(3));
    assert.deepEqual([watch.isHopeless(31.9), watch.isHopeless(32.1)], [false, true]);
    watch.look(lookAt(33));
    assert.equal(watch.isHopeless(99), false);
    assert.equal(watched(lookAt(1), lookAt(2, { answering: 'refuses' })).isHopeless(99), false);
  });
});
