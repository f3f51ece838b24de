/**
 * Things known by their key, and which of them the last list still had. A state and its views list what is there now,
 * whole, each time; what is new and what is gone every reader and writer of such lists finds out for itself: begin, mark
 * each thing of the list, then sweep the rest. It stands here because both ends of the wire do it; in all else it is a Map.
 */
export class Marked<K, V> extends Map<K, V> {
  readonly #marked = new Set<K>();

  /** A new list begins: nothing of it has been met yet. */
  begin(): void {
    this.#marked.clear();
  }

  /** @returns the thing of that key, made now if it is new; it is in the list */
  mark(key: K, make: () => V): V {
    this.#marked.add(key);
    const known = this.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.set(key, made);
    return made;
  }

  /** What the list no longer has; things that linger are deleted by the caller when their time is up. */
  *unmarked(): Iterable<[K, V]> {
    for (const entry of this) if (!this.#marked.has(entry[0])) yield entry;
  }

  /** Forgets what the list no longer has. */
  sweep(onGone?: (value: V, key: K) => void): void {
    for (const [key, value] of this.unmarked()) {
      this.delete(key);
      onGone?.(value, key);
    }
  }
}
