/**
 * Who has just left a room, by guest and by address: quitting and joining again must not be worth more than staying. A
 * player who left dead or just hurt waits for the respawn as if it had died; one who comes back quickly has no spawn shield.
 */
import { ticksOf } from '../../shared/sim/tunables.ts';
import type { Arrival } from '../../shared/sim/world.ts';

/** A return within this is a quick one. */
const QUICK_RETURN_TICKS = ticksOf(10);
/** More than a full Swarm leaves within the time that they are kept. */
const KEPT_MAX = 2000;

type Departure = { leftTick: number; respawnTick: number };

export class Departures {
  /** The oldest first. */
  readonly #byKey = new Map<string, Departure>();

  /** @param keys guest and address of the player @param respawnTick when it would have come back; 0 = it was alive */
  note(keys: readonly string[], leftTick: number, respawnTick: number): void {
    for (const key of keys) {
      this.#byKey.delete(key);
      this.#byKey.set(key, { leftTick, respawnTick });
    }
    for (const [key, departure] of this.#byKey) {
      if (leftTick - departure.leftTick <= QUICK_RETURN_TICKS && this.#byKey.size <= KEPT_MAX) return;
      this.#byKey.delete(key);
    }
  }

  /** How a player with these keys comes into the world now. */
  arrivalOf(keys: readonly string[], tick: number): Arrival {
    const recent = keys
      .flatMap((key) => this.#byKey.get(key) ?? [])
      .filter(({ leftTick }) => tick - leftTick <= QUICK_RETURN_TICKS);
    if (recent.length === 0) return {};
    return { shielded: false, respawnTick: Math.max(...recent.map(({ respawnTick }) => respawnTick)) };
  }
}
