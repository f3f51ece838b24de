/** One run of the load test against a server that goes bad at a chosen moment, coordinator and bots in this process. */
import type { Order } from '../../../loadtest/contract/orders.ts';
import type { Report } from '../../../loadtest/contract/report.ts';
import type { RunOptions } from '../../../loadtest/contract/run-options.ts';
import type { Span } from '../../../loadtest/contract/span.ts';
import { Crowd } from '../../../loadtest/crowd/crowd.ts';
import { reportOf } from '../../../loadtest/crowd/make-report.ts';
import type { Worker } from '../../../loadtest/crowd/workers.ts';
import { findScenario } from '../../../loadtest/scenarios/list.ts';
import { parseLimit, withStanding } from '../../../loadtest/verdict/limits.ts';
import { verdictOf } from '../../../loadtest/wording/sentences.ts';
import { Team } from '../../../loadtest/worker/team.ts';
import { type Fault, FaultProxy } from './fault-proxy.ts';

/** join: after the second bot; warm-up: before what is judged; measure: in it; end: just before its end; leave: after it. */
export const PHASES = ['join', 'warm-up', 'measure', 'end', 'leave'] as const;
export type Phase = (typeof PHASES)[number];

export type Cell = {
  scenario: string;
  /** None: the server stays good. */
  fault?: { kind: Fault; phase: Phase };
  /** What the user wrote; none = the scenario's own. */
  limits: readonly string[];
};

export type Outcome = { cell: Cell; report: Report; verdict: string };

const PLAYERS = 3;
const DURATION_SECONDS = 3.6;
/** Into the judged time, and before its end. */
const IN_SECONDS = 0.5;
const BEFORE_END_SECONDS = 1.3;
/** Scenarios that measure a calm first. */
const HAS_CALM = new Set(['reconnect-storm', 'stalled-readers', 'cheaters']);

class CellCrowd extends Crowd {
  onMeasure: (nth: number) => Promise<void> = async () => {};
  onMeasuring: (nth: number) => void = () => {};
  onEnd: () => void = () => {};
  #measured = 0;

  override async measure(work: () => Promise<unknown>): Promise<Span> {
    const nth = ++this.#measured;
    await this.onMeasure(nth);
    return super.measure(() => {
      this.onMeasuring(nth);
      return work();
    });
  }

  override async end(): Promise<void> {
    this.onEnd();
    await super.end();
  }
}

export async function runCell(cell: Cell, target: string): Promise<Outcome> {
  const scenario = findScenario(cell.scenario);
  if (scenario === undefined) throw new Error(`there is no scenario ${cell.scenario}`);
  const proxy = await FaultProxy.open(target);
  const team = new Team();
  const usual = scenario.limits.map(parseLimit).filter(({ figure }) => !/^(tick|dropped|rss)\b/.test(figure));
  const limits = cell.limits.length === 0 ? usual : withStanding(cell.limits.map(parseLimit), usual);
  const run = runOptions(proxy.url);
  // Bots that stay for a moment only feel nothing.
  if (cell.scenario === 'churn') run.joinsPerSecond = 1;
  const crowd = new CellCrowd({
    workers: [workerOf(team)],
    run,
    limits,
    signal: new AbortController().signal,
    secondsExpected: DURATION_SECONDS,
    onBeat: () => {},
  });
  const timers = arrange(cell, crowd, proxy);
  const startedAt = new Date();
  try {
    await crowd.start();
    const outcome = await scenario.run(crowd, run);
    await crowd.end();
    const report = reportOf({
      ...{ run, repeat: 1, scenario: cell.scenario, limits, runs: [{ outcome, crowd }], startedAt, interrupted: false },
      machine: { cpu: '', cores: 2, memoryBytes: 0, os: '', node: '' },
      rateHz: 30,
      tags: {},
    });
    return { cell, report, verdict: verdictOf(report) };
  } finally {
    for (const timer of timers) clearTimeout(timer);
    await team.end();
    proxy.close();
  }
}

/** Has the fault begin in its phase. @returns what must be cleared */
function arrange({ scenario, fault }: Cell, crowd: CellCrowd, proxy: FaultProxy): NodeJS.Timeout[] {
  const timers: NodeJS.Timeout[] = [];
  if (fault === undefined) return timers;
  const begin = (): void => proxy.begin(fault.kind);
  const after = (seconds: number): void => void timers.push(setTimeout(begin, seconds * 1000));
  const judged = HAS_CALM.has(scenario) ? 2 : 1;
  const judgedSeconds = HAS_CALM.has(scenario) ? (DURATION_SECONDS * 2) / 3 : DURATION_SECONDS;
  switch (fault.phase) {
    case 'join':
      proxy.onUpgrade = () => {
        if (proxy.upgrades === 2) after(0.05);
      };
      break;
    case 'warm-up':
      crowd.onMeasure = async (nth) => {
        if (nth !== 1 || judged === 2) return;
        begin();
        await crowd.wait(IN_SECONDS);
      };
      crowd.onMeasuring = (nth) => {
        if (nth === 1 && judged === 2) after(IN_SECONDS);
      };
      break;
    case 'measure':
    case 'end':
      crowd.onMeasuring = (nth) => {
        if (nth === judged) after(fault.phase === 'measure' ? IN_SECONDS : judgedSeconds - BEFORE_END_SECONDS);
      };
      break;
    case 'leave':
      crowd.onEnd = begin;
  }
  return timers;
}

/** Orders go straight to the team, without a process and a socket between. */
const workerOf = (team: Team): Worker =>
  ({
    name: 'here',
    filesMax: null,
    goneBecause: undefined,
    ask: (order: Order) => team.carryOut(order),
    lose: () => {},
  }) as unknown as Worker;

const runOptions = (url: string): RunOptions => ({
  ...{ url, adapter: 'colyseus:30', mode: 'small', players: PLAYERS, rooms: undefined, joinsPerSecond: 10 },
  ...{ durationSeconds: DURATION_SECONDS, stepPlayers: 2, kind: 'light', think: 'wander', decodeEvery: 1, seed: 1 },
  ...{ profile: undefined, link: {} },
});
