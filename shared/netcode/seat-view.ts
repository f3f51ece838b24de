/**
 * What one seat sees and hears: all that pictures, signs, bots and tests get of a session. Every answer is a plain copy of
 * this instant, and nothing here can move the session on.
 */
import { type Body, copyBody } from '../sim/body.ts';
import type { ServerMessages, ServerMessageType } from '../wire/messages.ts';
import type { SeatParts } from './seat-parts.ts';
import { boardOf, bodyOf, ghostsOf, houseOf, matchOf, ownViewOf, padsOf } from './view-of-state.ts';
import type {
  BoardLine,
  BoltView,
  GhostView,
  HouseView,
  MatchView,
  NetStats,
  OwnView,
  PadView,
  RemoteView,
  SparkView,
} from './views.ts';

export class SeatView {
  readonly #parts: SeatParts;

  constructor(parts: SeatParts) {
    this.#parts = parts;
  }

  /** Whether the first state with the own pilot has come. */
  get ready(): boolean {
    return this.#parts.prediction !== undefined;
  }

  /** Whether the others are shown without a snapshot to go by just now. */
  get isStarved(): boolean {
    return this.#parts.renderClock.isStarved;
  }

  own(): OwnView | undefined {
    const { prediction, truth, tick, switches, pacer, room } = this.#parts;
    if (prediction === undefined || truth === undefined) return undefined;
    const body = switches.prediction ? { ...prediction.body, ...prediction.shown(pacer.alpha) } : bodyOf(truth);
    return ownViewOf(room.sessionId, truth, body, tick);
  }

  /** The own pilot exactly as predicted, without easing: for bots, tests and tools. */
  predictedBody(): Body | undefined {
    const { prediction } = this.#parts;
    return prediction === undefined ? undefined : copyBody(prediction.body);
  }

  remotes(): RemoteView[] {
    return this.#parts.remotes.at(this.#parts.viewTick);
  }

  bolts(): BoltView[] {
    return this.#parts.bolts.views();
  }

  sparks(): SparkView[] {
    return this.#parts.sparks.views();
  }

  pads(): PadView[] {
    return padsOf(this.#parts.room.state, this.#parts.tick);
  }

  /** Where the server has every pilot, as of the last patch. */
  ghosts(): GhostView[] {
    return ghostsOf(this.#parts.room.state);
  }

  match(): MatchView {
    return matchOf(this.#parts.room.state, this.#parts.tick);
  }

  house(): HouseView {
    return houseOf(this.#parts.room.state, this.#parts.tick);
  }

  /** Best first; ties by seat. */
  board(): BoardLine[] {
    return boardOf(this.#parts.room.state, this.#parts.room.sessionId);
  }

  /** @returns the name on the roster, or '' for a seat that is not there */
  nameOf(seat: number): string {
    for (const entry of this.#parts.room.state.roster.values()) if (entry.seat === seat) return entry.name;
    return '';
  }

  /** Listens to what the server tells beside the state. @returns stops listening */
  on<T extends ServerMessageType>(type: T, listener: (message: ServerMessages[T]) => void): () => void {
    return this.#parts.messages.on(type, listener);
  }

  stats(): NetStats {
    const { room, truth, prediction, probe, renderClock, inputClock, pacer, traffic, bolts, tick, patches } =
      this.#parts;
    const { players, pickups, tickCentiMs } = room.state ?? {};
    return {
      rttMs: probe.acks.rttMs,
      jitterMs: renderClock.jitterMs,
      serverTick: Math.max(0, tick),
      serverTickMs: (tickCentiMs ?? 0) / 100,
      leadTicks: inputClock.time - tick,
      unackedInputFrames: room.input().pendingCount,
      queuedInputFrames: truth?.queued ?? 0,
      starvedTicks: truth?.starved ?? 0,
      droppedInputFrames: truth?.dropped ?? 0,
      clampedStamps: truth?.clamped ?? 0,
      pace: pacer.pace,
      interpolationDelayMs: renderClock.delayMs,
      starvedShare: renderClock.starvedShare,
      corrections: prediction?.stats.corrections ?? 0,
      lastCorrectionU: prediction?.stats.lastU ?? 0,
      maxCorrectionU: prediction?.stats.maxU ?? 0,
      patches,
      patchBytes: traffic.lastIn,
      bytesIn: traffic.bytesIn,
      bytesOut: traffic.bytesOut,
      entities: (players?.size ?? 0) + bolts.count + (pickups?.size ?? 0),
    };
  }
}
