/**
 * All bots of a run, on whichever workers they are: what scenarios give their orders to. Every wait here ends early when
 * the run is interrupted. A lost worker does not stop the run: its bots count as failed.
 */
import type { Figures } from '../contract/figures.ts';
import type { Moment } from '../contract/moment.ts';
import type { Answer, BotPlan, BotRow, Order, Slice } from '../contract/orders.ts';
import type { Role } from '../contract/play.ts';
import type { Report } from '../contract/report.ts';
import type { RunOptions } from '../contract/run-options.ts';
import type { Span } from '../contract/span.ts';
import { Tally } from '../contract/tally.ts';
import { scrape } from '../measure/scrape.ts';
import { sleepMs, withinMs } from '../timing/waiting.ts';
import { judge, type Limit } from '../verdict/limits.ts';
import { type Newcomers, Plans } from './plans.ts';
import { type Beat, type Counted, Recorder } from './recorder.ts';
import type { Worker } from './workers.ts';

const BEAT_MS = 1000;
/** What a worker does at once: it answers soon, or has lost its machine. */
const AT_ONCE: ReadonlySet<Order['do']> = new Set(['setup', 'beat', 'open', 'close']);
const ANSWER_MS_MAX = 15_000;
/** Rooms opened over HTTP per second, where the scenario does not say. */
const ROOMS_PER_SECOND = 20;

export type CrowdOptions = {
  workers: readonly Worker[];
  run: RunOptions;
  limits: readonly Limit[];
  signal: AbortSignal;
  /** How long the run takes, about. */
  secondsExpected: number;
  onBeat: (moment: Moment) => void;
};

export class Crowd {
  readonly signal: AbortSignal;
  readonly recorder: Recorder;
  readonly marks: Report['marks'] = [];
  readonly #options: CrowdOptions;
  readonly #plans: Plans;
  /** Which worker has the bot. */
  readonly #workerOf = new Map<number, Worker>();
  readonly #lost = new Set<Worker>();
  readonly #startMs = performance.now();
  #beating: Promise<void> = Promise.resolve();
  #isOver = false;
  #roomIds: readonly string[] = [];
  #asked = 0;
  #phase = 'starting';
  #phaseEndMs: number | undefined;

  constructor(options: CrowdOptions) {
    this.#options = options;
    this.signal = options.signal;
    this.#plans = new Plans(options.run);
    this.recorder = new Recorder(options.secondsExpected);
  }

  /** Tells the workers what is played, and starts to count. */
  async start(): Promise<void> {
    const { url, adapter, mode, kind, think } = this.#options.run;
    await this.#askAll({ do: 'setup', setup: { url, adapter, mode, kind, think } });
    await this.#beat();
    void this.#keepBeating();
  }

  /** Opens rooms over HTTP that bots join from now on, in turn. @returns how many could be opened */
  async playIn(rooms: number): Promise<number> {
    this.phase('opening rooms');
    this.#roomIds = await this.openRooms(rooms);
    await this.#beat(); // why one could not be opened comes with it
    return this.#roomIds.length;
  }

