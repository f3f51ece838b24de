/**
 * What stock clients hold is what the rule of interest says, tick after tick, in games of any seed: with people who come,
 * go, drop and return, and with clients that miss patches. And nothing else is on the wire.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Viewer } from '../../../server/picture/viewer.ts';
import { arenaOf } from '../../../shared/sim/arena.ts';
import { type Random, randomInt } from '../../../shared/sim/rng.ts';
import { type Arena, type Bolt, NOBODY, type Pilot } from '../../../shared/sim/types.ts';
import { restAt } from '../../../shared/sim/view.ts';
import { PictureClient } from '../../support/picture-client.ts';
import { RandomGame } from '../../support/random-game.ts';
import { PatchReader } from '../../support/raw/patch-reader.ts';

/** The rule once more, in numbers of PROTOCOL.md, S8. */
const MARGIN_U = 140;
const ASPECTS = [0.2, 0.46, 1, 16 / 9, 2.2, 9];
const LINGER_U = 64;
const BOLT_AHEAD_SECONDS = 0.3;
const EYE_AHEAD_SECONDS = 0.2;

type Box = { x0: number; x1: number; y0: number; y1: number };

const boxOf = ({ x, y }: { x: number; y: number }): Box => ({ x0: x, x1: x, y0: y, y1: y });

function boxOfBolt({ x, y, vx, vy }: Bolt): Box {
  const [toX, toY] = [x + vx * BOLT_AHEAD_SECONDS, y + vy * BOLT_AHEAD_SECONDS];
  return { x0: Math.min(x, toX), x1: Math.max(x, toX), y0: Math.min(y, toY), y1: Math.max(y, toY) };
}

type Eye = { pilot: Pilot; aspect: number; arena: Arena };

function sees({ pilot, aspect, arena }: Eye, { x0, x1, y0, y1 }: Box, moreU: number): boolean {
  const shape = Math.min(2.6, Math.max(0.4, aspect));
  const halfHeight = Math.sqrt((1280 * 720) / shape) / 2;
  const x = restAt(pilot.x + pilot.vx * EYE_AHEAD_SECONDS, halfHeight * shape, arena.width);
  const y = restAt(pilot.y + pilot.vy * EYE_AHEAD_SECONDS, halfHeight, arena.height);
  const [width, height] = [halfHeight * shape + MARGIN_U + moreU, halfHeight + MARGIN_U + moreU];
  return x1 >= x - width && x0 <= x + width && y1 >= y - height && y0 <= y + height;
}

/** `had`: what it held after its last patch; `sleeps`: ticks whose patches it still misses. */
type Client = {
  client: PictureClient;
  reader: PatchReader;
  had: Set<string>;
  sleeps: number;
  aspect: number;
  turnsTo?: number | undefined;
};

class Audience {
  readonly game: RandomGame;
  readonly clients = new Map<string, Client>();
  readonly #random: Random;
  compared = 0;
  left = 0;

  constructor(seed: number) {
    this.game = new RandomGame(seed);
    this.#random = { rng: seed >>> 0 };
  }

