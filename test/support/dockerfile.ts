/**
 * An image's steps without a container: the instructions of a Dockerfile, read from the file itself and run in folders. A
 * stage's folder is its root; its commands run on this machine, and see what was copied.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { basename, join, posix } from 'node:path';
import { ROOT, readText } from './sources.ts';

export type Instruction = { word: string; rest: string };
export type Stage = { from: string; name: string; instructions: readonly Instruction[] };

/** @returns stages in their order; one without a name has its number */
export function stagesOf(dockerfile: string): Stage[] {
  const lines = dockerfile
    .split('\n')
    .filter((line) => !/^\s*#/u.test(line))
    .join('\n')
    .replaceAll(/\\\n\s*/gu, '')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const stages: (Stage & { instructions: Instruction[] })[] = [];
  for (const line of lines) {
    const [, word = '', rest = ''] = /^([A-Z]+)\s+(.*)$/u.exec(line) ?? [];
    assert.notEqual(word, '', `an instruction: ${line}`);
    const [, from, name = String(stages.length)] = /^(\S+)(?: AS (\S+))?$/u.exec(word === 'FROM' ? rest : '') ?? [];
    if (from !== undefined) stages.push({ from, name, instructions: [] });
    else stages.at(-1)?.instructions.push({ word, rest });
  }
  return stages;
}

export const restsOf = ({ instructions }: Stage, word: string): string[] =>
  instructions.filter((one) => one.word === word).map(({ rest }) => rest);

/** Variables that a stage sets: ENV A=1 B=2. */
export const variablesOf = (stage: Stage): Record<string, string> =>
  Object.fromEntries(restsOf(stage, 'ENV').flatMap((rest) => rest.split(/\s+/u).map((pair) => pair.split('=', 2))));

/** Names at the root that the build may see; anything under them too. The file says `*`, and then what is let pass. */
export function letPass(dockerignore: string): string[] {
  const [first, ...others] = dockerignore.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  assert.equal(first, '*', 'everything is left out first');
  assert.ok(
    others.every((line) => /^![\w.-]+$/u.test(line)),
    'and then names are let pass',
  );
  return others.map((line) => line.slice(1));
}

export type Run = {
  /** Folder in which every stage has one of its own name. */
  into: string;
  environment: NodeJS.ProcessEnv;
  /** Done instead of a command, in the working folder: by the command's words. */
  instead: ReadonlyMap<string, (folder: string) => void>;
};

/** Runs a stage up to its end. The stages before it have run. */
export function runStage(stage: Stage, { into, environment, instead }: Run): void {
  const root = join(into, stage.name);
  const passed = letPass(readText('.dockerignore'));
  let workdir = '/';
  for (const { word, rest } of stage.instructions) {
    if (word === 'WORKDIR') {
      workdir = rest;
      mkdirSync(join(root, workdir), { recursive: true });
    } else if (word === 'COPY') {
      const [, from, paths = rest] = /^--from=(\S+) (.*)$/u.exec(rest) ?? [];
      const names = paths.split(/\s+/u);
      if (from === undefined)
        for (const name of names.slice(0, -1)) assert.ok(passed.includes(name), `.dockerignore lets ${name} pass`);
      copy(
        names.slice(0, -1).map((name) => (from === undefined ? join(ROOT, name) : join(into, from, name))),
        join(root, posix.resolve(workdir, names.at(-1) as string)),
      );
    } else if (word === 'RUN') {
      const folder = join(root, workdir);
      const other = instead.get(rest);
      if (other === undefined)
        execFileSync('sh', ['-ec', rest], { cwd: folder, env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
      else other(folder);
    }
  }
}

/** As COPY does it: of a folder its contents, files into a folder or to a name. */
function copy(sources: readonly string[], target: string): void {
  for (const source of sources) {
    assert.ok(existsSync(source), `there is ${source}`);
    const isInto = !statSync(source).isDirectory() && existsSync(target) && statSync(target).isDirectory();
    cpSync(source, isInto ? join(target, basename(source)) : target, { recursive: true });
  }
}
