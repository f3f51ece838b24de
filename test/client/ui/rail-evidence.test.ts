/** The death card's words on how a Rail hit was judged. */
import assert from 'node:assert/strict';
import { evidenceText, spreadOf } from '../../../client/ui/hud/rail-evidence.ts';

describe('evidence of a Rail hit', () => {
  it('tells how far back, how far apart, and both round trips', () => {
    assert.equal(
      evidenceText({ rewindMs: 120, apartU: 14, shooterRttMs: 96, victimRttMs: 42 }),
      'Judged 120 ms back · you were 14 u away from there · their round trip 96 ms, yours 42 ms',
    );
  });

  it('says so when nothing was rewound and nobody had moved', () => {
    assert.equal(
      evidenceText({ rewindMs: 0, apartU: 0.4, shooterRttMs: 31, victimRttMs: 42 }),
      'Judged as it stood · you were right there · their round trip 31 ms, yours 42 ms',
    );
  });

  it('takes one millisecond and one unit for something, and less for nothing', () => {
    const evidence = { rewindMs: 1, apartU: 1, shooterRttMs: 1, victimRttMs: 1 };
    assert.equal(
      evidenceText(evidence),
      'Judged 1 ms back · you were 1 u away from there · their round trip 1 ms, yours 1 ms',
    );
    assert.equal(
      evidenceText({ ...evidence, rewindMs: 0.9, apartU: 0.9, shooterRttMs: 0.9 }),
      'Judged as it stood · you were right there · your round trip 1 ms',
    );
  });

  it('has no round trip for a bot', () => {
    assert.equal(
      evidenceText({ rewindMs: 0, apartU: 0, shooterRttMs: 0, victimRttMs: 41.6 }),
      'Judged as it stood · you were right there · your round trip 42 ms',
    );
  });

  it('never tells a negative number', () => {
    assert.match(evidenceText({ rewindMs: 33, apartU: 3, shooterRttMs: 20, victimRttMs: -1 }), /yours 0 ms$/);
  });

  it('draws the two places in the size of pilots, and within its frame', () => {
    assert.equal(spreadOf(0), 0);
    assert.equal(spreadOf(36), 22);
    assert.ok(spreadOf(1000) <= 60);
  });
});
