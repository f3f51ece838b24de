/**
 * One seat's side of the wire without any picture: paces and sends input frames, predicts the own pilot and its shots,
 * interpolates the others. Time is handed in; nothing here knows a screen, a timer or a clock.
 */
import type { Room } from '@colyseus/sdk';
import { arenaOf } from '../sim/arena.ts';
import { TICK_RATE_HZ } from '../sim/tunables.ts';
import type { Arena, Body, InputFrame } from '../sim/types.ts';
import { aimOfRadians, frameOf, type PlayerInput, writeFrame } from '../wire/input.ts';
import { type ServerMessages, type ServerMessageType, serverMessageTypes } from '../wire/messages.ts';
import type { ArenaState, OwnState, ShotState } from '../wire/state.ts';
import { AckLog } from './acks.ts';
import { ServerClock } from './clock.ts';
import { boardOf, matchOf, ownViewOf, remoteOf } from './look.ts';
import { OwnTime } from './own-time.ts';
import { Pacer } from './pacing.ts';
import { copyBody, Prediction } from './predict.ts';
import { Remotes } from './remotes.ts';
import { type Leg, Shots, targetOf } from './shots.ts';
import { SparkTrails } from './sparks.ts';
import { countTraffic, type Traffic } from './traffic.ts';
import type { BoardLine, MatchView, NetStats, OwnView, RemoteView, ShotView, SparkView } from './views.ts';

export type ArenaRoom = Room<{ state: ArenaState; input: PlayerInput }, ArenaState>;

