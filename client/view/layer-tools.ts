/** What all layers draw with and share: one instance of each, for as long as the game is on screen. */
import type { Art } from './art.ts';
import type { Cues } from './cues.ts';
import type { Lens } from './lens.ts';
import type { Particles } from './particles.ts';
import type { Places } from './places.ts';
import type { Quality } from './quality.ts';

export type LayerTools = {
  readonly art: Art;
  readonly quality: Quality;
  readonly lens: Lens;
  readonly places: Places;
  readonly cues: Cues;
  readonly particles: Particles;
};
