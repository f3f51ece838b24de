/**
 * What a room weighs: the share of one core that it takes while a person plays in it. What its parts weigh was measured
 * once; how far off that is on this machine, in this version, is learned for each mode from the ticks of its rooms.
 */

/** What makes a room heavy. */
export type Makeup = { mode: string; people: number; bots: number };

/** Shares of a core, as they were on one machine (docs/capacity.md). */
export const PRIOR = { room: 0.005, person: 0.0012, bot: 0.0008 } as const;

export const WEIGHED_PARTS = ['room', 'person', 'bot'] as const satisfies readonly (keyof typeof PRIOR)[];

/** What is learned stays near enough to be put right soon, whatever a clock or a guest does. */
const FACTOR_MIN = 0.5;
const FACTOR_MAX = 20;
/** Of each new measurement this much is believed: with one room, asked twice a second, half of the way within 7 s. */
const LEARNING = 0.05;

export class Weights {
  readonly #factors = new Map<string, number>();

  /** @returns what a part of a room of that mode weighs */
  of(part: keyof typeof PRIOR, mode: string): number {
    return PRIOR[part] * (this.#factors.get(mode) ?? 1);
  }

  /** @returns what such a room weighs; one without people as if one had come */
  expected({ mode, people, bots }: Makeup): number {
    const { room, person, bot } = PRIOR;
    return (room + person * Math.max(1, people) + bot * bots) * (this.#factors.get(mode) ?? 1);
  }

  /** @param measured the share of a core that such a room takes */
  learn(makeup: Makeup, measured: number): void {
    const factor = this.#factors.get(makeup.mode) ?? 1;
    const wanted = (factor * measured) / this.expected(makeup);
    const next = factor + (wanted - factor) * LEARNING;
    this.#factors.set(makeup.mode, Math.min(FACTOR_MAX, Math.max(FACTOR_MIN, next)));
  }
}
