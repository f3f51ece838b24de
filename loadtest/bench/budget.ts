/**
 * The budget of the project, row by row: the goal, what was measured, and whether that is good enough. A row that was
 * measured at another size than its goal speaks of is shown and not judged, unless even that is too much.
 */
import { isStarved, type MedianRow, playersAt, ratio } from './median-row.ts';
import { STEP_GOAL, type StepReport } from './step.ts';

export type Ruling = 'pass' | 'fail' | 'not judged' | 'not measured';

export type BudgetRow = {
  what: string;
  goal: string;
  unit: string;
  ours: number | undefined;
  /** The stock server, or the socket floor where the note says so. */
  peer: number | undefined;
  ratio: number | undefined;
  ruling: Ruling;
  note: string;
};

export type Measured = {
  step?: StepReport;
  rooms?: readonly MedianRow[];
  room?: readonly MedianRow[];
  full?: MedianRow;
};

type Partial = Pick<BudgetRow, 'what' | 'goal'> & { [Field in keyof BudgetRow]?: BudgetRow[Field] };

const row = (given: Partial): BudgetRow => ({
  ...{ unit: '', ours: undefined, peer: undefined, ratio: undefined, ruling: 'not measured', note: '' },
  ...given,
});

const FULL_LOAD_CORES = 0.7;
/** A straight line is not believed beyond this many times the greatest size measured. */
const FAR = 2;
const JITTER_GOALS = [
  { players: 400, ms: 3 },
  { players: 800, ms: 6 },
] as const;

const rule = (value: number | undefined, holds: (value: number) => boolean): Ruling =>
  value === undefined ? 'not measured' : holds(value) ? 'pass' : 'fail';

/** A cost that was measured while the generator was the limit says nothing about the server. */
function doubted(given: BudgetRow, medians: readonly (MedianRow | undefined)[]): BudgetRow {
  if (given.ruling === 'not measured' || !medians.some(isStarved)) return given;
  const sizes = new Set(medians.filter(isStarved).map((median) => median?.players));
  const note = `the generator was the limit at N = ${[...sizes].join(' and ')}`;
  return { ...given, ruling: 'not judged', note: given.note === '' ? note : `${given.note}; ${note}` };
}

/** Why there is nothing to compare, in the words of the contender that failed. */
function excuse(medians: readonly (MedianRow | undefined)[], part: string): string {
  const there = medians.flatMap((median) => median ?? []);
  if (there.length === 0) return `not in this run: npm run bench -- --only ${part}`;
  const problems = there.flatMap(({ side, problems: own }) => own.map((problem) => `${side}: ${problem}`));
  if (problems.length > 0) return [...new Set(problems)].join('; ');
  return there.some(({ rounds }) => rounds === 0)
    ? 'every round was discarded: others took too much of the machine'
    : '';
}

const of = (medians: readonly MedianRow[], side: MedianRow['side']): MedianRow[] =>
  medians.filter((median) => median.side === side).sort((a, b) => a.players - b.players);

export function budgetRows({ step, rooms = [], room = [], full }: Measured): BudgetRow[] {
  return [
    playersRow(room),
    floorRow(room),
    bytesRow('Swarm', 4, of(room, 'ours').at(-1), of(room, 'stock').at(-1), 'room'),
    bytesRow('Fray', 3, of(rooms, 'ours').at(-1), of(rooms, 'stock').at(-1), 'rooms'),
    roomsRow(rooms),
    ...JITTER_GOALS.map(({ players, ms }) => latenessRow(room, players, ms)),
    row({
      what: 'one stalled client among 100',
      goal: 'memory flat',
      note: 'not here: npm run loadtest -- --scenario stalled-readers',
    }),
    botsRow('light', 500, of(rooms, 'ours').at(-1) ?? of(room, 'ours').at(-1), 'rooms'),
    botsRow('full', 60, full, 'generator'),
    row({ what: 'page to playing', goal: '≤ 5 s at 10 Mbit/s', note: 'not here: it needs a browser, npm test' }),
    stepRow(step),
  ];
}

function playersRow(room: readonly MedianRow[]): BudgetRow {
  const [ours, peer] = [of(room, 'ours'), of(room, 'stock')];
  const [most, mostOfPeer] = [playersAt(FULL_LOAD_CORES, ours), playersAt(FULL_LOAD_CORES, peer)];
  const better = ratio(most, mostOfPeer);
  const sizes = ours.map(({ players }) => players);
  const isFar = Math.max(most ?? 0, mostOfPeer ?? 0) > FAR * (sizes.at(-1) ?? 0);
  const judged = rule(better, (value) => value >= 2.5);
  const line = `by a straight line through N = ${sizes.slice(-2).join(' and ')}`;
  const needs = 'needs two sizes, the greater one dearer (--players)';
  return doubted(
    row({
      what: 'players in one room, 70 % of a core',
      goal: '≥ 2.5 × stock',
      ours: most,
      peer: mostOfPeer,
      ratio: better,
      ruling: isFar && better !== undefined ? 'not judged' : judged,
      note:
        better !== undefined
          ? `${line}${isFar ? ', too far beyond it: --players' : ''}`
          : sizes.length === 0 || [...ours, ...peer].some(({ rounds }) => rounds === 0)
            ? excuse([...ours, ...peer], 'room')
            : needs,
    }),
    [...ours, ...peer],
  );
}

