/** All scenarios by name. */

import type { Scenario } from '../crowd/scenario.ts';
import { cheaters } from './cheaters.ts';
import { churn } from './churn.ts';
import { joinStorm } from './join-storm.ts';
import { matchmakingStorm } from './matchmaking-storm.ts';
import { ramp } from './ramp.ts';
import { reconnectStorm } from './reconnect-storm.ts';
import { soak } from './soak.ts';
import { stalledReaders } from './stalled-readers.ts';
import { steady } from './steady.ts';
import { swarm } from './swarm.ts';

const ALL: readonly Scenario[] = [
  steady,
  ramp,
  soak,
  churn,
  joinStorm,
  reconnectStorm,
  matchmakingStorm,
  swarm,
  stalledReaders,
  cheaters,
];

const SCENARIOS: ReadonlyMap<string, Scenario> = new Map(ALL.map((scenario) => [scenario.name, scenario]));

export const scenarioNames: readonly string[] = [...SCENARIOS.keys()];

export const findScenario = (name: string): Scenario | undefined => SCENARIOS.get(name);

/** @returns a line each, for --list */
export function scenarioList(): string {
  const width = Math.max(...scenarioNames.map((name) => name.length));
  const rows = ALL.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}\n`);
  return `Scenarios\n${rows.join('')}`;
}
