/** What the settings mean for the picture. Effects read it each time, so that a change takes hold at once. */
import type { Settings } from '../settings.ts';

export type Quality = {
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
  /** Rendered px per CSS px on a large surface; see resolutionOn. */
  resolution: number;
};

const PARTICLES_MAX = 250;
const PARTICLES_MAX_LOW = 60;
const RESOLUTION_MAX = 2;
/** Software rendering is bound by the number of px; a screen with fewer than this may have them all. */
const RESOLUTION_LOW = 0.6;
const RENDERED_PX_LOW = 768 * 432;

export function qualityOf(settings: Settings, devicePixelRatio: number): Quality {
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

/** @returns rendered px per CSS px on a surface of that size: what is coarse on a desktop would be mud on a phone */
export function resolutionOn(quality: Quality, width: number, height: number): number {
  if (quality.resolution >= 1) return quality.resolution;
  return Math.min(1, Math.max(quality.resolution, Math.sqrt(RENDERED_PX_LOW / (width * height))));
}
