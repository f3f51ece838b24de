/** What of the world is published, once per tick: the values of each structure's fields, and where the players look. */
import { arenaOf } from '../../shared/sim/arena.ts';
import { modeOf } from '../../shared/sim/modes/modes.ts';
import { ticksOf, VIEW } from '../../shared/sim/tunables.ts';
import { type Arena, NOBODY, type Pilot, type Spark, type World } from '../../shared/sim/types.ts';
import { type HalfView, halfViewOf } from '../../shared/sim/view.ts';
import { scoreOf } from '../../shared/sim/world.ts';
import { Marked } from '../../shared/wire/marked.ts';
import { type ArenaState, PICKUP } from '../../shared/wire/state.ts';
import { Catalogue, KINDS } from '../picture/catalogue.ts';
import { type Area, flyAlong, isIn, lookFrom, stayAt } from '../picture/interest.ts';
import { Picture } from '../picture/picture.ts';
import type { Structure } from '../picture/structure.ts';
import { Viewer } from '../picture/viewer.ts';
import { boltFields, ownFields, pickupFields, pilotFields, rosterFields } from './fields.ts';
import type { Seat } from './seats.ts';

/** Of screens whose shape is not told. */
const USUAL_ASPECT = VIEW.widthU / VIEW.heightU;
/** In rooms for more, clients get the roster's best and those in view, and standings twice a second. */
const ROSTER_MAX = 32;
const BEST = 10;
const STANDINGS_TICKS = ticksOf(0.5);

/** What one seat shows, and what a person on it is shown; bots see by themselves. */
type SeatShown = { entry: Structure; player: Structure; person: Person | undefined };
type Person = { own: Structure; viewer: Viewer; half: HalfView };

export class Publisher {
  readonly picture: Picture;
  readonly #state: ArenaState;
  readonly #catalogue: Catalogue;
  readonly #seats = new Map<string, SeatShown>();
  readonly #bolts = new Marked<number, Structure>();
  readonly #pickups = new Marked<number, Structure>();
  /** Whether the room is one for more than a whole roster is sent of; then: places on the score board by seat. */
  #isCrowd = false;
  #places: ReadonlyMap<number, number> = new Map();
  /** Of one structure's fields, until it has taken them over: as many as the largest has, and more. */
  readonly #values = new Float64Array(32);

