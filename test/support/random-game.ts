/** A game of any seed: what no script would think of, for what must hold in every tick of every game. */
import type { HumanSeat } from '../../server/rooms/seats.ts';
import { type Random, randomInt } from '../../shared/sim/rng.ts';
import { RAIL } from '../../shared/sim/tunables.ts';
import { GameTable } from './game-table.ts';

/** In a short game, too, somebody does nothing for long enough. */
const IDLE = { asideSeconds: 1, warnSeconds: 2, freeSeconds: 3 };

/** A game in which a seed decides who comes, goes, drops, returns, steers, does nothing, dies early and gets the Rail. */
export class RandomGame {
  readonly table: GameTable;
  readonly people = new Map<string, HumanSeat>();
  /** Those who do nothing at the moment. */
  readonly #resting = new Set<string>();
  readonly #random: Random;
  #comers = 0;

  constructor(seed: number) {
    this.#random = { rng: seed >>> 0 };
    const bots = this.#chance(3) ? undefined : randomInt(this.#random, 5);
    this.table = new GameTable({
      mode: this.#chance(8) ? 'swarm' : 'fray',
      seed,
      idle: IDLE,
      ...(bots === undefined ? {} : { bots }),
    });
  }

  /** Whatever happens in one tick, and the tick. */
  tick(): void {
    this.#comeAndGo();
    this.#meddle();
    for (const key of this.people.keys()) this.#send(key);
    this.table.tick();
  }

  #chance(outOf: number): boolean {
    return randomInt(this.#random, outOf) === 0;
  }

  #pick<T>(things: readonly T[]): T | undefined {
    return things.length === 0 ? undefined : things[randomInt(this.#random, things.length)];
  }

  #comeAndGo(): void {
    const { game } = this.table;
    const someone = this.#pick([...this.people.keys()]);
    if (this.people.size < 6 && this.#chance(20)) {
      const key = `session-${++this.#comers}`;
      this.people.set(key, game.seat(key, { name: this.#chance(2) ? 'Twin' : `Pilot ${this.#comers}` }));
    } else if (someone !== undefined && this.#chance(120)) {
      game.unseat(someone);
      this.people.delete(someone);
    } else if (someone !== undefined && this.#chance(60)) {
      if (this.people.get(someone)?.connected === true) game.drop(someone);
      else game.restore(someone);
    }
  }

  /** Things that would take long to come about by play alone. */
  #meddle(): void {
    const { world } = this.table;
    const pilot = this.#pick(world.pilots);
    const pad = this.#pick(world.pads);
    if (pilot === undefined) return;
    if (this.#chance(40)) pilot.railShots = RAIL.shots;
    if (this.#chance(20) && pilot.alive) pilot.hp = 1;
    if (this.#chance(40) && pilot.alive && pad !== undefined) Object.assign(pilot, { x: pad.x, y: pad.y });
    if (this.#chance(300)) world.match.endTick = world.tick + 2;
  }

  #send(key: string): void {
    if (this.#chance(150)) this.#resting.add(key);
    else if (this.#chance(100)) this.#resting.delete(key);
    if (this.#resting.has(key)) return;
    const frames = this.#chance(8) ? 0 : this.#chance(8) ? 6 : 1;
    for (let i = 0; i < frames; i++) {
      this.table.receive(key, {
        mx: randomInt(this.#random, 255) - 127,
        my: randomInt(this.#random, 255) - 127,
        aim: randomInt(this.#random, 65_536),
        buttons: (this.#chance(2) ? 1 : 0) | (this.#chance(20) ? 2 : 0),
        seenTick: this.table.world.tick + 1 - randomInt(this.#random, 80) / 8,
      });
    }
  }
}
