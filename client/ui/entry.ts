/** Ways into a fight: what an entry is made of, and which screen the player is on. */
import type { JoinTarget } from '../../shared/netcode/connection.ts';
import type { Wanted } from './address.ts';

export type Screen = 'menu' | 'joining' | 'playing' | 'dropped' | 'closed';

/** Tests and styles read where the player is from the body. */
export function showScreen(screen: Screen): void {
  document.body.dataset.screen = screen;
}

/** Where an entry leads; `code` is known for private rooms only. */
export type Destination = { target: JoinTarget; code?: string };

export type EntryPlan = {
  /** What the player reads meanwhile. */
  title: string;
  /** What the page asks for again when it has to be fetched anew; undefined = what it finds for itself. */
  wanted?: Wanted;
  find: () => Promise<Destination>;
  /** Fails without a word. */
  quiet?: boolean;
};

export type EntryOutcome = 'playing' | 'failed' | 'cancelled';
