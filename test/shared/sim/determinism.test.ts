/**
 * The same seed and input frames give the same world, tick by tick: twice in a row, from a clone, and as pinned in
 * golden.json. After a wanted change of the rules: npm run golden
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { cloneWorld, hashWorld } from '../../../shared/sim/hash.ts';
import { step } from '../../../shared/sim/step.ts';
import { isUpdatingGolden } from '../../support/flags.ts';
import {
  goldenTrace,
  join,
  leave,
  type Run,
  scriptedInputs,
  startRun,
  TRACE_EVERY_TICKS,
} from '../../support/trace.ts';

const GOLDEN = new URL('./golden.json', import.meta.url);

function advance(run: Run): number {
  if (run.world.tick % 200 === 150) leave(run);
  if (run.world.tick % 200 === 50) join(run);
  step(run.world, scriptedInputs(run));
  return hashWorld(run.world);
}

const cloneRun = (run: Run): Run => ({
  ...run,
  world: cloneWorld(run.world),
  script: { ...run.script },
  wishes: new Map(run.wishes),
});

describe('determinism', () => {
  it('gives the same hash at each tick for the same seed and input frames', () => {
    for (const seed of [1, 2, 3]) {
      const one = startRun(seed, 8);
      const other = startRun(seed, 8);
      for (let tick = 1; tick <= 600; tick++) assert.equal(advance(one), advance(other), `seed ${seed}, tick ${tick}`);
    }
  });

  it('does not depend on other worlds that are stepped in between', () => {
    const alone = startRun(4, 8);
    const hashes = Array.from({ length: 300 }, () => advance(alone));
    const shared = startRun(4, 8);
    const noise = startRun(99, 20);
    for (const [i, hash] of hashes.entries()) {
      advance(noise);
      assert.equal(advance(shared), hash, `tick ${i + 1}`);
    }
  });

  it('goes on alike from a clone made half way', () => {
    const run = startRun(5, 8);
    for (let tick = 0; tick < 300; tick++) advance(run);
    const clone = cloneRun(run);
    const hashes = Array.from({ length: 300 }, () => advance(run));
    for (const [i, hash] of hashes.entries()) assert.equal(advance(clone), hash, `tick ${301 + i}`);
  });

  it('goes another way with another seed', () => {
    assert.notEqual(advance(startRun(6, 8)), advance(startRun(7, 8)));
  });

  it('reproduces the golden trace', () => {
    const trace = goldenTrace();
    if (isUpdatingGolden) {
      writeFileSync(GOLDEN, `${JSON.stringify({ everyTicks: TRACE_EVERY_TICKS, hashes: trace }, null, 2)}\n`);
    }
    const golden = JSON.parse(readFileSync(GOLDEN, 'utf8')) as { everyTicks: number; hashes: number[] };
    assert.equal(golden.everyTicks, TRACE_EVERY_TICKS);
    const first = trace.findIndex((hash, i) => hash !== golden.hashes[i]);
    assert.equal(
      first,
      -1,
      `the run leaves its golden trace by tick ${(first + 1) * TRACE_EVERY_TICKS}: either the rules were changed on ` +
        'purpose (then npm run golden writes the new trace), or the simulation is no longer the same everywhere',
    );
    assert.equal(trace.length, golden.hashes.length);
  });

  it('runs a golden trace in which something happens', () => {
    const run = startRun(20_261, 8);
    const seen = new Map<string, number>();
    const count = (what: string): unknown => seen.set(what, (seen.get(what) ?? 0) + 1);
    for (let tick = 0; tick < 1800; tick++) {
      for (const event of step(run.world, scriptedInputs(run))) {
        count(event.kind);
        if (event.kind !== 'hit' || event.evidence === undefined) continue;
        count('rail hit');
        if (event.evidence.seenX !== event.evidence.nowX) count('rewound');
      }
    }
    for (const kind of [
      'fire',
      'hit',
      'reflect',
      'kill',
      'collect',
      'spawn',
      'phase',
      'arm',
      'rail',
      'rail hit',
      'rewound',
    ]) {
      assert.ok((seen.get(kind) ?? 0) > 0, `${kind}: ${JSON.stringify([...seen])}`);
    }
  });
});
