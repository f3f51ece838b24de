/** What a bot counts at each step, kept apart from the tallies until the worker reads them: adding is all it costs. */
import { count, type PlayOptions } from '../contract/play.ts';

type Totals = { bytesIn: number; bytesOut: number; refused: number };

export class Counters {
  patches = 0;
  frames = 0;
  #flushed: Totals = { bytesIn: 0, bytesOut: 0, refused: 0 };

  /** @param totals since the join, of what the netcode counts */
  flush(tallies: ReturnType<PlayOptions['tallies']>, totals: Totals): void {
    count(tallies, 'patches', this.patches);
    count(tallies, 'frames', this.frames);
    count(tallies, 'bytesIn', totals.bytesIn - this.#flushed.bytesIn);
    count(tallies, 'bytesOut', totals.bytesOut - this.#flushed.bytesOut);
    count(tallies, 'refused', totals.refused - this.#flushed.refused);
    this.#flushed = totals;
    this.patches = 0;
    this.frames = 0;
  }
}
