/**
 * Facts that the server sends once, beside the state: for effects and the feed; nothing that plays on depends on them. And
 * what clients ask for beside their input frames.
 */
import type { Weapon } from '../sim/types.ts';
import type { RefusedReason } from './protocol.ts';

/** Server → client messages by type. Seats are numbers of the roster; positions in u. */
export type ServerMessages = {
  /** A pilot died; to every client. `points` is what the killer got, `leader` whether the victim led. */
  kill: { killer: number; victim: number; weapon: Weapon; points: number; leader: boolean };
  /** A bolt met a pilot; to the shooter and the victim. `damage` 0 = shielded, or outside the play phase. */
  hit: { by: number; victim: number; damage: number; weapon: Weapon; x: number; y: number; evidence?: RailEvidence };
  /** A Rail went off, from here to there; to every client. */
  rail: { seat: number; x: number; y: number; toX: number; toY: number };
  /** A Rail would have hit where its shooter saw the victim, but the victim had been behind cover long enough; to both. */
  spared: { by: number; victim: number };
  /** What this client asked for is not done. */
  refused: { reason: RefusedReason };
};

/** Client → server messages by type: what a player may ask for beside the input frames. */
export type ClientMessages = {
  /** To take a player out of the room for good: by the host of a private room, by votes in a public one. */
  remove: { seat: number };
  /** What shape the player's screen has, width over height: what it shows is what is sent. */
  screen: { aspect: number };
  /** To let nobody else in, or to let others in again. */
  lock: { locked: boolean };
};

/** How a Rail hit was judged: how long ago the shooter saw the victim and where, and where it stood when it was judged. */
export type RailEvidence = {
  rewindMs: number;
  /** Distance between the two places, in u. */
  apartU: number;
  /** What the server measured as the shooter's round trip. */
  shooterRttMs: number;
  victimRttMs: number;
};

export type ServerMessageType = keyof ServerMessages;

export type ClientMessageType = keyof ClientMessages;

export const serverMessageTypes = [
  'kill',
  'hit',
  'rail',
  'spared',
  'refused',
] as const satisfies readonly ServerMessageType[];
