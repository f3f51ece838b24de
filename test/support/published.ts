/** What a game publishes, as somebody would know it who is shown everything. */
import { Encoder } from '@colyseus/schema';
import {
  ArenaState,
  type MatchState,
  type OwnState,
  type PilotState,
  type RosterEntry,
} from '../../shared/wire/state.ts';

type Plain<T> = { [F in keyof T]: T[F] };
type Lists = { roster: RosterEntry; players: PilotState; own: OwnState };

export class Published {
  readonly state = new ArenaState();
  readonly encoder = new Encoder(this.state);

  get match(): MatchState {
    return this.state.match;
  }

  get roster(): ReadonlyMap<string, Plain<RosterEntry>> {
    return this.#list('roster');
  }

  get players(): ReadonlyMap<string, Plain<PilotState>> {
    return this.#list('players');
  }

  get own(): ReadonlyMap<string, Plain<OwnState>> {
    return this.#list('own');
  }

  #list<L extends keyof Lists>(name: L): ReadonlyMap<string, Lists[L]> {
    const all = this.state.toJSON() as unknown as Record<L, Record<string, Lists[L]>>;
    return new Map(Object.entries(all[name]));
  }
}
