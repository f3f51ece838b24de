/** Adds what workers counted up to the figures of a span. */

import type { Figures } from '../contract/figures.ts';
import type { BotRow, Load, Machine } from '../contract/orders.ts';
import type { Meter, Tally } from '../contract/tally.ts';

/** Latencies of these count from the end of the span before: joins come before the measured time. */
const RARE_METERS: readonly Meter[] = ['join', 'back', 'room'];
const FELT_METERS: readonly Meter[] = ['ack', 'rtt', 'age', 'correction'];
/** Of a worker's beats, the share that its lateness is told by. */
const LATE_SHARE = 0.9;
const SECONDS_PER_MINUTE = 60;

export type SpanCounts = {
  /** Measured time. */
  seconds: number;
  /** What the honest bots counted in it, and since the span before. */
  inside: Tally;
  since: Tally;
  /** Of all others since the span before, and whether any have ever joined. */
  others: Tally;
  othersCame: boolean;
  rows: readonly BotRow[];
  /** Most bots that played at once. */
  players: number;
  rooms: number;
  joinsAsked: number;
  /** By worker, a load per beat. */
  loads: readonly (readonly Load[])[];
};

export function spanFigures(counts: SpanCounts): Figures {
  const { since, others, othersCame, seconds, players, rooms, joinsAsked } = counts;
  const failed = since.errors.reduce((sum, { count }) => sum + count, 0);
  return {
    seconds,
    players,
    rooms,
    errors: failed,
    drops: since.get('drops'),
    lost: since.get('lost'),
    joins: since.get('joins'),
    leaves: since.get('leaves'),
    ...(joinsAsked > 0 && { joined: (since.get('joins') / joinsAsked) * 100 }),
    ...meterFigures(counts),
    ...shareFigures(counts),
    ...ownFigures(counts.inside),
    ...rowFigures(counts),
    ...generatorFigures(counts.loads),
    ...(othersCame && { 'others.cut': others.closes.reduce((sum, { count }) => sum + count, 0) }),
  };
}

/** @param inside what was counted in the span @param since what was counted since the span before */
function meterFigures({ inside, since }: SpanCounts): Figures {
  const figures: Record<string, number> = {};
  for (const [tally, meters] of [
    [since, RARE_METERS],
    [inside, FELT_METERS],
  ] as const) {
    for (const meter of meters) {
      for (const [part, value] of Object.entries(tally.summary(meter) ?? {})) figures[`${meter}.${part}`] = value;
    }
  }
  return figures;
}

/** Of a scenario of the user's. */
function ownFigures(inside: Tally): Figures {
  const { meters, counters } = inside.own;
  const measured = meters.flatMap((name) =>
    Object.entries(inside.summary(name) ?? {}).map(([part, value]) => [`${name}.${part}`, value]),
  );
  return Object.fromEntries([...measured, ...counters.map((name) => [`${name}.total`, inside.get(name)])]);
}

function shareFigures({ inside }: SpanCounts): Figures {
  const shownMs = inside.get('shownMs');
  return {
    unacked: inside.get('unacked'),
    refused: inside.get('refused'),
    ...(shownMs > 0 && {
      starvation: (inside.get('starvedMs') / shownMs) * 100,
      hits: inside.get('hits'),
      kills: inside.get('kills'),
    }),
  };
}

function rowFigures({ rows, inside }: SpanCounts): Figures {
  const played = rows.filter(({ playedSeconds }) => playedSeconds > 0);
  if (played.length === 0) return {};
  const of = (pick: (row: BotRow) => number) => played.map(pick);
  const worst = (pick: (row: BotRow) => number | null) => {
    const values = played.flatMap((row) => pick(row) ?? []);
    return values.length === 0 ? undefined : greatest(values);
  };
  const ackWorst = worst(({ ackP99Ms }) => ackP99Ms);
  const ageWorst = worst(({ ageP99Ms }) => ageP99Ms);
  return {
    patches: meanOf(of((row) => row.patchesPerSecond)),
    'patches.min': -greatest(of((row) => -row.patchesPerSecond)),
    frames: meanOf(of((row) => row.framesPerSecond)),
    received: meanOf(of((row) => row.bytesInPerSecond)),
    'received.max': greatest(of((row) => row.bytesInPerSecond)),
    sent: meanOf(of((row) => row.bytesOutPerSecond)),
    // Only who shows others predicts itself.
    ...(inside.get('shownMs') > 0 && {
      corrections: meanOf(of((row) => (row.corrections / row.playedSeconds) * SECONDS_PER_MINUTE)),
    }),
    ...(ackWorst !== undefined && { 'ack.worst': ackWorst }),
    ...(ageWorst !== undefined && { 'age.worst': ageWorst }),
  };
}

function generatorFigures(loads: SpanCounts['loads']): Figures {
  const busy = loads.filter((beats) => beats.length > 0);
  if (busy.length === 0) return {};
  return {
    'generator.cores': greatest(busy.map((beats) => meanOf(beats.map(({ cores }) => cores)))),
    'generator.loop.p99': greatest(busy.map((beats) => latenessMsOf(beats))),
    'generator.loop.max': greatest(busy.map((beats) => greatest(beats.map(({ loopMaxMs }) => loopMaxMs)))),
    ...machineFigures(busy),
  };
}

/** Of the machine of workers that had it worst; what its workers use is not others'. */
function machineFigures(loads: SpanCounts['loads']): Figures {
  const byHost = new Map<string, { machines: Machine[]; cores: number }>();
  for (const beats of loads) {
    const machines = beats.flatMap(({ machine }) => machine ?? []);
    const [first] = machines;
    if (first === undefined) continue;
    const cores = meanOf(beats.map((load) => load.cores));
    const known = byHost.get(first.host);
    // All workers of a machine see the same of it.
    byHost.set(first.host, { machines: known?.machines ?? machines, cores: (known?.cores ?? 0) + cores });
  }
  if (byHost.size === 0) return {};
  const hosts = [...byHost.values()];
  const meanPer = (pick: (machine: Machine) => number | null): number[] =>
    hosts.flatMap(({ machines }) => {
      const values = machines.flatMap((machine) => pick(machine) ?? []);
      return values.length === 0 ? [] : [meanOf(values)];
    });
  const waiting = meanPer(({ waitingPercent }) => waitingPercent);
  const busy = meanPer(({ busyCores }) => busyCores);
  return {
    'generator.others': greatest(hosts.map(({ cores }, i) => Math.max(0, (busy[i] ?? 0) - cores))),
    'generator.steal': greatest(meanPer(({ stealPercent }) => stealPercent)),
    ...(waiting.length > 0 && { 'generator.waiting': greatest(waiting) }),
  };
}

/** @returns a worker's event-loop delay: the p99 of each beat, and of those the 90th of 100 */
export function latenessMsOf(beats: readonly Load[]): number {
  const sorted = beats.map(({ loopP99Ms }) => loopP99Ms).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * LATE_SHARE))] ?? 0;
}

export const meanOf = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Not by spreading into Math.max: there may be more values than a call takes. */
const greatest = (values: readonly number[]): number =>
  values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
