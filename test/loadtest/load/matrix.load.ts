/** The whole fault matrix: every scenario that needs no rooms over HTTP, every fault, every phase, both kinds of limits. */
import { type Cell, PHASES } from '../../support/matrix/cell.ts';
import { FAULTS } from '../../support/matrix/fault-proxy.ts';
import { ALL_ALLOWED, assertTold, FELT, isVisible, runCells } from '../../support/matrix/run.ts';
import { usePeer } from '../../support/peer.ts';

const SCENARIOS = ['steady', 'ramp', 'churn', 'join-storm', 'reconnect-storm', 'stalled-readers', 'cheaters'];
/** Faults that fail a run although everything else is allowed. */
const ALWAYS = new Set(['killed', 'frozen', 'refusing']);

describe('against servers that go bad, each in one way and at one moment,', function () {
  this.timeout(400_000);
  const peer = usePeer();

  for (const scenario of SCENARIOS) {
    it(`${scenario} fails, in words that name the fault`, async () => {
      const cells: Cell[] = FAULTS.flatMap((kind) =>
        PHASES.filter((phase) => isVisible(scenario, kind, phase)).flatMap((phase) => {
          const fault = { kind, phase };
          return [FELT, ...(ALWAYS.has(kind) ? [ALL_ALLOWED] : [])].map((limits) => ({ scenario, fault, limits }));
        }),
      );
      // Where nothing goes wrong, nothing is told; how fast this machine is today is not asked.
      cells.push({ scenario, limits: ['errors == 0'] });
      for (const outcome of await runCells(peer.url, cells)) assertTold(outcome);
    });
  }
});
