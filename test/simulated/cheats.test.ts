/** What cheaters gain: nothing beyond what one frame per tick allows. The table is in docs/netcode.md. */
import assert from 'node:assert/strict';
import { PILOT, PULSE, RAIL, TICK_RATE_HZ } from '../../shared/sim/tunables.ts';
import { CHEATS, type Gain, measureCheat } from '../support/virtual/cheats.ts';

const PULSES_PER_S = TICK_RATE_HZ / PULSE.cooldownTicks;
const RAILS_PER_S = TICK_RATE_HZ / (RAIL.chargeTicks + RAIL.cooldownTicks);

describe('A cheating client', function () {
  this.timeout(30_000);
  let honest: Gain;

  before(async () => {
    honest = await measureCheat('honest', 3);
  });

  it('is compared with an honest one that shoots as fast as the rules allow', () => {
    assert.ok(Math.abs(honest.pulsesPerS - PULSES_PER_S) < 0.3);
    assert.ok(honest.speedUs > 200 && honest.speedUs <= PILOT.speed);
  });

  for (const name of CHEATS.keys()) {
    it(`gains neither speed nor shots: ${name}`, async () => {
      const gain = await measureCheat(name, 3);
      assert.ok(
        gain.speedUs <= honest.speedUs * 1.05,
        `${gain.speedUs.toFixed(0)} u/s against ${honest.speedUs.toFixed(0)}`,
      );
      assert.ok(gain.pulsesPerS <= PULSES_PER_S * 1.05, `${gain.pulsesPerS} Pulse shots/s`);
      assert.ok(gain.railsPerS <= RAILS_PER_S * 1.1, `${gain.railsPerS} Rail shots/s`);
    });
  }

  it('has its stamps clamped and counted, back-dated and future ones alike', async () => {
    for (const name of ['stamps back-dated by 1 s', 'stamps from 1 s ahead'])
      assert.ok((await measureCheat(name, 5)).clamped > 300, name);
    assert.equal(honest.clamped, 0);
  });
});
