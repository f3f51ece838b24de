/**
 * One seat's side of the wire without any picture: paces and sends input frames, predicts the own pilot and its shots,
 * interpolates the others. Time is handed in; nothing here knows a screen, a timer or a clock.
 */

import type { Room } from '@colyseus/sdk';
import { arenaOf } from '../sim/arena.ts';
import { type Body, copyBody } from '../sim/body.ts';
import { railRay } from '../sim/rail.ts';
import { RAIL, TICK_MS, TICK_RATE_HZ } from '../sim/tunables.ts';
import type { Arena, InputFrame, Place } from '../sim/types.ts';
import { aimOfRadians, inputFrameOf, type PlayerInput, writeInputFrame } from '../wire/input.ts';
import type { ServerMessages, ServerMessageType } from '../wire/messages.ts';
import type { ArenaState, OwnState } from '../wire/state.ts';
import { ALL_ON, type LabSwitches } from './badlink/lab.ts';
import { Bolts, legsOf, targetOf } from './bolts.ts';
import { InputClock } from './input-clock.ts';
import { boardOf, ghostsOf, matchOf, ownViewOf, padsOf, remoteOf } from './look.ts';
import { Probe } from './measure/probe.ts';
import { countTraffic, type Traffic } from './measure/traffic.ts';
import { MessageListeners } from './messages.ts';
import { Pacer } from './pacing.ts';
import { Prediction } from './predict.ts';
import { Remotes } from './remotes.ts';
import { RenderClock } from './render-clock.ts';
import { SparkTrails } from './sparks.ts';
import type {
  BoardLine,
  BoltView,
  GhostView,
  MatchView,
  NetStats,
  OwnView,
  PadView,
  RemoteView,
  SparkView,
} from './views.ts';

export type ArenaRoom = Room<{ state: ArenaState; input: PlayerInput }, ArenaState>;

/**
 * An input frame as it is asked for. With a `target` the gun points at that place from where this very frame takes the
 * pilot: an angle alone would be off by the step that comes before the shot.
 */
export type Wish = InputFrame & { target?: Place };

/** Of the longest rewind, a tick and a bit are left: which tick a frame will be used in is an estimate. */
const REWIND_TICKS_USED = RAIL.rewindTicksMax - 1.25;

export class Session {
  /** What is done against latency; the latency lab switches it off to show the difference. */
  switches: LabSwitches = { ...ALL_ON };
  /** For those who measure. */
  readonly probe: Probe;
  readonly #room: ArenaRoom;
  readonly #pacer = new Pacer();
  readonly #clock = new RenderClock();
  readonly #remotes = new Remotes();
  readonly #bolts = new Bolts();
  readonly #sparks = new SparkTrails();
  readonly #inputClock = new InputClock();
  readonly #traffic: Traffic;
  readonly #messages: MessageListeners;
  #prediction: Prediction | undefined;
  #tick = -1;
  #patches = 0;
  #epoch = 0;
  #nowMs = 0;
  #lastMs: number | undefined;
  #arenaName = '';

