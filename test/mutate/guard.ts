/**
 * A guard that a promise of SECURITY.md rests on: in `file`, `code` (whole, found once) becomes `without`, and `test` fails.
 * `npm run mutate:guards` removes one after another and looks; test/mutate/guards.test.ts keeps the lists true.
 */
export type Guard = { promise: number; file: string; code: string; without: string; test: string };

/** For what the document promises besides, without a number. */
export const REST = 0;

type Row = readonly [file: string, code: string, without: string, test: string];

/** @param rows files and tests without their endings */
export const guardsOf = (promise: number, ...rows: readonly Row[]): Guard[] =>
  rows.map(([file, code, without, test]) => ({
    promise,
    file: `${file}.ts`,
    code,
    without,
    test: `test/${test}.test.ts`,
  }));
