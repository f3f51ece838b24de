/** The age of what a bot sees: the way here, and how late the server is; never less. */
import assert from 'node:assert/strict';
import { SnapshotAge } from '../../../loadtest/worker/snapshot-age.ts';

/** 20 ticks a second: 50 ms each. */
const RATE_HZ = 20;

describe('the age of a snapshot', () => {
  it('is not known before the first patch and the first ping', () => {
    const age = new SnapshotAge(RATE_HZ);
    assert.equal(age.at(0), undefined);
    age.onPatch(1, 1000);
    assert.equal(age.at(1000), undefined);
    age.onRtt(40);
    assert.equal(age.at(1000), 20);
  });

  it('grows while nothing comes, and counts the way here as half of the smallest ping', () => {
    const age = new SnapshotAge(RATE_HZ);
    age.onRtt(80);
    age.onRtt(40);
    age.onRtt(90);
    age.onPatch(1, 1000);
    assert.equal(age.at(1030), 50);
    age.onPatch(2, 1050);
    assert.equal(age.at(1050), 20);
  });

  it('shows a patch that came late, although it has just come', () => {
    const age = new SnapshotAge(RATE_HZ);
    age.onRtt(0);
    age.onPatch(1, 1000);
    age.onPatch(2, 1050 + 130);
    assert.equal(age.at(1180), 130);
  });

  it('forgets how punctual the server was ten seconds ago', () => {
    const age = new SnapshotAge(RATE_HZ);
    age.onRtt(0);
    const late = (tick: number) => (tick > 20 ? 70 : 0);
    for (let tick = 1; tick <= 180; tick++) age.onPatch(tick, tick * 50 + late(tick));
    assert.equal(age.at(180 * 50 + 70), 70, 'nine seconds are remembered');
    for (let tick = 181; tick <= 260; tick++) age.onPatch(tick, tick * 50 + late(tick));
    assert.equal(age.at(260 * 50 + 70), 0, 'that is how the server is now');
  });

  it('of a server without ticks is the time since its newest patch', () => {
    const age = new SnapshotAge(RATE_HZ);
    age.onRtt(10);
    age.onPatch(undefined, 500);
    assert.equal(age.at(530), 35);
  });
});
