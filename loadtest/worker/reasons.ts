/** What bots say of a join or a connection that failed for a reason that is neither the room's nor the player's. */
import { ownLimitIn } from '../contract/own-limits.ts';
import { OTHER_VERSION } from './handshake.ts';

/** @param error what was thrown, or the reason of a close @returns a sentence; undefined when the server itself said no */
export function technicalReason(error: unknown): string | undefined {
  const text = error instanceof Error ? error.message : String(error);
  return text.includes(OTHER_VERSION) ? OTHER_VERSION : ownLimitIn(error);
}
