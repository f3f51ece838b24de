/** Sparks: little diamonds that twinkle; one that somebody takes flies the last bit into them. */
import type * as Phaser from 'phaser';
import { TURN } from '../../shared/sim/math.ts';
import { SPARK } from '../../shared/sim/tunables.ts';
import { type Art, DEPTH } from './art.ts';
import type { Cues } from './cues.ts';
import type { FrameView } from './frame-view.ts';
import type { Lens } from './lens.ts';
import { COLOUR } from './palette.ts';
import type { Places } from './places.ts';
import type { Quality } from './quality.ts';

const TWINKLE_MS = 1900;
const APPEAR_MS = 260;
const FLIGHT_MS = 110;
/** From where somebody may have taken a spark that is gone: it moves between two patches. */
const TAKEN_WITHIN_U = SPARK.attractRadius * 0.75;

type Gem = {
  image: Phaser.GameObjects.Image;
  phase: number;
  x: number;
  y: number;
  bornMs: number;
  seenFrame: number;
  /** Seat that it flies to since `takenMs`; 0 = it lies on the floor. */
  takenBy: number;
  takenMs: number;
};

export class SparksLayer {
  readonly #art: Art;
  readonly #quality: Quality;
  readonly #gems = new Map<string, Gem>();
  readonly #free: Phaser.GameObjects.Image[] = [];
  #frame = 0;
  #match = 0;

  constructor(art: Art, quality: Quality) {
    this.#art = art;
    this.#quality = quality;
  }

  draw(view: FrameView, lens: Lens, places: Places, cues: Cues): void {
    this.#frame++;
    if (view.match.number !== this.#match) this.#clear(view.match.number);
    for (const { id, x, y } of view.sparks) {
      const gem = this.#gems.get(id) ?? this.#add(id, view.quiet ? -Infinity : view.nowMs);
      gem.x = x;
      gem.y = y;
      gem.seenFrame = this.#frame;
      this.#twinkle(gem, view.nowMs, lens);
    }
    for (const [id, gem] of this.#gems) if (gem.seenFrame !== this.#frame) this.#leave(id, gem, view, places, cues);
  }

  #add(id: string, bornMs: number): Gem {
    const key = this.#quality.glow ? 'spark-glow' : 'spark';
    const image = this.#free.pop()?.setFrame(key).setAlpha(1) ?? this.#art.image(key, DEPTH.sparks);
    const phase = (Math.imul(hash(id), 2_654_435_761) >>> 0) / 2 ** 32;
    const gem: Gem = { image, phase, x: 0, y: 0, bornMs, seenFrame: 0, takenBy: 0, takenMs: 0 };
    this.#gems.set(id, gem);
    return gem;
  }

  #twinkle(gem: Gem, nowMs: number, lens: Lens): void {
    const visible = lens.sees(gem.x, gem.y, 30);
    gem.image.setVisible(visible);
    if (!visible) return;
    const wave = Math.sin((nowMs / TWINKLE_MS + gem.phase) * TURN);
    const glint = Math.max(0, wave) ** 6;
    const grown = Math.min(1, (nowMs - gem.bornMs) / APPEAR_MS);
    const scale = (0.9 + 0.1 * wave + 0.28 * glint) * grown * this.#art.unit;
    gem.image
      .setPosition(gem.x, gem.y + wave * 1.5)
      .setScale(scale)
      .setRotation(wave * 0.12);
  }

  /** Not seen any more: taken by whoever is near enough, or just gone. */
  #leave(id: string, gem: Gem, view: FrameView, places: Places, cues: Cues): void {
    if (view.quiet) return this.#remove(id, gem);
    if (gem.takenBy === 0) {
      gem.takenBy = places.nearest(gem.x, gem.y, TAKEN_WITHIN_U);
      gem.takenMs = view.nowMs;
    }
    const place = places.of(gem.takenBy);
    const share = (view.nowMs - gem.takenMs) / FLIGHT_MS;
    if (place === undefined || share >= 1) {
      if (place !== undefined) cues.add('collect', place.x, place.y, 0, false, COLOUR.spark);
      this.#remove(id, gem);
      return;
    }
    const x = gem.x + (place.x - gem.x) * share;
    const y = gem.y + (place.y - gem.y) * share;
    gem.image.setPosition(x, y).setScale((1.15 - 0.75 * share) * this.#art.unit);
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
