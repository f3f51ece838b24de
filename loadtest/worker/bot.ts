/**
 * One bot of a worker: its plan, the relay of its network, its play, and what it counts over a span. Invariant: it never
 * throws or rejects; whatever goes wrong is counted, with a sentence.
 */
import type { Adapter } from '../contract/adapter.ts';
import { PERFECT } from '../contract/link.ts';
import type { BotPlan, BotRow, Setup } from '../contract/orders.ts';
import { type Play, type PlayOptions, type PlayState, SETTLE_MS } from '../contract/play.ts';
import { Tally } from '../contract/tally.ts';
import { Relay } from '../network/relay.ts';
import { withinMs } from '../timing/waiting.ts';
import { Absence } from './absence.ts';
import { LightPlay } from './light-play.ts';

/** A server that sends nothing for so long, and as long as the link may stand still, has left the player standing. */
const SILENCE_MS_MAX = 3000;
/** When the measured time ends there is no waiting for the rest: rooms that rest answer a ping a second. */
const SILENCE_AT_END_MS_MAX = 2000;
/** Steps come thirty times a second, unless this process stands still. */
const HOLE_MS = 500;
const JOIN_MS_MAX = 20_000;
/** A server that hangs does not hold up the worker. */
const LEAVE_MS_MAX = 3000;

/** Where the worker counts: what honest bots do is judged, what others do is not. */
export type WorkerTallies = { honest: Tally; others: Tally };

export class Bot {
  readonly plan: BotPlan;
  readonly #setup: Setup;
  readonly #adapter: Adapter;
  readonly #worker: () => WorkerTallies;
  #play: Play | undefined;
  #relay: Relay | undefined;
  #ended = false;
  #tallies: Tally[] = [];
  #own: Tally | undefined;
  #playedMs = 0;
  #lastMs = 0;
  #stalled = false;
  /** When this process last went on after it had stood still: what it did not hear then is no silence of the server. */
  #heldUpMs = 0;
  #hasPlayed = false;
  #dropAsked = false;
  /** It has played and failed, in this span. */
  #hasLostSeat = false;
  #absence: Absence | undefined;

  /** @param worker asked again for each count, because the tallies change with every beat */
  constructor(plan: BotPlan, setup: Setup, adapter: Adapter, worker: () => WorkerTallies) {
    this.plan = plan;
    this.#setup = setup;
    this.#adapter = adapter;
    this.#worker = worker;
    this.retarget();
  }

  get isHonest(): boolean {
    return this.plan.role === 'honest';
  }

  get state(): PlayState {
    return this.#ended ? 'ended' : (this.#play?.state ?? 'joining');
  }

  /** By the clock of `advance`; 0 before. */
  get heardMs(): number {
    return this.#play?.heardMs ?? 0;
  }

