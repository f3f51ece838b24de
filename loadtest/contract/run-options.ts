import type { Link } from './link.ts';
import type { BotKind, ThinkModel } from './play.ts';

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
  /** Of so many honest light bots one decodes the state. */
  decodeEvery: number;
  seed: number;
  /** Name of a network profile; numbers of `link` go before its own. */
  profile: string | undefined;
  link: Partial<Link>;
};