function floorRow(room: readonly MedianRow[]): BudgetRow {
  const floor = of(room, 'floor').at(-1);
  const ours = of(room, 'ours').find(({ players }) => players === floor?.players);
  const over = ratio(ours?.usPerClientTick, floor?.usPerClientTick);
  const judged = rule(over, (value) => value <= 1.4);
  const isLarge = (floor?.players ?? 0) >= 400;
  const given = row({
    what: 'processor per client and tick',
    goal: '≤ 1.4 × socket floor, N ≥ 400',
    unit: 'µs',
    ours: ours?.usPerClientTick,
    peer: floor?.usPerClientTick,
    ratio: over,
    ruling: over === undefined || isLarge ? judged : 'not judged',
    note: over === undefined ? excuse([ours, floor], 'room') : `N = ${floor?.players}; the peer is the floor`,
  });
  return doubted(given, [ours, floor]);
}

function bytesRow(
  mode: string,
  goalKb: number,
  ours: MedianRow | undefined,
  peer: MedianRow | undefined,
  part: string,
): BudgetRow {
  const received = ours?.receivedBps === undefined ? undefined : ours.receivedBps / 1000;
  const theirs = peer?.receivedBps === undefined ? undefined : peer.receivedBps / 1000;
  return row({
    what: `received per client, ${mode}`,
    goal: `≤ ${goalKb} kB/s`,
    unit: 'kB/s',
    ours: received,
    peer: theirs,
    ratio: ratio(received, theirs),
    ruling: rule(received, (value) => value <= goalKb),
    note:
      received === undefined
        ? excuse([ours], part)
        : `N = ${ours?.players}${part === 'rooms' ? ' in rooms of 12' : ''}`,
  });
}

function roomsRow(rooms: readonly MedianRow[]): BudgetRow {
  const [ours, peer] = [of(rooms, 'ours').at(-1), of(rooms, 'stock').at(-1)];
  const perCore = (median: MedianRow | undefined): number | undefined => ratio(median?.players, median?.cores);
  const better = ratio(peer?.usPerClientTick, ours?.usPerClientTick);
  const bots = ours?.serverBots ?? 0;
  const given = row({
    what: 'rooms of 12, players per core',
    goal: '≥ 1.3 × stock',
    ours: perCore(ours),
    peer: perCore(peer),
    ratio: better,
    ruling: rule(better, (value) => value >= 1.3),
    note:
      better === undefined
        ? excuse([ours, peer], 'rooms')
        : `${ours?.usPerClientTick?.toFixed(1)} against ${peer?.usPerClientTick?.toFixed(1)} µs per client and tick${bots > 0 ? `; ours runs ${bots} bots besides` : ''}`,
  });
  return doubted(given, [ours, peer]);
}

function latenessRow(room: readonly MedianRow[], players: number, goalMs: number): BudgetRow {
  const ours = of(room, 'ours').findLast((median) => median.players <= players);
  const peer = of(room, 'stock').find((median) => median.players === ours?.players);
  const [value, theirs] = [ours?.lateP99Ms, peer?.lateP99Ms];
  const judged = rule(value, (ms) => ms <= goalMs);
  const isExact = ours?.players === players;
  const given = row({
    what: `ticks late, p99, ${players} players`,
    goal: `≤ ${goalMs} ms`,
    unit: 'ms',
    ours: value,
    peer: theirs,
    ratio: ratio(value, theirs),
    ruling: judged === 'pass' && !isExact ? 'not judged' : judged,
    note: value === undefined ? excuse([ours], 'room') : isExact ? '' : `N = ${ours?.players}: --players ${players}`,
  });
  return doubted(given, [ours, peer]);
}

function botsRow(kind: string, goal: number, median: MedianRow | undefined, part: string): BudgetRow {
  const value = median?.botsPerCore;
  return row({
    what: `load tester, ${kind} bots per core`,
    goal: `≥ ${goal}`,
    ours: value,
    ruling: rule(value, (bots) => bots >= goal),
    note:
      value === undefined
        ? excuse([median], part)
        : `${median?.players} bots took ${median?.generatorCores?.toFixed(2)} cores`,
  });
}

function stepRow(step: StepReport | undefined): BudgetRow {
  const value = step?.rows.find(({ pilots }) => pilots === STEP_GOAL.pilots)?.medianMs;
  return row({
    what: `one step, ${STEP_GOAL.pilots} pilots and bolts`,
    goal: `< ${STEP_GOAL.medianMs} ms median`,
    unit: 'ms',
    ours: value,
    ruling: rule(value, (ms) => ms < STEP_GOAL.medianMs),
    note: value === undefined ? 'not in this run: npm run bench -- --only step' : '',
  });
}
