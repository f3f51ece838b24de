/** What a game on screen is started with. */
import type { SeatView } from '../../shared/netcode/seat-view.ts';
import type { Wish } from '../../shared/netcode/session.ts';
import type { Settings } from '../settings.ts';

export type GameOptions = {
  /** Element that the canvas fills. */
  parent: HTMLElement;
  view: SeatView;
  /** Moves the session on to `nowMs`; once per rendered frame. */
  advance: (nowMs: number, nextInputFrame: () => Wish) => void;
  /** The canvas has that shape now, width over height. */
  onAspect: (aspect: number) => void;
  settings: Settings;
  /** Whether to outline where the server has each pilot. */
  ghostsWanted: () => boolean;
  /** Called once per rendered frame, after the session has advanced. */
  onFrame: (nowMs: number, fps: number) => void;
};