  /** It should play, and has lost its connection or its seat against its will, in this span. */
  get isAway(): boolean {
    return this.isHonest && (this.#hasLostSeat || (this.#play?.state === 'dropped' && !this.#dropAsked));
  }

  get roomId(): string | undefined {
    return this.#play?.roomId;
  }

  /** The tallies were swapped, or a span opened or closed. */
  retarget(): void {
    const { honest, others } = this.#worker();
    this.#tallies = [this.isHonest ? honest : others];
    if (this.#own !== undefined) this.#tallies.push(this.#own);
  }

  /**
   * Plays when this is over, or has failed.
   * @param dueMs when the join was due
   */
  async join(dueMs: number): Promise<void> {
    try {
      await withinMs(JOIN_MS_MAX, this.#enter(dueMs));
      if (this.#play?.state === 'playing') {
        this.#hasPlayed = true;
        this.#count('joins');
      }
      if (this.#play?.state === 'joining') this.#fail(0, `There was no seat within ${JOIN_MS_MAX / 1000} s.`);
    } catch (error) {
      this.#fail(0, `The bot itself broke: ${error instanceof Error ? error.message : error}`);
    }
  }

  /** Gives the seat up; what happens from now on is no failure. */
  async leave(): Promise<void> {
    if (this.state === 'playing') this.#count('leaves');
    this.flush();
    this.#ended = true;
    this.#hasLostSeat = false;
    await this.#letGo();
  }

  /** Cuts its connection. */
  drop(): void {
    this.#dropAsked = true;
    this.#play?.drop();
    this.#relay?.cut();
  }

  /** It was to come back by now, and has not. */
  giveUp(): void {
    this.#fail(0, 'The connection dropped and did not come back in time.');
  }

  /** Stops reading from the server, or goes on. */
  stall(on: boolean): void {
    this.#stalled = on;
    this.#relay?.pauseDownstream(on);
  }

  advance(dueMs: number, nowMs: number): void {
    const play = this.#play;
    if (play === undefined || (this.#ended && !this.#hasLostSeat)) return;
    if (nowMs - this.#lastMs > HOLE_MS) this.#heldUpMs = nowMs;
    this.#noteAbsence(play, nowMs);
    if (play.state === 'playing' || this.#absence !== undefined) {
      this.#playedMs += Math.max(0, nowMs - this.#lastMs);
    }
    this.#lastMs = nowMs;
    if (this.#ended) return;
    play.advance(dueMs, nowMs);
    this.#checkSilence(play, nowMs);
  }

  ping(): void {
    if (!this.#ended) this.#play?.ping();
  }

  flush(): void {
    this.#play?.flush();
  }

  /** The measured time ends: what still waits, or is silent by now, counts. */
  settle(nowMs: number): void {
    if (this.#play !== undefined && this.isHonest) this.#checkSilence(this.#play, nowMs, SILENCE_AT_END_MS_MAX);
    this.#play?.settle(nowMs, this.#own?.percentile('ack', 1) ?? Number.POSITIVE_INFINITY);
    if (this.#play?.hasAcks === true) this.#absence?.giveUp(nowMs, this.#tallies, SETTLE_MS);
  }

  /** Starts counting by itself too. A bot that lost its seat before is in the errors, and not in this span. */
  openSpan(): void {
    this.flush();
    this.#hasLostSeat = false;
    this.#absence = undefined;
    this.#own = new Tally();
    this.#playedMs = 0;
    this.#lastMs = performance.now();
    this.retarget();
  }

  /** @returns undefined when it did not play at all */
  closeSpan(): BotRow | undefined {
    const own = this.#own;
    this.flush();
    this.#own = undefined;
    this.retarget();
    if (own === undefined || this.#playedMs === 0) return undefined;
    const playedSeconds = this.#playedMs / 1000;
    const rate = (counter: Parameters<Tally['get']>[0]) => own.get(counter) / playedSeconds;
    return {
      id: this.plan.id,
      playedSeconds,
      ackP50Ms: own.percentile('ack', 0.5) ?? null,
      ackP99Ms: own.percentile('ack', 0.99) ?? null,
      ageP99Ms: own.percentile('age', 0.99) ?? null,
      patchesPerSecond: rate('patches'),
      bytesInPerSecond: rate('bytesIn'),
      bytesOutPerSecond: rate('bytesOut'),
      framesPerSecond: rate('frames'),
      corrections: own.summary('correction')?.count ?? 0,
    };
  }

  async #enter(dueMs: number): Promise<void> {
    const { plan } = this;
    if (plan.role === 'stalled' || !isPerfect(plan.link)) {
      this.#relay = await Relay.open(this.#setup.url, plan.link, plan.seed);
    }
    if (this.#ended) return this.#relay?.close();
    this.#play = this.#createPlay({
      url: this.#relay?.url ?? this.#setup.url,
      mode: this.#setup.mode,
      name: plan.name,
      roomId: plan.roomId,
      think: this.#setup.think,
      role: plan.role,
      seed: plan.seed,
      skill: plan.skill,
      decodes: plan.decodes,
      tallies: () => this.#tallies,
      onEnd: (code, sentence) => this.#fail(code, sentence),
    });
    await this.#play.join(dueMs);
    this.#lastMs = performance.now();
  }

  /** Bots that are not honest are light: what they feel is not measured. */
  #createPlay(options: PlayOptions): Play {
    const { fullPlay } = this.#adapter;
    if (this.#setup.kind === 'full' && this.isHonest && fullPlay !== undefined) return fullPlay(options);
    return new LightPlay(this.#adapter, options);
  }

  /** Away against its will, it still should play: that time counts. */
  #noteAbsence(play: Play, nowMs: number): void {
    if (play.state === 'playing') this.#dropAsked = false;
    const { isAway } = this;
    if (isAway) {
      this.#absence ??= new Absence(this.#adapter.rateHz, play.heardMs === 0 ? nowMs : play.heardMs, nowMs);
      this.#absence.step(nowMs, this.#tallies);
    }
    // Back, with a new connection: what was due until now is lost.
    if (play.hasAcks) this.#absence?.giveUp(nowMs, this.#tallies, isAway ? undefined : 0);
    if (!isAway) this.#absence = undefined;
  }

  #checkSilence(play: Play, nowMs: number, silenceMsMax = SILENCE_MS_MAX): void {
    if (this.#stalled || play.state === 'dropped' || play.state === 'ended' || play.heardMs === 0) return;
    const { latencyMs, jitterMs, stallMs } = this.plan.link;
    const heardMs = Math.max(play.heardMs, this.#heldUpMs);
    if (nowMs - heardMs <= silenceMsMax + latencyMs + jitterMs + stallMs) return;
    const what = play.state === 'joining' ? 'no first state' : 'no patch';
    this.#fail(0, `The server went silent: ${what} for ${silenceMsMax / 1000} s.`);
  }

  #fail(code: number, sentence: string): void {
    if (this.#ended) return;
    this.flush();
    this.#ended = true;
    this.#hasLostSeat = this.#hasPlayed;
    if (this.#hasPlayed) this.#count('lost');
    const wasCut = code >= 1000;
    for (const tally of this.#tallies) {
      if (wasCut) tally.closed(code);
      if (this.isHonest || !wasCut) tally.failed(sentence);
    }
    void this.#letGo();
  }

  /** Nothing is left behind on the server. */
  async #letGo(): Promise<void> {
    await withinMs(LEAVE_MS_MAX, this.#play?.leave() ?? Promise.resolve());
    this.#relay?.close();
  }

  #count(counter: Parameters<Tally['count']>[0]): void {
    for (const tally of this.#tallies) tally.count(counter);
  }
}

const isPerfect = (link: BotPlan['link']): boolean =>
  link.latencyMs === PERFECT.latencyMs &&
  link.jitterMs === PERFECT.jitterMs &&
  link.stallsPerMinute * link.stallMs === 0;
