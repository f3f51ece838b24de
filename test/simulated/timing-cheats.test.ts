/**
 * When frames are sent gains nothing: protections and telegraphs run on the world's time. What an honest seat gets with a
 * frame a tick is the most that any pattern of gaps and bursts gets.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { INPUT_BUDGET } from '../../server/rooms/input-budget.ts';
import { DASH, PILOT, RAIL } from '../../shared/sim/tunables.ts';
import { BUTTON } from '../../shared/sim/types.ts';
import { type Arrivals, always, dashing, firing, playTiming } from '../support/virtual/timing.ts';

const TICKS = 600;
const HONEST: Arrivals = [1];

/** One frame, then silence. */
const sparse = (period: number): Arrivals => Array.from({ length: period }, (_, tick) => (tick === 0 ? 1 : 0));
/** Silence, then all at once. */
const bunched = (period: number): Arrivals => Array.from({ length: period }, (_, tick) => (tick === 0 ? period : 0));

const NAMED: ReadonlyMap<string, Arrivals> = new Map([
  ...[2, 5, 8, 9, 15, 30].map((period): [string, Arrivals] => [`one frame every ${period} ticks`, sparse(period)]),
  ...[3, 7, 8, 9, 20, 30].map((period): [string, Arrivals] => [`bursts every ${period} ticks`, bunched(period)]),
  ['a dash, then eight ticks of silence, then all at once', [1, 0, 0, 0, 0, 0, 0, 0, 0, 9, ...Array(50).fill(1)]],
  ['nothing at all', [0]],
]);

/** Gaps of 0 to 30 ticks, each ended by 1 to 12 frames. */
const patterns = fc
  .array(fc.tuple(fc.nat(30), fc.integer({ min: 1, max: 12 })), { minLength: 1, maxLength: 20 })
  .map((bursts): Arrivals => bursts.flatMap(([gap, frames]) => [...Array(gap).fill(0), frames]));

function assertShield(arrivals: Arrivals): void {
  const { shielded } = playTiming(arrivals, TICKS, always(0));
  assert.ok(shielded <= PILOT.spawnShieldTicks, `shielded for ${shielded} ticks`);
}

function assertThrowingBack(arrivals: Arrivals): void {
  const { throwingBack, dashes } = playTiming(arrivals, TICKS, dashing);
  assert.ok(throwingBack <= DASH.reflectTicks * dashes, `threw back for ${throwingBack} ticks in ${dashes} dashes`);
}

function assertCharge(arrivals: Arrivals): void {
  const { charges, longestCharge } = playTiming(arrivals, TICKS, firing, true);
  for (const charge of charges) assert.ok(charge >= RAIL.chargeTicks, `a charge was seen for ${charge} ticks`);
  // Held at most for what a bad moment of a link holds it, however the frames come.
  const most = RAIL.chargeTicks + INPUT_BUDGET.patienceTicks;
  assert.ok(longestCharge <= most + 1, `a charge was held for ${longestCharge} ticks`);
}

const PROTECTIONS = [
  ['spawn shield', assertShield],
  ['throwing back', assertThrowingBack],
  ['charge of the Rail', assertCharge],
] as const;

describe('[R10] Timing', () => {
  it('is compared with an honest seat, which gets all that the rules give', () => {
    assert.equal(playTiming(HONEST, TICKS, always(0)).shielded, PILOT.spawnShieldTicks - 1);
    const dash = playTiming(HONEST, 60, (frame) => (frame === 5 ? BUTTON.dash : 0));
    assert.deepEqual([dash.dashes, dash.throwingBack], [1, DASH.reflectTicks]);
    const { charges } = playTiming(HONEST, TICKS, firing, true);
    assert.ok(charges.length > 20 && charges.every((ticks) => ticks === RAIL.chargeTicks), `${charges}`);
  });

  for (const [what, assertHolds] of PROTECTIONS) {
    for (const [name, arrivals] of NAMED) it(`gains no ${what}: ${name}`, () => assertHolds(arrivals));

    it(`gains no ${what}, whatever the pattern`, () => {
      fc.assert(fc.property(patterns, assertHolds), { numRuns: 150 });
    });
  }
});
