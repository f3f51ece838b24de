/** The net graph's arithmetic and wording. */
import assert from 'node:assert/strict';
import { NetMeter, type NetRates, netGroups } from '../../../client/ui/hud/net-numbers.ts';
import type { NetStats } from '../../../shared/netcode/views.ts';

const stats = (some: Partial<NetStats> = {}): NetStats => ({
  rttMs: 104.4,
  jitterMs: 12.6,
  serverTick: 4321,
  unackedInputFrames: 5,
  queuedInputFrames: 1,
  interpolationDelayMs: 66.2,
  starvedShare: 0.0123,
  leadTicks: 4.25,
  starvedTicks: 2,
  droppedInputFrames: 3,
  clampedStamps: 4,
  pace: 1.03,
  serverTickMs: 0.4567,
  patchBytes: 321,
  corrections: 7,
  lastCorrectionU: 1.234,
  maxCorrectionU: 45.6,
  patches: 100,
  bytesIn: 0,
  bytesOut: 0,
  entities: 42,
  ...some,
});

const still: NetRates = { bytesInPerS: 0, bytesOutPerS: 0, correctionsPerS: 0, patchGapMs: 0, correctionU: 0 };

/** 60 frames a second, patches 30 a second; @returns the rates after `seconds` */
function run(meter: NetMeter, seconds: number, statsAt: (second: number) => Partial<NetStats>, fromMs = 0): NetRates {
  let rates = still;
  for (let inputFrame = 0; inputFrame <= seconds * 60; inputFrame++) {
    const nowMs = fromMs + (inputFrame * 1000) / 60;
    const now = stats({ patches: Math.floor(inputFrame / 2), ...statsAt(inputFrame / 60) });
    meter.see(nowMs, now);
    if (inputFrame % 6 === 0) rates = meter.sample(nowMs, now);
  }
  return rates;
}

describe('net graph', () => {
  it('measures bytes and corrections per second over the last two seconds', () => {
    const rates = run(new NetMeter(), 10, (second) => ({
      bytesIn: second * 6144,
      bytesOut: second * 1024,
      corrections: Math.floor(second * 2),
    }));
    assert.ok(Math.abs(rates.bytesInPerS - 6144) < 1);
    assert.ok(Math.abs(rates.bytesOutPerS - 1024) < 1);
    assert.ok(Math.abs(rates.correctionsPerS - 2) <= 0.5);
  });

  it('forgets a burst after two seconds', () => {
    const rates = run(new NetMeter(), 6, (second) => ({ bytesIn: second < 2 ? 0 : 100_000 }));
    assert.equal(rates.bytesInPerS, 0);
  });

  it('shows how long no patch came', () => {
    const meter = new NetMeter();
    assert.ok(run(meter, 2, () => ({})).patchGapMs < 40);
    const stalled = run(meter, 0.7, () => ({ patches: 60 }), 2000);
    assert.ok(stalled.patchGapMs > 650 && stalled.patchGapMs < 750, `${stalled.patchGapMs}`);
  });

  it('shows a correction once, with its size', () => {
    const meter = new NetMeter();
    run(meter, 1, () => ({ corrections: 7 }));
    meter.see(1010, stats({ corrections: 8, lastCorrectionU: 5 }));
    assert.equal(meter.sample(1010, stats({ corrections: 8 })).correctionU, 5);
    meter.see(1020, stats({ corrections: 8, lastCorrectionU: 5 }));
    assert.equal(meter.sample(1020, stats({ corrections: 8 })).correctionU, 0);
  });

  it('begins anew after it was closed', () => {
    const meter = new NetMeter();
    run(meter, 2, (second) => ({ bytesIn: second * 1000 }));
    const rates = run(meter, 1, () => ({ bytesIn: 900_000, corrections: 50, lastCorrectionU: 9 }), 60_000);
    assert.deepEqual([rates.bytesInPerS, rates.correctionsPerS, rates.correctionU], [0, 0, 0]);
    assert.ok(rates.patchGapMs < 40);
  });

  it('words every number, in groups', () => {
    const groups = netGroups(stats(), { ...still, bytesInPerS: 6144, patchGapMs: 34, correctionsPerS: 0.5 }, 59.7);
    const shown = Object.fromEntries(groups.map(({ title, rows }) => [title, Object.fromEntries(rows)]));
    assert.deepEqual(shown, {
      link: { RTT: '104 ms', jitter: '13 ms', in: '6.0 kB/s', out: '0.0 kB/s', patch: '321 B', 'patch gap': '34 ms' },
      time: { tick: '4321', 'tick took': '0.46 ms', lead: '4.3 t', 'view delay': '66 ms', starved: '1.2 %' },
      input: { unacked: '5', queue: '1', pace: '103 %', starved: '2 t', dropped: '3', clamped: '4' },
      prediction: { 'corr.': '0.5/s', last: '1.23 u', max: '46 u' },
      picture: { entities: '42', fps: '60' },
    });
  });

  it('fits its lines: a name and a value in 20 letters', () => {
    const huge = stats({ serverTick: 99_999_999, rttMs: 12_345, patchBytes: 1_000_000, maxCorrectionU: 2500 });
    const groups = netGroups(huge, { ...still, bytesInPerS: 999_999, patchGapMs: 99_999 }, 240);
    for (const [name, value] of groups.flatMap(({ rows }) => rows)) {
      assert.ok(name.length + 1 + value.length <= 20, `${name} ${value}`);
    }
  });
});
