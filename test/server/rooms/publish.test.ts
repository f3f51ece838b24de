/** What is published is the world: every field of the schema, tick after tick, as a client decodes it. */
import assert from 'node:assert/strict';
import { Metadata } from '@colyseus/schema';
import fc from 'fast-check';
import { Viewer } from '../../../server/picture/viewer.ts';
import type { HumanSeat } from '../../../server/rooms/seats.ts';
import { isAside } from '../../../shared/sim/aside.ts';
import { BODY_FIELDS } from '../../../shared/sim/body.ts';
import { isDashing, isShielded } from '../../../shared/sim/protection.ts';
import type { Bolt, Pad, Pilot, Spark, World } from '../../../shared/sim/types.ts';
import { radiansOfAim } from '../../../shared/wire/input.ts';
import {
  ArenaState,
  BoltState,
  HouseState,
  MatchState,
  OwnState,
  PickupState,
  PilotState,
  RosterEntry,
} from '../../../shared/wire/state.ts';
import { type Entries, type Fields, PictureClient, type Seen } from '../../support/picture-client.ts';
import { RandomGame } from '../../support/random-game.ts';

/** A published field, and what the world says that it must be. */
type Truth<T> = Record<string, (truth: T) => unknown>;

/** A seat: `human` is missing for a bot, whose name is the one that it had at first. */
type Seated = { world: World; pilot: Pilot; human: HumanSeat | undefined; name: unknown };

const clamped16 = (count: number): number => Math.min(0xffff, count);

const MATCH: Truth<World> = {
  number: ({ match }) => match.number,
  phase: ({ match }) => match.phase,
  endTick: ({ match }) => match.endTick,
  mode: ({ mode }) => mode,
  arena: ({ arena }) => arena,
  leader: ({ match }) => match.leader,
};

const ROSTER: Truth<Seated> = {
  seat: ({ pilot }) => pilot.seat,
  name: ({ name }) => name,
  bot: ({ human }) => human === undefined,
  connected: ({ human }) => human?.connected ?? true,
  aside: ({ pilot }) => isAside(pilot),
  score: ({ pilot }) => clamped16(pilot.killPoints + pilot.sparks),
  kills: ({ pilot }) => pilot.kills,
  deaths: ({ pilot }) => pilot.deaths,
  sparks: ({ pilot }) => pilot.sparks,
};

const PLAYER: Truth<Seated> = {
  seat: ({ pilot }) => pilot.seat,
  x: ({ pilot }) => pilot.x,
  y: ({ pilot }) => pilot.y,
  aim: ({ pilot }) => radiansOfAim(pilot.aim),
  hp: ({ pilot }) => pilot.hp,
  alive: ({ pilot }) => pilot.alive,
  aside: ({ pilot }) => isAside(pilot),
  dashing: ({ world, pilot }) => isDashing(world, pilot),
  shielded: ({ world, pilot }) => isShielded(world, pilot),
  armed: ({ pilot }) => pilot.railShots > 0,
  charging: ({ pilot }) => pilot.chargeTicks > 0,
  life: ({ pilot }) => pilot.life,
};

type Owner = Seated & { human: HumanSeat; place: number };

const OWN: Truth<Owner> = {
  seat: ({ pilot }) => pilot.seat,
  ...Object.fromEntries(BODY_FIELDS.map((name) => [name, ({ pilot }: Seated) => pilot[name]])),
  aim: ({ pilot }) => radiansOfAim(pilot.aim),
  hp: ({ pilot }) => pilot.hp,
  respawnTick: ({ pilot }) => pilot.respawnTick,
  killedBy: ({ pilot }) => pilot.killedBy,
  killedWith: ({ pilot }) => pilot.killedWith,
  place: ({ place }) => place,
  idleEndTick: ({ human }) => human.presence.endTick,
  queued: ({ human }) => human.inputStatus.queued,
  starved: ({ human }) => human.inputStatus.starved,
  dropped: ({ human }) => human.inputStatus.dropped,
  clamped: ({ human }) => human.inputStatus.clamped,
};

