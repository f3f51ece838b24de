/** Runs the load tester: as a process of its own, as its user does, or from inside, for its report. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../../loadtest/contract/report.ts';

export type Ended = { code: number | null; out: string; err: string };

/** @param args of the command line */
export function launch(args: readonly string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, ['loadtest/main.ts', ...args]);
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, out, err })));
  return { child, ended };
}

export const loadtest = (...args: string[]): Promise<Ended> => launch(args).ended;

/** A run to its end. @returns its report beside what it printed */
export async function reported(...args: string[]): Promise<Ended & { report: Report }> {
  const folder = await mkdtemp(join(tmpdir(), 'sparkfray-loadtest-'));
  try {
    const file = join(folder, 'report.json');
    const ended = await loadtest(...args, '--json', file);
    const text = await readFile(file, 'utf8').catch(() => {
      throw new Error(`there is no report: ${ended.err}`);
    });
    return { ...ended, report: JSON.parse(text) as Report };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Resolves when the process has said it on its standard error. */
export function said(child: ChildProcess, word: string): Promise<void> {
  return new Promise((resolve) => {
    child.stderr?.on('data', (chunk) => {
      if (String(chunk).includes(word)) resolve();
    });
  });
}
