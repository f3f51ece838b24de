/** A game without sockets: seats whose input frames come from a test, its ticks by hand, and what it sends, kept. */
import { createMetrics } from '../../server/ops/metrics.ts';
import { TickWatch } from '../../server/ops/tick-metrics.ts';
import { Game } from '../../server/rooms/game.ts';
import type { IdleLimits } from '../../server/rooms/presence.ts';
import type { InputQueue } from '../../server/rooms/seat-input.ts';
import { modeOf } from '../../shared/sim/modes/modes.ts';
import type { InputFrame, World } from '../../shared/sim/types.ts';
import { PlayerInput, writeInputFrame } from '../../shared/wire/input.ts';
import type { ServerMessages } from '../../shared/wire/messages.ts';
import { Published } from './published.ts';

/** As a server has them by itself. */
export const IDLE_LIMITS: IdleLimits = { asideSeconds: 10, warnSeconds: 45, freeSeconds: 60 };

/** For games in which nobody asks who is idle. */
export const IDLE_UNTOLD = { idle: IDLE_LIMITS, onIdle: () => {}, onPlaying: () => {} };

export type GameTableOptions = { mode?: string; seed?: number; bots?: number; seatsMax?: number; idle?: IdleLimits };

/** One message as the game hands it out; `to` are sessionIds, undefined = every client. */
export type Sent = {
  [T in keyof ServerMessages]: { type: T; message: ServerMessages[T]; to: readonly string[] | undefined };
}[keyof ServerMessages];

export class GameTable {
  readonly game: Game;
  readonly state = new Published();
  readonly metrics = createMetrics();
  readonly sent: Sent[] = [];
  /** Seats that are to be freed, each once a tick. */
  readonly idle: string[] = [];
  /** How often somebody began to play or ceased to. */
  playing = 0;
  /** Round trip of every seat, in ms. */
  rttMs = 50;
  readonly #queues = new Map<string, PlayerInput[]>();
  readonly #watch = new TickWatch(this.metrics);

  constructor({ mode = 'fray', seed = 3, bots, seatsMax, idle = IDLE_LIMITS }: GameTableOptions = {}) {
    const rules = modeOf(mode);
    this.game = new Game({
      mode: rules,
      seed,
      state: this.state.state,
      seatsMax: seatsMax ?? rules.seatsMax,
      bots,
      queueOf: (sessionId) => this.#queueOf(sessionId),
      rttMsOf: () => this.rttMs,
      send: (type, message, to) => void this.sent.push({ type, message, to } as Sent),
      metrics: this.metrics,
      idle,
      onIdle: (sessionId) => void this.idle.push(sessionId),
      onPlaying: () => this.playing++,
    });
  }

  get world(): World {
    return this.game.world;
  }

  /** The frames of a seat that the game has not taken yet. */
  waiting(sessionId: string): PlayerInput[] {
    const waiting = this.#queues.get(sessionId) ?? [];
    this.#queues.set(sessionId, waiting);
    return waiting;
  }

  receive(sessionId: string, inputFrame: InputFrame): void {
    const input = new PlayerInput();
    writeInputFrame(input, inputFrame);
    this.waiting(sessionId).push(input);
  }

  tick(): void {
    this.#watch.start(0);
    this.game.tick(this.#watch);
  }

  #queueOf(sessionId: string): InputQueue {
    const waiting = this.waiting(sessionId);
    return {
      get size() {
        return waiting.length;
      },
      next: () => waiting.shift(),
    };
  }
}