const SHOT: Truth<Bolt> = {
  kind: ({ kind }) => kind,
  owner: ({ owner }) => owner,
  nth: ({ nth }) => nth,
  turn: ({ turn }) => turn,
  tick: ({ fromTick }) => fromTick,
  x: ({ fromX }) => fromX,
  y: ({ fromY }) => fromY,
  vx: ({ fromVx }) => fromVx,
  vy: ({ fromVy }) => fromVy,
  bounces: ({ fromBounces }) => fromBounces,
  endTick: ({ endTick }) => endTick,
};

const PICKUP: Truth<Spark | Pad> = {
  kind: (thing) => ('readyTick' in thing ? 1 : 0),
  x: ({ x }) => x,
  y: ({ y }) => y,
  readyTick: (thing) => ('readyTick' in thing ? thing.readyTick : 0),
};

/** What is compared of each part of the schema. The room itself tells tickCentiMs and house: room-life.test.ts, house.test.ts. */
const COVERED: readonly [Parameters<typeof Metadata.getFields>[0], readonly string[]][] = [
  [ArenaState, ['tick', 'tickCentiMs', 'pilots', 'match', 'house', 'roster', 'players', 'shots', 'pickups', 'own']],
  [MatchState, Object.keys(MATCH)],
  [RosterEntry, Object.keys(ROSTER)],
  [PilotState, Object.keys(PLAYER)],
  [OwnState, Object.keys(OWN)],
  [BoltState, Object.keys(SHOT)],
  [PickupState, Object.keys(PICKUP)],
];

const expected = <T>(truths: Truth<T>, truth: T): Fields =>
  Object.fromEntries(Object.entries(truths).map(([name, tell]) => [name, tell(truth)]));

const byKey = <T>(truths: Truth<T>, things: readonly (readonly [string, T])[]): Entries =>
  Object.fromEntries(things.map(([key, truth]) => [key, expected(truths, truth)]));

const byId = <T extends { id: number }>(things: readonly T[]) =>
  things.map((thing): [string, T] => [String(thing.id), thing]);

const STANDINGS_TICKS = 15;

const placesOf = ({ pilots }: World): Map<number, number> => {
  const scoreOf = (pilot: Pilot): number => pilot.killPoints + pilot.sparks;
  const ranked = [...pilots].sort((a, b) => scoreOf(b) - scoreOf(a) || a.seat - b.seat);
  return new Map(ranked.map(({ seat }, nth) => [seat, nth + 1]));
};

/** Sees the whole arena. */
const EVERYWHERE = { minX: -Infinity, minY: -Infinity, maxX: Infinity, maxY: Infinity };

/** A game beside a client that is shown everything, and one for each person that is shown the private part of its seat. */
class WatchedGame {
  readonly #game: RandomGame;
  readonly #client: PictureClient;
  readonly #owners = new Map<string, PictureClient>();
  /** In a crowd: places by seat, as of the last time that they were told. */
  #places = new Map<number, number>();
  /** What each bot was called at first. */
  readonly #botNames = new Map<string, unknown>();

  constructor(seed: number) {
    this.#game = new RandomGame(seed);
    this.#client = this.#clientOf(new Viewer([]));
    this.#client.viewer.areas.push(EVERYWHERE);
    this.#client.come();
  }

