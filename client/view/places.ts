/** Where every living pilot is shown in this frame, for whatever is drawn in relation to them. */
export type Place = { x: number; y: number; seenFrame: number };

export class Places {
  readonly #bySeat = new Map<number, Place>();
  #frame = 0;

  begin(): void {
    this.#frame++;
  }

  put(seat: number, x: number, y: number): void {
    const place = this.#bySeat.get(seat);
    if (place === undefined) this.#bySeat.set(seat, { x, y, seenFrame: this.#frame });
    else {
      place.x = x;
      place.y = y;
      place.seenFrame = this.#frame;
    }
  }

  /** Forgets the pilots that were not put in this frame. */
  end(): void {
    for (const [seat, place] of this.#bySeat) if (place.seenFrame !== this.#frame) this.#bySeat.delete(seat);
  }

  of(seat: number): Readonly<Place> | undefined {
    return this.#bySeat.get(seat);
  }

  /** @returns the seat of the pilot that is nearest within `reach`; 0 = nobody */
  nearest(x: number, y: number, reach: number): number {
    let nearest = 0;
    let best = reach * reach;
    for (const [seat, place] of this.#bySeat) {
      const distance2 = (place.x - x) ** 2 + (place.y - y) ** 2;
      if (distance2 >= best) continue;
      best = distance2;
      nearest = seat;
    }
    return nearest;
  }
}
