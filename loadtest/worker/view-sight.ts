/** What a bot sees through the netcode: the same view that a player's screen is drawn from, in a brain's terms. */
import { type Sight, sightFrom } from '../../shared/bots/sight.ts';
import type { SeatView } from '../../shared/netcode/seat-view.ts';
import { arenaOf } from '../../shared/sim/arena.ts';

/** @returns undefined until the first state has come */
export function sightThrough(view: SeatView): Sight | undefined {
  const own = view.own();
  const body = view.predictedBody();
  if (own === undefined || body === undefined) return undefined;
  const { arena, phase, leader } = view.match();
  const tick = view.stats().serverTick;
  return sightFrom({
    tick,
    arena: arenaOf(arena),
    phase,
    leader,
    own: { ...own, ...body },
    pilots: view.remotes(),
    otherOf: (remote) => remote,
    bolts: view.bolts(),
    sparks: view.sparks(),
    pads: view.pads().map(({ x, y, readyInTicks }) => ({ x, y, readyTick: tick + readyInTicks })),
  });
}
