/** The load tester, load-tested: a server that goes bad in one way at one moment must be told of. The whole: matrix.load.ts. */
import type { Cell, Outcome, Phase } from '../support/matrix/cell.ts';
import type { Fault } from '../support/matrix/fault-proxy.ts';
import { ALL_ALLOWED, assertTold, FELT, nameOf, runCells } from '../support/matrix/run.ts';
import { usePeer } from '../support/peer.ts';

const cell = (kind: Fault, phase: Phase, limits: readonly string[] = FELT): Cell => ({
  ...{ scenario: 'steady', fault: { kind, phase }, limits },
});

/** One of each kind, each phase, and what a user may have allowed. */
const CELLS: readonly Cell[] = [
  { scenario: 'steady', limits: [] },
  { scenario: 'steady', limits: ALL_ALLOWED },
  cell('killed', 'join'),
  cell('killed', 'warm-up'),
  cell('killed', 'measure', ALL_ALLOWED),
  cell('killed', 'end', ALL_ALLOWED),
  cell('killed', 'leave', ALL_ALLOWED),
  cell('frozen', 'measure', ALL_ALLOWED),
  cell('emptied', 'warm-up', []),
  cell('slowed', 'measure'),
  cell('refusing', 'measure', ALL_ALLOWED),
  cell('cutting', 'measure', []),
  cell('corrupting', 'end', []),
  cell('late', 'join'),
];

describe('a server that goes bad', function () {
  this.timeout(90_000);
  const peer = usePeer();
  let outcomes: ReadonlyMap<string, Outcome>;

  before(async () => {
    const done = await runCells(peer.url, CELLS);
    outcomes = new Map(done.map((outcome) => [nameOf(outcome.cell), outcome]));
  });

  for (const one of CELLS) {
    const name = nameOf(one);
    it(`fails the run, in words that name it: ${name}`, () => assertTold(outcomes.get(name) as Outcome));
  }
});