  tick(): void {
    this.game.tick();
    const { people, table } = this.game;
    for (const key of this.clients.keys()) if (!people.has(key)) this.clients.delete(key);
    for (const key of people.keys()) {
      const viewer = table.game.publisher.viewerOf(key) as Viewer;
      const known = this.clients.get(key);
      if (known === undefined) {
        const client = new PictureClient(table.state, table.game.publisher.picture, viewer);
        const reader = new PatchReader(table.state);
        reader.read(client.come());
        this.clients.set(key, { client, reader, had: new Set(), sleeps: 0, aspect: 16 / 9 });
        this.#compare(key);
      } else if (known.sleeps > 0) known.sleeps--;
      else {
        this.#turn(key, known);
        if (randomInt(this.#random, 40) === 0) known.sleeps = randomInt(this.#random, 25);
        this.#next(key, known);
      }
    }
  }

  /** A screen gets another shape now and then: that counts from the next tick on. */
  #turn(key: string, known: Client): void {
    if (known.turnsTo !== undefined) known.aspect = known.turnsTo;
    known.turnsTo = undefined;
    if (randomInt(this.#random, 50) > 0) return;
    known.turnsTo = ASPECTS[randomInt(this.#random, ASPECTS.length)] as number;
    this.game.table.game.publisher.setAspect(key, known.turnsTo);
  }

  /** A patch, or now and then a full state as after a return. */
  #next(key: string, { client, reader }: Client): void {
    const returns = randomInt(this.#random, 60) === 0;
    const bytes = returns ? client.come() : client.see();
    this.#compare(key, returns);
    const known = new Set(client.viewer.known.map(({ ref }) => ref));
    for (const ref of reader.read(bytes)) assert.ok(known.has(ref), `structure ${ref} is told to ${key}, not shown`);
  }

  #compare(key: string, isFresh = false): void {
    const { world } = this.game.table;
    const entry = this.clients.get(key) as Client;
    const had = isFresh ? new Set<string>() : entry.had;
    const own = world.pilots.find(({ seat }) => seat === this.game.people.get(key)?.seat) as Pilot;
    const killer = own.alive ? undefined : world.pilots.find(({ seat }) => seat === own.killedBy);
    const arena = arenaOf(world.arena);
    const eyes = [own, killer].flatMap((pilot) =>
      pilot === undefined ? [] : [{ pilot, arena, aspect: entry.aspect }],
    );
    const isShown = (id: string, box: Box): boolean => eyes.some((eye) => sees(eye, box, had.has(id) ? LINGER_U : 0));
    const leads = ({ seat }: Pilot): boolean => world.match.leader !== NOBODY && seat === world.match.leader;
    const { roster, players, shots, pickups, own: owns } = entry.client.seen;
    const keyOf = new Map(Object.entries(roster).map(([name, { seat }]) => [seat, name]));
    const expected = [
      ...world.pilots
        .filter((pilot) => pilot === own || leads(pilot) || isShown(`p${pilot.seat}`, boxOf(pilot)))
        .map(({ seat }) => `p${seat}`),
      ...world.bolts.filter((bolt) => isShown(`t${bolt.id}`, boxOfBolt(bolt))).map(({ id }) => `t${id}`),
      ...[...world.sparks, ...world.pads]
        .filter((thing) => isShown(`t${thing.id}`, boxOf(thing)))
        .map(({ id }) => `t${id}`),
    ];
    const held = [
      ...Object.values(players).map(({ seat }) => `p${seat}`),
      ...[...Object.keys(shots), ...Object.keys(pickups)].map((id) => `t${id}`),
    ];
    assert.deepEqual(held.sort(), expected.sort(), `what ${key} holds at tick ${world.tick}`);
    assert.deepEqual(Object.keys(owns), [key]);
    for (const { seat, x, y } of world.pilots) {
      const player = players[keyOf.get(seat) ?? ''];
      if (player !== undefined) assert.deepEqual([player.x, player.y], [x, y], `the place of seat ${seat}`);
    }
    for (const { id, turn, fromX } of world.bolts) {
      const shot = shots[id];
      if (shot !== undefined) assert.deepEqual([shot.turn, shot.x], [turn, fromX], `bolt ${id}`);
    }
    this.left += [...had].filter((id) => !held.includes(id)).length;
    entry.had = new Set(held);
    this.compared++;
  }
}

describe('Interest', () => {
  it('[S8] [S10] [S2] is what every client holds after every patch it gets, and nothing else is on the wire', () => {
    let [compared, left] = [0, 0];
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const audience = new Audience(seed);
        for (let tick = 0; tick < 200; tick++) audience.tick();
        compared += audience.compared;
        left += audience.left;
      }),
      { numRuns: 25 },
    );
    assert.ok(compared > 5000 && left > 500, `${compared} compared, ${left} came out of view`);
  }).timeout(120_000);
});
