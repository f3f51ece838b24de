/** What a bot counts in passing, kept apart from the tallies until somebody wants to read them: adding is all it costs. */
import { count, type PlayOptions } from '../contract/play.ts';

type Totals = { bytesIn: number; bytesOut: number; refused: number };

export class Counters {
  patches = 0;
  frames = 0;
  #told: Totals = { bytesIn: 0, bytesOut: 0, refused: 0 };

  /** @param totals since the join, of what others count */
  flush(tallies: ReturnType<PlayOptions['tallies']>, totals: Totals): void {
    count(tallies, 'patches', this.patches);
    count(tallies, 'frames', this.frames);
    count(tallies, 'bytesIn', totals.bytesIn - this.#told.bytesIn);
    count(tallies, 'bytesOut', totals.bytesOut - this.#told.bytesOut);
    count(tallies, 'refused', totals.refused - this.#told.refused);
    this.#told = totals;
    this.patches = 0;
    this.frames = 0;
  }
}
