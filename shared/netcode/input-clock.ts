/**
 * The tick at which the server will use the frame that is being made now: bolts are shown at this time, so that what is
 * seen reaching the own pilot is what will be judged. Follows its estimate smoothly: bolts must not stutter.
 */

/** Share of the gap that is closed per tick. */
const FOLLOW = 0.1;
/** A gap this long is a stall or another world: jump. */
const JUMP_TICKS = 12;

export class InputClock {
  #time = 0;

  /** @param estimate server tick + frames on their way + share of the running step @returns the time to show, in ticks */
  advance(estimate: number, passedTicks: number): number {
    this.#time += passedTicks;
    const gap = estimate - this.#time;
    this.#time = Math.abs(gap) > JUMP_TICKS ? estimate : this.#time + gap * Math.min(1, FOLLOW * passedTicks);
    return this.#time;
  }

  /** As of the last `advance`. */
  get time(): number {
    return this.#time;
  }
}
