/** A room's game again from its seed, without room, sockets or time. */
import { createMetrics } from '../../../server/ops/metrics.ts';
import { TickWatch } from '../../../server/ops/tick-metrics.ts';
import { Game } from '../../../server/rooms/game.ts';
import { hashWorld } from '../../../shared/sim/hash.ts';
import { modeOf } from '../../../shared/sim/modes/modes.ts';
import { ArenaState } from '../../../shared/wire/state.ts';
import { IDLE_UNTOLD } from '../game-table.ts';

export type Replay = { seed: number; mode: string; bots?: number; seats?: number; people: number; ticks: number };

/** @returns the tick that was reached, the hash of the world there, and what was thrown, if anything was */
export function replayRoom(replay: Replay): { tick: number; hash: number; error?: unknown } {
  const { seed, bots, seats, people, ticks } = replay;
  const mode = modeOf(replay.mode);
  const metrics = createMetrics();
  const game = new Game({
    mode,
    seed,
    state: new ArenaState(),
    seatsMax: seats ?? mode.seatsMax,
    bots,
    queueOf: () => ({ size: 0, next: () => undefined }),
    rttMsOf: () => 0,
    send: () => {},
    metrics,
    ...IDLE_UNTOLD,
  });
  const { world } = game;
  try {
    for (let n = 0; n < people; n++) game.seat(`person-${n}`, { name: 'Pilot' });
    const watch = new TickWatch(metrics);
    while (world.tick < ticks) game.tick(watch);
  } catch (error) {
    return { tick: world.tick, hash: hashWorld(world), error };
  }
  return { tick: world.tick, hash: hashWorld(world) };
}
