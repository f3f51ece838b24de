/**
 * A full bot: the browser's own netcode without a picture, driven by the game's bot brain. Invariant: whatever happens,
 * `onEnd` is called at most once, and not after leave().
 */
import { createBrain, think } from '../../shared/bots/brain.ts';
import { Connection, type ConnectionState } from '../../shared/netcode/connection.ts';
import type { SeatView } from '../../shared/netcode/seat-view.ts';
import type { Session, Wish } from '../../shared/netcode/session.ts';
import { TICK_MS, TICK_RATE_HZ } from '../../shared/sim/tunables.ts';
import { AXIS_MAX, BUTTON, IDLE_INPUT_FRAME } from '../../shared/sim/types.ts';
import { aimOfRadians } from '../../shared/wire/input.ts';
import type { Intent } from '../contract/adapter.ts';
import { count, type Play, type PlayOptions, type PlayState, record, settleAcks } from '../contract/play.ts';
import { Counters } from './counters.ts';
import { technicalReason } from './reasons.ts';
import { SnapshotAge } from './snapshot-age.ts';
import { sightThrough } from './view-sight.ts';
import { Wanderer } from './wander.ts';

/** Later than this the input pacing has lost its phase. */
const LATE_MS = 4 * TICK_MS;
const COUNTER_MASK = 0xffff;

export class FullPlay implements Play {
  heardMs = 0;
  readonly hasAcks = true;
  readonly #options: PlayOptions;
  readonly #connection: Connection;
  readonly #age = new SnapshotAge(TICK_RATE_HZ);
  readonly #counters = new Counters();
  readonly #think: (view: SeatView) => Wish;
  #session: Session | undefined;
  #lastMs: number | undefined;
  #patches = 0;
  #dropped: number | undefined;
  #refused = 0;
  #leaving = false;
  #ended = false;
  #dropAsked = false;
  #droppedMs: number | undefined;
  #onFirstState: () => void = () => {};

