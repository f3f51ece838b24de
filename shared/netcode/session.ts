/**
 * One seat's side of the wire without any picture: paces and sends input frames, predicts the own pilot and its bolts, and
 * reconciles both with what the server says. Who only looks gets `view`. Time is handed in; nothing here knows a screen, a
 * timer or a clock.
 */
import type { Body } from '../sim/body.ts';
import { railRay } from '../sim/rail.ts';
import { TICK_MS, TICK_RATE_HZ, VIEW } from '../sim/tunables.ts';
import type { InputFrame, Place } from '../sim/types.ts';
import { inputFrameOf, writeInputFrame } from '../wire/input.ts';
import type { ClientMessages, ClientMessageType } from '../wire/messages.ts';
import type { ArenaState, OwnState } from '../wire/state.ts';
import type { LabSwitches } from './badlink/lab.ts';
import { legsOf, targetOf } from './bolts.ts';
import type { Probe } from './measure/probe.ts';
import { Prediction } from './predict.ts';
import { type ArenaRoom, SeatParts } from './seat-parts.ts';
import { SeatView } from './seat-view.ts';
import { Silence } from './silence.ts';
import { bodyOf, remoteOf } from './view-of-state.ts';
import type { RemoteView } from './views.ts';

/**
 * An input frame as it is asked for. With a `target` the gun points at that place from where this very frame takes the
 * pilot: an angle alone would be off by the step that comes before the shot.
 */
export type Wish = InputFrame & { target?: Place };

/** A window that is being drawn to another size has a new shape in every picture. */
const ASPECT_EVERY_MS = 250;

export class Session {
  readonly view: SeatView;
  readonly #parts: SeatParts;
  readonly #silence = new Silence();
  readonly #onSilence: () => void;
  #epoch = 0;
  #nowMs = 0;
  #lastMs: number | undefined;
  #arenaName = '';
  /** Of the screen; and as the server knows it, which takes that of VIEW. */
  #aspect = VIEW.widthU / VIEW.heightU;
  #toldAspect = this.#aspect;
  #aspectDueMs = 0;

