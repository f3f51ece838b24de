/** Version, limits and close codes of the wire: the numbers of PROTOCOL.md. */

/** Raised whenever the fingerprint of the schemas changes; a client with another version is told to reload. */
export const PROTOCOL_VERSION = 1;

export const ROOM_NAME = 'arena';

export const LIMITS = {
  /** Characters of a player's or a room's name. */
  nameCharsMax: 16,
  roomNameCharsMax: 32,
  /** Letters of a private room's code. */
  codeChars: 5,
  /** Seconds that a seat waits for its player to come back. */
  reconnectSeconds: 20,
  /** Seconds that a fresh seat reservation waits to be used. */
  reservationSeconds: 5,
  /** Input frames kept for one seat; older ones are dropped. */
  inputBufferFrames: 32,
  /** Messages of one client in one second, input frames included: 30 are honest, bursts after a stall come on top. */
  messagesPerSecond: 120,
} as const;

/** Letters of a room code: none that look or sound alike. */
export const CODE_LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ';

/** WebSocket close codes of our own, next to Colyseus's 4000–4010. None of them makes the SDK reconnect by itself. */
export const CLOSE = {
  /** The player left. */
  consented: 4000,
  serverShutdown: 4001,
  withError: 4002,
  failedToReconnect: 4003,
  /** The room failed and was closed alone. */
  roomFailed: 4100,
  /** An operator closed the room. */
  roomClosed: 4101,
} as const;

/** Sentences for the people who see them. */
export const CLOSE_SENTENCES: Readonly<Record<number, string>> = {
  [CLOSE.consented]: 'You left the fight.',
  [CLOSE.serverShutdown]: 'The server is restarting. Play again in a moment.',
  [CLOSE.withError]: 'The server cut the connection.',
  [CLOSE.failedToReconnect]: 'Your seat is gone: you were away for too long.',
  [CLOSE.roomFailed]: 'The room broke down and was closed. That is our fault.',
  [CLOSE.roomClosed]: 'An operator closed this room.',
};

/** Options of joinOrCreate and joinById. */
export type JoinOptions = { mode?: string; name?: string; protocol?: number };

/** Options of a room that is created, from our own routes. */
export type RoomOptions = { mode: string; private?: boolean; bots?: number; maxPlayers?: number; name?: string };

/** What a room tells matchmaking about itself. */
export type RoomMetadata = {
  mode: string;
  name: string;
  code: string;
  players: number;
  bots: number;
  startedAt: number;
};
