/**
 * What the HTML report shows, decided here; the page itself only draws it. Everything is plain text and numbers: the page
 * puts them in as text, never as markup.
 */
import type { Unit } from '../contract/figures.ts';

/** good and bad stand for limits kept and broken; everything else is plain. */
export type Tone = 'good' | 'bad' | 'plain';

export type Tile = { label: string; value: string; note: string; tone: Tone; spark: (number | null)[] };

export type RulingRow = {
  limit: string;
  measured: string;
  allowed: string;
  holds: boolean;
  /** How much of what is allowed was used, for limits from above. */
  used: number | null;
};

export type Row = { cells: string[]; tone: Tone };
export type Table = {
  title: string;
  note: string;
  head: string[];
  /** The columns that hold words and not numbers. */
  texts: number[];
  rows: Row[];
  /** Shown only when this is clicked. */
  folded?: string;
};

/** A line's values: themselves, or the name of a line of the report's series. */
export type Line = {
  label: string;
  colour: string;
  unit: Unit;
  axis: 'left' | 'right';
  shape: 'line' | 'area' | 'steps' | 'bars' | 'dots';
  dashed: boolean;
  /** Shown only when its name is clicked. */
  hidden: boolean;
  values: (number | null)[] | string;
};

export type Chart = {
  title: string;
  note: string;
  /** null = the seconds of the report's series. */
  x: { kind: 'seconds' | 'nines' | 'players'; values: number[] | null };
  lines: Line[];
  /** Fills what lies between the first two lines. */
  band: boolean;
  log: boolean;
  wide: boolean;
  /** A value of the left axis that means something. */
  level: { value: number; label: string } | null;
  marks: { at: number; label: string }[];
};

export type Section =
  | { kind: 'charts'; title: string; note: string; charts: Chart[] }
  | { kind: 'tables'; title: string; note: string; tables: Table[] };

export type View = {
  title: string;
  subtitle: string;
  /** url, date, length, network. */
  facts: string[];
  verdict: { tone: Tone; word: string; sentence: string };
  warnings: string[];
  tiles: Tile[];
  rulings: RulingRow[];
  help: string[];
  sections: Section[];
};
