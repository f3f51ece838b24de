/**
 * What a screen shows of the arena: the area of VIEW whatever its shape, around the own pilot but for the border, beyond which
 * there is nothing to see. The picture and the rule of interest go by the same: what is drawn is what is sent.
 */
import { VIEW } from './tunables.ts';

/** Shapes of screens, width over height, that show all of it: from an upright phone to two screens side by side. */
const ASPECT = { min: 0.4, max: 2.6 } as const;
/** Of the border that may come into view, and over what distance the view comes to rest there. */
const BORDER_U = 44;
const REST_U = 90;

/** Half of what a screen shows. */
export type HalfView = { widthU: number; heightU: number };

/** @param aspect width over height; a more extreme shape shows less */
export function halfViewOf(aspect: number): HalfView {
  const shape = Math.min(ASPECT.max, Math.max(ASPECT.min, aspect));
  const heightU = Math.sqrt((VIEW.widthU * VIEW.heightU) / shape) / 2;
  return { widthU: heightU * shape, heightU };
}

/**
 * Keeps the middle of a view of ±`half` where it shows little beyond 0..`size`, slowing down before it stops; a view wider than
 * that stays in the middle.
 */
export function restAt(value: number, half: number, size: number): number {
  const limit = half - BORDER_U;
  const room = size - 2 * limit;
  if (room <= 0) return size / 2;
  const rest = Math.min(REST_U, room / 2);
  if (value > size / 2) return size - easeFrom(size - value, limit, rest);
  return easeFrom(value, limit, rest);
}

/** `value` itself well above `limit`, `limit` well below it, and a parabola between that meets both smoothly. */
function easeFrom(value: number, limit: number, rest: number): number {
  if (value >= limit + rest) return value;
  if (value <= limit - rest) return limit;
  const share = (value - limit + rest) / (2 * rest);
  return limit + rest * share * share;
}
