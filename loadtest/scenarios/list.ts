/** All scenarios by name. */

import { isPath, loadUserScenario } from '../contract/user-scenario.ts';
import type { Scenario } from '../crowd/scenario.ts';
import { parseLimit, withStanding } from '../verdict/limits.ts';
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

/** @param nameOrPath a path names a scenario of the user's @throws a sentence for the user when that is none */
export function findScenario(nameOrPath: string): Scenario | undefined {
  return isPath(nameOrPath) ? ofUser(nameOrPath) : SCENARIOS.get(nameOrPath);
}

/** Its bots on the course of a built-in scenario. */
function ofUser(path: string): Scenario {
  const { name, summary, room, course = steady.name, limits = [], players, durationSeconds } = loadUserScenario(path);
  const base = SCENARIOS.get(course);
  if (base === undefined || base.opensRooms === true || base.defaults?.rooms !== undefined) {
    throw new Error(`The scenario of ${path} is none: course: "${course}" cannot be gone through by other bots.`);
  }
  return {
    ...base,
    name,
    summary,
    about: `${summary} Its bots go through ${course}: ${base.about}`,
    defaults: {
      ...base.defaults,
      ...{ kind: 'light', mode: room },
      ...(players !== undefined && { players }),
      ...(durationSeconds !== undefined && { durationSeconds }),
    },
    limits: withStanding(limits.map(parseLimit), base.limits.map(parseLimit)).map(({ text }) => text),
  };
}

/** @returns a line each, for --list */
export function scenarioList(): string {
  const width = Math.max(...scenarioNames.map((name) => name.length));
  const rows = ALL.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}\n`);
  return `Scenarios\n${rows.join('')}`;
}
