/** Sparks lie still or are drawn to a pilot: shown moving evenly to where the last patch put them. */
import { PICKUP, type PickupState } from '../wire/state.ts';
import type { SparkView } from './views.ts';

const FOLLOW_MS = 50;

type Trail = SparkView & { toX: number; toY: number };

export class SparkTrails {
  #trails = new Map<string, Trail>();

  onPatch(pickups: { has(id: string): boolean } & Iterable<[string, PickupState]>): void {
    for (const id of this.#trails.keys()) if (!pickups.has(id)) this.#trails.delete(id);
    for (const [id, { kind, x, y }] of pickups) {
      if (kind !== PICKUP.spark) continue;
      const trail = this.#trails.get(id);
      if (trail === undefined) this.#trails.set(id, { id, x, y, toX: x, toY: y });
      else {
        trail.toX = x;
        trail.toY = y;
      }
    }
  }

  advance(passedMs: number): void {
    const share = 1 - Math.exp(-passedMs / FOLLOW_MS);
    for (const trail of this.#trails.values()) {
      trail.x += (trail.toX - trail.x) * share;
      trail.y += (trail.toY - trail.y) * share;
    }
  }

  views(): SparkView[] {
    return [...this.#trails.values()];
  }
}