  /** @param state as an encoder has numbered it */
  constructor(state: ArenaState) {
    this.#state = state;
    this.#catalogue = new Catalogue(state);
    this.picture = new Picture(Object.values(this.#catalogue.shared));
    Object.defineProperty(state, 'toJSON', { value: () => this.toJSON() });
  }

  /** Publishes the whole world. @param pilots by seat */
  publish(world: World, seats: Iterable<Seat>, pilots: ReadonlyMap<number, Pilot>): void {
    this.#publishShared(world);
    this.#rank(world, pilots);
    const arena = arenaOf(world.arena);
    for (const seat of seats) {
      const pilot = pilots.get(seat.seat);
      const shown = this.#seats.get(seat.key);
      if (pilot === undefined || shown === undefined) continue;
      this.#publishSeat(world, shown, seat, pilot);
      if (shown.person !== undefined) look(shown.person, arena, pilot, pilots.get(pilot.killedBy));
    }
    this.#publishBolts(world);
    this.#publishPickups(world);
    this.#show(world);
  }

  /** Adds the structures of a new seat. */
  openSeat(world: World, seat: Seat, pilot: Pilot): void {
    const structureIn = (list: 'roster' | 'players' | 'own') => this.#catalogue.ofSeat(list, seat.seat, seat.key);
    const [entry, player] = [structureIn('roster'), structureIn('players')];
    const own = seat.bot ? undefined : structureIn('own');
    const person =
      own === undefined ? undefined : { own, viewer: new Viewer([entry, player, own]), half: halfViewOf(USUAL_ASPECT) };
    player.with = entry;
    const shown = { entry, player, person };
    this.#seats.set(seat.key, shown);
    this.#publishSeat(world, shown, seat, pilot);
    if (person !== undefined) look(person, arenaOf(world.arena), pilot, undefined);
    this.#show(world); // a client that comes before the next tick is shown the seat
  }

  closeSeat(world: World, key: string): void {
    this.#seats.delete(key);
    this.#show(world);
  }

  /** @returns what a person's client has been sent */
  readonly viewerOf = (key: string): Viewer | undefined => this.#seats.get(key)?.person?.viewer;

  /** A person's screen has that shape. */
  setAspect(key: string, aspect: number): void {
    const person = this.#seats.get(key)?.person;
    if (person !== undefined) person.half = halfViewOf(aspect);
  }

  /** @returns keys of the people who see something of an area, as of the last tick */
  whoSees(area: Area): string[] {
    const keys: string[] = [];
    for (const [key, { person }] of this.#seats)
      if (person?.viewer.areas.some((seen) => isIn(seen, area)) === true) keys.push(key);
    return keys;
  }

  get isCrowd(): boolean {
    return this.#isCrowd;
  }

  /** All that anybody is shown: for operators' tools, which read the state as JSON, and for tests. */
  toJSON(): object {
    const { root, match, house } = this.#catalogue.shared;
    const seats = [...this.#seats.values()];
    const owns = seats.map(({ person }) => person?.own).filter((own) => own !== undefined);
    return {
      ...root.toJSON(),
      match: match.toJSON(),
      house: house.toJSON(),
      roster: byKey(seats.map(({ entry }) => entry)),
      players: byKey(seats.map(({ player }) => player)),
      shots: byKey(this.#bolts.values()),
      pickups: byKey(this.#pickups.values()),
      own: byKey(owns),
    };
  }

  #publishShared(world: World): void {
    const { tick } = world;
    const { root, match, house } = this.#catalogue.shared;
    this.#state.tick = tick;
    this.#state.pilots = world.pilots.length;
    publishMatch(world, this.#state);
    root.copy(this.#state, tick);
    match.copy(this.#state.match, tick);
    house.copy(this.#state.house, tick);
  }

  /** In a crowd standings are told twice a second: who has which place, and who the best are. */
  #rank({ mode, tick }: World, pilots: ReadonlyMap<number, Pilot>): void {
    this.#isCrowd = modeOf(mode).seatsMax > ROSTER_MAX;
    if (!this.#isCrowd || tick % STANDINGS_TICKS !== 0) return;
    const ranked = [...pilots.values()].sort((a, b) => scoreOf(b) - scoreOf(a) || a.seat - b.seat);
    this.#places = new Map(ranked.map(({ seat }, nth) => [seat, nth + 1]));
  }

  #publishSeat(world: World, { entry, player, person }: SeatShown, seat: Seat, pilot: Pilot): void {
    const { tick } = world;
    if (!this.#isCrowd || tick % STANDINGS_TICKS === 0 || entry.texts.length === 0) {
      rosterFields(this.#values, seat, pilot);
      entry.take(this.#values, tick);
      entry.takeText(KINDS.roster.slots.name, seat.name, tick);
    }
    pilotFields(this.#values, pilot, world);
    player.take(this.#values, tick);
    stayAt(player, pilot);
    if (person === undefined || seat.bot) return;
    ownFields(this.#values, pilot, seat, this.#isCrowd ? (this.#places.get(seat.seat) ?? 0) : 0);
    person.own.take(this.#values, tick);
  }

  /** A bolt changes when it was thrown back; in between its flight is computed by each client. */
  #publishBolts(world: World): void {
    this.#bolts.begin();
    for (const bolt of world.bolts) {
      const structure = this.#bolts.mark(bolt.id, () => this.#catalogue.ofThing('shots', bolt.id));
      boltFields(this.#values, bolt);
      structure.take(this.#values, world.tick);
      flyAlong(structure, bolt);
    }
    this.#bolts.sweep();
  }

  #publishPickups({ sparks, pads, tick }: World): void {
    this.#pickups.begin();
    const publish = (kind: number, place: Spark, readyTick: number): void => {
      const structure = this.#pickups.mark(place.id, () => this.#catalogue.ofThing('pickups', place.id));
      pickupFields(this.#values, kind, place, readyTick);
      structure.take(this.#values, tick);
      stayAt(structure, place);
    };
    for (const spark of sparks) publish(PICKUP.spark, spark, 0);
    for (const pad of pads) publish(PICKUP.railPad, pad, pad.readyTick);
    this.#pickups.sweep();
  }

  #show({ tick, arena, match }: World): void {
    const { width, height } = arenaOf(arena);
    const places: Structure[] = [...this.#pickups.values()];
    const everywhere: Structure[] = [];
    for (const { entry, player } of this.#seats.values()) {
      places.push(player);
      if (!this.#isCrowd || (this.#places.get(entry.index) ?? BEST + 1) <= BEST) everywhere.push(entry);
      // An arrow points to the leader, wherever that is.
      if (match.leader !== NOBODY && player.index === match.leader) everywhere.push(player);
    }
    this.picture.show({ tick, widthU: width, heightU: height, places, bolts: [...this.#bolts.values()], everywhere });
  }
}

const byKey = (structures: Iterable<Structure>): object =>
  Object.fromEntries([...structures].map((structure) => [structure.key, structure.toJSON()]));

function publishMatch(world: World, { match }: ArenaState): void {
  match.number = world.match.number;
  match.phase = world.match.phase;
  match.endTick = world.match.endTick;
  match.leader = world.match.leader;
  match.mode = world.mode;
  match.arena = world.arena;
}

/** The picture of a dead player drifts to who did it. */
function look({ viewer, half }: Person, arena: Arena, pilot: Pilot, killer: Pilot | undefined): void {
  const { areas } = viewer;
  areas[0] ??= { minX: 0, minY: 0, maxX: 0, maxY: 0 };
  lookFrom(areas[0], pilot, half, arena);
  areas.length = 1;
  if (pilot.alive || killer === undefined) return;
  areas[1] = { minX: 0, minY: 0, maxX: 0, maxY: 0 };
  lookFrom(areas[1], killer, half, arena);
}
