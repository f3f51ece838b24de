/** The socket under the SDK. */
import type { Room } from '@colyseus/sdk';

type Cuttable = { close: () => void; terminate?: () => void };

/** Ends a connection without a word, as a network that is gone; the SDK comes back by itself. */
export function cutSocket(room: Room): void {
  const { ws } = room.connection.transport as unknown as { ws: Cuttable };
  if (ws.terminate === undefined) ws.close();
  else ws.terminate();
}
