/** What the person at the devices wants, before it becomes whole numbers; and the touch controls as they are drawn. */
import type { Place } from '../../shared/sim/types.ts';

/** What the person at the devices wants right now, before it becomes whole numbers. */
export type Intent = {
  /** Wanted direction of travel: full speed along an axis is 1 or -1, and more is no faster. */
  moveX: number;
  moveY: number;
  /** Where to aim as seen from the pilot; only the direction counts, (0, 0) = keep aiming where it was. */
  aimX: number;
  aimY: number;
  /** The place in the arena that is pointed at, in u, where the device names one (a mouse): the shot goes there from wherever the step ends. */
  target?: Place;
  /** Whether the trigger is held. */
  fire: boolean;
};

/** One thumb stick as it is drawn, in CSS px. */
export type StickView = { active: boolean; originX: number; originY: number; x: number; y: number };

/** The touch controls as they are drawn; `used` is false until the player has touched. */
export type TouchView = {
  used: boolean;
  move: StickView;
  aim: StickView;
  dash: { x: number; y: number; radius: number; pressed: boolean };
};
