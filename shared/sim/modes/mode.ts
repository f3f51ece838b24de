/** What a mode is made of. A new mode is one file beside this one and a line in `modes.ts`. */
export type Mode = {
  name: string;
  title: string;
  /** Seats of one room, bots included. */
  seatsMax: number;
  /** Bots are seated until this many pilots fight. */
  fillTo: number;
  /** Names of arenas, played in turn. */
  arenas: readonly string[];
  warmupTicks: number;
  playTicks: number;
  podiumTicks: number;
  floorSparks: number;
  floorSparkEveryTicks: number;
};