  /** All bots leave. */
  async end(): Promise<void> {
    this.phase('leaving');
    await this.leave([...this.#workerOf.keys()]);
    await this.#beat();
    this.#isOver = true;
  }

  /** What is going on, for the progress line. @param seconds how long it takes, where that is known */
  phase(label: string, seconds?: number): void {
    this.#phase = label;
    this.#phaseEndMs = seconds === undefined ? undefined : performance.now() + seconds * 1000;
  }

  /** Notes in the charts what happens now. */
  mark(label: string): void {
    this.marks.push({ atSeconds: this.#atSeconds, label });
  }

  /** @returns the bots that got a seat; when this is over each plays or has failed */
  async join(count: number, how: Partial<Newcomers> = {}): Promise<number[]> {
    const role: Role = how.role ?? 'honest';
    const perSecond = how.perSecond ?? this.#options.run.joinsPerSecond;
    const plans = this.#plans.next({ count, perSecond, role, roomIds: how.roomIds ?? this.#roomIds });
    this.#asked += count;
    if (role === 'honest') this.recorder.asked(count);
    const workers = this.#options.workers.filter((worker) => !this.#lost.has(worker));
    const shares = new Map<Worker, BotPlan[]>(workers.map((worker) => [worker, []]));
    for (const plan of plans) {
      const worker = workers[plan.id % workers.length];
      if (worker === undefined) continue;
      shares.get(worker)?.push(plan);
      this.#workerOf.set(plan.id, worker);
    }
    const answers = [...shares].map(([worker, bots]) => this.#ask(worker, { do: 'join', bots }));
    return (await this.#orAborted(answers)).flatMap(({ joined }) => joined ?? []);
  }

  async leave(bots: readonly number[]): Promise<void> {
    await this.#askFor(bots, (ids) => ({ do: 'leave', bots: ids }));
    for (const id of bots) if (this.#workerOf.delete(id)) this.#asked--;
  }

  /** Cuts connections; when this is over each plays again or has failed. */
  async drop(bots: readonly number[]): Promise<void> {
    await this.#askFor(bots, (ids) => ({ do: 'drop', bots: ids }));
  }

  /** Makes bots with the role 'stalled' stop reading, or go on. */
  async stall(bots: readonly number[], on: boolean): Promise<void> {
    await this.#askFor(bots, (ids) => ({ do: 'stall', bots: ids, on }));
  }

  /** Opens rooms over HTTP. @returns their ids, of those that could be opened */
  async openRooms(count: number, perSecond = ROOMS_PER_SECOND): Promise<string[]> {
    const { workers } = this.#options;
    const answers = workers.map((worker, i) => {
      const share = Math.floor(count / workers.length) + (i < count % workers.length ? 1 : 0);
      return share === 0 ? {} : this.#ask(worker, { do: 'rooms', count: share, perSecond: perSecond / workers.length });
    });
    return (await this.#orAborted(answers)).flatMap(({ rooms }) => rooms ?? []);
  }

  /** Lets the bots play, and measures. */
  async play(seconds: number): Promise<Span> {
    this.phase('playing', seconds);
    return this.measure(() => this.wait(seconds));
  }

  /** Measures what happens while the work is done. */
  async measure(work: () => Promise<unknown>): Promise<Span> {
    await this.#beat();
    await this.#askAll({ do: 'open' });
    this.recorder.open();
    await work();
    const rows: BotRow[] = (await this.#askAll({ do: 'close' })).flatMap((answer) => answer.rows ?? []);
    await this.#beat();
    return this.recorder.close(rows);
  }

  async wait(seconds: number): Promise<void> {
    await sleepMs(seconds * 1000, this.signal);
  }

  /** @returns the limits that do not hold, as they were written; those on `except` are left out */
  broken(figures: Figures, except: (figure: string) => boolean): string[] {
    return this.#options.limits.flatMap((limit) => {
      if (except(limit.figure)) return [];
      const { holds, limit: text } = judge(limit, figures);
      return holds ? [] : [text];
    });
  }

  /** How busy each worker was, over the whole run. */
  get workers(): Report['workers'] {
    return this.#options.workers.map(({ name }, index) => ({ name, ...this.recorder.loadOf(index) }));
  }

  get #atSeconds(): number {
    return (performance.now() - this.#startMs) / 1000;
  }

  async #askFor(bots: readonly number[], order: (ids: number[]) => Order): Promise<void> {
    const answers = this.#options.workers.map((worker) => {
      const ids = bots.filter((id) => this.#workerOf.get(id) === worker);
      return ids.length === 0 ? {} : this.#ask(worker, order(ids));
    });
    await this.#orAborted(answers);
  }

  #askAll(order: Order): Promise<Answer[]> {
    return Promise.all(this.#options.workers.map((worker) => this.#ask(worker, order)));
  }

  /** Never rejects: a worker that fails takes its bots with it. */
  async #ask(worker: Worker, order: Order): Promise<Answer> {
    const isAtOnce = AT_ONCE.has(order.do);
    const late = isAtOnce ? setTimeout(() => worker.lose('it did not answer any more'), ANSWER_MS_MAX) : undefined;
    try {
      return await worker.ask(order);
    } catch (error) {
      if (this.#isOver) return {}; // what was still going on when the run ended

      if (worker.goneBecause === undefined)
        this.recorder.failed(error instanceof Error ? error.message : String(error));
      else this.#lose(worker);
      return {};
    } finally {
      clearTimeout(late);
    }
  }

  #lose(worker: Worker): void {
    if (this.#lost.has(worker)) return;
    this.#lost.add(worker);
    const bots = [...this.#workerOf.values()].filter((other) => other === worker).length;
    this.recorder.failed(worker.goneBecause ?? 'A worker is gone.', Math.max(1, bots));
  }

  /** A scenario that waits for bots to join or to come back stops waiting when the run is interrupted. */
  async #orAborted(answers: readonly (Answer | Promise<Answer>)[]): Promise<Answer[]> {
    return (await withinMs(Number.POSITIVE_INFINITY, Promise.all(answers), this.signal)) ?? [];
  }

  async #keepBeating(): Promise<void> {
    while (!this.#isOver) {
      const passedMs = performance.now() - this.#startMs;
      await sleepMs(BEAT_MS - (passedMs % BEAT_MS));
      // What is counted after the end belongs to the next run.
      if (!this.#isOver) await this.#beat();
    }
  }

  /** One after the other: what two beats at once would hand over belongs to neither. */
  #beat(): Promise<void> {
    this.#beating = this.#beating.then(() => this.#takeBeat());
    return this.#beating;
  }

  async #takeBeat(): Promise<void> {
    const { workers, run, onBeat } = this.#options;
    const asked = workers.map(async (worker, index): Promise<Beat['slices']> => {
      const { slice } = await this.#ask(worker, { do: 'beat' });
      try {
        return slice === undefined ? [] : [{ worker: index, slice: countedIn(slice) }];
      } catch {
        worker.lose('what it has counted cannot be read');
        this.#lose(worker);
        return [];
      }
    });
    const [scraped, ...slices] = await Promise.all([scrape(run.url), ...asked]);
    const figures = this.recorder.take({ atSeconds: this.#atSeconds, slices: slices.flat(), scraped });
    const { total } = this.recorder;
    onBeat({
      phase: this.#phase,
      players: this.#asked,
      playing: figures.players ?? 0,
      failed: total.errors.reduce((sum, { count }) => sum + count, 0),
      ...(this.#phaseEndMs !== undefined && {
        secondsLeft: Math.max(0, (this.#phaseEndMs - performance.now()) / 1000),
      }),
      figures,
    });
  }
}

/** @throws when a histogram is not one */
const countedIn = (slice: Slice): Counted => ({
  ...slice,
  honest: Tally.fromWire(slice.honest),
  others: Tally.fromWire(slice.others),
});
