/** What each cue looks like, in particles. */
import { TURN } from '../../shared/sim/math.ts';
import type { Place } from '../../shared/sim/types.ts';
import type { Cue } from './cues.ts';
import { RING_RADIUS_U } from './paint-effects.ts';
import { COLOUR } from './palette.ts';
import type { Particles } from './particles.ts';

const between = (min: number, max: number): number => min + Math.random() * (max - min);

/** Streaks around a direction, by at most `spread` radians to each side. */
type Fan = { angle: number; spread: number; colour: number; count: number; speed: number; lifeMs: number };

const ALL_AROUND = { angle: 0, spread: TURN / 2 } as const;

export class Effects {
  readonly #particles: Particles;

  constructor(particles: Particles) {
    this.#particles = particles;
  }

  play(cue: Cue): void {
    const { x, y, angle = 0, colour } = cue;
    switch (cue.kind) {
      case 'shot':
        return this.#pop(cue, angle, colour, 0.55, 80);
      case 'thrown':
        return this.#thrown(cue, angle);
      case 'ricochet':
        return this.#ricochet(cue, angle, colour);
      case 'impact':
        return this.#impact(cue, angle, colour);
      case 'fizzle':
        return this.#particles.emit({ colour, x, y, lifeMs: 160, fromScale: 0.9, toScale: 0.2, alpha: 0.7 });
      case 'dash':
        return this.#dash(cue, angle, colour);
      case 'spawn':
        return this.#spawn(cue, colour);
      case 'death':
        return this.#death(cue, colour);
      case 'shielded':
        return this.#ring(cue, COLOUR.shield, 9, 31, 260);
      case 'collect':
        return this.#collect(cue);
      case 'armed':
        return this.#armed(cue);
      case 'rail':
        return this.#rail(cue, angle, colour);
      case 'railEnd':
        return this.#railEnd(cue, angle, colour);
      case 'charge':
      case 'landed':
      case 'hurt':
      case 'kill':
        return;
    }
  }

  #pop({ x, y }: Place, angle: number, colour: number, scale: number, lifeMs: number): void {
    this.#particles.emit({ shape: 'pop', colour, x, y, angle, lifeMs, fromScale: scale, toScale: scale * 0.5 });
  }

  /** Radii in u. */
  #ring({ x, y }: Place, colour: number, fromRadius: number, toRadius: number, lifeMs: number): void {
    const [fromScale, toScale] = [fromRadius / RING_RADIUS_U, toRadius / RING_RADIUS_U];
    this.#particles.emit({ shape: 'ring', colour, x, y, lifeMs, fromScale, toScale, alpha: 0.9 });
  }

  /** Streaks that fan out around a direction. */
  #fan({ x, y }: Place, { angle, spread, colour, count, speed, lifeMs }: Fan): void {
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

  #ricochet(place: Place, angle: number, colour: number): void {
    this.#pop(place, angle, colour, 0.42, 90);
    this.#fan(place, { angle, spread: 0.9, colour, count: 5, speed: 300, lifeMs: 220 });
  }

  /** A bolt that came along `angle` throws its splinters back. */
  #impact(place: Place, angle: number, colour: number): void {
    this.#pop(place, angle, colour, 0.6, 110);
    this.#fan(place, { angle: angle + Math.PI, spread: 1.15, colour, count: 9, speed: 420, lifeMs: 300 });
  }

  #armed(place: Place): void {
    this.#ring(place, COLOUR.rail, 16, 43, 320);
    this.#fan(place, { ...ALL_AROUND, colour: COLOUR.rail, count: 10, speed: 260, lifeMs: 380 });
  }

  #rail(place: Place, angle: number, colour: number): void {
    this.#pop(place, angle, colour, 1.1, 130);
    this.#fan(place, { angle, spread: 0.45, colour, count: 6, speed: 460, lifeMs: 220 });
  }

  /** Where the beam ends in a wall or a pilot: splinters fly back. */
  #railEnd(place: Place, angle: number, colour: number): void {
    this.#pop(place, angle, COLOUR.white, 0.9, 150);
    this.#ring(place, colour, 5, 26, 240);
    this.#fan(place, { angle: angle + Math.PI, spread: 1.2, colour, count: 14, speed: 520, lifeMs: 380 });
  }

  #thrown(place: Place, angle: number): void {
    const colour = COLOUR.thrownBolt;
    this.#ring(place, colour, 7, 38, 220);
    this.#pop(place, angle, colour, 0.9, 130);
    this.#fan(place, { angle, spread: 0.7, colour, count: 12, speed: 560, lifeMs: 320 });
  }

  #dash(place: Place, angle: number, colour: number): void {
    this.#ring(place, colour, 12, 34, 200);
    this.#fan(place, { angle: angle + Math.PI, spread: 0.5, colour, count: 8, speed: 380, lifeMs: 260 });
  }

  #spawn(place: Place, colour: number): void {
    const { x, y } = place;
    this.#ring(place, COLOUR.shield, 68, 16, 320);
    this.#ring(place, colour, 12, 50, 420);
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

  #death(place: Place, colour: number): void {
    const { x, y } = place;
    this.#particles.emit({ shape: 'pop', colour: COLOUR.white, x, y, lifeMs: 150, fromScale: 2.2, toScale: 1.2 });
    this.#ring(place, COLOUR.white, 12, 81, 380);
    this.#ring(place, colour, 6, 53, 520);
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
    this.#fan(place, { ...ALL_AROUND, colour: COLOUR.spark, count: 12, speed: 520, lifeMs: 460 });
  }

  #collect(place: Place): void {
    const { x, y } = place;
    this.#particles.emit({ shape: 'pop', colour: COLOUR.spark, x, y, lifeMs: 120, fromScale: 0.45, toScale: 0.2 });
    this.#fan(place, { ...ALL_AROUND, colour: COLOUR.spark, count: 4, speed: 150, lifeMs: 240 });
  }
}
