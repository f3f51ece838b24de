/** Silence on a link that is open: how long it may last, and which time counts. */
import assert from 'node:assert/strict';
import { Silence } from '../../../shared/netcode/silence.ts';

const FRAME_MS = 20;

/** @returns after how many ms of such frames the link counts as dead */
function deadAfterMs(silence: Silence, frameMs: number, msMax = 60_000): number {
  for (let ms = frameMs; ms <= msMax; ms += frameMs) if (silence.passed(frameMs)) return ms;
  return Number.POSITIVE_INFINITY;
}

describe('Silence', () => {
  it('[C19] means a dead link after 2.5 s without a patch', () => {
    assert.equal(deadAfterMs(new Silence(), FRAME_MS), 2500 + FRAME_MS);
  });

  it('is broken by every patch', () => {
    const silence = new Silence();
    for (let i = 0; i < 10; i++) {
      assert.equal(deadAfterMs(silence, FRAME_MS, 2500), Number.POSITIVE_INFINITY);
      silence.heard();
    }
    assert.equal(deadAfterMs(silence, FRAME_MS), 2500 + FRAME_MS);
  });

  it('is told once, and counts anew for the next connection', () => {
    const silence = new Silence();
    deadAfterMs(silence, FRAME_MS);
    assert.equal(deadAfterMs(silence, FRAME_MS), 2500 + FRAME_MS);
  });

  it('does not count the time of a page that was hidden, asleep or busy: what waits is heard first', () => {
    const silence = new Silence();
    assert.equal(silence.passed(3_600_000), false);
    silence.heard();
    assert.equal(silence.passed(60_000), false);
    assert.equal(deadAfterMs(silence, 10), 2500 - 250 + 10);
  });
});
