/**
 * What a seat sees at one instant, as plain values: what pictures, signs, bots and tests read. Positions in u, aims in
 * simulation steps (0..65535), times in milliseconds of the clock that was handed in, unless the name says ticks.
 */
import type { Body } from '../sim/body.ts';
import type { BoltKind, Phase, Weapon } from '../sim/types.ts';

/** The own pilot, predicted: already moved by every input frame sent, with corrections of its place eased out. */
export type OwnView = Body & {
  seat: number;
  sessionId: string;
  hp: number;
  /** While dead: ticks until the next spawn, the killer's seat or NOBODY, and what it used. */
  respawnInTicks: number;
  killedBy: number;
  killedWith: Weapon;
  /** Not alive, because the player does nothing: out of the fight until it plays again. */
  aside: boolean;
  /** Once the player is warned of doing nothing: ticks until the seat is freed; 0 = not warned. */
  idleEndInTicks: number;
};

/** Another pilot, interpolated: as it was one interpolation delay ago. */
export type RemoteView = {
  seat: number;
  sessionId: string;
  x: number;
  y: number;
  aim: number;
  hp: number;
  alive: boolean;
  /** Not alive, because its player does nothing. */
  aside: boolean;
  life: number;
  dashing: boolean;
  shielded: boolean;
  /** Has the Rail; charging it: it goes off within 0.25 s. */
  armed: boolean;
  charging: boolean;
};

/** A bolt in the own pilot's time: what is seen reaching the own pilot is what the server will judge. */
export type BoltView = {
  /** Stable while the bolt flies, from its prediction to its end. */
  id: string;
  owner: number;
  kind: BoltKind;
  x: number;
  y: number;
  vx: number;
  vy: number;
  /** True until the server has confirmed it. */
  predicted: boolean;
};

export type SparkView = { id: string; x: number; y: number };

/** A Rail pad; `readyInTicks` 0 = ready to be taken. */
export type PadView = { id: string; x: number; y: number; readyInTicks: number; refillTicks: number };

/** The server's own picture, for the latency lab's ghosts: where it has the own pilot and the others in the last patch. */
export type GhostView = { seat: number; x: number; y: number; alive: boolean };

export type MatchView = {
  number: number;
  phase: Phase;
  /** Seconds until the phase ends, never negative; infinite if it never does. */
  secondsLeft: number;
  mode: string;
  /** Name for arenaOf(). */
  arena: string;
  /** Seat that leads alone, or NOBODY. */
  leader: number;
  /** Pilots in the room. */
  pilots: number;
};

/** Who decides about the seats of the room. */
export type HouseView = {
  /** Seat of a private room's host; 0 = the room is public. */
  host: number;
  locked: boolean;
  /** The open vote of a public room: seats of whom it would remove and of who began it, how it stands, its end. */
  vote: { on: number; by: number; votes: number; needed: number; secondsLeft: number; endTick: number } | undefined;
};

/** One line of the score board, best first; ties by seat. */
export type BoardLine = {
  /** From 1; 0 = not known: in a crowd only of the best ten and of the own pilot. */
  place: number;
  seat: number;
  sessionId: string;
  name: string;
  bot: boolean;
  connected: boolean;
  /** Its player does nothing, and its pilot stands aside. */
  aside: boolean;
  own: boolean;
  score: number;
  kills: number;
  deaths: number;
  sparks: number;
};

/** Numbers for the net graph and the load test. */
export type NetStats = {
  rttMs: number;
  jitterMs: number;
  serverTick: number;
  /** Input frames sent and not yet consumed by the server. */
  unackedInputFrames: number;
  /** Input frames of this seat that waited in the server's queue, as of the last patch. */
  queuedInputFrames: number;
  interpolationDelayMs: number;
  /** Share of the rendered time in which snapshots were missing, in [0, 1], over the last seconds. */
  starvedShare: number;
  /** How far ahead of the newest patch the own pilot lives, in ticks. */
  leadTicks: number;
  /** Ticks of the server without a frame of this seat; frames that it dropped; stamps that it clamped. */
  starvedTicks: number;
  droppedInputFrames: number;
  clampedStamps: number;
  /** Input frames sent per second against the nominal 30, as paced by the server's queue. */
  pace: number;
  serverTickMs: number;
  /** Bytes of the last patch. */
  patchBytes: number;
  corrections: number;
  /** Size of the last and of the largest correction of the own pilot, in u. */
  lastCorrectionU: number;
  maxCorrectionU: number;
  patches: number;
  bytesIn: number;
  bytesOut: number;
  /** Pilots, bolts and sparks known. */
  entities: number;
};
