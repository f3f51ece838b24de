/** What a bot sees through the netcode: the same views that a player's screen is drawn from, in a brain's terms. */
import { type BoltSight, inView, type OtherSight, type Sight } from '../../shared/bots/sight.ts';
import type { Session } from '../../shared/netcode/session.ts';
import { arenaOf } from '../../shared/sim/arena.ts';
import type { Phase } from '../../shared/sim/types.ts';

/** @returns undefined until the first state has come */
export function sightThrough(session: Session): Sight | undefined {
  const own = session.own();
  const body = session.predictedBody();
  if (own === undefined || body === undefined) return undefined;
  const { x, y } = body;
  const { arena, phase, leader } = session.match();
  const others: OtherSight[] = session.remotes().filter((remote) => inView(x, y, remote));
  const bolts: BoltSight[] = [];
  for (const bolt of session.bolts()) {
    // Bolts of others have the server's numbers as keys; own ones are no concern of a brain.
    if (bolt.owner !== own.seat && inView(x, y, bolt)) bolts.push({ ...bolt, id: Number(bolt.key) });
  }
  return {
    tick: session.stats().serverTick,
    arena: arenaOf(arena),
    phase: phase as Phase,
    own: { ...own, ...body },
    others,
    bolts,
    sparks: session.sparks().filter((spark) => inView(x, y, spark)),
    pads: session
      .pads()
      .filter((pad) => inView(x, y, pad))
      .map((pad) => ({ x: pad.x, y: pad.y, ready: pad.readyInTicks === 0 })),
    leader,
  };
}
