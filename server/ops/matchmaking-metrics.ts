/** How people come to a room: what they asked for, what became of it and how long it took. */
import { Counter, Histogram, type Registry } from 'prom-client';
import { modeNames } from '../../shared/sim/modes/modes.ts';

/** Colyseus's calls, and `rooms`: POST /api/rooms. */
export const MATCHMAKING_ROUTES = ['joinOrCreate', 'join', 'joinById', 'reconnect', 'rooms'] as const;
export type MatchmakingRoute = (typeof MATCHMAKING_ROUTES)[number];

/** Of a room that is not there, or a mode that is none. */
const NO_MODE = 'none';
/** `given` a seat or a room; `failed` = broken on our side. */
const OUTCOMES = ['given', 'refused', 'failed'] as const;
const SECONDS_BUCKETS = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3];

export function createMatchmakingMetrics(registry: Registry) {
  const registers = [registry];
  const matchmaking = new Counter({
    name: 'sparkfray_matchmaking_total',
    help: 'Requests for a seat or a room that came past the edge, by route, mode and outcome: given, refused, failed',
    labelNames: ['route', 'mode', 'outcome'] as const,
    registers,
  });
  const matchmakingSeconds = new Histogram({
    name: 'sparkfray_matchmaking_seconds',
    help: 'From such a request to its answer, by route',
    labelNames: ['route'] as const,
    buckets: SECONDS_BUCKETS,
    registers,
  });
  for (const route of MATCHMAKING_ROUTES) {
    matchmakingSeconds.zero({ route });
    for (const mode of [...modeNames, NO_MODE])
      for (const outcome of OUTCOMES) matchmaking.inc({ route, mode, outcome }, 0);
  }
  return { matchmaking, matchmakingSeconds };
}

/** An error that says no has a status below 500, or 503: as a ServerError or as an ApiError. */
function outcomeOf(error: unknown): (typeof OUTCOMES)[number] {
  const { status, code } = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>;
  const answer = typeof status === 'number' ? status : code;
  return typeof answer === 'number' && (answer < 500 || answer === 503) ? 'refused' : 'failed';
}

/** Does the work, counts and times it. @param mode undefined if it is not known */
export async function watchMatchmaking<T>(
  { matchmaking, matchmakingSeconds }: ReturnType<typeof createMatchmakingMetrics>,
  { route, mode = NO_MODE }: { route: MatchmakingRoute; mode: string | undefined },
  work: () => Promise<T>,
): Promise<T> {
  const end = matchmakingSeconds.startTimer({ route });
  let outcome: (typeof OUTCOMES)[number] = 'given';
  try {
    return await work();
  } catch (error) {
    outcome = outcomeOf(error);
    throw error;
  } finally {
    end();
    matchmaking.inc({ route, mode, outcome });
  }
}
