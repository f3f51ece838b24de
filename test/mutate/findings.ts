/** What the trial found, as text. */
import { aligned } from '../../loadtest/terminal/columns.ts';
import { lineOf } from '../support/sources.ts';
import { linesOf, type Mutation } from './mutations.ts';
import type { Tried } from './trial.ts';

type TextOf = (path: string) => string;

const placeOf = ({ path, start }: Mutation, textOf: TextOf): string => `${path}:${lineOf(textOf(path), start)}`;

/** One mutation in one line. */
export function shownMutation(mutation: Mutation, textOf: TextOf): string {
  const { start, end, text, path, kind } = mutation;
  const short = (code: string): string => {
    const flat = code.replaceAll(/\s+/g, ' ');
    return flat.length > 40 ? `${flat.slice(0, 39)}…` : flat;
  };
  return `${placeOf(mutation, textOf)} ${kind}: ${short(textOf(path).slice(start, end))} → ${short(text)}`;
}

export function shownVerdict({ verdict }: Tried): string {
  switch (verdict.kind) {
    case 'noticed':
      return `${verdict.hung ? 'hangs' : 'noticed by'} ${verdict.by}`;
    case 'survived':
      return verdict.tests === 0 ? 'SURVIVED, no test is near' : `SURVIVED ${verdict.tests} test files`;
    case 'equivalent':
      return 'equivalent, not counted';
    case 'refused':
      return 'refused by the type checker, not counted';
  }
}

const countOf = (tried: readonly Tried[], kind: Tried['verdict']['kind']): number =>
  tried.filter(({ verdict }) => verdict.kind === kind).length;

/** @returns from 0 to 100; 100 when nothing counts */
export function noticedPercent(tried: readonly Tried[]): number {
  const [noticed, survived] = [countOf(tried, 'noticed'), countOf(tried, 'survived')];
  return noticed + survived === 0 ? 100 : (100 * noticed) / (noticed + survived);
}

/** A table of the folders, then every survivor with its line before and after. */
export function findings(folders: readonly string[], tried: readonly Tried[], textOf: TextOf): string[] {
  const rows = folders.map((folder) => {
    const own = tried.filter((one) => one.folder === folder);
    const counts = (['noticed', 'survived', 'equivalent', 'refused'] as const).map((kind) =>
      String(countOf(own, kind)),
    );
    return [folder, ...counts, `${noticedPercent(own).toFixed(0)} %`];
  });
  const survivors = tried.filter(({ verdict }) => verdict.kind === 'survived');
  return [
    ...aligned([['folder', 'noticed', 'survived', 'equivalent', 'refused', 'score'], ...rows]),
    ...survivors.flatMap(({ mutation }) => {
      const { before, after } = linesOf(textOf(mutation.path), mutation);
      return ['', `${placeOf(mutation, textOf)} (${mutation.kind})`, `- ${before}`, `+ ${after}`];
    }),
  ];
}

/** The same for programs. */
export function record({ folder, mutation, verdict, ms }: Tried, textOf: TextOf): object {
  const text = textOf(mutation.path);
  const { path, kind, start } = mutation;
  return { folder, path, line: lineOf(text, start), kind, ...linesOf(text, mutation), verdict, ms: Math.round(ms) };
}
