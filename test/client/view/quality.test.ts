/** What the settings mean for the picture. */
import assert from 'node:assert/strict';
import type { Settings } from '../../../client/settings.ts';
import { qualityOf, resolutionOn } from '../../../client/view/quality.ts';

const HIGH: Settings = { name: '', quality: 'high', renderer: 'auto', volume: 1, reducedMotion: false };
const LOW: Settings = { ...HIGH, quality: 'low' };

describe('quality of the picture', () => {
  it('is all there is on a good machine, in its own px up to two of them', () => {
    const high = { glow: true, shake: true, hitStop: true, calm: false, particlesMax: 250, particleShare: 1 };
    assert.deepEqual(qualityOf(HIGH, 1.5), { ...high, resolution: 1.5 });
    assert.equal(qualityOf(HIGH, 3).resolution, 2);
    assert.equal(qualityOf(HIGH, 0.8).resolution, 1);
  });

  it('leaves out light, shaking and most particles on a weak machine', () => {
    const low = { glow: false, shake: false, hitStop: true, calm: false, particlesMax: 60, particleShare: 0.4 };
    assert.deepEqual(qualityOf(LOW, 2), { ...low, resolution: 0.6 });
  });

  it('is calm for who wants less motion', () => {
    const calm = { glow: true, shake: false, hitStop: false, calm: true, particlesMax: 250, particleShare: 0.5 };
    assert.deepEqual(qualityOf({ ...HIGH, reducedMotion: true }, 1), { ...calm, resolution: 1 });
    assert.equal(qualityOf({ ...LOW, reducedMotion: true }, 1).particleShare, 0.2);
  });

  it('is coarse only on a large surface', () => {
    const low = qualityOf(LOW, 1);
    assert.equal(resolutionOn(low, 1920, 1080), 0.6);
    assert.equal(resolutionOn(low, 768, 432), 1);
    assert.equal(resolutionOn(low, 390, 600), 1);
    assert.equal(resolutionOn(low, 768 * 1.25, 432 * 1.25), 0.8);
    assert.equal(resolutionOn(qualityOf(HIGH, 2), 3000, 2000), 2);
  });
});
