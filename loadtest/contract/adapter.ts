/**
 * What the load test must know of a Colyseus server: how to get a seat, how to make an input, what to read from the state.
 * Sparkfray's own is the default; a module of yours that exports one as `adapter` is named with `--adapter ./mine.ts`.
 */
import type { Room } from '@colyseus/sdk';
import type { Play, PlayOptions } from './play.ts';

/** What a simple bot wants of its pilot in one step: axes in [-1, 1], y downwards; aim in radians. */
export type Intent = { x: number; y: number; aimRadians: number; fire: boolean; dash: boolean };

export type ServerAddress = { url: string; mode: string };

/** One seat of a plain room, as a light bot plays it. */
export type AdapterSeat = {
  /**
   * Sends one input frame.
   * @param seenAgoSeconds how old the picture is that its maker claims to have seen: cheaters lie; ignored where frames
   * carry no such stamp
   * @returns its number, counted from 1 on each connection; 0 when nothing was sent
   */
  send: (intent: Intent, seenAgoSeconds?: number) => number;
  /** Newest input frame that the server says it has used; undefined when it does not tell. */
  acked: () => number | undefined;
  /** The server's tick in the newest state, counted at `rateHz`; undefined when it has none. */
  tick: () => number | undefined;
  /** Input frames that the server says it did not use, counted since the join. */
  refused: () => number;
};

/** What a seat of a user's scenario counts with; the names of figures are without their `own.`. */
export type SeatTools = {
  name: string;
  /** In [0, 1). */
  random: () => number;
  measure: (figure: string, ms: number) => void;
  count: (figure: string, by: number) => void;
  fail: (sentence: string) => void;
};

export type Adapter = {
  name: string;
  /** One line for --help. */
  summary: string;
  /** Name of the room, as matchmaking knows it. */
  roomName: (mode: string) => string;
  /** Patches a second when all is well; input frames are sent at the same rate. */
  rateHz: number;
  /** @returns what stands in the way of a run, as one line that says what to do next; undefined when nothing does */
  obstacle: (server: ServerAddress) => Promise<string | undefined>;
  /** Options of joinOrCreate and joinById. */
  joinOptions: (bot: { name: string; mode: string }) => Record<string, unknown>;
  /** Opens a room over HTTP without joining it. Absent: rooms come from joinOrCreate only. @returns its id */
  openRoom?: (server: ServerAddress) => Promise<string>;
  seatOf: (room: Room, tools: SeatTools) => AdapterSeat;
  /**
   * Reads the tick out of a patch or a first state, from where it begins. With it most light bots of a large crowd leave the
   * state undecoded: `seatOf` finds nothing in it but `tick`. Absent: all decode.
   * @returns undefined when it tells none
   */
  tickOfPatch?: (bytes: Uint8Array, offset: number) => number | undefined;
  /** A seat with the game's whole netcode: prediction, interpolation, pacing. Absent: light bots only. */
  fullPlay?: (options: PlayOptions) => Play;
  /** Why there was no seat (matchmaking's code and message), and why a connection ended. Absent: plain words. */
  sentences?: {
    join: (code: number, message: string) => string;
    close: (code: number, reason: string) => string;
  };
};
