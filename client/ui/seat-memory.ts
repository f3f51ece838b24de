/** The way back to this tab's seat after a page reload: kept for as long as the tab lives, never in a URL or a log. */

const STORE_KEY = 'sparkfray.seat';

export type RememberedSeat = { reconnectionToken: string; code?: string };

export class SeatMemory {
  readonly #storage: Storage | undefined;

  constructor(storage: Storage | undefined) {
    this.#storage = storage;
  }

  recall(): RememberedSeat | undefined {
    try {
      const seat: unknown = JSON.parse(this.#storage?.getItem(STORE_KEY) ?? 'null');
      if (typeof seat !== 'object' || seat === null || !('reconnectionToken' in seat)) return undefined;
      if (typeof seat.reconnectionToken !== 'string') return undefined;
      const code = 'code' in seat && typeof seat.code === 'string' ? { code: seat.code } : {};
      return { reconnectionToken: seat.reconnectionToken, ...code };
    } catch {
      return undefined;
    }
  }

  keep(seat: RememberedSeat): void {
    try {
      this.#storage?.setItem(STORE_KEY, JSON.stringify(seat));
    } catch {
      // without storage a reload loses the seat; nothing else does
    }
  }

  forget(): void {
    try {
      this.#storage?.removeItem(STORE_KEY);
    } catch {
      // see keep
    }
  }
}
