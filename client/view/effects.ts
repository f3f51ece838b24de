/** What each cue looks like, in particles. */
import { TURN } from '../../shared/sim/math.ts';
import type { Cue } from './cues.ts';
import { RING_RADIUS_U } from './paint-effects.ts';
import { COLOUR } from './palette.ts';
import type { Particles } from './particles.ts';

const between = (min: number, max: number): number => min + Math.random() * (max - min);

export class Effects {
  readonly #particles: Particles;

  constructor(particles: Particles) {
    this.#particles = particles;
  }

  play(cue: Readonly<Cue>): void {
    const { x, y, angle, colour } = cue;
    switch (cue.kind) {
      case 'shot':
        return this.#pop(x, y, angle, colour, 0.55, 80);
      case 'thrown':
        return this.#thrown(x, y, angle);
      case 'ricochet':
        return this.#ricochet(x, y, angle, colour);
      case 'impact':
        return this.#impact(x, y, angle, colour);
      case 'fizzle':
        return this.#particles.emit({ colour, x, y, lifeMs: 160, fromScale: 0.9, toScale: 0.2, alpha: 0.7 });
      case 'dash':
        return this.#dash(x, y, angle, colour);
      case 'spawn':
        return this.#spawn(x, y, colour);
      case 'death':
        return this.#death(x, y, colour);
      case 'shielded':
        return this.#ring(x, y, COLOUR.shield, 9, 31, 260);
      case 'collect':
        return this.#collect(x, y);
      case 'armed':
        return this.#armed(x, y);
      case 'rail':
        return this.#rail(x, y, angle, colour);
      case 'railEnd':
        return this.#railEnd(x, y, angle, colour);
      case 'charge':
      case 'landed':
      case 'hurt':
      case 'kill':
        return;
    }
  }

  #pop(x: number, y: number, angle: number, colour: number, scale: number, lifeMs: number): void {
    this.#particles.emit({ shape: 'pop', colour, x, y, angle, lifeMs, fromScale: scale, toScale: scale * 0.5 });
  }

  /** Radii in u. */
  #ring(x: number, y: number, colour: number, fromRadius: number, toRadius: number, lifeMs: number): void {
    const [fromScale, toScale] = [fromRadius / RING_RADIUS_U, toRadius / RING_RADIUS_U];
    this.#particles.emit({ shape: 'ring', colour, x, y, lifeMs, fromScale, toScale, alpha: 0.9 });
  }

  /** Streaks that fan out around a direction. */
  #fan(
    x: number,
    y: number,
    angle: number,
    spread: number,
    colour: number,
    count: number,
    speed: number,
    lifeMs: number,
  ): void {
    for (let i = this.#particles.share(count); i > 0; i--) {
      const direction = angle + between(-spread, spread);
      const pace = speed * between(0.35, 1);
      this.#particles.emit({
        shape: 'streak',
        colour,
        x,
        y,
        vx: Math.cos(direction) * pace,
        vy: Math.sin(direction) * pace,
        angle: direction,
        lifeMs: lifeMs * between(0.6, 1),
        fromScale: between(0.7, 1.1),
        toScale: 0.25,
        drag: 0.97,
      });
    }
  }

  #ricochet(x: number, y: number, angle: number, colour: number): void {
    this.#pop(x, y, angle, colour, 0.42, 90);
    this.#fan(x, y, angle, 0.9, colour, 5, 300, 220);
  }

  /** A bolt that came along `angle` throws its splinters back. */
  #impact(x: number, y: number, angle: number, colour: number): void {
    this.#pop(x, y, angle, colour, 0.6, 110);
    this.#fan(x, y, angle + Math.PI, 1.15, colour, 9, 420, 300);
  }

  #armed(x: number, y: number): void {
    this.#ring(x, y, COLOUR.rail, 16, 43, 320);
    this.#fan(x, y, 0, Math.PI, COLOUR.rail, 10, 260, 380);
  }

  #rail(x: number, y: number, angle: number, colour: number): void {
    this.#pop(x, y, angle, colour, 1.1, 130);
    this.#fan(x, y, angle, 0.45, colour, 6, 460, 220);
  }

  /** Where the beam ends in a wall or a pilot: splinters fly back. */
  #railEnd(x: number, y: number, angle: number, colour: number): void {
    this.#pop(x, y, angle, COLOUR.white, 0.9, 150);
    this.#ring(x, y, colour, 5, 26, 240);
    this.#fan(x, y, angle + Math.PI, 1.2, colour, 14, 520, 380);
  }

  #thrown(x: number, y: number, angle: number): void {
    this.#ring(x, y, COLOUR.thrownBolt, 7, 38, 220);
    this.#pop(x, y, angle, COLOUR.thrownBolt, 0.9, 130);
    this.#fan(x, y, angle, 0.7, COLOUR.thrownBolt, 12, 560, 320);
  }

  #dash(x: number, y: number, angle: number, colour: number): void {
    this.#ring(x, y, colour, 12, 34, 200);
    this.#fan(x, y, angle + Math.PI, 0.5, colour, 8, 380, 260);
  }

  #spawn(x: number, y: number, colour: number): void {
    this.#ring(x, y, COLOUR.shield, 68, 16, 320);
    this.#ring(x, y, colour, 12, 50, 420);
    for (let i = this.#particles.share(10); i > 0; i--) {
      const angle = (i / 10) * TURN;
      this.#particles.emit({
        colour: COLOUR.shield,
        x: x + Math.cos(angle) * 70,
        y: y + Math.sin(angle) * 70,
        vx: -Math.cos(angle) * 200,
        vy: -Math.sin(angle) * 200,
        lifeMs: 320,
        fromScale: 0.9,
        toScale: 0.2,
      });
    }
  }

  #death(x: number, y: number, colour: number): void {
    this.#particles.emit({ shape: 'pop', colour: COLOUR.white, x, y, lifeMs: 150, fromScale: 2.2, toScale: 1.2 });
    this.#ring(x, y, COLOUR.white, 12, 81, 380);
    this.#ring(x, y, colour, 6, 53, 520);
    for (let i = this.#particles.share(14); i > 0; i--) {
      const angle = between(0, TURN);
      const speed = between(90, 430);
      this.#particles.emit({
        shape: 'shard',
        colour,
        x,
        y,
        vx: Math.cos(angle) * speed,
        vy: Math.sin(angle) * speed,
        angle,
        spin: between(-9, 9),
        lifeMs: between(450, 850),
        fromScale: between(0.6, 1.15),
        toScale: 0.3,
        drag: 0.9,
      });
    }
    this.#fan(x, y, 0, Math.PI, COLOUR.spark, 12, 520, 460);
  }

  #collect(x: number, y: number): void {
    this.#particles.emit({ shape: 'pop', colour: COLOUR.spark, x, y, lifeMs: 120, fromScale: 0.45, toScale: 0.2 });
    this.#fan(x, y, 0, Math.PI, COLOUR.spark, 4, 150, 240);
  }
}
