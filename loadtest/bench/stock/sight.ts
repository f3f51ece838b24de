/** Which client sees what, as it is done with Colyseus's StateView: a grid, asked once per client and tick. */
import type { StateView } from '@colyseus/schema';
import type { NeighbourGrid } from '../../../shared/sim/grid.ts';
import { VIEW } from '../../../shared/sim/tunables.ts';

/** What is in view stays until it is this far outside: nothing comes and goes at the edge in every tick. */
const LINGER = 64;
const HALF = { width: VIEW.widthU / 2, height: VIEW.heightU / 2 } as const;

/** Something in the arena, and its published side: what is added to a view. */
export type Thing = {
  x: number;
  y: number;
  published: Parameters<StateView['add']>[0];
  /** No longer in the state, whose patch says so to the clients that saw it. */
  isGone: boolean;
};

/** What one client sees; each connection has its own, with a view of its own. */
export class ClientSight {
  readonly #view: StateView;
  /** What is in view, and the tick in which it was last found there. */
  readonly #seen = new Map<Thing, number>();

  constructor(view: StateView) {
    this.#view = view;
  }

  /** Brings the view up to this tick. */
  refresh(tick: number, eye: { x: number; y: number }, grid: NeighbourGrid, things: readonly Thing[]): void {
    const seen = this.#seen;
    const farX = HALF.width + LINGER;
    const farY = HALF.height + LINGER;
    grid.near(eye.x - farX, eye.y - farY, eye.x + farX, eye.y + farY, (index) => {
      const thing = things[index] as Thing;
      const offX = Math.abs(thing.x - eye.x);
      const offY = Math.abs(thing.y - eye.y);
      if (offX > farX || offY > farY) return;
      if (!seen.has(thing)) {
        if (offX > HALF.width || offY > HALF.height) return;
        this.#view.add(thing.published);
      }
      seen.set(thing, tick);
    });
    for (const [thing, tickSeen] of seen) {
      if (tickSeen === tick) continue;
      seen.delete(thing);
      if (!thing.isGone) this.#view.remove(thing.published);
    }
  }
}
