/** What a scenario is made of. A new one is one file beside this one and a line in `list.ts`. */
import type { Crowd } from '../crowd/crowd.ts';
import type { Figures } from '../measure/figures.ts';
import type { Link } from '../network/link.ts';
import type { Report, Step } from '../report/report.ts';
import type { BotKind, ThinkModel } from '../worker/play.ts';

/** What was measured between two moments. */
export type Span = { seconds: number; figures: Figures; distributions: Report['distributions'] };

/** What every scenario is composed of. */
export type RunOptions = {
  url: string;
  adapter: string;
  mode: string;
  /** Honest bots, or the most there will be. */
  players: number;
  /** Rooms opened over HTTP and filled evenly; undefined = quick play. */
  rooms: number | undefined;
  durationSeconds: number;
  joinsPerSecond: number;
  /** Of a ramp: added per step. */
  stepPlayers: number;
  kind: BotKind;
  think: ThinkModel;
  seed: number;
  /** Name of a network profile; numbers of `link` go before its own. */
  profile: string | undefined;
  link: Partial<Link>;
};

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
  /** It opens the --rooms itself. */
  opensRooms?: true;
  /** Returns early, with what was measured, when the crowd's signal fires. */
  run: (crowd: Crowd, options: RunOptions) => Promise<Outcome>;
};
