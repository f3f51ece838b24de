/**
 * The structures of one room's picture, and their numbers. The structures that every client has from the start are numbered
 * by Colyseus; those of seats and of things are numbered here, by the seat or the id, which are never used again.
 */
import { $refId } from '@colyseus/schema';
import {
  ArenaState,
  BoltState,
  HouseState,
  MatchState,
  OwnState,
  PickupState,
  PilotState,
  RosterEntry,
} from '../../shared/wire/state.ts';
import { type Kind, kindOf } from './kind.ts';
import { type List, Structure } from './structure.ts';

export const KINDS = {
  root: kindOf(ArenaState),
  match: kindOf(MatchState),
  house: kindOf(HouseState),
  roster: kindOf(RosterEntry),
  players: kindOf(PilotState),
  own: kindOf(OwnState),
  shots: kindOf(BoltState),
  pickups: kindOf(PickupState),
} as const;

type SeatList = 'roster' | 'players' | 'own';
type ThingList = 'shots' | 'pickups';

/**
 * Above Colyseus's own numbers. Low ones are short on the wire: those of pilots, who are told of most, and of a client's own
 * part, of which each client knows one.
 */
const OWN = 32;
const PILOTS_FROM = 64;
const ROSTER_FROM = 2 ** 17;
const THINGS_FROM = 2 ** 18;

export class Catalogue {
  /** What every client has from the start, the root first. */
  readonly shared: { readonly root: Structure; readonly match: Structure; readonly house: Structure };
  readonly #lists: Readonly<Record<SeatList | ThingList, List>>;

  /** @param state as an encoder has numbered it */
  constructor(state: ArenaState) {
    const { roster, players, own, shots, pickups, match, house } = state;
    this.#lists = {
      roster: listOf(roster),
      players: listOf(players),
      own: listOf(own),
      shots: listOf(shots),
      pickups: listOf(pickups),
    };
    this.shared = {
      root: sharedOf(KINDS.root, state),
      match: sharedOf(KINDS.match, match),
      house: sharedOf(KINDS.house, house),
    };
  }

  ofSeat(name: SeatList, seat: number, key: string): Structure {
    const ref = { own: OWN, players: PILOTS_FROM + seat, roster: ROSTER_FROM + seat }[name];
    return new Structure(KINDS[name], { list: this.#lists[name], ref, index: seat, key });
  }

  ofThing(name: ThingList, id: number): Structure {
    return new Structure(KINDS[name], { list: this.#lists[name], ref: THINGS_FROM + id, index: id, key: String(id) });
  }
}

const refOf = (structure: object): number => (structure as { [$refId]?: number })[$refId] ?? Number.NaN;

const listOf = (map: object): List => ({ ref: refOf(map) });

const sharedOf = (kind: Kind, structure: object): Structure =>
  new Structure(kind, { list: { ref: Number.NaN }, ref: refOf(structure), index: 0, key: '' });
