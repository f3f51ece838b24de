/** What a test asks of the process that it started, over the IPC channel, and what it gets back. */

/** To the preload module inside a server (levers.ts). */
export type Lever =
  /** Sets the wall clock off by so much from now on; 0 puts it right. */
  | { kind: 'clock'; shiftMs: number }
  /** Holds the event loop for so long. */
  | { kind: 'stall'; ms: number }
  /** `onLeave` of this room never settles from now on. */
  | { kind: 'stickLeave'; roomId: string }
  /** The next tick of this room throws. */
  | { kind: 'breakTick'; roomId: string }
  /** Leaves a promise that fails to itself. */
  | { kind: 'reject' }
  /** Throws where nothing catches. */
  | { kind: 'crash' }
  /** Answers at the next turn of the event loop. */
  | { kind: 'echo' }
  /** @returns Health, and starts to measure anew */
  | { kind: 'health' };

export type Health = {
  /** After a full collection. */
  heapBytes: number;
  rssBytes: number;
  /** Longest time that the main thread worked between two turns of its timers, in CPU time: noise of the machine is out. */
  busyMsMax: number;
  /** The same on the clock. */
  gapMsMax: number;
  connections: number;
};

/** To honest players in a process of their own (players-main.ts). */
export type PlayersOrder = { kind: 'mark' } | { kind: 'leave' };

export type PlayersReport = {
  elapsedMs: number;
  /** Patches of each player since the last mark. */
  patches: number[];
  /** Longest time without a patch, of all players. */
  gapMsMax: number;
  /** Longest time that the players' own process stood still: of the gaps they saw, so much may be theirs. */
  ownGapMsMax: number;
  /** Input frames sent by all. */
  sent: number;
  /** Ticks that the server's own count advanced, of each player. */
  ticks: number[];
  /** Close codes and errors that players saw since the start: honest ones see none. */
  troubles: string[];
};

export type Numbered<T> = { id: number; order: T };
export type Answered = { id: number; answer: unknown; failure?: string };
