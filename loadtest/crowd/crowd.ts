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
import { type Answering, scrapeSurely } from '../measure/scrape.ts';
import { sleepMs, withinMs } from '../timing/waiting.ts';
import { judge, type Limit } from '../verdict/limits.ts';
import { Crew } from './crew.ts';
import { nobodyJoined } from './nobody-joined.ts';
import { type Newcomers, Plans } from './plans.ts';
import { type Beat, type Counted, Recorder } from './recorder.ts';
import { ServerWatch } from './server-watch.ts';
import type { Worker } from './workers.ts';

const BEAT_MS = 1000;
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
  /** Fires when the run is to end: the user wants it, or there is nothing left to measure. */
  readonly signal: AbortSignal;
  readonly recorder: Recorder;
  readonly marks: Report['marks'] = [];
  readonly #options: CrowdOptions;
  readonly #plans: Plans;
  /** Which worker has the bot. */
  readonly #workerOf = new Map<number, Worker>();
  readonly #crew: Crew;
  readonly #startMs = performance.now();
  readonly #server = new ServerWatch();
  /** Ends the run early, for a reason that fails it. */
  readonly #giveUp = new AbortController();
  readonly #reasons: string[] = [];
  #beating: Promise<void> = Promise.resolve();
  #isOver = false;
  #roomIds: readonly string[] = [];
  #asked = 0;
  /** Of honest bots, in the whole run. */
  #joinsAsked = 0;
  #phase = 'starting';
  #phaseEndMs: number | undefined;

  constructor(options: CrowdOptions) {
    this.#options = options;
    this.signal = AbortSignal.any([options.signal, this.#giveUp.signal]);
    this.#plans = new Plans(options.run);
    this.#server.phase(this.#phase, 0);
    this.recorder = new Recorder(options.secondsExpected);
    this.#crew = new Crew(options.workers, (sentence, lost) => {
      const bots = [...this.#workerOf.values()].filter((worker) => worker === lost).length;
      this.recorder.failed(sentence, Math.max(1, bots));
    });
  }

  /** Tells the workers what is played, and starts to count. */
  async start(): Promise<void> {
    const { url, adapter, mode, kind, think } = this.#options.run;
    await this.#crew.askAll({ do: 'setup', setup: { url, adapter, mode, kind, think } });
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
    this.#crew.end();
  }

  /** What is going on, for the progress line. @param seconds how long it takes, where that is known */
  phase(label: string, seconds?: number): void {
    this.#phase = label;
    this.#server.phase(label, this.#atSeconds);
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
    if (role === 'honest') {
      this.#joinsAsked += count;
      this.recorder.asked(count);
    }
    const workers = this.#crew.present;
    const shares = new Map<Worker, BotPlan[]>(workers.map((worker) => [worker, []]));
    for (const plan of plans) {
      const worker = workers[plan.id % workers.length];
      if (worker === undefined) continue;
      shares.get(worker)?.push(plan);
      this.#workerOf.set(plan.id, worker);
    }
    const answers = [...shares].map(([worker, bots]) => this.#crew.ask(worker, { do: 'join', bots }));
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
      return share === 0
        ? {}
        : this.#crew.ask(worker, { do: 'rooms', count: share, perSecond: perSecond / workers.length });
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
    await this.#crew.askAll({ do: 'open' });
    this.recorder.open();
    await work();
    const rows: BotRow[] = (await this.#crew.askAll({ do: 'close' })).flatMap((answer) => answer.rows ?? []);
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

  /** What fails the run whatever its limits, in sentences. */
  get faults(): string[] {
    return [...this.#server.faults, ...this.#reasons];
  }

  /** There was nothing left to measure. */
  get wasGivenUp(): boolean {
    return this.#giveUp.signal.aborted;
  }

  get #atSeconds(): number {
    return (performance.now() - this.#startMs) / 1000;
  }

  async #askFor(bots: readonly number[], order: (ids: number[]) => Order): Promise<void> {
    const answers = this.#options.workers.map((worker) => {
      const ids = bots.filter((id) => this.#workerOf.get(id) === worker);
      return ids.length === 0 ? {} : this.#crew.ask(worker, order(ids));
    });
    await this.#orAborted(answers);
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

  /** A server that does not answer over HTTP is gone only if no bot hears of it any more. */
  async #look(askedAtSeconds: number, answering: Answering): Promise<void> {
    const heard = answering === 'answers' ? [] : await this.#crew.askAll({ do: 'heard' });
    const atSeconds = this.#atSeconds;
    const agoMs = heard.flatMap((answer) => answer.heard?.agoMs ?? []);
    this.#server.look({
      askedAtSeconds,
      atSeconds,
      answering,
      heardAtSeconds: agoMs.length === 0 ? undefined : atSeconds - Math.min(...agoMs) / 1000,
      bots: heard.reduce((sum, answer) => sum + (answer.heard?.bots ?? 0), 0),
      connected: heard.reduce((sum, answer) => sum + (answer.heard?.connected ?? 0), 0),
    });
    if (this.#server.isHopeless(atSeconds)) this.#stop('The run ended early: the server did not come back.');
  }

  #stop(reason: string): void {
    if (this.wasGivenUp) return;
    this.#reasons.push(reason);
    this.#giveUp.abort();
  }

  /** One after the other: what two beats at once would hand over belongs to neither. */
  #beat(): Promise<void> {
    this.#beating = this.#beating.then(() => this.#takeBeat());
    return this.#beating;
  }

  async #takeBeat(): Promise<void> {
    const { workers, run, onBeat } = this.#options;
    const asked = workers.map(async (worker, index): Promise<Beat['slices']> => {
      const { slice } = await this.#crew.ask(worker, { do: 'beat' });
      try {
        return slice === undefined ? [] : [{ worker: index, slice: countedIn(slice) }];
      } catch {
        worker.lose('what it has counted cannot be read');
        this.#crew.lose(worker);
        return [];
      }
    });
    const askedAtSeconds = this.#atSeconds;
    const [{ scraped, answering }, ...slices] = await Promise.all([scrapeSurely(run.url), ...asked]);
    await this.#look(askedAtSeconds, answering);
    const figures = this.recorder.take({ atSeconds: this.#atSeconds, slices: slices.flat(), scraped });
    const { total } = this.recorder;
    const alone = nobodyJoined(total, this.#joinsAsked);
    if (alone !== undefined) this.#stop(alone);
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
