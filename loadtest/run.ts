/**
 * A run: bots join one after the other, everybody plays for the asked time, everybody leaves. Measured is what lies
 * between the last join and the first leave.
 */
import { randomInt, randomUnit } from '../shared/sim/rng.ts';
import { TICK_RATE_HZ } from '../shared/sim/tunables.ts';
import { Bot, type BotTotals } from './bot.ts';
import { type GeneratorLoad, GeneratorWatch } from './measure.ts';
import { type Scrape, scrape } from './server-metrics.ts';

/** Bots take turns inside a step, so that the server gets their frames spread as from people, not in one burst. */
const TURNS_PER_STEP = 8;
const TURN_MS = 1000 / TICK_RATE_HZ / TURNS_PER_STEP;
/** The first state of every bot that has a seat must have come by then. */
const READY_MS_MAX = 5000;
const LEAVE_MS_MAX = 3000;
const PROGRESS_MS = 500;
/** Joins under way at once: more would measure the queue in front of matchmaking. */
const JOINS_AT_ONCE_MAX = 32;
const SKILL = { min: 0.2, max: 0.9 };

export type RunOptions = {
  url: string;
  mode: string;
  players: number;
  durationSeconds: number;
  joinsPerSecond: number;
  seed: number;
};

export type Stage = 'joining' | 'playing' | 'leaving';
export type Progress = { stage: Stage; playing: number; failed: number; secondsLeft: number };

/** Everything that was measured, not yet added up. */
export type RunResult = {
  options: RunOptions;
  bots: readonly Bot[];
  /** Totals of each bot at the start and at the end of the steady time. */
  from: readonly BotTotals[];
  to: readonly BotTotals[];
  steadySeconds: number;
  before: Scrape | undefined;
  after: Scrape | undefined;
  generator: GeneratorLoad;
  interrupted: boolean;
};

/** @param signal ends the run early; what was measured until then is returned */
export async function run(
  options: RunOptions,
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<RunResult> {
  const bots = createBots(options);
  const stopDriving = drive(bots);
  const tell = (stage: Stage, secondsLeft = 0) => onProgress({ stage, ...countBots(bots), secondsLeft });
  await joinAll(bots, options, signal, () => tell('joining'));
  await waitUntil(
    () => bots.every(isSettled),
    READY_MS_MAX,
    signal,
    () => tell('joining'),
  );

  const before = await scrape(options.url);
  const watch = new GeneratorWatch();
  watch.start();
  for (const bot of bots) bot.measure();
  const from = bots.map((bot) => bot.totals());
  const startMs = performance.now();
  const secondsLeft = () =>
    bots.every((bot) => bot.failure !== undefined)
      ? 0
      : Math.max(0, options.durationSeconds - (performance.now() - startMs) / 1000);
  await waitUntil(
    () => secondsLeft() === 0,
    options.durationSeconds * 1000,
    signal,
    () => tell('playing', secondsLeft()),
  );
  const to = bots.map((bot) => bot.totals());
  const steadySeconds = (performance.now() - startMs) / 1000;
  const generator = watch.stop();
  const after = await scrape(options.url);

  for (const bot of bots) if (!isSettled(bot)) bot.giveUp();
  tell('leaving');
  await leaveAll(bots);
  stopDriving();
  return { options, bots, from, to, steadySeconds, before, after, generator, interrupted: signal.aborted };
}

function createBots({ url, mode, players, seed }: RunOptions): Bot[] {
  const random = { rng: seed };
  return Array.from({ length: players }, (_, index) => {
    const skill = SKILL.min + randomUnit(random) * (SKILL.max - SKILL.min);
    return new Bot({ url, mode, name: `Load ${index + 1}`, seed: randomInt(random, 65_536), skill });
  });
}

const isSettled = (bot: Bot): boolean => bot.isPlaying || bot.failure !== undefined;

export function countBots(bots: readonly Bot[]): { playing: number; failed: number } {
  return {
    playing: bots.filter((bot) => bot.isPlaying).length,
    failed: bots.filter((bot) => bot.failure !== undefined).length,
  };
}

/** Starts joins at an even pace. */
async function joinAll(
  bots: readonly Bot[],
  { joinsPerSecond }: RunOptions,
  signal: AbortSignal,
  onProgress: () => void,
): Promise<void> {
  const startMs = performance.now();
  const joining = new Set<Promise<void>>();
  for (const [index, bot] of bots.entries()) {
    await sleep(startMs + (index * 1000) / joinsPerSecond - performance.now());
    while (joining.size >= JOINS_AT_ONCE_MAX) await Promise.race(joining);
    if (signal.aborted) break;
    const join = bot.join().finally(() => joining.delete(join));
    joining.add(join);
    onProgress();
  }
  await Promise.all(joining);
}

/** A server that hangs must not keep us. */
async function leaveAll(bots: readonly Bot[]): Promise<void> {
  const left = new AbortController();
  const all = Promise.all(bots.map((bot) => bot.leave())).then(() => left.abort());
  await Promise.race([all, sleep(LEAVE_MS_MAX, left.signal)]);
}

/** Plays all bots on, each once per tick, from one timer. @returns ends it */
function drive(bots: readonly Bot[]): () => void {
  const startMs = performance.now();
  let turn = 0;
  let timer: NodeJS.Timeout;
  const next = () => {
    const newest = Math.floor((performance.now() - startMs) / TURN_MS);
    // A late timer catches up, but nobody needs two turns of it: the netcode paces by time.
    for (turn = Math.max(turn, newest - TURNS_PER_STEP + 1); turn <= newest; turn++) playTurn(bots, turn);
    timer = setTimeout(next, Math.max(1, startMs + turn * TURN_MS - performance.now()));
  };
  next();
  return () => clearTimeout(timer);
}

function playTurn(bots: readonly Bot[], turn: number): void {
  for (let i = turn % TURNS_PER_STEP; i < bots.length; i += TURNS_PER_STEP) bots[i]?.advance(performance.now());
}

async function waitUntil(
  holds: () => boolean,
  limitMs: number,
  signal: AbortSignal,
  onProgress: () => void,
): Promise<void> {
  const endMs = performance.now() + limitMs;
  while (!holds() && performance.now() < endMs && !signal.aborted) {
    onProgress();
    await sleep(Math.min(PROGRESS_MS, Math.max(1, endMs - performance.now())), signal);
  }
}

/** Wakes up early when the signal fires. */
function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  if (ms <= 0 || signal?.aborted === true) return Promise.resolve();
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', wake);
      resolve();
    };
    const timer = setTimeout(wake, ms);
    signal?.addEventListener('abort', wake);
  });
}
