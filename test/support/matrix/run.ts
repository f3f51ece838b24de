/** Runs cells of the fault matrix in a process of their own, and says what each must tell its reader. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Cell, Outcome, Phase } from './cell.ts';
import type { Fault } from './fault-proxy.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

/** What players feel, with room for a machine that does other things: faults are far beyond. */
export const FELT: readonly string[] = ['ack.p99 < 1s', 'age.p99 < 1s', 'patches.min >= 10', 'drops == 0'];
/** Whoever writes this allows everything, but not that the server is gone. */
export const ALL_ALLOWED: readonly string[] = ['errors < 999', 'drops < 999', 'lost < 999'];

/** Of faults, errors or broken limits, in any of which it may be told. */
const WORDS: Readonly<Record<Fault, RegExp>> = {
  killed: /The server was gone from [\d.]+ s on \(/,
  frozen: /The server stood still from [\d.]+ s on \(.*: it took connections and said nothing/,
  // Who was away just then finds no seat to come back to.
  emptied: /code 400[23]/,
  slowed: /ack\.p99 < 1s|age\.p99 < 1s/,
  refusing: /The server (took no new connections|was gone) from [\d.]+ s on/,
  // A ramp is judged by a step in which those who dropped before have not come back.
  cutting: /drops == 0|No bot could join|did not come back/,
  corrupting: /code 1002: @colyseus\/schema/,
  late: /ack\.p99 < 1s|age\.p99 < 1s/,
};

export async function runCells(target: string, cells: readonly Cell[]): Promise<Outcome[]> {
  const child = spawn(process.execPath, [MAIN], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify({ target, cells }));
  const lines = (await text(child.stdout)).trim().split('\n');
  const outcomes = lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Outcome);
  assert.equal(outcomes.length, cells.length, 'every cell has an outcome');
  return outcomes;
}

export const nameOf = ({ scenario, fault, limits }: Cell): string =>
  `${scenario}, ${fault === undefined ? 'a good server' : `${fault.kind} at ${fault.phase}`}, limits: ${limits.join(', ') || 'its own'}`;

/** Not good, and in words that name the fault. @throws AssertionError */
export function assertTold({ cell, report, verdict }: Outcome): void {
  const broken = report.rulings.filter(({ holds }) => !holds).map(({ limit }) => limit);
  const told = [verdict, ...report.errors.map(({ message }) => message), ...broken].join('\n');
  const name = `${nameOf(cell)}:\n${told}`;
  if (cell.fault === undefined) return assert.ok(report.ok, name);
  assert.equal(report.ok, false, name);
  assert.match(verdict, /^Not good/, name);
  assert.match(told, WORDS[cell.fault.kind], name);
}

/** Whether a reader could know: who has left, or has not joined, does not see what is done to those who play. */
export function isVisible(scenario: string, kind: Fault, phase: Phase): boolean {
  if (phase === 'leave') return kind === 'killed' || kind === 'frozen';
  return !(scenario === 'join-storm' && phase === 'warm-up' && kind === 'emptied');
}
