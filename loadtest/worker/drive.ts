/**
 * Plays bots on by a fixed schedule. Each takes its turn inside a step, so that the server gets their frames spread as from
 * people, not in one burst; and each is told when its turn was due, so that being late shows as latency.
 */
import type { Bot } from './bot.ts';

const TURNS_PER_STEP = 8;
/** A hitch of up to this many steps is made up for, turn by turn; after a longer one play just goes on. */
const CATCH_UP_STEPS_MAX = 8;

/** Pings of one group's bots are spread over this many steps of a second. */
const PING_SPREAD_MAX = 16;

/**
 * @param groups bots by turn, TURNS_PER_STEP of them; read anew each time
 * @returns ends it
 */
export function drive(groups: readonly ReadonlySet<Bot>[], rateHz: number): () => void {
  const turnMs = 1000 / rateHz / TURNS_PER_STEP;
  const pingSteps = Math.max(1, Math.round(rateHz));
  const startMs = performance.now();
  let turn = 0;
  let timer: NodeJS.Timeout;
  const next = () => {
    const newest = Math.floor((performance.now() - startMs) / turnMs);
    turn = Math.max(turn, newest - CATCH_UP_STEPS_MAX * TURNS_PER_STEP + 1);
    for (; turn <= newest; turn++)
      playTurn(groups[turn % TURNS_PER_STEP], startMs + turn * turnMs, {
        step: Math.floor(turn / TURNS_PER_STEP) % pingSteps,
        spread: Math.min(PING_SPREAD_MAX, pingSteps),
      });
    timer = setTimeout(next, Math.max(0, startMs + turn * turnMs - performance.now()));
  };
  next();
  return () => clearTimeout(timer);
}

export const newGroups = (): Set<Bot>[] => Array.from({ length: TURNS_PER_STEP }, () => new Set<Bot>());

/** @param second which step of a second it is, and over how many of them the pings of a group are spread */
function playTurn(bots: ReadonlySet<Bot> | undefined, dueMs: number, second: { step: number; spread: number }): void {
  let index = 0;
  for (const bot of bots ?? []) {
    bot.advance(dueMs, performance.now());
    if (index++ % second.spread === second.step) bot.ping();
  }
}
