/**
 * One player of the load: a seat on the server through the real netcode, driven by a bot's brain. Invariant: it never
 * throws; whatever goes wrong becomes its failure, with a sentence.
 */
import { createBrain, think } from '../shared/bots/brain.ts';
import { Connection, type ConnectionState } from '../shared/netcode/connection.ts';
import type { Session } from '../shared/netcode/session.ts';
import type { NetStats } from '../shared/netcode/views.ts';
import { TICK_RATE_HZ } from '../shared/sim/tunables.ts';
import { IDLE_FRAME, type InputFrame } from '../shared/sim/types.ts';
import { sightThrough } from './look.ts';
import { Latencies } from './measure.ts';

const STEP_MS = 1000 / TICK_RATE_HZ;
/** A server that sends nothing for so long has left the player standing. */
const SILENCE_MS_MAX = 3000;
/** Later than this the input pacing has lost its phase. */
const LATE_MS = 4 * STEP_MS;

export type BotOptions = { url: string; mode: string; name: string; seed: number; skill: number };

/** Running totals; the difference of two is what happened in between. */
export type BotTotals = { patches: number; bytesIn: number; bytesOut: number; frames: number; corrections: number };

const NOTHING: BotTotals = { patches: 0, bytesIn: 0, bytesOut: 0, frames: 0, corrections: 0 };

export type BotFight = { hits: number; kills: number };

export class Bot {
  readonly ackMs = new Latencies();
  readonly fight: BotFight = { hits: 0, kills: 0 };
  drops = 0;
  joinMs = 0;
  /** Why it is out of the test; undefined while all is well. */
  failure: string | undefined;
  readonly #options: BotOptions;
  readonly #connection: Connection;
  readonly #brain;
  #session: Session | undefined;
  #lastMs = -Infinity;
  #frames = 0;
  #patches = 0;
  #patchedMs = 0;
  #leaving = false;
  #measuring = false;

  constructor(options: BotOptions) {
    this.#options = options;
    this.#brain = createBrain(options.seed, options.skill);
    this.#connection = new Connection({
      url: options.url,
      name: options.name,
      nowMs: () => performance.now(),
      onChange: (state) => this.#onChange(state),
    });
  }

  get isPlaying(): boolean {
    return this.failure === undefined && this.#connection.state.kind === 'playing' && this.#session?.ready === true;
  }

  get roomId(): string | undefined {
    return this.#session?.roomId;
  }

  /** Asks for a seat by quick play. It has one, or has failed, when this is over. */
  async join(): Promise<void> {
    const startMs = performance.now();
    await this.#connection.join({ kind: 'quick', mode: this.#options.mode });
    this.joinMs = performance.now() - startMs;
    this.#patchedMs = performance.now();
  }

  /** Gives the seat up; what happens from now on is no failure. */
  async leave(): Promise<void> {
    this.#leaving = true;
    await this.#connection.leave();
  }

  /** It should be playing by now, and is not. */
  giveUp(): void {
    if (this.#session === undefined) this.#fail('There was no seat in time.');
    else if (this.#session.ready) this.#fail('The connection dropped and did not come back in time.');
    else this.#fail('The first state did not come in time.');
  }

  /** From now on, latencies count. */
  measure(): void {
    this.#measuring = true;
  }

  totals(): BotTotals {
    const { patches, bytesIn, bytesOut, corrections } = this.#stats() ?? NOTHING;
    return { patches, bytesIn, bytesOut, corrections, frames: this.#frames };
  }

  get maxCorrectionU(): number {
    return this.#stats()?.maxCorrectionU ?? 0;
  }

  /** Plays on until `nowMs`; once per tick. */
  advance(nowMs: number): void {
    const session = this.#session;
    if (session === undefined || this.failure !== undefined || this.#leaving) return;
    // Half a step of lead makes every later call worth exactly one frame, however unevenly timers fire.
    const lateMs = nowMs - this.#lastMs;
    this.#lastMs = nowMs;
    try {
      this.#frames += session.advance(lateMs > LATE_MS ? nowMs - STEP_MS / 2 : nowMs, () => this.#nextFrame(session));
      this.#checkSilence(session, nowMs);
    } catch (error) {
      this.#fail(`The bot itself broke: ${error instanceof Error ? error.message : error}`);
    }
  }

  /** Before the first state there is nothing to tell. */
  #stats(): NetStats | undefined {
    return this.#session?.ready === true ? this.#session.stats() : undefined;
  }

  #nextFrame(session: Session): InputFrame {
    const sight = sightThrough(session);
    return sight === undefined ? IDLE_FRAME : think(this.#brain, sight);
  }

  #checkSilence(session: Session, nowMs: number): void {
    const patches = this.#stats()?.patches ?? 0;
    if (patches !== this.#patches || this.#connection.state.kind === 'dropped') {
      this.#patches = patches;
      this.#patchedMs = nowMs;
    } else if (nowMs - this.#patchedMs > SILENCE_MS_MAX) {
      const what = session.ready ? 'no patch' : 'no first state';
      this.#fail(`The server went silent: ${what} for ${SILENCE_MS_MAX / 1000} s.`);
    }
  }

  #onChange(state: ConnectionState): void {
    if (state.kind === 'playing' && this.#session !== state.session) this.#enter(state.session);
    else if (state.kind === 'dropped') this.drops++;
    else if (state.kind === 'closed' && !this.#leaving) this.#fail(state.message);
  }

  #enter(session: Session): void {
    this.#session = session;
    session.onAck((ms) => {
      if (this.#measuring) this.ackMs.record(ms);
    });
    const ownSeat = () => session.own()?.seat;
    session.on('hit', ({ by }) => {
      if (by === ownSeat()) this.fight.hits++;
    });
    session.on('kill', ({ killer }) => {
      if (killer === ownSeat()) this.fight.kills++;
    });
  }

  #fail(sentence: string): void {
    this.failure ??= sentence;
  }
}
