/**
 * One room's game: inputs → step → publish, and the seats around it. Joins, drops and leaves take effect between ticks;
 * knows nothing of sockets.
 */

import { think } from '../../shared/bots/brain.ts';
import { sightOf } from '../../shared/bots/sight.ts';
import type { Mode } from '../../shared/sim/modes/mode.ts';
import { step } from '../../shared/sim/step.ts';
import type { InputFrame, World } from '../../shared/sim/types.ts';
import { addPilot, createWorld, findPilot, removePilot } from '../../shared/sim/world.ts';
import type { ServerMessages, ServerMessageType } from '../../shared/wire/messages.ts';
import type { ArenaState } from '../../shared/wire/state.ts';
import type { Metrics } from '../ops/metrics.ts';
import { type InputQueue, takeFrames } from './intake.ts';
import { closeSeat, openSeat, publish } from './publish.ts';
import { type HumanSeat, type Seat, Seats } from './seats.ts';
import { type Tell, tellEvent } from './tell.ts';

export type GameOptions = {
  mode: Mode;
  seed: number;
  state: ArenaState;
  seatsMax: number;
  /** This many bots as long as seats are free; undefined = fill up to the mode's number and give way to people. */
  bots: number | undefined;
  queueOf: (sessionId: string) => InputQueue;
  /** Round trip of a seat as the server measured it. */
  rttMsOf: (sessionId: string) => number;
  /** @param to sessionIds; undefined = everybody */
  send: <T extends ServerMessageType>(type: T, message: ServerMessages[T], to?: readonly string[]) => void;
  metrics: Metrics;
};

export class Game {
  readonly seed: number;
  readonly #options: GameOptions;
  readonly #world: World;
  readonly #seats = new Seats();

  constructor(options: GameOptions) {
    this.#options = options;
    this.seed = options.seed;
    this.#world = createWorld(options.mode.name, options.seed);
    this.#balanceBots();
    publish(this.#world, this.#seats, options.state);
  }

  /** The world itself, between ticks: for evidence and for tests that keep their own time. */
  get world(): World {
    return this.#world;
  }

  /** Whether no person has a seat here, not even one that is held. */
  get isEmpty(): boolean {
    return this.#seats.humans.length === 0;
  }

  get counts(): { players: number; bots: number } {
    return { players: this.#seats.humans.length, bots: this.#seats.bots.length };
  }

  /** Seats a person; a bot gives way where it must. */
  seat(sessionId: string, name: string): HumanSeat {
    const seat = this.#seats.addHuman(sessionId, name);
    this.#enter(seat);
    this.#options.metrics.players.inc();
    this.#balanceBots();
    return seat;
  }

  /** The connection is gone, the seat is held: the pilot stands idle, without its shield, and the roster says so. */
  drop(sessionId: string): void {
    const seat = this.#seats.human(sessionId);
    if (seat === undefined) return;
    seat.connected = false;
    seat.bank.silence();
    const pilot = findPilot(this.#world, seat.seat);
    if (pilot !== undefined) pilot.shieldTicks = 0;
  }

  restore(sessionId: string): void {
    const seat = this.#seats.human(sessionId);
    if (seat !== undefined) seat.connected = true;
  }

  /** @returns false when that session has no seat */
  unseat(sessionId: string): boolean {
    if (this.#seats.human(sessionId) === undefined) return false;
    this.#leave(sessionId);
    this.#options.metrics.players.dec();
    this.#balanceBots();
    return true;
  }

  /** One tick: takes the inputs, steps the world, publishes it and tells what happened. */
  tick(): void {
    const inputs = new Map<number, InputFrame[]>();
    for (const seat of this.#seats.byKey.values()) inputs.set(seat.seat, this.#framesOf(seat));
    const events = step(this.#world, inputs);
    publish(this.#world, this.#seats, this.#options.state);
    for (const event of events) tellEvent(event, (seat) => this.#rttMsOf(seat), this.#tell);
  }

  /** The room is over: its seats no longer count. */
  end(): void {
    const { players, bots } = this.counts;
    this.#options.metrics.players.dec(players);
    this.#options.metrics.bots.dec(bots);
  }

  #framesOf(seat: Seat): InputFrame[] {
    const pilot = findPilot(this.#world, seat.seat);
    if (pilot === undefined) return [];
    if (seat.bot) return [think(seat.brain, sightOf(this.#world, pilot))];
    const { queueOf, rttMsOf, metrics } = this.#options;
    return takeFrames(seat, pilot, queueOf(seat.key), this.#world.tick + 1, rttMsOf(seat.key), metrics.frames);
  }

  #balanceBots(): void {
    const { mode, bots, seatsMax } = this.#options;
    const humans = this.#seats.humans.length;
    const free = Math.max(0, seatsMax - humans);
    const wanted = Math.min(free, bots ?? Math.max(0, mode.fillTo - humans));
    while (this.#seats.bots.length < wanted) {
      this.#enter(this.#seats.addBot(this.seed));
      this.#options.metrics.bots.inc();
    }
    while (this.#seats.bots.length > wanted) {
      this.#leave((this.#seats.bots.at(-1) as Seat).key);
      this.#options.metrics.bots.dec();
    }
  }

  #enter(seat: Seat): void {
    openSeat(seat, addPilot(this.#world, seat.seat), this.#options.state);
  }

  #leave(key: string): void {
    const seat = this.#seats.remove(key);
    if (seat === undefined) return;
    removePilot(this.#world, seat.seat);
    closeSeat(key, this.#options.state);
  }

  #rttMsOf(number: number): number {
    const seat = this.#seats.humans.find(({ seat }) => seat === number);
    return seat === undefined ? 0 : this.#options.rttMsOf(seat.key);
  }

  #tell: Tell = (type, message, to) => {
    if (to === undefined) this.#options.send(type, message);
    else {
      const keys = this.#seats.humans.filter(({ seat }) => to.includes(seat)).map(({ key }) => key);
      if (keys.length > 0) this.#options.send(type, message, keys);
    }
  };
}
