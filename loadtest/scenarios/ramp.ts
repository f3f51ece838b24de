/** Steps of players until a limit breaks, then halves the last step: the knee is the most players for which all held. */

import type { Figures } from '../contract/figures.ts';
import type { Step } from '../contract/report.ts';
import type { RunOptions } from '../contract/run-options.ts';
import type { Span } from '../contract/span.ts';
import type { Crowd } from '../crowd/crowd.ts';
import type { Outcome, Scenario } from '../crowd/scenario.ts';

/** Newcomers make noise of their own; it is over by then. */
const SETTLE_SECONDS = 0.5;
/** The knee is told to within this share of a step. */
const PRECISION = 0.25;

export const ramp: Scenario = {
  name: 'ramp',
  summary: 'adds players by --step until a limit breaks, and finds the knee',
  about:
    'each step joins --step more players, up to --players, and plays for --duration. A limit that breaks is measured a second time; if it breaks again, the last step is halved until the knee is known to a quarter of it. Figures are those of the knee, but for "lost": a server that throws its players out has no knee to be proud of, and seats lost in any step count. A limit on players ("players >= 200") is judged at the end only.',
  defaults: { players: 200, durationSeconds: 5, kind: 'light' },
  limits: ['errors == 0', 'drops == 0', 'lost == 0', 'dropped == 0', 'tick.p99 < 20ms', 'ack.p99 < rtt + 100ms'],
  seconds: ({ durationSeconds, players, stepPlayers }) => durationSeconds * Math.ceil(players / stepPlayers),
  run: async (crowd, options) => {
    const climb = new Climb(crowd, options);
    await climb.up();
    await climb.narrow();
    return climb.outcome();
  },
};

/** The number of players is judged at the end; what is measured once per join is absent in a step without joins. */
const isNoLimitOfStep = (figure: string, figures: Figures): boolean =>
  figure === 'players' || (figures[figure] === undefined && /^(join|joined|room|back)\b/.test(figure));

class Climb {
  readonly #crowd: Crowd;
  readonly #options: RunOptions;
  readonly #steps: Step[] = [];
  #playing: number[] = [];
  /** Of those, how many play no more. */
  #missing = 0;
  #lost = 0;
  /** The most players for which all limits held, and the fewest for which one broke. */
  #good: { players: number; span: Span } | undefined;
  #bad: { players: number; span: Span; broken: string[] } | undefined;

  constructor(crowd: Crowd, options: RunOptions) {
    this.#crowd = crowd;
    this.#options = options;
  }

  async up(): Promise<void> {
    const { players, stepPlayers } = this.#options;
    for (let target = stepPlayers; this.#bad === undefined && !this.#crowd.signal.aborted; target += stepPlayers) {
      await this.#try(Math.min(target, players));
      if (target >= players) return;
    }
  }

  async narrow(): Promise<void> {
    const closeEnough = Math.max(1, Math.round(this.#options.stepPlayers * PRECISION));
    while (this.#bad !== undefined && !this.#crowd.signal.aborted) {
      const good = this.#good?.players ?? 0;
      if (this.#bad.players - good <= closeEnough) return;
      await this.#try(Math.floor((good + this.#bad.players) / 2));
    }
  }

  outcome(): Outcome {
    const knee = (this.#good ?? this.#bad)?.span;
    if (knee === undefined) throw new Error('a ramp has at least one step');
    const span = { ...knee, figures: { ...knee.figures, lost: this.#lost } };
    const brokenBy = this.#bad?.broken ?? [];
    return { span, ramp: { steps: this.#steps, knee: this.#good?.players ?? null, brokenBy } };
  }

  async #try(target: number): Promise<void> {
    await this.#resize(target);
    let { span, broken } = await this.#measure(target);
    // Once may be a hiccup of the machine.
    if (broken.length > 0 && !this.#crowd.signal.aborted) {
      await this.#resize(target);
      ({ span, broken } = await this.#measure(target));
    }
    // A step that was cut short tells nothing, unless it is all there is.
    if (this.#crowd.signal.aborted && this.#steps.length > 0) return;
    this.#steps.push({ players: target, figures: span.figures, broken });
    if (broken.length > 0) this.#bad = { players: target, span, broken };
    else this.#good = { players: target, span };
  }

  async #measure(target: number): Promise<{ span: Span; broken: string[] }> {
    const { durationSeconds } = this.#options;
    this.#crowd.phase(`${target} players`, durationSeconds);
    const span = await this.#crowd.measure(() => this.#crowd.wait(durationSeconds));
    this.#lost += span.figures.lost ?? 0;
    const broken = this.#crowd.broken(span.figures, (figure) => isNoLimitOfStep(figure, span.figures));
    // A bot that failed does not come back, and the others would have it easier.
    const { players = 0 } = span.figures;
    if (players < target) {
      broken.push(`players == ${target}`);
      this.#missing += target - players;
    }
    return { span, broken };
  }

  async #resize(target: number): Promise<void> {
    this.#crowd.phase(`to ${target} players`);
    this.#crowd.mark(`${target}`);
    const more = target - (this.#playing.length - this.#missing);
    if (more > 0) this.#playing.push(...(await this.#crowd.join(more)));
    else if (more < 0) await this.#crowd.leave(this.#playing.splice(more));
    await this.#crowd.wait(SETTLE_SECONDS);
  }
}
