/**
 * How many input frames a seat may use in a tick. One on average: a credit comes in every tick, a frame costs one, at
 * most six are saved up. Late frames are absorbed by what was saved; extra frames buy nothing.
 */
import type { InputFrame } from '../../shared/sim/types.ts';

export const BANK = {
  creditsMax: 6,
  framesPerTickMax: 2,
  /** Frames that wait in the queue of a steady link: a second frame is used only above this. */
  queueTarget: 2,
  /** Ticks without a frame after which the pilot coasts: as long as a bad moment of a radio link lasts. */
  patienceTicks: 8,
} as const;

/** The seat's queue of decoded frames; `next` takes the oldest and acknowledges it. */
export type FrameQueue = { size: () => number; next: () => InputFrame | undefined };

export type Withdrawal = { frames: InputFrame[]; dropped: number; coasted: boolean };

export class InputBank {
  #credits = 1;
  #silentTicks = 0;

  /** Takes the frames of one tick. @param aim where a coasting pilot goes on aiming */
  withdraw(queue: FrameQueue, aim: number): Withdrawal {
    this.#credits = Math.min(BANK.creditsMax, this.#credits + 1);
    let dropped = 0;
    while (queue.size() > this.#credits + BANK.queueTarget) {
      queue.next();
      dropped++;
    }
    const frames: InputFrame[] = [];
    this.#take(queue, frames);
    if (queue.size() > BANK.queueTarget && frames.length < BANK.framesPerTickMax) this.#take(queue, frames);
    if (frames.length > 0) {
      this.#silentTicks = 0;
      return { frames, dropped, coasted: false };
    }
    this.#silentTicks++;
    if (this.#silentTicks <= BANK.patienceTicks) return { frames, dropped, coasted: false };
    this.#credits--;
    return { frames: [{ mx: 0, my: 0, aim, buttons: 0 }], dropped, coasted: true };
  }

  /** The connection is gone: no patience, the pilot coasts from the next tick on. */
  silence(): void {
    this.#silentTicks = BANK.patienceTicks;
  }

  #take(queue: FrameQueue, frames: InputFrame[]): void {
    if (this.#credits < 1) return;
    const frame = queue.next();
    if (frame === undefined) return;
    this.#credits--;
    frames.push(frame);
  }
}
