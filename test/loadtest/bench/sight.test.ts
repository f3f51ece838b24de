/** What the peer lets a client see: what comes into view, and a little longer than that what leaves it. */
import assert from 'node:assert/strict';
import { ClientSight, type Thing } from '../../../loadtest/bench/stock/sight.ts';
import { NeighbourGrid } from '../../../shared/sim/grid.ts';
import { VIEW } from '../../../shared/sim/tunables.ts';

const EYE = { x: 2000, y: 2000 };
/** How far beyond the view a thing stays that was in it. */
const LINGER = 64;

describe('the peer’s sight', () => {
  for (const [side, x, y, half] of [
    ['right', 1, 0, VIEW.widthU / 2],
    ['left', -1, 0, VIEW.widthU / 2],
    ['lower', 0, 1, VIEW.heightU / 2],
    ['upper', 0, -1, VIEW.heightU / 2],
  ] as const) {
    it(`takes in what crosses the ${side} edge, and lets it go ${LINGER} u beyond it`, () => {
      const seen = new Set<unknown>();
      const view = { add: (shown: unknown) => seen.add(shown), remove: (shown: unknown) => seen.delete(shown) };
      const sight = new ClientSight(view as never);
      const grid = new NeighbourGrid();
      const thing: Thing = { ...EYE, published: {} as Thing['published'], isGone: false };
      let tick = 0;
      const seesAt = (away: number): boolean => {
        Object.assign(thing, { x: EYE.x + x * away, y: EYE.y + y * away });
        grid.fill([thing], 4000, 4000);
        sight.refresh(++tick, EYE, grid, [thing]);
        return seen.has(thing.published);
      };
      assert.deepEqual([seesAt(half + 1), seesAt(half - 1), seesAt(half + 1)], [false, true, true]);
      assert.deepEqual([seesAt(half + LINGER - 1), seesAt(half + LINGER + 1)], [true, false]);
      assert.equal(seesAt(half + LINGER - 1), false, 'it comes back only into view');
    });
  }

  it('does not take out of a view what its state has lost already', () => {
    const view = { add: () => {}, remove: () => assert.fail('removed') };
    const sight = new ClientSight(view as never);
    const grid = new NeighbourGrid();
    const thing: Thing = { ...EYE, published: {} as Thing['published'], isGone: false };
    grid.fill([thing], 4000, 4000);
    sight.refresh(1, EYE, grid, [thing]);
    thing.isGone = true;
    grid.fill([], 4000, 4000);
    sight.refresh(2, EYE, grid, []);
  });
});
