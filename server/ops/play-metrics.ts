/** What people have of the server: seats, matches, round trips. */
import { Counter, Histogram, type Registry } from 'prom-client';
import { modeNames } from '../../shared/sim/modes/modes.ts';
import { PHASE, type Phase } from '../../shared/sim/types.ts';

const SEAT_EVENTS = ['joined', 'dropped', 'returned', 'left'] as const;
const MATCH_EVENTS = ['begun', 'ended'] as const;
/** From a neighbour to the other side of the world, and links that hardly carry a game. */
const ROUND_TRIP_BUCKETS = [0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 1, 3];

export function createPlayMetrics(registry: Registry) {
  const registers = [registry];
  const joins = new Counter({
    name: 'sparkfray_joins_total',
    help: 'Seats taken, left and returned to',
    labelNames: ['event'] as const,
    registers,
  });
  for (const event of SEAT_EVENTS) joins.inc({ event }, 0);
  const matches = new Counter({
    name: 'sparkfray_matches_total',
    help: 'Matches, by mode and event: begun (play after the warm-up), ended (the podium)',
    labelNames: ['mode', 'event'] as const,
    registers,
  });
  for (const mode of modeNames) for (const event of MATCH_EVENTS) matches.inc({ mode, event }, 0);
  return {
    joins,
    matches,
    roundTrips: new Histogram({
      name: 'sparkfray_round_trip_seconds',
      help: 'Round trips of players, as pings measure them: often at first, then one a second of each',
      buckets: ROUND_TRIP_BUCKETS,
      registers,
    }),
  };
}

/** A match has come to a phase. */
export function countMatch(
  { matches }: Pick<ReturnType<typeof createPlayMetrics>, 'matches'>,
  mode: string,
  phase: Phase,
): void {
  if (phase === PHASE.play) matches.inc({ mode, event: 'begun' });
  if (phase === PHASE.podium) matches.inc({ mode, event: 'ended' });
}
