/** The latency lab's ghosts: where the server had each pilot in its last patch, and how far that is from what is shown. */
import type * as Phaser from 'phaser';
import { PILOT } from '../../shared/sim/tunables.ts';
import { DEPTH } from './art.ts';
import type { FrameView } from './frame-view.ts';
import type { LayerTools } from './layer-tools.ts';
import { COLOUR } from './palette.ts';
import type { Places } from './places.ts';

export class GhostsLayer {
  readonly #pen: Phaser.GameObjects.Graphics;
  readonly #places: Places;
  #drawn = false;

  constructor({ art, places }: LayerTools) {
    this.#places = places;
    this.#pen = art.scene.add.graphics().setDepth(DEPTH.ghosts);
  }

  draw({ ghosts, ownSeat }: FrameView): void {
    if (!this.#drawn && ghosts.length === 0) return;
    const pen = this.#pen.clear();
    this.#drawn = ghosts.length > 0;
    for (const { seat, x, y, alive } of ghosts) {
      if (!alive) continue;
      const colour = seat === ownSeat ? COLOUR.ownBolt : COLOUR.gold;
      pen.lineStyle(1.6, colour, 0.95).strokeCircle(x, y, PILOT.radius);
      const shown = this.#places.of(seat);
      if (shown !== undefined) pen.lineStyle(1.2, colour, 0.5).lineBetween(x, y, shown.x, shown.y);
    }
  }
}
