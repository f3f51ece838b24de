/**
 * Other pilots, shown one interpolation delay in the past, between two snapshots of the server. Never glides across a
 * spawn or a death; turns the short way. When snapshots are missing it goes on as it moved for a moment, then holds still.
 */
import { AIM_STEPS, aimDifference } from '../sim/math.ts';
import type { RemoteView } from './views.ts';

/** Snapshots kept per pilot: more than the longest interpolation delay, with room for a burst. */
const SNAPSHOTS_MAX = 32;

/** A pilot may turn around within a tenth of a second: farther ahead a guess is worth nothing, so nothing is shown there. */
export const AHEAD_TICKS_MAX = 3;

type Snapshot = RemoteView & { tick: number };

export class Remotes {
  #tracks = new Map<string, Snapshot[]>();

  /** Takes in one pilot of the patch of `tick`. */
  record(tick: number, seen: RemoteView): void {
    let track = this.#tracks.get(seen.sessionId);
    if (track === undefined) {
      track = [];
      this.#tracks.set(seen.sessionId, track);
    }
    const last = track.at(-1);
    if (last !== undefined && tick <= last.tick) track.length = 0; // the server's tick starts over: another world
    track.push({ ...seen, tick });
    if (track.length > SNAPSHOTS_MAX) track.shift();
  }

  /** Forgets every pilot that is not among the given keys. */
  keepOnly(present: (sessionId: string) => boolean): void {
    for (const sessionId of this.#tracks.keys()) if (!present(sessionId)) this.#tracks.delete(sessionId);
  }

  /** All of them as of `renderTick`. */
  at(renderTick: number): RemoteView[] {
    const views: RemoteView[] = [];
    for (const track of this.#tracks.values()) {
      const view = sample(track, renderTick);
      if (view !== undefined) views.push(view);
    }
    return views;
  }
}

function sample(track: readonly Snapshot[], renderTick: number): RemoteView | undefined {
  let later = track.length - 1;
  while (later > 0 && (track[later - 1] as Snapshot).tick > renderTick) later--;
  const to = track[later];
  if (to === undefined) return undefined;
  const from = track[later - 1];
  if (from === undefined) return to;
  if (renderTick >= to.tick) return ahead(from, to, renderTick);
  if (from.life !== to.life || from.alive !== to.alive) return from;
  const share = Math.max(0, (renderTick - from.tick) / (to.tick - from.tick));
  return {
    ...from,
    x: from.x + (to.x - from.x) * share,
    y: from.y + (to.y - from.y) * share,
    aim: (from.aim + aimDifference(from.aim, to.aim) * share + AIM_STEPS) % AIM_STEPS,
  };
}

/** Beyond the newest snapshot: on along the last motion, for no longer than it may be trusted. */
function ahead(from: Snapshot, to: Snapshot, renderTick: number): RemoteView {
  const ticks = Math.min(AHEAD_TICKS_MAX, renderTick - to.tick);
  if (!Number.isFinite(renderTick) || !to.alive || from.life !== to.life || from.alive !== to.alive) return to;
  const share = ticks / (to.tick - from.tick);
  return { ...to, x: to.x + (to.x - from.x) * share, y: to.y + (to.y - from.y) * share };
}
