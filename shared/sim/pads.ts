/** Pads give the Rail to the first pilot that comes, then stand empty for a while that all can see. */
import { PAD, PILOT, RAIL } from './tunables.ts';
import type { Arena, Pad, SimEvent, World } from './types.ts';

const REACH = PAD.radius + PILOT.radius;

/** The pads of an arena, ready at once. */
export function layPads(world: World, arena: Arena): void {
  world.pads = arena.pads.map(({ x, y }) => ({ id: world.nextId++, x, y, readyTick: 0 }));
}

/** Arms the pilot that stands on a ready pad and is not fully armed yet; of several, the one that was seated first. */
export function stepPads(world: World, events: SimEvent[]): void {
  for (const pad of world.pads) {
    if (world.tick < pad.readyTick) continue;
    const taker = world.pilots.find(
      (pilot) => pilot.alive && pilot.railShots < RAIL.shots && isOn(pad, pilot.x, pilot.y),
    );
    if (taker === undefined) continue;
    taker.railShots = RAIL.shots;
    pad.readyTick = world.tick + PAD.refillTicks;
    events.push({ kind: 'arm', seat: taker.seat });
  }
}

function isOn(pad: Pad, x: number, y: number): boolean {
  const dx = x - pad.x;
  const dy = y - pad.y;
  return dx * dx + dy * dy <= REACH * REACH;
}