  /**
   * @param nowMs the clock that `advance` is driven by
   * @param onSilence the link is dead although it was not closed
   */
  constructor(room: ArenaRoom, nowMs: () => number, onSilence: () => void = () => {}) {
    this.#onSilence = onSilence;
    this.#parts = new SeatParts(room, nowMs);
    this.view = new SeatView(this.#parts);
    room.onStateChange((state) => this.#onPatch(state, nowMs()));
  }

  get sessionId(): string {
    return this.#parts.room.sessionId;
  }

  get roomId(): string {
    return this.#parts.room.roomId;
  }

  /** For those who measure. */
  get probe(): Probe {
    return this.#parts.probe;
  }

  /** What is done against latency; the latency lab switches it off to show the difference. */
  get switches(): LabSwitches {
    return this.#parts.switches;
  }

  set switches(switches: LabSwitches) {
    this.#parts.switches = switches;
  }

  /** Tells the server what shape the screen has: as soon as there is a connection, and again only if it changes. */
  setAspect(aspect: number): void {
    this.#aspect = aspect;
  }

  /** Asks for a player to be taken out of the room. */
  remove(seat: number): void {
    this.#tell('remove', { seat });
  }

  /** Asks for the room to be closed to newcomers, or opened to them again. */
  lock(locked: boolean): void {
    this.#tell('lock', { locked });
  }

  /**
   * Moves everything on to `nowMs`: sends the input frames that are due (each asked for by `nextInputFrame`) and predicts them.
   * @param dueMs when this call should have taken place: being late counts as latency (see Probe)
   * @returns how many frames were sent
   */
  advance(nowMs: number, nextInputFrame: () => Wish, dueMs = nowMs): number {
    const { renderClock, pacer, prediction, sparks } = this.#parts;
    const passedMs = this.#lastMs === undefined ? 0 : Math.max(0, nowMs - this.#lastMs);
    this.#lastMs = nowMs;
    this.#nowMs = nowMs;
    if (this.#silence.passed(passedMs)) this.#onSilence();
    renderClock.advance(nowMs);
    this.#tellAspect(nowMs);
    const due = pacer.due(nowMs);
    if (prediction === undefined) return 0;
    let sent = 0;
    for (let i = 0; i < due; i++) {
      if (this.#send(prediction, nextInputFrame(), Math.min(nowMs, dueMs + i * TICK_MS))) sent++;
    }
    prediction.fade(passedMs);
    sparks.advance(passedMs);
    this.#flyBolts(prediction, passedMs);
    return sent;
  }

  #tellAspect(nowMs: number): void {
    const { connection } = this.#parts.room;
    if (this.#aspect === this.#toldAspect || nowMs < this.#aspectDueMs || !this.view.ready || !connection.isOpen)
      return;
    this.#toldAspect = this.#aspect;
    this.#aspectDueMs = nowMs + ASPECT_EVERY_MS;
    this.#tell('screen', { aspect: this.#aspect });
  }

  #tell<T extends ClientMessageType>(type: T, message: ClientMessages[T]): void {
    const { room } = this.#parts;
    if (room.connection.isOpen) room.send(type as string, message);
  }

  #send(prediction: Prediction, wish: Wish, dueMs: number): boolean {
    const { room, arena, probe, seenTick, ownSeat, switches, bolts, messages } = this.#parts;
    const input = room.input();
    const inputFrame = wish.target === undefined ? wish : { ...wish, aim: prediction.aimAt(wish, wish.target, arena) };
    writeInputFrame(input.data, { ...inputFrame, seenTick });
    const seq = input.send();
    if (seq === 0) return false; // the connection is down: nothing was sent, so nothing is predicted
    probe.acks.follow(input.epoch, this.#nowMs);
    probe.acks.sent(seq, this.#nowMs, dueMs);
    const { body } = prediction;
    const { fired, railFired } = body;
    prediction.predict(seq, inputFrameOf(input.data), arena);
    if (body.fired !== fired && switches.prediction) bolts.fire(body, ownSeat, seq);
    if (body.railFired !== railFired) messages.tell('rail', { seat: ownSeat, ...railRay(body, arena) });
    return true;
  }

  #flyBolts(prediction: Prediction, passedMs: number): void {
    const { room, inputClock, tick, pacer, ownSeat, bolts, arena } = this.#parts;
    const passedTicks = (passedMs / 1000) * TICK_RATE_HZ;
    const time = inputClock.advance(tick + room.input().pendingCount + pacer.alpha, passedTicks);
    const targets = this.view.remotes().map(targetOfRemote);
    targets.push(targetOf(ownSeat, prediction.body));
    bolts.advance({ time, passedTicks, arena, targets });
  }

  #onPatch(state: ArenaState, nowMs: number): void {
    const parts = this.#parts;
    const { truth, room, remotes } = parts;
    parts.patches++;
    this.#silence.heard();
    if (state.tick === parts.tick || truth === undefined) return;
    parts.tick = state.tick;
    parts.renderClock.onPatch(state.tick, nowMs);
    this.#reconcile(truth, nowMs);
    parts.probe.sawSnapshot(state.tick, nowMs);
    parts.pacer.listen(truth.queued, truth.starved);
    for (const [sessionId, player] of state.players) {
      if (sessionId !== room.sessionId) remotes.record(state.tick, remoteOf(sessionId, player));
    }
    remotes.keepOnly((sessionId) => state.players.has(sessionId));
    parts.bolts.onPatch(legsOf(state.shots), truth.seat, room.input().lastProcessed);
    parts.sparks.onPatch(state.pickups);
  }

  #reconcile(truth: OwnState, nowMs: number): void {
    const parts = this.#parts;
    const input = parts.room.input();
    const arenaName = parts.room.state.match.arena;
    const body = bodyOf(truth);
    if (parts.prediction === undefined) parts.prediction = new Prediction(body);
    else if (input.epoch !== this.#epoch || arenaName !== this.#arenaName) this.#restart(parts.prediction, body);
    else this.#correct(parts.prediction, input.lastProcessed, body);
    this.#epoch = input.epoch;
    this.#arenaName = arenaName;
    parts.probe.acks.follow(input.epoch, nowMs);
    parts.probe.acks.acked(input.lastProcessed, nowMs);
  }

  #correct(prediction: Prediction, ack: number, truth: Body): void {
    const { corrections } = prediction.stats;
    prediction.reconcile(ack, truth, this.#parts.arena);
    if (prediction.stats.corrections > corrections) this.#parts.probe.corrected(prediction.stats.lastU);
  }

  /** Another connection or another arena: what was predicted before means nothing any more. */
  #restart(prediction: Prediction, body: Body): void {
    prediction.restart(body);
    this.#parts.bolts.clear();
    this.#parts.pacer.restart();
  }
}

const targetOfRemote = ({ seat, x, y, alive, dashing }: RemoteView) => ({ seat, x, y, alive, reflecting: dashing });
