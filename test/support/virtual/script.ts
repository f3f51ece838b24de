/** How seats play on the stage: scripted from a seed, so that a course of events can be repeated. */

import type { SeatView } from '../../../shared/netcode/seat-view.ts';
import type { Wish } from '../../../shared/netcode/session.ts';
import type { RemoteView } from '../../../shared/netcode/views.ts';
import { arenaOf } from '../../../shared/sim/arena.ts';
import { isClear } from '../../../shared/sim/collide.ts';
import { type Random, randomInt } from '../../../shared/sim/rng.ts';
import { RAIL } from '../../../shared/sim/tunables.ts';
import { AXIS_MAX, BUTTON, type InputFrame } from '../../../shared/sim/types.ts';

/** Wanders: a new direction every third of a second or so, dashes and shots now and then. */
export function wanderer(seed: number, firing = true): (view: SeatView) => InputFrame {
  const random: Random = { rng: seed >>> 0 };
  let inputFrame: InputFrame = { mx: 0, my: 0, aim: 0, buttons: 0 };
  let left = 0;
  return () => {
    if (left-- <= 0) {
      left = 6 + randomInt(random, 20);
      inputFrame = {
        mx: randomInt(random, 2 * AXIS_MAX + 1) - AXIS_MAX,
        my: randomInt(random, 2 * AXIS_MAX + 1) - AXIS_MAX,
        aim: randomInt(random, 65_536),
        buttons:
          (firing && randomInt(random, 3) === 0 ? BUTTON.fire : 0) | (randomInt(random, 8) === 0 ? BUTTON.dash : 0),
      };
    }
    return inputFrame;
  };
}

/** Aims exactly at the nearest pilot that it sees in the open, where it sees it, and keeps the trigger down. */
export function marksman(seed: number): (view: SeatView) => Wish {
  const wander = wanderer(seed, false);
  return (view) => {
    const walk = { ...wander(view), buttons: BUTTON.fire };
    const target = nearestInSight(view);
    return target === undefined ? { ...walk, buttons: 0 } : { ...walk, target };
  };
}

/** The nearest living pilot with nothing in between, as it is seen now. */
export function nearestInSight(view: SeatView): RemoteView | undefined {
  const own = view.predictedBody();
  if (own === undefined) return undefined;
  const arena = arenaOf(view.match().arena);
  let nearest: RemoteView | undefined;
  let distance: number = RAIL.range;
  for (const other of view.remotes()) {
    const away = Math.hypot(other.x - own.x, other.y - own.y);
    if (!other.alive || away >= distance || !isClear(arena, own.x, own.y, other.x, other.y)) continue;
    nearest = other;
    distance = away;
  }
  return nearest;
}
