/**
 * A scenario of yours: what bots do on a server of yours, from one file.
 *
 *   npm run loadtest -- --scenario ./mine.ts --url http://localhost:2567
 *
 * The file exports one object of the type below as `scenario`. docs/own-server.md goes through an example.
 */
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type { Room } from '@colyseus/sdk';
import { z } from 'zod';
import { isOwnName } from './tally.ts';

/** What a bot is given beside its room. `F` are the names of the figures that the scenario declares. */
export type BotTools<F extends string = string> = {
  /** As it joined: `Load 1`, `Load 2`, … */
  name: string;
  /** In [0, 1), from the run's seed. */
  random: () => number;
  /** One value of a distribution in milliseconds: the figures own.NAME.p50, .p90, .p99, .max, … */
  measure: (figure: F, ms: number) => void;
  /** Adds to the figure own.NAME.total. */
  count: (figure: F, by?: number) => void;
  /** Ends this bot: it counts among the errors, with this sentence. */
  fail: (sentence: string) => void;
};

/** All are optional: a bot may as well only listen. */
export type UserBot = {
  /**
   * Called `rateHz` times a second while the bot plays.
   * @returns the number of the input frame that it has sent, from 1 on, if it has: with `acked` its latency is measured
   */
  step?: (nowMs: number) => number | undefined;
  /** Newest input frame that the server says it has used. */
  acked?: () => number | undefined;
  /** The server's tick in the newest state, counted at `rateHz`: with it the age of what players see is measured. */
  tick?: () => number | undefined;
};

export type UserScenario<F extends string = string> = {
  name: string;
  /** One line for people. */
  summary: string;
  /** The room as matchmaking knows it; --mode says otherwise. */
  room: string;
  /** Steps per second, and patches that are expected; 20 where nothing is said. */
  rateHz?: number;
  /** Which of the built-in scenarios these bots go through: who joins when, what is measured. `steady` where nothing is said. */
  course?: string;
  players?: number;
  durationSeconds?: number;
  /** What is sent with the join. */
  joinOptions?: (bot: { name: string }) => Record<string, unknown>;
  /** Figures of your own, each with what it means. */
  figures?: Readonly<Record<F, string>>;
  /** What must hold: figures of your own (`own.reply.p99 < 200ms`) or of the load test (--list). */
  limits?: readonly string[];
  /** Called once per bot, when its first state has come. Messages are listened to with `room.onMessage`. */
  bot: (room: Room, tools: BotTools<F>) => UserBot | undefined;
};

const callable = z.custom<(...given: never[]) => unknown>((value) => typeof value === 'function', 'must be a function');

const RATE_HZ_MAX = 240;

const Shape = z.object({
  name: z.string().min(1),
  summary: z.string(),
  room: z.string().min(1),
  rateHz: z.number().positive().max(RATE_HZ_MAX).optional(),
  course: z.string().optional(),
  players: z.number().int().positive().optional(),
  durationSeconds: z.number().positive().optional(),
  joinOptions: callable.optional(),
  figures: z
    .record(z.string().refine(isOwnName, 'is no name: a letter, then letters and digits'), z.string())
    .optional(),
  limits: z.array(z.string()).optional(),
  bot: callable,
});

/** Names of scenarios and adapters have none of these. */
export const isPath = (nameOrPath: string): boolean => /[./\\]/.test(nameOrPath);

/** @throws a sentence for the user when there is no scenario in that file */
export function loadUserScenario(path: string): UserScenario {
  const { scenario } = loaded(path);
  if (scenario === undefined) throw new Error(`The module ${path} exports no "scenario".`);
  const parsed = Shape.safeParse(scenario);
  if (parsed.success) return scenario as UserScenario;
  const issue = parsed.error.issues[0];
  throw new Error(`The scenario of ${path} is none: ${issue?.path.join('.') || 'it'}: ${issue?.message}.`);
}

/** Whether a file that is named with --adapter is a scenario. */
export const holdsScenario = (module: unknown): boolean =>
  typeof module === 'object' && module !== null && 'scenario' in module;

function loaded(path: string): { scenario?: unknown } {
  try {
    return createRequire(import.meta.url)(resolve(path)) as { scenario?: unknown };
  } catch (error) {
    throw new Error(`The scenario ${path} cannot be loaded: ${error instanceof Error ? error.message : error}`);
  }
}
