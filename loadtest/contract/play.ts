/** What a bot does on a server, full or light: the one interface that the worker drives. */
import type { AckLog } from '../../shared/netcode/measure/acks.ts';
import type { Tally } from './tally.ts';

export const THINK_MODELS = ['fighter', 'wander', 'idle'] as const;
/**
 * fighter: the game's own bot brain (light bots have no eyes for it: they wander instead); wander: walks, turns and fires at
 * random; idle: sends frames, does nothing.
 */
export type ThinkModel = (typeof THINK_MODELS)[number];

export const BOT_KINDS = ['full', 'light'] as const;
/** full: predicts and interpolates as the browser does; light: counts, and decodes if it is one of the sample. */
export type BotKind = (typeof BOT_KINDS)[number];

/** Beside the honest: what a scenario mixes in. What each does is in worker/cheats.ts and worker/bot.ts. */
export const ROLES = ['honest', 'stalled', 'sprinter', 'flooder', 'backdater', 'garbler'] as const;
export type Role = (typeof ROLES)[number];

export type PlayState =
  | 'out'
  | 'joining'
  | 'playing'
  /** The connection dropped; the SDK is trying to come back. */
  | 'dropped'
  | 'ended';

export type PlayOptions = {
  /** Where to connect: the server itself, or the relay of a bad network in front of it. */
  url: string;
  mode: string;
  name: string;
  /** The room to join; undefined = quick play. */
  roomId: string | undefined;
  think: ThinkModel;
  role: Role;
  seed: number;
  /** In [0, 1], for fighters. */
  skill: number;
  /** Whether a light bot reads the whole state (worker/skim.ts). */
  decodes: boolean;
  /** Where to count what happens. It changes from span to span, so it is asked for each time. */
  tallies: () => readonly Tally[];
  /** The end, when it was not asked for: a close code (0 when there was no connection) and a sentence. */
  onEnd: (code: number, sentence: string) => void;
};

/** Invariant: nothing here throws or rejects; whatever goes wrong arrives at `onEnd`. */
export type Play = {
  readonly state: PlayState;
  readonly roomId: string | undefined;
  /** When the server was last heard of, by the clock of `advance`; 0 until there is a seat. */
  readonly heardMs: number;
  /** Whether the server tells which input frames it has used. */
  readonly hasAcks: boolean;
  /**
   * Asks for a seat and resolves when the first state has come or it has ended; counts `join`.
   * @param dueMs when the join was due: it counts from there
   */
  join: (dueMs: number) => Promise<void>;
  /** Gives the seat up, or the join. */
  leave: () => Promise<void>;
  /** Cuts the connection, as a bad network does; the drop was asked for and does not count as one. */
  drop: () => void;
  /**
   * Plays on. Called once per step, late ones too.
   * @param dueMs when this step was due; latency counts from there
   * @param nowMs when it takes place
   */
  advance: (dueMs: number, nowMs: number) => void;
  /** Measures a round trip. */
  ping: () => void;
  /** Puts what is counted at each step (patches, bytes, frames, …) into the tallies: before they are read or changed. */
  flush: () => void;
  /**
   * Counts the input frames that still wait for their ack: after more than a second as lost (`unacked`, and their age in
   * `ack`); younger ones only in `ack`, and only if they have waited longer than all others until now.
   * @param worstMs the longest that a frame has waited for its ack
   */
  settle: (nowMs: number, worstMs: number) => void;
};

/** An input frame without an ack for so long counts as lost: a player has given up on it. */
export const SETTLE_MS = 1000;

/** @see Play.settle */
export function settleAcks(acks: AckLog, tallies: readonly Tally[], nowMs: number, worstMs: number): void {
  acks.giveUp(nowMs, SETTLE_MS);
  for (const ageMs of acks.waitingMs(nowMs)) if (ageMs > worstMs) record(tallies, 'ack', ageMs);
}

export function record(tallies: readonly Tally[], ...[meter, value]: Parameters<Tally['record']>): void {
  for (const tally of tallies) tally.record(meter, value);
}

export function count(tallies: readonly Tally[], ...[counter, by]: Parameters<Tally['count']>): void {
  for (const tally of tallies) tally.count(counter, by);
}
