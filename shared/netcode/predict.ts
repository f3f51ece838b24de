/**
 * Prediction of the own pilot: every frame that is sent moves it at once; when the server's truth arrives, it is compared
 * with what was predicted at that very frame, and only if they differ is the truth adopted and the unacked rest replayed.
 * Invariant: while nothing interferes the two are equal bit for bit, so there is no correction at all.
 */
import { adoptBody, type Body, copyBody, isSameBody } from '../sim/body.ts';
import { aimOf } from '../sim/math.ts';
import { stepPilot } from '../sim/pilot.ts';
import type { Arena, InputFrame, Place } from '../sim/types.ts';

/** Frames kept for replay: 4 s. An ack that is older than that means the connection is as good as gone. */
const PENDING_INPUT_FRAMES_MAX = 120;
/** Corrections are eased out with this time constant: gone to the eye after 100 ms. */
const EASE_MS = 30;
/** A correction longer than this is a jump, shown as one. */
const JUMP_U = 160;

type Pending = { seq: number; inputFrame: InputFrame; after: Body };

export type PredictionStats = { corrections: number; lastU: number; maxU: number };

export class Prediction {
  /** The predicted body after the newest frame. */
  readonly body: Body;
  readonly stats: PredictionStats = { corrections: 0, lastU: 0, maxU: 0 };
  #pending: Pending[] = [];
  /** What was predicted at the last ack: the truth may change again without a new ack (a hit, a spawn). */
  #atAck: Body;
  #previousX: number;
  #previousY: number;
  #offsetX = 0;
  #offsetY = 0;

  constructor(truth: Body) {
    this.body = copyBody(truth);
    this.#atAck = copyBody(truth);
    this.#previousX = truth.x;
    this.#previousY = truth.y;
  }

  /** Moves the body by a frame that was just sent as number `seq`. */
  predict(seq: number, inputFrame: InputFrame, arena: Arena): void {
    this.#previousX = this.body.x;
    this.#previousY = this.body.y;
    stepPilot(this.body, inputFrame, arena);
    this.#pending.push({ seq, inputFrame, after: copyBody(this.body) });
    if (this.#pending.length > PENDING_INPUT_FRAMES_MAX) this.#pending.shift();
  }

  /** @returns the aim at a place from where this frame takes the body */
  aimAt(inputFrame: InputFrame, target: Place, arena: Arena): number {
    const body = copyBody(this.body);
    stepPilot(body, inputFrame, arena);
    return aimOf(target.x - body.x, target.y - body.y);
  }

  /** Takes in the truth as of input frame `ack`. @returns whether the prediction was right */
  reconcile(ack: number, truth: Body, arena: Arena): boolean {
    while (this.#pending.length > 0 && (this.#pending[0] as Pending).seq <= ack) {
      this.#atAck = (this.#pending.shift() as Pending).after;
    }
    if (isSameBody(this.#atAck, truth)) return true;
    this.#atAck = copyBody(truth);
    const { x, y, life } = this.body;
    adoptBody(this.body, truth);
    for (const pending of this.#pending) {
      stepPilot(this.body, pending.inputFrame, arena);
      adoptBody(pending.after, this.body);
    }
    this.#ease(x - this.body.x, y - this.body.y, life !== this.body.life);
    return false;
  }

  /** Forgets what was sent: the server starts counting frames anew (reconnection). */
  restart(truth: Body): void {
    this.#pending.length = 0;
    this.#atAck = copyBody(truth);
    adoptBody(this.body, truth);
  }

  /** Lets corrections fade. */
  fade(passedMs: number): void {
    const share = Math.exp(-passedMs / EASE_MS);
    this.#offsetX *= share;
    this.#offsetY *= share;
  }

  /** Where to show the pilot. @param alpha share of the running step that has passed, in [0, 1) */
  shown(alpha: number): { x: number; y: number } {
    return {
      x: this.#previousX + (this.body.x - this.#previousX) * alpha + this.#offsetX,
      y: this.#previousY + (this.body.y - this.#previousY) * alpha + this.#offsetY,
    };
  }

  #ease(dx: number, dy: number, newLife: boolean): void {
    const distanceU = Math.sqrt(dx * dx + dy * dy);
    if (newLife || distanceU > JUMP_U) {
      this.#previousX = this.body.x;
      this.#previousY = this.body.y;
      this.#offsetX = 0;
      this.#offsetY = 0;
      return;
    }
    if (distanceU === 0) return;
    this.#previousX -= dx;
    this.#previousY -= dy;
    this.#offsetX += dx;
    this.#offsetY += dy;
    this.stats.corrections++;
    this.stats.lastU = distanceU;
    this.stats.maxU = Math.max(this.stats.maxU, distanceU);
  }
}
