/** What the settings mean for the picture. Effects read it each time, so that a change takes hold at once. */
import type { Settings } from '../settings.ts';

export type Look = {
  /** Soft lights, added to what is below. */
  glow: boolean;
  shake: boolean;
  hitStop: boolean;
  /** Nothing moves that does not have to. */
  calm: boolean;
  /** Particles alive at once. */
  particlesMax: number;
  /** Share of the particles of each effect that are shown. */
  particleShare: number;
  /** Rendered px per CSS px. */
  resolution: number;
};

const PARTICLES_MAX = 250;
const PARTICLES_MAX_LOW = 60;
const RESOLUTION_MAX = 2;
/** Software rendering is bound by the number of px. */
const RESOLUTION_LOW = 0.6;

export function lookOf(settings: Settings, devicePixelRatio: number): Look {
  const low = settings.quality === 'low';
  const calm = settings.reducedMotion;
  return {
    glow: !low,
    shake: !low && !calm,
    hitStop: !calm,
    calm,
    particlesMax: low ? PARTICLES_MAX_LOW : PARTICLES_MAX,
    particleShare: (low ? 0.4 : 1) * (calm ? 0.5 : 1),
    resolution: low ? RESOLUTION_LOW : Math.min(RESOLUTION_MAX, Math.max(1, devicePixelRatio)),
  };
}
