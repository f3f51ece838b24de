/** Who has just left, and what that means for coming again: ten seconds are 300 ticks. */
import assert from 'node:assert/strict';
import { Departures } from '../../../server/rooms/departures.ts';

const QUICK = { shielded: false, respawnTick: 0 };

describe('Departures', () => {
  it('count for 300 ticks to the tick, whoever leaves meanwhile', () => {
    const departures = new Departures();
    departures.note(['guest a', 'address a'], 1000, 0);
    departures.note(['guest b'], 1300, 0);
    for (const key of ['guest a', 'address a']) {
      assert.deepEqual(departures.arrivalOf([key], 1300), QUICK);
      assert.deepEqual(departures.arrivalOf([key], 1301), {});
    }
    assert.deepEqual(departures.arrivalOf(['guest b'], 1600), QUICK);
    assert.deepEqual(departures.arrivalOf(['guest c'], 1300), {});
  });

  it('make a player wait for the latest respawn of its keys', () => {
    const departures = new Departures();
    departures.note(['guest a', 'address a'], 1000, 1060);
    departures.note(['guest b', 'address a'], 1010, 1040);
    assert.deepEqual(departures.arrivalOf(['guest a', 'address a'], 1020), { shielded: false, respawnTick: 1060 });
    assert.deepEqual(departures.arrivalOf(['guest c', 'address a'], 1020), { shielded: false, respawnTick: 1040 });
  });

  it('are remembered of 2000 keys: the oldest go first', () => {
    const departures = new Departures();
    for (let n = 0; n <= 2000; n++) departures.note([`guest ${n}`], 1000, 0);
    assert.deepEqual(departures.arrivalOf(['guest 0'], 1000), {});
    assert.deepEqual(departures.arrivalOf(['guest 1'], 1000), QUICK);
  });
});
