/**
 * The outcome of a run: as JSON for tools and as a table for people. The JSON is the contract, `version` its version;
 * a field is never removed or given another meaning within one version. Times end in Ms, rates in PerSecond.
 */
import type { BotTotals } from './bot.ts';
import { Latencies, type LatencySummary, merged } from './measure.ts';
import { countBots, type RunResult } from './run.ts';
import { figuresBetween, type ServerFigures } from './server-metrics.ts';

/** A generator that wakes up later than this measures itself. */
export const LOOP_DELAY_P99_MS_MAX = 15;

type Spread = { mean: number; min: number; max: number };

export type Report = {
  version: 1;
  /** Every bot joined, and none failed. */
  ok: boolean;
  /** Ended by the user before its time. */
  interrupted: boolean;
  url: string;
  mode: string;
  seed: number;
  players: number;
  joined: number;
  failed: number;
  /** Why bots failed, the most frequent first. */
  errors: { message: string; count: number }[];
  /** Connections that dropped, whether or not they came back. */
  drops: number;
  rooms: number;
  steadySeconds: number;
  joinMs: LatencySummary;
  /** From sending an input frame to the patch that acknowledges it; `worstPlayerP99` = of the player who had it worst. */
  ackMs: LatencySummary & { worstPlayerP99: number };
  /** Over the players who played to the end. */
  perPlayer: {
    patchesPerSecond: Spread;
    bytesInPerSecond: Spread;
    bytesOutPerSecond: Spread;
    framesPerSecond: Spread;
    correctionsPerMinute: Spread;
    maxCorrectionU: number;
  };
  /** What the bots did to others. */
  fight: { hits: number; kills: number };
  /** From the server's /metrics; null when it shows none. Includes what others do on that server. */
  server: ServerFigures | null;
  generator: { loopDelayMs: { p50: number; p99: number; max: number }; cpuCores: number; isBottleneck: boolean };
};

export function reportOf(result: RunResult): Report {
  const { options, bots, before, after, steadySeconds, generator, interrupted } = result;
  const joinMs = new Latencies();
  const seated = bots.filter((bot) => bot.roomId !== undefined);
  for (const bot of seated) joinMs.record(bot.joinMs);
  const { failed } = countBots(bots);
  const joined = seated.length;
  return rounded({
    version: 1,
    ok: failed === 0 && joined === options.players,
    interrupted,
    url: options.url,
    mode: options.mode,
    seed: options.seed,
    players: options.players,
    joined,
    failed,
    errors: countedErrors(bots.flatMap((bot) => bot.failure ?? [])),
    drops: bots.reduce((sum, bot) => sum + bot.drops, 0),
    rooms: new Set(seated.map((bot) => bot.roomId)).size,
    steadySeconds,
    joinMs: joinMs.summary(),
    ackMs: {
      ...merged(bots.map((bot) => bot.ackMs)).summary(),
      worstPlayerP99: Math.max(0, ...bots.map((bot) => bot.ackMs.percentile(99))),
    },
    perPlayer: perPlayerOf(result),
    fight: {
      hits: bots.reduce((sum, bot) => sum + bot.fight.hits, 0),
      kills: bots.reduce((sum, bot) => sum + bot.fight.kills, 0),
    },
    server: before === undefined || after === undefined ? null : figuresBetween(before, after, steadySeconds),
    generator: { ...generator, isBottleneck: generator.loopDelayMs.p99 > LOOP_DELAY_P99_MS_MAX },
  });
}

function perPlayerOf({ bots, from, to, steadySeconds }: RunResult): Report['perPlayer'] {
  const played = bots.flatMap((bot, index) => (bot.failure === undefined ? [index] : []));
  const rate = (total: keyof BotTotals, seconds: number): Spread =>
    spreadOf(played.map((i) => ((to[i]?.[total] ?? 0) - (from[i]?.[total] ?? 0)) / Math.max(seconds, 0.001)));
  return {
    patchesPerSecond: rate('patches', steadySeconds),
    bytesInPerSecond: rate('bytesIn', steadySeconds),
    bytesOutPerSecond: rate('bytesOut', steadySeconds),
    framesPerSecond: rate('frames', steadySeconds),
    correctionsPerMinute: rate('corrections', steadySeconds / 60),
    maxCorrectionU: Math.max(0, ...bots.map((bot) => bot.maxCorrectionU)),
  };
}

function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) return { mean: 0, min: 0, max: 0 };
  const sum = values.reduce((a, b) => a + b, 0);
  return { mean: sum / values.length, min: Math.min(...values), max: Math.max(...values) };
}

export function countedErrors(messages: readonly string[]): { message: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const message of messages) counts.set(message, (counts.get(message) ?? 0) + 1);
  return [...counts].map(([message, count]) => ({ message, count })).sort((a, b) => b.count - a.count);
}

/** Three places are more than any of these numbers is worth. */
function rounded<T>(value: T): T {
  if (typeof value === 'number') return (Math.round(value * 1000) / 1000) as T;
  if (Array.isArray(value)) return value.map(rounded) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, rounded(field)])) as T;
}
