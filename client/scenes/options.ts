/** What a game on screen is started with. */
import type { Session } from '../../shared/netcode/session.ts';
import type { Settings } from '../settings.ts';

export type GameOptions = {
  /** Element that the canvas fills. */
  parent: HTMLElement;
  session: Session;
  settings: Settings;
  /** Whether to outline where the server has each pilot. */
  ghostsWanted: () => boolean;
  /** Called once per rendered frame, after the session has advanced. */
  onFrame: (nowMs: number, fps: number) => void;
};
