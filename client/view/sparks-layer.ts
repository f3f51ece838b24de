/** Sparks: little diamonds that twinkle; one that a pilot takes flies the last bit into it. */
import type * as Phaser from 'phaser';
import { TURN } from '../../shared/sim/math.ts';
import { SPARK } from '../../shared/sim/tunables.ts';
import { Marked } from '../../shared/wire/marked.ts';
import { DEPTH } from './art.ts';
import type { FrameView } from './frame-view.ts';
import type { LayerTools } from './layer-tools.ts';
import { COLOUR } from './palette.ts';

const TWINKLE_MS = 1900;
const APPEAR_MS = 260;
const FLIGHT_MS = 110;
/** From where a pilot may have taken a spark that is gone: it moves between two patches. */
const TAKEN_WITHIN_U = SPARK.attractRadius * 0.75;

type Gem = {
  image: Phaser.GameObjects.Image;
  phase: number;
  x: number;
  y: number;
  bornMs: number;
  /** Seat that it flies to since `takenMs`; 0 = it lies on the floor. */
  takenBy: number;
  takenMs: number;
};

export class SparksLayer {
  readonly #tools: LayerTools;
  readonly #gems = new Marked<string, Gem>();
  readonly #free: Phaser.GameObjects.Image[] = [];
  #match = 0;

  constructor(tools: LayerTools) {
    this.#tools = tools;
  }

  draw(view: FrameView): void {
    if (view.match.number !== this.#match) this.#clear(view.match.number);
    this.#gems.begin();
    for (const { id, x, y } of view.sparks) {
      const gem = this.#gems.mark(id, () => this.#gem(id, view.quiet ? -Infinity : view.nowMs));
      gem.x = x;
      gem.y = y;
      this.#twinkle(gem, view.nowMs);
    }
    for (const [id, gem] of this.#gems.unmarked()) this.#leave(id, gem, view);
  }

  #gem(id: string, bornMs: number): Gem {
    const { art, quality } = this.#tools;
    const key = quality.glow ? 'spark-glow' : 'spark';
    const image = this.#free.pop()?.setFrame(key).setAlpha(1) ?? art.image(key, DEPTH.sparks);
    const phase = (Math.imul(hash(id), 2_654_435_761) >>> 0) / 2 ** 32;
    return { image, phase, x: 0, y: 0, bornMs, takenBy: 0, takenMs: 0 };
  }

  #twinkle(gem: Gem, nowMs: number): void {
    const visible = this.#tools.lens.sees(gem.x, gem.y, 30);
    gem.image.setVisible(visible);
    if (!visible) return;
    const wave = Math.sin((nowMs / TWINKLE_MS + gem.phase) * TURN);
    const glint = Math.max(0, wave) ** 6;
    const grown = Math.min(1, (nowMs - gem.bornMs) / APPEAR_MS);
    const scale = (0.9 + 0.1 * wave + 0.28 * glint) * grown * this.#tools.art.unit;
    gem.image
      .setPosition(gem.x, gem.y + wave * 1.5)
      .setScale(scale)
      .setRotation(wave * 0.12);
  }

  /** Not seen any more: taken by the pilot that is near enough, or just gone. */
  #leave(id: string, gem: Gem, view: FrameView): void {
    const { art, places, cues } = this.#tools;
    if (view.quiet) return this.#remove(id, gem);
    if (gem.takenBy === 0) {
      gem.takenBy = places.nearest(gem.x, gem.y, TAKEN_WITHIN_U);
      gem.takenMs = view.nowMs;
    }
    const place = places.of(gem.takenBy);
    const share = (view.nowMs - gem.takenMs) / FLIGHT_MS;
    if (place === undefined || share >= 1) {
      if (place !== undefined) cues.add({ kind: 'collect', x: place.x, y: place.y, own: false, colour: COLOUR.spark });
      this.#remove(id, gem);
      return;
    }
    const x = gem.x + (place.x - gem.x) * share;
    const y = gem.y + (place.y - gem.y) * share;
    gem.image.setPosition(x, y).setScale((1.15 - 0.75 * share) * art.unit);
  }

  #clear(match: number): void {
    this.#match = match;
    for (const [id, gem] of this.#gems) this.#remove(id, gem);
  }

  #remove(id: string, gem: Gem): void {
    this.#gems.delete(id);
    gem.image.setVisible(false);
    this.#free.push(gem.image);
  }
}

function hash(id: string): number {
  let sum = 17;
  for (let i = 0; i < id.length; i++) sum = Math.imul(sum, 31) + id.charCodeAt(i);
  return sum;
}
