/**
 * A page that is older than its server is fetched anew, by itself, and comes back to what it asked for. Once in a while only:
 * where something on the way hands out the old page again, it would turn in circles.
 */

const STORE_KEY = 'sparkfray.renewed';
const AGAIN_AFTER_MS = 5 * 60_000;

export class Renewal {
  readonly #storage: Storage | undefined;
  readonly #reload: () => void;

  /** @param storage of this tab; without one the page is never fetched anew unasked */
  constructor(storage: Storage | undefined, reload: () => void) {
    this.#storage = storage;
    this.#reload = reload;
  }

  /** @returns whether the page is on its way; false: it was fetched a moment ago, and that has not helped */
  tryOnce(): boolean {
    if (!this.#mayTry()) return false;
    this.#reload();
    return true;
  }

  /** The player asks for it. */
  renew(): void {
    this.#reload();
  }

  #mayTry(): boolean {
    try {
      const lastMs = Number(this.#storage?.getItem(STORE_KEY) ?? 0);
      const nowMs = Date.now();
      if (nowMs - lastMs < AGAIN_AFTER_MS && nowMs >= lastMs) return false;
      this.#storage?.setItem(STORE_KEY, String(nowMs));
      return this.#storage !== undefined;
    } catch {
      return false;
    }
  }
}