export class Session {
  readonly #room: ArenaRoom;
  readonly #pacer = new Pacer();
  readonly #clock = new ServerClock();
  readonly #remotes = new Remotes();
  readonly #shots = new Shots();
  readonly #sparks = new SparkTrails();
  readonly #acks = new AckLog();
  readonly #ownTime = new OwnTime();
  readonly #traffic: Traffic;
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
    room.onStateChange((state) => this.#onPatch(state, nowMs()));
    for (const type of serverMessageTypes) room.onMessage(type, () => {}); // the SDK warns of messages that nobody hears
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
   * Moves everything on to `nowMs`: sends the input frames that are due (each asked for by `nextFrame`) and predicts them.
   * @returns how many frames were sent
   */
  advance(nowMs: number, nextFrame: () => InputFrame): number {
    const passedMs = this.#lastMs === undefined ? 0 : Math.max(0, nowMs - this.#lastMs);
    this.#lastMs = nowMs;
    this.#nowMs = nowMs;
    this.#clock.advance(nowMs);
    const due = this.#pacer.due(nowMs);
    const prediction = this.#prediction;
    if (prediction === undefined) return 0;
    let sent = 0;
    for (let i = 0; i < due; i++) if (this.#send(prediction, nextFrame())) sent++;
    prediction.fade(passedMs);
    this.#sparks.advance(passedMs);
    this.#flyShots(prediction, passedMs);
    return sent;
  }

  own(): OwnView | undefined {
    const truth = this.#truth();
    if (this.#prediction === undefined || truth === undefined) return undefined;
    const shown = this.#prediction.shown(this.#pacer.alpha);
    return ownViewOf(this.#room.sessionId, truth, this.#prediction.body, shown, this.#tick);
  }

  /** The own pilot exactly as predicted, without easing: for tests and tools. */
  predictedBody(): Body | undefined {
    return this.#prediction === undefined ? undefined : copyBody(this.#prediction.body);
  }

  remotes(): RemoteView[] {
    return this.#remotes.at(this.#clock.renderTick);
  }

  shots(): ShotView[] {
    return this.#shots.views();
  }

  sparks(): SparkView[] {
    return this.#sparks.views();
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
    const { players, pickups } = this.#room.state ?? {};
    return {
      rttMs: this.#acks.rttMs,
      jitterMs: this.#clock.jitterMs,
      serverTick: Math.max(0, this.#tick),
      unackedFrames: this.#room.input().pendingCount,
      queuedFrames: this.#truth()?.queued ?? 0,
      interpolationDelayMs: this.#clock.delayMs,
      corrections: prediction?.corrections ?? 0,
      lastCorrectionU: prediction?.lastU ?? 0,
      maxCorrectionU: prediction?.maxU ?? 0,
      patches: this.#patches,
      bytesIn: this.#traffic.bytesIn,
      bytesOut: this.#traffic.bytesOut,
      entities: (players?.size ?? 0) + this.#shots.count + (pickups?.size ?? 0),
    };
  }

  on<T extends ServerMessageType>(type: T, listener: (message: ServerMessages[T]) => void): () => void {
    return this.#room.onMessage<ServerMessages[T]>(type, listener);
  }

  /** Calls back with the time from sending an input frame to the patch that acknowledged it, per acknowledged frame. */
  onAck(listener: (rttMs: number) => void): void {
    this.#acks.listen(listener);
  }

  #truth(): OwnState | undefined {
    return this.#room.state?.own?.get(this.#room.sessionId);
  }

  #arena(): Arena {
    return arenaOf(this.#room.state.match.arena);
  }

  #send(prediction: Prediction, frame: InputFrame): boolean {
    const input = this.#room.input();
    writeFrame(input.data, frame);
    const seq = input.send();
    if (seq === 0) return false; // the connection is down: nothing was sent, so nothing is predicted
    this.#acks.sent(seq, this.#nowMs);
    const { fired } = prediction.body;
    prediction.predict(seq, frameOf(input.data), this.#arena());
    if (prediction.body.fired !== fired) this.#shots.fire(prediction.body, this.#truth()?.seat ?? 0, seq);
    return true;
  }

  #flyShots(prediction: Prediction, passedMs: number): void {
    const pending = this.#room.input().pendingCount;
    const passedTicks = (passedMs / 1000) * TICK_RATE_HZ;
    const time = this.#ownTime.advance(this.#tick + pending + this.#pacer.alpha, passedTicks);
    const targets = this.remotes().map(({ seat, x, y, alive, dashing }) => ({
      seat,
      x,
      y,
      alive,
      reflecting: dashing,
    }));
    targets.push(targetOf(this.#truth()?.seat ?? 0, prediction.body));
    this.#shots.advance(time, passedTicks, this.#arena(), targets);
  }

  #onPatch(state: ArenaState, nowMs: number): void {
    this.#patches++;
    const truth = this.#truth();
    if (state.tick === this.#tick || truth === undefined) return;
    this.#tick = state.tick;
    this.#clock.onPatch(state.tick, nowMs);
    this.#reconcile(truth, nowMs);
    for (const [sessionId, player] of state.players) {
      if (sessionId !== this.#room.sessionId) this.#remotes.record(state.tick, remoteOf(sessionId, player));
    }
    this.#remotes.keepOnly((sessionId) => state.players.has(sessionId));
    this.#shots.onPatch(legsOf(state.shots), truth.seat, this.#room.input().lastProcessed);
    this.#sparks.onPatch(state.pickups);
  }

  #reconcile(truth: OwnState, nowMs: number): void {
    const input = this.#room.input();
    const body: Body = { ...copyBody(truth), aim: aimOfRadians(truth.aim) };
    if (this.#prediction === undefined) this.#prediction = new Prediction(body);
    else if (input.epoch !== this.#epoch || this.#room.state.match.arena !== this.#arenaName) this.#restart(body);
    else this.#prediction.reconcile(input.lastProcessed, body, this.#arena());
    this.#epoch = input.epoch;
    this.#arenaName = this.#room.state.match.arena;
    this.#acks.acked(input.lastProcessed, nowMs);
  }

  /** Another connection or another arena: what was predicted before means nothing any more. */
  #restart(body: Body): void {
    this.#prediction?.restart(body);
    this.#shots.clear();
    this.#acks.restart();
  }
}

function* legsOf(shots: Iterable<[string, ShotState]>): Iterable<[string, Leg]> {
  for (const [id, shot] of shots) {
    const { kind, owner, nth, turn, tick, x, y, vx, vy, bounces, endTick } = shot;
    yield [id, { kind, owner, nth, turn, tick, x, y, vx, vy, bounces, endTick }];
  }
}