  constructor(options: PlayOptions) {
    this.#options = options;
    this.#think = mindOf(options);
    this.#connection = new Connection({
      url: options.url,
      name: options.name,
      nowMs: () => performance.now(),
      after: (ms, run) => void setTimeout(run, ms),
      onChange: (state) => this.#onChange(state),
    });
  }

  get state(): PlayState {
    if (this.#ended || this.#leaving) return 'ended';
    const { kind } = this.#connection.state;
    if (kind === 'idle') return 'out';
    if (kind === 'dropped' || this.#droppedMs !== undefined) return 'dropped';
    return kind === 'playing' && this.#session?.view.ready === true ? 'playing' : 'joining';
  }

  get roomId(): string | undefined {
    return this.state === 'playing' ? this.#session?.roomId : undefined;
  }

  async join(dueMs: number): Promise<void> {
    const firstState = new Promise<void>((resolve) => {
      this.#onFirstState = resolve;
    });
    const { roomId, mode } = this.#options;
    await this.#connection.join(roomId === undefined ? { kind: 'quick', mode } : { kind: 'room', roomId });
    if (this.#leaving) return this.#connection.leave();
    if (this.#ended) return;
    this.heardMs = performance.now();
    await firstState;
    if (this.#session?.view.ready === true) record(this.#options.tallies(), 'join', performance.now() - dueMs);
  }

  async leave(): Promise<void> {
    this.#leaving = true;
    this.#onFirstState();
    await this.#connection.leave();
  }

  drop(): void {
    if (this.state !== 'playing') return;
    this.#dropAsked = true;
    this.#connection.interrupt();
  }

  advance(dueMs: number, nowMs: number): void {
    const session = this.#session;
    if (session === undefined || this.#ended || this.#leaving) return;
    const passedMs = this.#lastMs === undefined ? 0 : nowMs - this.#lastMs;
    this.#lastMs = nowMs;
    // Half a step of lead makes every later call worth exactly one frame, however unevenly timers fire.
    const playMs = passedMs > LATE_MS || passedMs === 0 ? nowMs - TICK_MS / 2 : nowMs;
    try {
      this.#counters.frames += session.advance(playMs, () => this.#think(session.view), Math.min(playMs, dueMs));
      if (session.view.ready) this.#measure(session.view, passedMs, nowMs);
    } catch (error) {
      this.#end(0, `The bot itself broke: ${error instanceof Error ? error.message : error}`);
    }
  }

  ping(): void {
    this.#session?.probe.ping();
  }

  flush(): void {
    if (this.#session?.view.ready !== true) return;
    const { bytesIn, bytesOut } = this.#session.view.stats();
    this.#counters.flush(this.#options.tallies(), { bytesIn, bytesOut, refused: this.#refused });
  }

  settle(nowMs: number, worstMs: number): void {
    const acks = this.#session?.probe.acks;
    if (acks !== undefined) settleAcks(acks, this.#options.tallies(), nowMs, worstMs);
  }

  /** What a player would have felt in this step. */
  #measure(view: SeatView, passedMs: number, nowMs: number): void {
    const tallies = this.#options.tallies();
    const { patches, droppedInputFrames } = view.stats();
    if (patches !== this.#patches) this.heardMs = nowMs;
    this.#counters.patches += patches - this.#patches;
    this.#patches = patches;
    this.#refused += this.#dropped === undefined ? 0 : (droppedInputFrames - this.#dropped) & COUNTER_MASK;
    this.#dropped = droppedInputFrames;
    if (this.state !== 'playing') return;
    count(tallies, 'shownMs', passedMs);
    if (view.isStarved) count(tallies, 'starvedMs', passedMs);
    const ageMs = this.#age.at(nowMs);
    if (ageMs !== undefined) record(tallies, 'age', ageMs);
  }

  #onChange(state: ConnectionState): void {
    if (state.kind === 'playing' && this.#session !== state.session) this.#enter(state.session);
    else if (state.kind === 'dropped') this.#onDrop(state.code);
    else if (state.kind === 'closed' && !this.#leaving)
      this.#end(state.code, technicalReason(state.error) ?? state.message);
  }

  #enter(session: Session): void {
    this.#session = session;
    const tallies = () => this.#options.tallies();
    session.probe.listen({
      ack: (_rttMs, feltMs) => record(tallies(), 'ack', feltMs),
      lost: (ageMs) => {
        record(tallies(), 'ack', ageMs);
        count(tallies(), 'unacked');
      },
      rtt: (rttMs) => {
        record(tallies(), 'rtt', rttMs);
        this.#age.onRtt(rttMs);
      },
      correction: (distanceU) => record(tallies(), 'correction', distanceU),
      snapshot: (tick, nowMs) => this.#onSnapshot(tick, nowMs),
    });
    const { view } = session;
    const ownSeat = () => view.own()?.seat;
    view.on('hit', ({ by }) => {
      if (by === ownSeat()) count(tallies(), 'hits');
    });
    view.on('kill', ({ killer }) => {
      if (killer === ownSeat()) count(tallies(), 'kills');
    });
  }

  #onSnapshot(tick: number, nowMs: number): void {
    this.#age.onPatch(tick, nowMs);
    this.heardMs = nowMs;
    if (this.#droppedMs !== undefined) record(this.#options.tallies(), 'back', nowMs - this.#droppedMs);
    this.#droppedMs = undefined;
    this.#onFirstState();
  }

  #onDrop(code: number): void {
    if (this.#leaving || this.#droppedMs !== undefined) return;
    this.#droppedMs = performance.now();
    if (!this.#dropAsked) {
      count(this.#options.tallies(), 'drops');
      for (const tally of this.#options.tallies()) tally.closed(code);
    }
    this.#dropAsked = false;
  }

  #end(code: number, sentence: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#onFirstState();
    this.#options.onEnd(code, sentence);
  }
}

function mindOf({ think: model, seed, skill }: PlayOptions): (view: SeatView) => Wish {
  if (model === 'fighter') {
    const brain = createBrain(seed, skill);
    return (view) => {
      const sight = sightThrough(view);
      return sight === undefined ? IDLE_INPUT_FRAME : think(brain, sight);
    };
  }
  const wanderer = new Wanderer(seed, model === 'idle');
  return () => inputFrameOfIntent(wanderer.next());
}

const inputFrameOfIntent = ({ x, y, aimRadians, fire, dash }: Intent): Wish => ({
  mx: Math.round(x * AXIS_MAX),
  my: Math.round(y * AXIS_MAX),
  aim: aimOfRadians(aimRadians),
  buttons: (fire ? BUTTON.fire : 0) | (dash ? BUTTON.dash : 0),
});
