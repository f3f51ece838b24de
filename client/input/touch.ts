/** Thumbs: the left half of the surface is a floating move stick, the right half an aim stick; a button dashes. */
import type { Intent, StickView, TouchView } from './intent.ts';

/** Thumb travel from the origin to full deflection, in CSS px. */
const STICK_REACH_PX = 56;
/** Deflection below this share is rest, so that a lying thumb neither walks nor fires. */
const MOVE_DEAD_ZONE = 0.15;
const FIRE_DEAD_ZONE = 0.35;
const DASH_RADIUS_PX = 42;
/** Distance of the dash button's centre from the right and the bottom edge; phone.css has the same. */
const DASH_INSET_X_PX = 70;
const DASH_INSET_Y_PX = 104;

type Stick = StickView & { pointerId: number | undefined };

const restingStick = (): Stick => ({ active: false, originX: 0, originY: 0, x: 0, y: 0, pointerId: undefined });

export class Touch {
  #move = restingStick();
  #aim = restingStick();
  #dashPointer: number | undefined;
  readonly #view: TouchView = {
    used: false,
    move: this.#move,
    aim: this.#aim,
    dash: { x: 0, y: 0, radius: DASH_RADIUS_PX, pressed: false },
  };

  /** @param expected whether thumbs are what there is: sticks and button are shown before the first touch then */
  constructor(expected: boolean) {
    this.#view.used = expected;
  }

  /** Puts the button where the surface, in CSS px, has its lower right corner. */
  place(width: number, height: number): void {
    this.#view.dash.x = width - DASH_INSET_X_PX;
    this.#view.dash.y = height - DASH_INSET_Y_PX;
  }

  /** A thumb came down. @returns whether it pressed the dash button */
  down(pointerId: number, x: number, y: number, width: number): boolean {
    this.#view.used = true;
    const { dash } = this.#view;
    if (Math.hypot(x - dash.x, y - dash.y) <= dash.radius * 1.15) {
      this.#dashPointer = pointerId;
      dash.pressed = true;
      return true;
    }
    const stick = x < width / 2 ? this.#move : this.#aim;
    if (stick.active) return false;
    Object.assign(stick, { active: true, pointerId, originX: x, originY: y, x: 0, y: 0 });
    return false;
  }

  moved(pointerId: number, x: number, y: number): void {
    const stick = this.#stickOf(pointerId);
    if (stick === undefined) return;
    const dx = (x - stick.originX) / STICK_REACH_PX;
    const dy = (y - stick.originY) / STICK_REACH_PX;
    const length = Math.max(1, Math.hypot(dx, dy));
    stick.x = dx / length;
    stick.y = dy / length;
  }

  up(pointerId: number): void {
    const stick = this.#stickOf(pointerId);
    if (stick !== undefined) rest(stick);
    if (pointerId === this.#dashPointer) this.#view.dash.pressed = false;
  }

  release(): void {
    rest(this.#move);
    rest(this.#aim);
    this.#view.dash.pressed = false;
  }

  /** A mouse took over: the sticks are not needed on screen. */
  retire(): void {
    this.#view.used = false;
    this.release();
  }

  get used(): boolean {
    return this.#view.used;
  }

  view(): Readonly<TouchView> {
    return this.#view;
  }

  /** Adds what the thumbs want to `intent`. With the aim stick at rest the gun looks where the pilot walks. */
  addTo(intent: Intent): void {
    const move = Math.hypot(this.#move.x, this.#move.y);
    if (move > MOVE_DEAD_ZONE) {
      intent.moveX = this.#move.x;
      intent.moveY = this.#move.y;
    }
    const aim = Math.hypot(this.#aim.x, this.#aim.y);
    intent.aimX = aim > MOVE_DEAD_ZONE ? this.#aim.x : intent.moveX;
    intent.aimY = aim > MOVE_DEAD_ZONE ? this.#aim.y : intent.moveY;
    intent.fire = aim > FIRE_DEAD_ZONE;
  }

  #stickOf(pointerId: number): Stick | undefined {
    return [this.#move, this.#aim].find((stick) => stick.pointerId === pointerId);
  }
}

function rest(stick: Stick): void {
  stick.active = false;
  stick.pointerId = undefined;
  stick.x = 0;
  stick.y = 0;
}
