/** Letters keep their size on every screen: as many px are rendered as it has, and never too few to be read. */
import assert from 'node:assert/strict';
import { renderedPx } from '../../../client/view/labels.ts';
import { Lens } from '../../../client/view/lens.ts';

describe('a letter', () => {
  for (const [px, resolution, rendered] of [
    [12, 1, 12],
    [12, 1.2, 14],
    [12, 1.3, 16],
    [20, 0.6, 12],
    [22, 2, 44],
    [12, 0.6, 11],
  ] as const) {
    it(`of ${px} px is rendered with ${rendered} px at resolution ${resolution}`, () => {
      const lens = new Lens();
      lens.fit(800, 450, resolution);
      assert.equal(renderedPx(px, lens), rendered);
    });
  }
});
