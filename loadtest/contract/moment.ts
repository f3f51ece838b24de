import type { Figures } from './figures.ts';

/** How far a run is: what each beat of the crowd says, and what the terminal shows of it. */
export type Moment = {
  phase: string;
  /** Bots asked for. */
  players: number;
  playing: number;
  failed: number;
  secondsLeft?: number;
  /** Of the last beat. */
  figures: Figures;
};
