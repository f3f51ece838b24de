/** A long stretch of fuzzing beside honest players (promises 1 and 2); FUZZ_SEED replays another one. */
import assert from 'node:assert/strict';
import { fuzzSeed } from '../../../support/raw/seed.ts';
import { fuzz, patchesPerSecond } from '../fuzz/fuzz.ts';

describe('abuse: fuzzing', () => {
  it('messages, inputs, frames, requests, options and tokens breaks no promise (promises 1 and 2)', async () => {
    const report = await fuzz({ seed: fuzzSeed, seconds: 36, calmSeconds: 4 });
    assert.deepEqual(report.failures, []);
    assert.ok(report.attacks > 300, `only ${report.attacks} attacks`);
    assert.ok(patchesPerSecond(report.under) > 0);
  }).timeout(150_000);
});
