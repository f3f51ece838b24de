/** The bench's tables: texts to the left, numbers to the right, each remark once. */
import assert from 'node:assert/strict';
import type { BudgetRow } from '../../../loadtest/bench/budget.ts';
import { type MedianRow, medianRowOf } from '../../../loadtest/bench/median-row.ts';
import { budgetLines, medianLines, stepLines } from '../../../loadtest/bench/print.ts';

const median = (some: Partial<MedianRow>): MedianRow => ({ ...medianRowOf('ours', 100, [], 0.1), ...some });

describe('tables of the bench', () => {
  it('has a step’s times, a line for each size', () => {
    const rows = [
      { pilots: 8, medianMs: 0.0214, p99Ms: 0.1, perPilotUs: 2.675 },
      { pilots: 300, medianMs: 1.5, p99Ms: 12.25, perPilotUs: 5 },
    ];
    assert.deepEqual(stepLines({ rows, hashMs: 0.125, cloneMs: 1, spawnUs: 9.6 } as Parameters<typeof stepLines>[0]), [
      'One step of the simulation, alone',
      'pilots = bolts  median ms  p99 ms  µs per pilot',
      '             8      0.021   0.100          2.67',
      '           300      1.500  12.250          5.00',
      'with 300 pilots: hash 0.13 ms, clone 1.00 ms, spawn 10 µs',
    ]);
  });

  it('has the medians of each server, with what was discarded', () => {
    const cost = { cores: 0.3, usPerClientTick: 100, usRange: [90, 1110.5] as [number, number] };
    const traffic = { tickP50Ms: 2, tickP99Ms: 14.5, receivedBps: 12_345, patchesHz: 30, generatorCores: 0.5 };
    const late = { lateP50Ms: 0.25, lateP99Ms: 3, lateMaxMs: 40 };
    const lines = medianLines('One room', [
      median({ ...cost, ...traffic, ...late, rounds: 3, discarded: 1 }),
      median({ side: 'stock', players: 1000, rounds: 2 }),
    ]);
    assert.deepEqual(lines, [
      'One room',
      'server  players  cores  µs/client/tick  least–greatest  tick p50 ms    p99  late p50 ms   p99    max  kB/s each  patches/s  generator  rounds',
      'ours        100  0.300           100.0     90.0–1110.5         2.00  14.50         0.25  3.00  40.00       12.3       30.0       0.50  3, 1 discarded',
      'stock      1000      –               –             –––            –      –            –     –      –          –          –          –  2',
    ]);
  });

  it('has remarks once each, with those whom they are about', () => {
    const late = 'the generator was 12.5 ms late';
    const lines = medianLines('One room', [
      median({ warnings: [late] }),
      median({ side: 'stock', problems: ['no seat'], warnings: ['the generator was 90 ms late'] }),
    ]);
    assert.deepEqual(lines.slice(4), [`${late} (ours 100, stock 100)`, 'no seat (stock 100)']);
  });

  it('has the budget in three digits that matter', () => {
    const row = (what: string, ours: number | undefined, unit: string, ratio?: number): BudgetRow => {
      const goal = 'less';
      return {
        what,
        goal,
        unit,
        ours,
        peer: ours,
        ratio,
        ruling: ours === undefined ? 'not measured' : 'pass',
        note: '',
      };
    };
    assert.deepEqual(
      budgetLines([row('a', 1.234, 'ms', 2), row('long', 12.34, ''), row('c', 123.4, 'µs'), row('d', undefined, 's')]),
      [
        'Budget',
        'what  goal     ours     peer  ratio',
        'a     less  1.23 ms  1.23 ms   2.00  pass',
        'long  less     12.3     12.3      –  pass',
        'c     less   123 µs   123 µs      –  pass',
        'd     less        –        –      –  not measured',
      ],
    );
  });
});
