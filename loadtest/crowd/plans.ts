/** What the bots of a run are: names, habits, skill and network of each, all drawn from the run's seed. */
import { randomInt, randomUnit } from '../../shared/sim/rng.ts';
import type { BotPlan } from '../contract/orders.ts';
import type { Role } from '../contract/play.ts';
import type { RunOptions } from '../contract/run-options.ts';
import { linkOf } from '../network/profiles.ts';

const SKILL = { min: 0.2, max: 0.9 };
const SEEDS = 65_536;

export type Newcomers = { count: number; perSecond: number; role: Role; roomIds: readonly string[] };

export class Plans {
  readonly #options: RunOptions;
  readonly #random: { rng: number };
  #nextId = 0;

  constructor(options: RunOptions) {
    this.#options = options;
    this.#random = { rng: options.seed };
  }

  /** The next bots, their joins spread evenly, their rooms in turn. */
  next({ count, perSecond, role, roomIds }: Newcomers): BotPlan[] {
    return Array.from({ length: count }, (_, i) => {
      const id = this.#nextId++;
      const seed = randomInt(this.#random, SEEDS);
      const roomId = roomIds[id % Math.max(1, roomIds.length)];
      return {
        id,
        name: `${role === 'honest' ? 'Load' : 'Cheat'} ${id + 1}`,
        seed,
        skill: SKILL.min + randomUnit(this.#random) * (SKILL.max - SKILL.min),
        role,
        decodes: role !== 'honest' || id % this.#options.decodeEvery === 0,
        link: linkOf(this.#options, seed),
        ...(roomId !== undefined && { roomId }),
        afterMs: (i * 1000) / perSecond,
      };
    });
  }
}
