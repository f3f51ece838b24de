/**
 * What the coordinator asks of its workers and what they answer: one JSON object per line over TCP, on one machine or
 * between several. A worker says hello first; then it carries out orders, several at once, and answers each once.
 */
import { z } from 'zod';
import { BOT_KINDS, ROLES, THINK_MODELS } from './play.ts';
import { TallyWire } from './tally.ts';

export const WIRE_VERSION = 3;
/** A line longer than this is not ours. */
export const LINE_BYTES_MAX = 8 * 1024 * 1024;

const whole = z.number().int().nonnegative();
const ids = z.array(whole);

const link = z.object({
  latencyMs: z.number().nonnegative(),
  jitterMs: z.number().nonnegative(),
  stallsPerMinute: z.number().nonnegative(),
  stallMs: z.number().nonnegative(),
});

export const BotPlan = z.object({
  /** Counts all bots of a run, whichever worker has them. */
  id: whole,
  name: z.string(),
  seed: whole,
  skill: z.number().min(0).max(1),
  role: z.enum(ROLES),
  /** Whether a light bot reads the whole state. */
  decodes: z.boolean(),
  link,
  roomId: z.string().optional(),
  /** When its join is due, in milliseconds after the order. */
  afterMs: z.number().nonnegative(),
});
export type BotPlan = z.infer<typeof BotPlan>;

export const Setup = z.object({
  url: z.string(),
  adapter: z.string(),
  mode: z.string(),
  kind: z.enum(BOT_KINDS),
  think: z.enum(THINK_MODELS),
});
export type Setup = z.infer<typeof Setup>;

export const Order = z.discriminatedUnion('do', [
  z.object({ do: z.literal('setup'), setup: Setup }),
  /** Creates these bots and has them join, each in its time. Done when each is playing or has failed. */
  z.object({ do: z.literal('join'), bots: z.array(BotPlan) }),
  z.object({ do: z.literal('leave'), bots: ids }),
  /** Cuts their connections. Done when each is playing again or has failed. */
  z.object({ do: z.literal('drop'), bots: ids }),
  /** Stops reading from the server (`on`) or goes on; they must have been planned as 'stalled'. */
  z.object({ do: z.literal('stall'), bots: ids, on: z.boolean() }),
  /** Opens rooms over HTTP at an even pace; the answer holds their ids. */
  z.object({ do: z.literal('rooms'), count: whole, perSecond: z.number().positive() }),
  /** Hands over everything that was counted since the last beat. */
  z.object({ do: z.literal('beat') }),
  /** Tells when the server was last heard of. */
  z.object({ do: z.literal('heard') }),
  /** Starts counting per bot. */
  z.object({ do: z.literal('open') }),
  /** Ends it; the answer holds a row per bot. */
  z.object({ do: z.literal('close') }),
  /** All bots leave, and the worker ends. */
  z.object({ do: z.literal('end') }),
]);
export type Order = z.infer<typeof Order>;

/** All of a worker's machine since its last beat, as far as its system tells. */
export const Machine = z.object({
  host: z.string(),
  /** Processor time of all its processes, workers included. */
  busyCores: z.number(),
  stealPercent: z.number(),
  waitingPercent: z.number().nullable(),
});
export type Machine = z.infer<typeof Machine>;

/** How busy a worker was since its last beat: one that is late itself measures itself. */
export const Load = z.object({
  cores: z.number().nonnegative(),
  loopP99Ms: z.number().nonnegative(),
  loopMaxMs: z.number().nonnegative(),
  machine: Machine.nullable(),
});
export type Load = z.infer<typeof Load>;

export const Slice = z.object({
  /** Since the last beat, by the worker's clock. */
  seconds: z.number().positive(),
  /** What the honest bots counted, and what the others did. */
  honest: TallyWire,
  others: TallyWire,
  /** Honest bots that play now. */
  playing: whole,
  /** Honest bots that should play now, and hear nothing. */
  away: whole,
  /** Rooms that bots play in. */
  roomIds: z.array(z.string()),
  load: Load,
});
export type Slice = z.infer<typeof Slice>;

/** One honest bot over one span: rates per second of the time it was playing. */
export const BotRow = z.object({
  id: whole,
  playedSeconds: z.number().nonnegative(),
  ackP50Ms: z.number().nullable(),
  ackP99Ms: z.number().nullable(),
  ageP99Ms: z.number().nullable(),
  patchesPerSecond: z.number(),
  bytesInPerSecond: z.number(),
  bytesOutPerSecond: z.number(),
  framesPerSecond: z.number(),
  corrections: z.number(),
});
export type BotRow = z.infer<typeof BotRow>;

/** When any bot last heard of the server, by the worker's clock; how many there are, and how many believe that they are connected. */
export const Heard = z.object({ agoMs: z.number().nonnegative().nullable(), bots: whole, connected: whole });
export type Heard = z.infer<typeof Heard>;

/** What an order is answered with; `joined` names the bots that play after a join. */
export const Answer = z.object({
  slice: Slice.optional(),
  heard: Heard.optional(),
  rows: z.array(BotRow).optional(),
  rooms: z.array(z.string()).optional(),
  joined: ids.optional(),
});
export type Answer = z.infer<typeof Answer>;

export const Hello = z.object({
  type: z.literal('hello'),
  version: z.number(),
  key: z.string(),
  host: z.string(),
  pid: whole,
  cores: whole,
  node: z.string(),
  /** Files that it may have open at once, sockets included; null where that is not known. */
  filesMax: whole.nullable(),
});
export type Hello = z.infer<typeof Hello>;

export const ToWorker = z.object({ type: z.literal('order'), id: whole, order: Order });
export type ToWorker = z.infer<typeof ToWorker>;

export const FromWorker = z.discriminatedUnion('type', [
  Hello,
  z.object({ type: z.literal('done'), id: whole, answer: Answer }),
  z.object({ type: z.literal('failed'), id: whole, message: z.string() }),
]);
export type FromWorker = z.infer<typeof FromWorker>;
