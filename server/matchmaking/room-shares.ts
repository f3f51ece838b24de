/**
 * How many of a server's rooms one address may have opened: with players in them or not, or a single address could take
 * all of them. Rooms that quick play opens count for no address: they are opened because the others are full.
 */
import type { Listing } from './listings.ts';

export class RoomShares {
  readonly #roomsMax: number;
  readonly #isThere: (roomId: string) => boolean;
  /** By room: the key of the address that has opened it. */
  readonly #openers = new Map<string, string>();
  /** By key: rooms that are being opened. */
  readonly #opening = new Map<string, number>();

  /** @param roomsMax of one address @param isThere whether a room has not ended yet */
  constructor(roomsMax: number, isThere: (roomId: string) => boolean) {
    this.#roomsMax = roomsMax;
    this.#isThere = isThere;
  }

  /**
   * @param key of the address; undefined if it has no limits
   * @returns undefined if the address has its share already
   */
  async open(key: string | undefined, create: () => Promise<Listing>): Promise<Listing | undefined> {
    if (key === undefined) return create();
    const opening = this.#opening.get(key) ?? 0;
    if (this.#count(key) + opening >= this.#roomsMax) return undefined;
    this.#opening.set(key, opening + 1);
    try {
      const listing = await create();
      this.#openers.set(listing.roomId, key);
      return listing;
    } finally {
      const left = (this.#opening.get(key) ?? 1) - 1;
      if (left > 0) this.#opening.set(key, left);
      else this.#opening.delete(key);
    }
  }

  #count(key: string): number {
    let count = 0;
    for (const [roomId, opener] of this.#openers) {
      if (!this.#isThere(roomId)) this.#openers.delete(roomId);
      else if (opener === key) count++;
    }
    return count;
  }
}
