/** The game on screen: starts Phaser for one session and ends it again. */
import type { Session } from '../../shared/netcode/session.ts';
import type { Settings } from '../settings.ts';

export type GameOptions = {
  /** Element that the canvas fills. */
  parent: HTMLElement;
  session: Session;
  settings: Settings;
  /** Called once per rendered frame, after the session has advanced. */
  onFrame: (nowMs: number, fps: number) => void;
};

export type GameHandle = {
  /** Applies changed settings (volume, reduced motion, quality) to the running game. */
  apply: (settings: Settings) => void;
  /** Ends rendering and sound, and takes the canvas away. */
  stop: () => void;
};

export function startGame(_options: GameOptions): GameHandle {
  throw new Error('in work');
}
