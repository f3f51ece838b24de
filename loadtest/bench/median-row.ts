/** From rounds to what is compared: medians of those that count, and lines through what was measured at several sizes. */
import { median as medianOf } from 'simple-statistics';
import { TICK_RATE_HZ } from '../../shared/sim/tunables.ts';
import type { Side } from './contenders.ts';
import type { Round } from './round.ts';

const US_PER_SECOND = 1e6;
/** Fewer patches or frames than this share of the rate: a side does not keep up, and the cost per tick looks too good. */
const KEEPS_UP = 0.95;

/** Medians over the rounds of one side at one size; what no round measured is undefined. */
export type MedianRow = {
  side: Side;
  players: number;
  rounds: number;
  /** Rounds that do not count because others took too much of the machine. */
  discarded: number;
  problems: string[];
  warnings: string[];
  cores: number | undefined;
  usPerClientTick: number | undefined;
  /** The least and the greatest of the rounds. */
  usRange: [number, number] | undefined;
  tickP50Ms: number | undefined;
  tickP99Ms: number | undefined;
  /** From when ticks were due to when they began. */
  lateP50Ms: number | undefined;
  lateP99Ms: number | undefined;
  lateMaxMs: number | undefined;
  receivedBps: number | undefined;
  patchesHz: number | undefined;
  /** Input frames that a bot really sent. */
  framesHz: number | undefined;
  serverBots: number | undefined;
  botsPerCore: number | undefined;
  generatorCores: number | undefined;
};

/** Processor time for one client in one tick; ticks that were not sent do not count as done. */
export function usPerClientTick({ figures, players }: Pick<Round, 'figures' | 'players'>): number | undefined {
  const { cores, patches } = figures;
  if (cores === undefined) return undefined;
  const hz = patches === undefined || patches >= TICK_RATE_HZ * KEEPS_UP ? TICK_RATE_HZ : patches;
  return hz > 0 ? (cores / (players * hz)) * US_PER_SECOND : undefined;
}

/** @param stealMax share of a core above which a round does not count */
export function medianRowOf(side: Side, players: number, all: readonly Round[], stealMax: number): MedianRow {
  const own = all.filter((round) => round.side === side && round.players === players);
  const quiet = own.filter(({ steal }) => steal <= stealMax);
  const good = quiet.filter(({ problem }) => problem === undefined);
  const figure = (name: string): number | undefined => median(good.map(({ figures }) => figures[name]));
  const costs = good.flatMap((round) => usPerClientTick(round) ?? []);
  return {
    side,
    players,
    rounds: good.length,
    discarded: own.length - quiet.length,
    problems: [...new Set(own.flatMap(({ problem }) => problem ?? []))],
    warnings: [...new Set(good.flatMap(({ warnings = [] }) => warnings))],
    cores: figure('cores'),
    usPerClientTick: median(costs),
    usRange: costs.length === 0 ? undefined : [Math.min(...costs), Math.max(...costs)],
    tickP50Ms: figure('tick.p50'),
    tickP99Ms: figure('tick.p99'),
    lateP50Ms: figure('late.p50'),
    lateP99Ms: figure('late.p99'),
    lateMaxMs: figure('late.max'),
    receivedBps: figure('received'),
    patchesHz: figure('patches'),
    framesHz: figure('frames'),
    serverBots: figure('server.bots'),
    botsPerCore: median(good.map((round) => round.botsPerCore)),
    generatorCores: figure('generator.cores'),
  };
}

/** @returns undefined when there is no value at all */
export function median(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : medianOf(known);
}

/** From here on a generator that is alone on its core lags behind itself, and its servers have an easy life. */
const GENERATOR_CORES_MAX = 0.9;

/** Whether the load, not the server, was the limit. */
export const isStarved = (row: MedianRow | undefined): boolean =>
  (row?.generatorCores ?? 0) > GENERATOR_CORES_MAX || (row?.framesHz ?? TICK_RATE_HZ) < TICK_RATE_HZ * KEEPS_UP;

export const ratio = (over: number | undefined, under: number | undefined): number | undefined =>
  over === undefined || under === undefined || under === 0 ? undefined : over / under;

/**
 * Players whose load would take `cores`, on the straight line through the two greatest sizes measured.
 * @returns undefined with fewer sizes, or when more players did not cost more: then it was noise
 */
export function playersAt(cores: number, rows: readonly MedianRow[]): number | undefined {
  const points = rows
    .flatMap(({ players, cores: used }) => (used === undefined ? [] : [{ players, used }]))
    .sort((a, b) => a.players - b.players);
  const above = points.findIndex(({ used }) => used >= cores);
  const end = above < 0 ? points.length - 1 : Math.max(1, above);
  const [low, high] = [points[end - 1], points[end]];
  if (low === undefined || high === undefined || high.used <= low.used) return undefined;
  return low.players + ((cores - low.used) / (high.used - low.used)) * (high.players - low.players);
}
