/**
 * How many input frames a seat may use in a tick. One on average: a credit comes in every tick, a frame costs one, at
 * most twelve are saved up: what a lost segment holds back on a far link. Late frames are absorbed by what was saved; extra
 * frames buy nothing.
 */
import { BUTTON, type InputFrame, type Pilot } from '../../shared/sim/types.ts';

export const INPUT_BUDGET = {
  creditsMax: 12,
  inputFramesPerTickMax: 2,
  /** Frames that wait in the queue of a steady link: a second frame is used only above this. */
  queueTarget: 2,
  /** Ticks without a frame after which the pilot coasts: as long as a lost segment takes at a round trip of 200 ms. */
  patienceTicks: 14,
} as const;

/** What the pilot is at: a charge and a dash must not be stretched or cut by when their frames come. */
export type PilotAtHand = Pick<Pilot, 'aim' | 'railShots' | 'chargeTicks' | 'fireCooldownTicks' | 'dashTicks'>;

/** The seat's queue of decoded frames; `next` takes the oldest and acknowledges it. */
export type InputFrameQueue = { size: () => number; next: () => InputFrame | undefined };

export type Withdrawal = { inputFrames: InputFrame[]; dropped: number; coasted: boolean };

export class InputBudget {
  #credits = 1;
  #silentTicks = 0;

  /** Takes the frames of one tick. A coasting pilot goes on aiming where it aims. */
  withdraw(queue: InputFrameQueue, pilot: PilotAtHand): Withdrawal {
    this.#credits = Math.min(INPUT_BUDGET.creditsMax, this.#credits + 1);
    let dropped = 0;
    while (queue.size() > this.#credits + INPUT_BUDGET.queueTarget) {
      queue.next();
      dropped++;
    }
    const inputFrames: InputFrame[] = [];
    this.#take(queue, inputFrames);
    if (queue.size() > INPUT_BUDGET.queueTarget && mayTakeSecond(pilot, inputFrames)) this.#take(queue, inputFrames);
    if (inputFrames.length > 0) {
      if (!isBusy(pilot)) this.#silentTicks = 0;
      return { inputFrames, dropped, coasted: false };
    }
    this.#silentTicks++;
    if (this.#silentTicks <= INPUT_BUDGET.patienceTicks) return { inputFrames, dropped, coasted: false };
    this.#credits--;
    return { inputFrames: [{ mx: 0, my: 0, aim: pilot.aim, buttons: 0 }], dropped, coasted: true };
  }

  /** The connection is gone: no patience, the pilot coasts from the next tick on. */
  silence(): void {
    this.#silentTicks = INPUT_BUDGET.patienceTicks;
  }

  #take(queue: InputFrameQueue, inputFrames: InputFrame[]): void {
    if (this.#credits < 1) return;
    const inputFrame = queue.next();
    if (inputFrame === undefined) return;
    this.#credits--;
    inputFrames.push(inputFrame);
  }
}

/** A Rail's charge is seen for a tick per frame: two frames in one tick would hide half of it. */
function mayTakeSecond(
  { railShots, chargeTicks, fireCooldownTicks }: PilotAtHand,
  taken: readonly InputFrame[],
): boolean {
  if (taken.length >= INPUT_BUDGET.inputFramesPerTickMax) return false;
  const [first] = taken;
  const fires = first !== undefined && (first.buttons & BUTTON.fire) !== 0 && fireCooldownTicks <= 1;
  return chargeTicks === 0 && !(fires && railShots > 0);
}

/** In a charge or a dash the patience is spent once, not once more for every frame that comes. */
const isBusy = ({ chargeTicks, dashTicks }: PilotAtHand): boolean => chargeTicks > 0 || dashTicks > 0;