  #clientOf(viewer: Viewer): PictureClient {
    const { state, game } = this.#game.table;
    return new PictureClient(state, game.publisher.picture, viewer);
  }

  /** Lets one tick pass and compares. @returns what was published */
  tick(): Seen {
    this.#game.tick();
    this.#client.see();
    const seen = { ...this.#client.seen, own: this.#owned() };
    assert.deepEqual(seen, this.#expected(seen));
    const names = Object.values(seen.roster).map(({ name }) => name);
    assert.equal(new Set(names).size, names.length, 'two seats have one name');
    return seen;
  }

  #owned(): Entries {
    const { people, table } = this.#game;
    const owned = [...people.keys()].map((key) => {
      const known = this.#owners.get(key);
      if (known !== undefined) {
        known.see();
        return known.seen.own;
      }
      const client = this.#clientOf(new Viewer(table.game.publisher.viewerOf(key)?.own ?? []));
      client.come();
      this.#owners.set(key, client);
      return client.seen.own;
    });
    return Object.assign({}, ...owned);
  }

  #expected({ roster }: Seen): Seen {
    const { people, table } = this.#game;
    const { world } = table;
    const humans = new Map([...people.values()].map((human) => [human.seat, human]));
    const seated = world.pilots.map((pilot): [string, Seated] => {
      const human = humans.get(pilot.seat);
      const key = human?.key ?? `bot-${pilot.seat}`;
      return [key, { world, pilot, human, name: human?.name ?? this.#botName(key, roster) }];
    });
    const isCrowd = world.mode === 'swarm';
    const isTold = !isCrowd || world.tick % STANDINGS_TICKS === 0;
    if (isCrowd && isTold) this.#places = placesOf(world);
    const owners = seated.flatMap(([key, { human, ...rest }]): [string, Owner][] =>
      human === undefined ? [] : [[key, { ...rest, human, place: this.#places.get(human.seat) ?? 0 }]],
    );
    return {
      tick: world.tick,
      tickCentiMs: 0,
      pilots: world.pilots.length,
      match: expected(MATCH, world),
      house: new HouseState().toJSON() as Fields,
      roster: isTold ? byKey(ROSTER, seated) : Object.fromEntries(seated.map(([key]) => [key, roster[key] as Fields])),
      players: byKey(PLAYER, seated),
      own: byKey(OWN, owners),
      shots: byKey(SHOT, byId(world.bolts)),
      pickups: byKey(PICKUP, [...byId(world.sparks), ...byId(world.pads)]),
    };
  }

  #botName(key: string, roster: Entries): unknown {
    const name = this.#botNames.get(key) ?? roster[key]?.name;
    this.#botNames.set(key, name);
    return name;
  }
}

/** @returns how many different values each field had in some games, `players.hp` and the like */
function valuesSeen(seeds: readonly number[], ticks: number): Map<string, Set<unknown>> {
  const values = new Map<string, Set<unknown>>();
  const note = (path: string, value: unknown): void => {
    const known = values.get(path) ?? new Set();
    values.set(path, known.add(value));
  };
  for (const seed of seeds) {
    const game = new WatchedGame(seed);
    for (let tick = 0; tick < ticks; tick++) {
      const { tick: _tick, tickCentiMs: _spent, pilots: _pilots, house: _house, match, ...lists } = game.tick();
      for (const [name, value] of Object.entries(match)) note(`match.${name}`, value);
      for (const [list, entries] of Object.entries(lists)) {
        for (const entry of Object.values(entries)) {
          for (const [name, value] of Object.entries(entry)) note(`${list}.${name}`, value);
        }
      }
    }
  }
  return values;
}

describe('The published state', () => {
  it('is compared field by field: none of the schema is left out', () => {
    for (const [type, names] of COVERED) {
      assert.deepEqual([...names].sort(), Object.keys(Metadata.getFields(type)).sort(), type.name);
    }
  });

  it('equals the world after every tick of any game', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const game = new WatchedGame(seed);
        for (let tick = 0; tick < 120; tick++) game.tick();
      }),
      { numRuns: 8 },
    );
  }).timeout(60_000);

  it('and in these games every field changes, so that none is compared with what it always is', () => {
    const values = valuesSeen([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], 300);
    const names = COVERED.slice(1).reduce((count, [, fields]) => count + fields.length, 0);
    assert.equal(values.size, names);
    const constant = [...values].filter(([, seen]) => seen.size < 2).map(([path]) => path);
    // Every leg, thrown back or not, begins with all its bounces.
    assert.deepEqual(constant, ['shots.bounces']);
  }).timeout(60_000);
});
