/** Distances, for all who judge by them. */
import type { Place } from '../sim/types.ts';

export function distanceOf(from: Place, to: Place): number {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  return Math.sqrt(dx * dx + dy * dy);
}

export const within = (from: Place, to: Place, reachU: number): boolean => distanceOf(from, to) < reachU;
