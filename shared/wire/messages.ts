/** One-shot facts that the server tells beside the state: for effects and the feed; nothing that plays on depends on them. */

/** Server → client messages by type. Seats are numbers of the roster; positions in u. */
export type ServerMessages = {
  /** Somebody died; to everybody. `points` is what the killer got, `leader` whether the victim led. */
  kill: { killer: number; victim: number; weapon: number; points: number; leader: boolean };
  /** A bolt met a pilot; to the shooter and the victim. `damage` 0 = shielded, or outside the play phase. */
  hit: { by: number; victim: number; damage: number; x: number; y: number };
};

export type ServerMessageType = keyof ServerMessages;

export const serverMessageTypes = ['kill', 'hit'] as const satisfies readonly ServerMessageType[];
