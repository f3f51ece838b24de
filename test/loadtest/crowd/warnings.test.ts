/** What makes figures doubtful: who was late because of its own work, and who because of others. */
import assert from 'node:assert/strict';
import type { Figures } from '../../../loadtest/contract/figures.ts';
import { warningsOf } from '../../../loadtest/crowd/warnings.ts';

const textOf = (figures: Figures, more: Partial<Parameters<typeof warningsOf>[0]> = {}): string =>
  warningsOf({ figures, url: 'http://game:2567', hasServer: true, interrupted: false, rateHz: 30, ...more }).join('\n');

const LATE = { 'generator.loop.p99': 40, 'generator.cores': 0.02 };
const CROWDED = { 'generator.others': 1.8, 'generator.waiting': 70, 'generator.steal': 0 };

describe('a generator', () => {
  it('that is on time and idle is beyond doubt', () => {
    assert.equal(textOf({ 'generator.loop.p99': 5, 'generator.cores': 0.3, ...CROWDED }), '');
    assert.equal(textOf({}), '');
  });

  it('that is busy itself is the bottleneck, whatever others do', () => {
    for (const others of [{}, CROWDED]) {
      const text = textOf({ 'generator.loop.p99': 40, 'generator.cores': 0.95, ...others });
      assert.match(text, /^The generator is the bottleneck: .*40\.0 ms late \(p99\).*0\.95 cores/);
    }
  });

  it('that is late with nothing to do was kept from its processor: something else used the machine', () => {
    const text = textOf({ ...LATE, ...CROWDED });
    assert.match(text, /^Something else used the machine: .*needs only 0\.02 cores was 40\.0 ms late/);
    assert.match(text, /other processes used 1\.80 cores, for 70 % of the time some process had to wait/);
    assert.doesNotMatch(text, /bottleneck|hypervisor/);
  });

  it('is told of steal even when it was on time', () => {
    const stolen = { 'generator.steal': 12 };
    assert.match(textOf({ 'generator.loop.p99': 5, ...stolen }), /^Something else .*hypervisor gave 12 %/);
    assert.match(textOf({ ...LATE, ...stolen }), /needs only 0\.02 cores.*hypervisor gave 12 %/);
  });

  it('is the bottleneck where others did too little to explain it, or only the server did it', () => {
    for (const others of [{}, { 'generator.waiting': 70, 'generator.others': 0.4 }, { ...CROWDED, cores: 1.5 }]) {
      assert.match(textOf({ ...LATE, ...others }), /^The generator is the bottleneck/, JSON.stringify(others));
    }
  });

  it('that stood still, sent too little, or shares the server’s machine says so', () => {
    assert.match(textOf({ 'generator.loop.max': 251 }), /stood still for 251 ms/);
    assert.match(textOf({ frames: 0 }), /^Bots sent no input: .*--scenario/);
    assert.match(textOf({ frames: 29 }), /Bots sent 29\.0 of 30/);
    assert.equal(textOf({ frames: 29.2, 'generator.loop.max': 250 }), '');
    assert.match(textOf({}, { hasServer: false }), /no \/metrics/);
    assert.match(textOf({}, { interrupted: true }), /Interrupted/);
    assert.match(textOf({}, { url: 'http://127.0.0.1:2567' }), /share this machine/);
  });
});
