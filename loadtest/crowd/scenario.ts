/** What a scenario is made of. A new one is one file beside this one and a line in `list.ts`. */

import type { Step } from '../contract/report.ts';
import type { RunOptions } from '../contract/run-options.ts';
import type { Span } from '../contract/span.ts';
import type { Crowd } from './crowd.ts';

export type Outcome = {
  /** What the verdict goes by. */
  span: Span;
  /** Of a ramp. */
  ramp?: { steps: Step[]; knee: number | null; brokenBy: string[] };
};

export type Scenario = {
  name: string;
  /** One line for --list. */
  summary: string;
  /** For `--scenario NAME --help`: what happens in which order, and what its own options mean. */
  about: string;
  /** Used where the command line says nothing. */
  defaults?: Partial<RunOptions>;
  /** The limits of the verdict where none are given. */
  limits: readonly string[];
  /** How long it measures, about, where that is not --duration: charts have a point per second up to half an hour. */
  seconds?: (options: RunOptions) => number;
  /** It opens the --rooms itself. */
  opensRooms?: true;
  /** Returns early, with what was measured, when the crowd's signal fires. */
  run: (crowd: Crowd, options: RunOptions) => Promise<Outcome>;
};
