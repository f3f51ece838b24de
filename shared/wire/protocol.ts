/** Version, limits and close codes of the wire: the numbers of PROTOCOL.md. */

/** Raised whenever the fingerprint of the schemas changes; a client with another version is told to reload. */
export const PROTOCOL_VERSION = 5;

export const ROOM_NAME = 'arena';

export const LIMITS = {
  /** Characters of a player's or a room's name. */
  nameCharsMax: 16,
  roomNameCharsMax: 32,
  /** Letters of a private room's code. */
  codeChars: 6,
  /** Seconds that a seat waits for its player to come back. */
  reconnectSeconds: 20,
  /** Seconds that a fresh seat reservation waits to be used. */
  reservationSeconds: 5,
  /** Input frames kept for one seat; older ones are dropped. */
  inputBufferFrames: 32,
  /**
   * A hitch of up to this many input frames is made up for at once, so that a machine that renders four times a second
   * still plays at full speed. After a longer one (a hidden tab, a frozen machine) play just goes on.
   */
  catchUpInputFramesMax: 8,
} as const;

/** Seconds that our client looks for a server that is gone, after its connection was lost. */
export const RETURN_SECONDS = 120;

/** Letters of a room code: none that look or sound alike. */
export const CODE_LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ';

/** WebSocket close codes of our own, next to Colyseus's 4000–4010. Of them, only 4010 makes the SDK reconnect by itself. */
export const CLOSE = {
  /** An error of the server's own ended this connection (RFC 6455, 7.4.1). */
  internalError: 1011,
  /** The player left. */
  consented: 4000,
  serverShutdown: 4001,
  /** The server cut the connection; the close frame's reason is a word of CUT_REASONS. The seat is not held. */
  withError: 4002,
  failedToReconnect: 4003,
  /** Said by a client that gives a dead connection up: it comes back at once. */
  mayTryReconnect: 4010,
  /** The room failed and was closed alone: its players may find another match at once. */
  roomFailed: 4100,
  /** An operator closed the room. */
  roomClosed: 4101,
  /** The player has come back to this seat by another connection: a duplicated tab, a page that was opened again. */
  replaced: 4102,
  /** The player did nothing for so long that the seat was freed. */
  idle: 4103,
  /** The player was removed from the room by those who may. */
  removed: 4104,
} as const;

/** Why a connection is cut (4002): the word in the close frame, and the rest of the sentence for its user. */
export const CUT_REASONS = {
  frames: { word: 'too many messages', because: 'it sent too many messages' },
  bytes: { word: 'too many bytes', because: 'it sent too much at once' },
  text: { word: 'text message', because: 'it sent text' },
  opcode: { word: 'unknown opcode', because: 'it sent something unknown' },
  length: { word: 'input frame too long', because: 'it sent an input that is too long' },
  unknown_message: { word: 'unknown message', because: 'it sent an unknown message' },
  broken_message: { word: 'broken message', because: 'it sent something unreadable' },
  join_late: { word: 'join not acknowledged', because: 'joining took too long' },
} as const;

export type CutReason = keyof typeof CUT_REASONS;

/** Why a room does not do what a player asked for by a message: words of `refused`, and sentences for that player. */
export const REFUSED_SENTENCES = {
  not_host: 'Only the host of a private room can do that.',
  own_seat: 'You cannot remove yourself. Leave the fight instead.',
  no_such_seat: 'That player has left already.',
  not_playing: 'Play to have a vote.',
  vote_open: 'Another vote is open. Wait for its end.',
  vote_too_soon: 'You or your network began a vote not long ago. Wait two minutes.',
} as const;

export type RefusedReason = keyof typeof REFUSED_SENTENCES;

/** Codes after which a client finds another match by itself: the players have done nothing, and were not asked to go. */
export const FINDS_ANOTHER_MATCH: ReadonlySet<number> = new Set([CLOSE.serverShutdown, CLOSE.roomFailed]);

/** Sentences for the people who see them. */
export const CLOSE_SENTENCES: Readonly<Record<number, string>> = {
  1002: 'The connection was garbled on the way.',
  1007: 'The connection was garbled on the way.',
  1008: 'The connection was garbled on the way.',
  1009: 'The connection was garbled on the way.',
  [CLOSE.internalError]: 'Something broke on the server. Join again.',
  [CLOSE.consented]: 'You left the fight.',
  [CLOSE.serverShutdown]: 'The server is restarting. Play again in a moment.',
  [CLOSE.withError]: 'The server cut the connection.',
  [CLOSE.failedToReconnect]: 'Your seat is gone.',
  [CLOSE.roomFailed]: 'The room broke down and was closed. That is our fault.',
  [CLOSE.roomClosed]: 'An operator closed this room.',
  [CLOSE.idle]: 'You did nothing for a while, so your seat was given to others.',
  [CLOSE.removed]: 'You were removed from this room.',
  [CLOSE.replaced]: 'You play in another tab: this one has left the fight.',
};

/** Sentences for ways back that failed: only who was away for longer than a seat is held hears that. */
export const LOSS_SENTENCES = {
  awayTooLong: 'Your seat is gone: you were away for too long.',
  roomGone: 'Your room ended while the connection was lost.',
  unreachable: `The server has not answered for ${RETURN_SECONDS / 60} minutes.`,
} as const;

/** @param reason what the close frame said @returns a sentence for the user */
export function closeSentence(code: number, reason = ''): string {
  const cut = code === CLOSE.withError ? Object.values(CUT_REASONS).find(({ word }) => word === reason) : undefined;
  if (cut !== undefined) return `The server cut the connection because ${cut.because}.`;
  return CLOSE_SENTENCES[code] ?? `The connection was lost (code ${code}).`;
}

/** What a room tells matchmaking about itself. */
export type RoomMetadata = {
  mode: string;
  name: string;
  code: string;
  players: number;
  /** Those of them who are there and play, and the others. */
  playing: number;
  idle: number;
  bots: number;
  startedAt: number;
};
