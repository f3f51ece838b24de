/** Short-lived images out of one bounded pool; when it is full the oldest makes room. */
import * as Phaser from 'phaser';
import { type Art, DEPTH } from './art.ts';
import type { ParticleShape } from './paint-effects.ts';
import type { Quality } from './quality.ts';

export type Particle = {
  shape: ParticleShape;
  colour: number;
  x: number;
  y: number;
  /** In u/s. */
  vx: number;
  vy: number;
  lifeMs: number;
  fromScale: number;
  toScale: number;
  alpha: number;
  angle: number;
  /** In radians/s. */
  spin: number;
  /** Share of the speed that is lost in a second, 0..1. */
  drag: number;
};

type Slot = Particle & { image: Phaser.GameObjects.Image; ageMs: number };

const REST: Particle = {
  shape: 'dot',
  colour: 0xffffff,
  x: 0,
  y: 0,
  vx: 0,
  vy: 0,
  lifeMs: 300,
  fromScale: 1,
  toScale: 0,
  alpha: 1,
  angle: 0,
  spin: 0,
  drag: 0,
};

export class Particles {
  readonly #art: Art;
  readonly #quality: Quality;
  readonly #alive: Slot[] = [];
  readonly #free: Slot[] = [];

  constructor(art: Art, quality: Quality) {
    this.#art = art;
    this.#quality = quality;
  }

  /** How many of `count` particles the settings allow an effect: at least one. */
  share(count: number): number {
    return Math.max(1, Math.round(count * this.#quality.particleShare));
  }

  emit(particle: Partial<Particle>): void {
    while (this.#alive.length >= this.#quality.particlesMax) this.#retire(0);
    const slot = this.#free.pop() ?? { ...REST, ageMs: 0, image: this.#art.image('dot-16777215', DEPTH.particles) };
    Object.assign(slot, REST, particle);
    slot.ageMs = 0;
    slot.image.setFrame(`${slot.shape}-${slot.colour}`).setVisible(true);
    const additive = this.#quality.glow && slot.shape !== 'shard' && slot.shape !== 'echo';
    slot.image.setBlendMode(additive ? Phaser.BlendModes.ADD : Phaser.BlendModes.NORMAL);
    slot.image.setDepth(slot.shape === 'echo' ? DEPTH.pilots - 1 : DEPTH.particles);
    this.#alive.push(slot);
    this.#draw(slot);
  }

  advance(deltaMs: number): void {
    const seconds = deltaMs / 1000;
    for (let i = this.#alive.length - 1; i >= 0; i--) {
      const slot = this.#alive[i] as Slot;
      slot.ageMs += deltaMs;
      if (slot.ageMs >= slot.lifeMs) {
        this.#retire(i);
        continue;
      }
      const keep = (1 - slot.drag) ** seconds;
      slot.vx *= keep;
      slot.vy *= keep;
      slot.x += slot.vx * seconds;
      slot.y += slot.vy * seconds;
      slot.angle += slot.spin * seconds;
      this.#draw(slot);
    }
  }

  clear(): void {
    while (this.#alive.length > 0) this.#retire(this.#alive.length - 1);
  }

  #draw(slot: Slot): void {
    const share = slot.ageMs / slot.lifeMs;
    const scale = slot.fromScale + (slot.toScale - slot.fromScale) * share;
    slot.image.setPosition(slot.x, slot.y).setRotation(slot.angle);
    slot.image.setScale(Math.max(0.01, scale) * this.#art.unit).setAlpha(slot.alpha * (1 - share * share));
  }

  #retire(index: number): void {
    const slot = this.#alive[index] as Slot;
    slot.image.setVisible(false);
    this.#alive.splice(index, 1);
    this.#free.push(slot);
  }
}