  /** @param nowMs the clock that `advance` is driven by */
  constructor(room: ArenaRoom, nowMs: () => number) {
    this.#room = room;
    this.#traffic = countTraffic(room);
    this.#messages = new MessageListeners(room, () => this.#truth()?.seat ?? 0);
    this.probe = new Probe(room, nowMs);
    room.onStateChange((state) => this.#onPatch(state, nowMs()));
  }

  get sessionId(): string {
    return this.#room.sessionId;
  }

  get roomId(): string {
    return this.#room.roomId;
  }

  /** Whether the first state with the own pilot has come. */
  get ready(): boolean {
    return this.#prediction !== undefined;
  }

  /**
   * Moves everything on to `nowMs`: sends the input frames that are due (each asked for by `nextInputFrame`) and predicts them.
   * @param dueMs when this call should have taken place: being late counts as latency (see Probe)
   * @returns how many frames were sent
   */
  advance(nowMs: number, nextInputFrame: () => Wish, dueMs = nowMs): number {
    const passedMs = this.#lastMs === undefined ? 0 : Math.max(0, nowMs - this.#lastMs);
    this.#lastMs = nowMs;
    this.#nowMs = nowMs;
    this.#clock.advance(nowMs);
    const due = this.#pacer.due(nowMs);
    const prediction = this.#prediction;
    if (prediction === undefined) return 0;
    let sent = 0;
    for (let i = 0; i < due; i++) {
      if (this.#send(prediction, nextInputFrame(), Math.min(nowMs, dueMs + i * TICK_MS))) sent++;
    }
    prediction.fade(passedMs);
    this.#sparks.advance(passedMs);
    this.#flyBolts(prediction, passedMs);
    return sent;
  }

  /** Whether the others are shown without a snapshot to go by just now. */
  get isStarved(): boolean {
    return this.#clock.isStarved;
  }

  own(): OwnView | undefined {
    const truth = this.#truth();
    if (this.#prediction === undefined || truth === undefined) return undefined;
    if (!this.switches.prediction) return ownViewOf(this.#room.sessionId, truth, bodyOf(truth), truth, this.#tick);
    const shown = this.#prediction.shown(this.#pacer.alpha);
    return ownViewOf(this.#room.sessionId, truth, this.#prediction.body, shown, this.#tick);
  }

  /** The own pilot exactly as predicted, without easing: for tests and tools. */
  predictedBody(): Body | undefined {
    return this.#prediction === undefined ? undefined : copyBody(this.#prediction.body);
  }

  remotes(): RemoteView[] {
    return this.#remotes.at(this.#viewTick);
  }

  bolts(): BoltView[] {
    return this.#bolts.views();
  }

  sparks(): SparkView[] {
    return this.#sparks.views();
  }

  pads(): PadView[] {
    return padsOf(this.#room.state, this.#tick);
  }

  /** Where the server has everybody, as of the last patch. */
  ghosts(): GhostView[] {
    return ghostsOf(this.#room.state);
  }

  match(): MatchView {
    return matchOf(this.#room.state, this.#tick);
  }

  board(): BoardLine[] {
    return boardOf(this.#room.state, this.#room.sessionId);
  }

  /** @returns the name on the roster, or '' for a seat that nobody has */
  nameOf(seat: number): string {
    for (const entry of this.#room.state.roster.values()) if (entry.seat === seat) return entry.name;
    return '';
  }

  stats(): NetStats {
    const prediction = this.#prediction?.stats;
    const truth = this.#truth();
    const { players, pickups, tickCentiMs } = this.#room.state ?? {};
    return {
      rttMs: this.probe.acks.rttMs,
      jitterMs: this.#clock.jitterMs,
      serverTick: Math.max(0, this.#tick),
      serverTickMs: (tickCentiMs ?? 0) / 100,
      leadTicks: this.#inputClock.time - this.#tick,
      unackedFrames: this.#room.input().pendingCount,
      queuedFrames: truth?.queued ?? 0,
      starvedTicks: truth?.starved ?? 0,
      droppedFrames: truth?.dropped ?? 0,
      clampedStamps: truth?.clamped ?? 0,
      pace: this.#pacer.pace,
      interpolationDelayMs: this.#clock.delayMs,
      starvedShare: this.#clock.starvedShare,
      corrections: prediction?.corrections ?? 0,
      lastCorrectionU: prediction?.lastU ?? 0,
      maxCorrectionU: prediction?.maxU ?? 0,
      patches: this.#patches,
      patchBytes: this.#traffic.lastIn,
      bytesIn: this.#traffic.bytesIn,
      bytesOut: this.#traffic.bytesOut,
      entities: (players?.size ?? 0) + this.#bolts.count + (pickups?.size ?? 0),
    };
  }

  on<T extends ServerMessageType>(type: T, listener: (message: ServerMessages[T]) => void): () => void {
    return this.#messages.on(type, listener);
  }

  /** Calls back with the time from sending an input frame to the patch that acknowledged it, per acknowledged frame. */
  onAck(listener: (rttMs: number) => void): void {
    this.probe.listen({ ack: listener });
  }

  /**
   * Tick at which the others are shown: one interpolation delay in the past, but never so far that lag compensation could
   * not go back there any more; on a long way they are shown a little ahead of their newest snapshot instead.
   */
  get #viewTick(): number {
    if (!this.switches.interpolation) return Number.POSITIVE_INFINITY;
    return Math.max(this.#clock.renderTick, this.#inputClock.time - REWIND_TICKS_USED);
  }

  /** What a frame says it has seen. */
  get #seenTick(): number {
    return Number.isFinite(this.#viewTick) ? this.#viewTick : this.#tick;
  }

  #truth(): OwnState | undefined {
    return this.#room.state?.own?.get(this.#room.sessionId);
  }

  #arena(): Arena {
    return arenaOf(this.#room.state.match.arena);
  }

  #send(prediction: Prediction, wish: Wish, dueMs: number): boolean {
    const input = this.#room.input();
    const inputFrame =
      wish.target === undefined ? wish : { ...wish, aim: prediction.aimAt(wish, wish.target, this.#arena()) };
    const seenTick = this.switches.lagCompensation ? this.#seenTick : this.#inputClock.time;
    writeInputFrame(input.data, { ...inputFrame, seenTick });
    const seq = input.send();
    if (seq === 0) return false; // the connection is down: nothing was sent, so nothing is predicted
    this.probe.acks.follow(input.epoch, this.#nowMs);
    this.probe.acks.sent(seq, this.#nowMs, dueMs);
    const { fired, railFired } = prediction.body;
    prediction.predict(seq, inputFrameOf(input.data), this.#arena());
    const { body } = prediction;
    const seat = this.#truth()?.seat ?? 0;
    if (body.fired !== fired && this.switches.prediction) this.#bolts.fire(body, seat, seq);
    if (body.railFired !== railFired) this.#messages.tell('rail', { seat, ...railRay(body, this.#arena()) });
    return true;
  }

  #flyBolts(prediction: Prediction, passedMs: number): void {
    const pending = this.#room.input().pendingCount;
    const passedTicks = (passedMs / 1000) * TICK_RATE_HZ;
    const time = this.#inputClock.advance(this.#tick + pending + this.#pacer.alpha, passedTicks);
    const targets = this.remotes().map(targetOfRemote);
    targets.push(targetOf(this.#truth()?.seat ?? 0, prediction.body));
    this.#bolts.advance(time, passedTicks, this.#arena(), targets);
  }

  #onPatch(state: ArenaState, nowMs: number): void {
    this.#patches++;
    const truth = this.#truth();
    if (state.tick === this.#tick || truth === undefined) return;
    this.#tick = state.tick;
    this.#clock.onPatch(state.tick, nowMs);
    this.#reconcile(truth, nowMs);
    this.probe.sawSnapshot(state.tick, nowMs);
    this.#pacer.listen(truth.queued, truth.starved);
    for (const [sessionId, player] of state.players) {
      if (sessionId !== this.#room.sessionId) this.#remotes.record(state.tick, remoteOf(sessionId, player));
    }
    this.#remotes.keepOnly((sessionId) => state.players.has(sessionId));
    this.#bolts.onPatch(legsOf(state.shots), truth.seat, this.#room.input().lastProcessed);
    this.#sparks.onPatch(state.pickups);
  }

  #reconcile(truth: OwnState, nowMs: number): void {
    const input = this.#room.input();
    const body = bodyOf(truth);
    if (this.#prediction === undefined) this.#prediction = new Prediction(body);
    else if (input.epoch !== this.#epoch || this.#room.state.match.arena !== this.#arenaName) this.#restart(body);
    else this.#correct(this.#prediction, input.lastProcessed, body);
    this.#epoch = input.epoch;
    this.#arenaName = this.#room.state.match.arena;
    this.probe.acks.follow(input.epoch, nowMs);
    this.probe.acks.acked(input.lastProcessed, nowMs);
  }

  #correct(prediction: Prediction, ack: number, truth: Body): void {
    const { corrections } = prediction.stats;
    prediction.reconcile(ack, truth, this.#arena());
    if (prediction.stats.corrections > corrections) this.probe.corrected(prediction.stats.lastU);
  }

  /** Another connection or another arena: what was predicted before means nothing any more. */
  #restart(body: Body): void {
    this.#prediction?.restart(body);
    this.#bolts.clear();
    this.#pacer.restart();
  }
}

const targetOfRemote = ({ seat, x, y, alive, dashing }: RemoteView) => ({ seat, x, y, alive, reflecting: dashing });
const bodyOf = (truth: OwnState): Body => ({ ...copyBody(truth), aim: aimOfRadians(truth.aim) });
