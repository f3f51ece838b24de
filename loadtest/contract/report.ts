/**
 * The outcome of a run as JSON: the contract with other tools. `version` is its version; within one version a field is
 * never removed or given another meaning. Figures go by the names of contract/figures.ts.
 */
import type { Figures } from './figures.ts';
import type { Link } from './link.ts';
import type { BotKind, ThinkModel } from './play.ts';

/** One limit, judged. */
export type Ruling = {
  /** As it was written: `ack.p99 < rtt + 80ms`. */
  limit: string;
  /** In the figure's unit; null when it was not measured, which is a failure. */
  measured: number | null;
  /** What the right side came to. */
  allowed: number | null;
  holds: boolean;
};

/** One step of a ramp. */
export type Step = { players: number; figures: Figures; broken: string[] };

export type Series = {
  /** Since the start of the run, one entry per beat (about a second). */
  seconds: number[];
  /** By figure name; null where a beat had nothing to measure. */
  lines: Record<string, (number | null)[]>;
};

export type Report = {
  version: 2;
  /** Every limit holds, and there are no faults. */
  ok: boolean;
  /** What fails the run whatever its limits: a server that was gone, a run in which no bot could join. */
  faults: string[];
  /** Ended by the user before its time. */
  interrupted: boolean;
  startedAt: string;
  scenario: string;
  url: string;
  options: {
    adapter: string;
    mode: string;
    players: number;
    rooms: number | null;
    durationSeconds: number;
    joinsPerSecond: number;
    seed: number;
    kind: BotKind;
    think: ThinkModel;
    /** Of so many light bots one decoded the state. */
    decodeEvery: number;
    /** Name of the profile, or null. */
    profile: string | null;
    link: Link;
    repeat: number;
  };
  /** What the user says of the run, to find it again: `commit=abc`. */
  tags: Record<string, string>;
  /** The machine that the load came from. */
  machine: { cpu: string; cores: number; memoryBytes: number; os: string; node: string };
  rulings: Ruling[];
  /** Of the measured time; with several runs the median of theirs. */
  figures: Figures;
  /** Of each run, when there are several. */
  runs: Figures[];
  /** Why bots failed, the most frequent first. */
  errors: { message: string; count: number }[];
  /** Connections that ended without being asked to, by close code. */
  closes: { code: number; count: number }[];
  /** What makes the figures doubtful. */
  warnings: string[];
  /** The steps of a ramp, and the most players for which all limits held; null when even the first step broke one. */
  ramp: { steps: Step[]; knee: number | null; brokenBy: string[] } | null;
  series: Series;
  /** What happened when. */
  marks: { atSeconds: number; label: string }[];
  /** Of each meter: [share, value] pairs, for a chart of percentiles. */
  distributions: Record<string, [share: number, value: number][]>;
  workers: { name: string; players: number; cores: number; loopP99Ms: number }[];
};
