/** What a bot sees through the netcode: the same view that a player's screen is drawn from, in a brain's terms. */
import { type BoltSight, inView, type OtherSight, type Sight } from '../../shared/bots/sight.ts';
import type { SeatView } from '../../shared/netcode/seat-view.ts';
import { arenaOf } from '../../shared/sim/arena.ts';

/** @returns undefined until the first state has come */
export function sightThrough(view: SeatView): Sight | undefined {
  const own = view.own();
  const body = view.predictedBody();
  if (own === undefined || body === undefined) return undefined;
  const { x, y } = body;
  const { arena, phase, leader } = view.match();
  const others: OtherSight[] = view.remotes().filter((remote) => inView(x, y, remote));
  const bolts: BoltSight[] = [];
  for (const bolt of view.bolts()) {
    // Bolts of others have the server's numbers as keys; own ones are no concern of a brain.
    if (bolt.owner !== own.seat && inView(x, y, bolt)) bolts.push({ ...bolt, id: Number(bolt.id) });
  }
  return {
    tick: view.stats().serverTick,
    arena: arenaOf(arena),
    phase,
    own: { ...own, ...body },
    others,
    bolts,
    sparks: view.sparks().filter((spark) => inView(x, y, spark)),
    pads: view
      .pads()
      .filter((pad) => inView(x, y, pad))
      .map((pad) => ({ x: pad.x, y: pad.y, ready: pad.readyInTicks === 0 })),
    leader,
  };
}
