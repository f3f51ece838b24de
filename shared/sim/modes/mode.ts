/** What a mode is made of. A new mode is one file beside this one and a line in `modes.ts`. */
export type Mode = {
  name: string;
  title: string;
  /** Seats of one room, bots included. */
  seatsMax: number;
  /** Bots that a room may be asked to keep: each thinks in every tick. */
  botsMax: number;
  /** Bots are seated until this many pilots fight. */
  fillTo: number;
  /** Names of arenas, played in turn. */
  arenas: readonly string[];
  warmupTicks: number;
  /** Length of the play phase; infinite = it never ends, and neither podium nor next match comes. */
  playTicks: number;
  podiumTicks: number;
  /** Sparks that the arena itself lays out, and how often one is added while there are fewer. */
  floorSparks: number;
  floorSparkEveryTicks: number;
  /** Sparks that may lie on the floor at all: bounds the state that is sent. */
  floorSparksMax: number;
};
