/** Where every living pilot is shown in this frame, for whatever is drawn in relation to them. */
import type { Place } from '../../shared/sim/types.ts';
import { Marked } from '../../shared/wire/marked.ts';

export class Places {
  readonly #bySeat = new Marked<number, Place>();

  begin(): void {
    this.#bySeat.begin();
  }

  put(seat: number, x: number, y: number): void {
    const place = this.#bySeat.mark(seat, () => ({ x, y }));
    place.x = x;
    place.y = y;
  }

  /** Forgets the pilots that were not put in this frame. */
  end(): void {
    this.#bySeat.sweep();
  }

  of(seat: number): Readonly<Place> | undefined {
    return this.#bySeat.get(seat);
  }

  /** @returns the seat of the pilot that is nearest within `reach`; 0 = no pilot is */
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
