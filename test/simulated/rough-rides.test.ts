/** Whole games over bad networks on virtual time: a fixed set of seeds; `npm run simulate` plays thousands. */
import assert from 'node:assert/strict';
import { playScenario } from '../support/virtual/scenario.ts';

/** Seeds that failed once, and what they found. */
const FOUND: readonly [seed: number, what: string][] = [
  [21, 'a connection that is cut again before the server has heard that its client is back'],
  [48, 'the same, when the client has got the new token already'],
  [114, 'a screen of four frames a second, whose page sent more than was used for as long as it lived'],
  [232, 'the same at five frames a second'],
];

async function assertHolds(seed: number): Promise<void> {
  const { problems, events } = await playScenario(seed);
  assert.deepEqual(problems, [], `seed ${seed}, after\n${events.join('\n')}`);
}

describe('A rough ride', function () {
  this.timeout(60_000);
  const { info } = console;

  before(() => {
    console.info = () => {}; // the SDK tells every reconnection
  });
  after(() => {
    console.info = info;
  });

  for (let seed = 1; seed <= 20; seed++) {
    it(`comes right again (seed ${seed})`, () => assertHolds(seed));
  }
  for (const [seed, what] of FOUND) it(`comes right again after ${what} (seed ${seed})`, () => assertHolds(seed));
});
