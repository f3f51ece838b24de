/**
 * One room's game: inputs → step → publish, and the seats around it. Joins, drops and leaves take effect between ticks;
 * knows nothing of sockets.
 */

import { think } from '../../shared/bots/brain.ts';
import { sightOf } from '../../shared/bots/sight.ts';
import { isAside } from '../../shared/sim/aside.ts';
import { forfeit } from '../../shared/sim/damage.ts';
import type { Mode } from '../../shared/sim/modes/mode.ts';
import { step, type TickInputs } from '../../shared/sim/step.ts';
import { ticksOf } from '../../shared/sim/tunables.ts';
import type { InputFrame, Pilot, SimEvent, World } from '../../shared/sim/types.ts';
import { type Arrival, addPilot, createWorld, removePilot } from '../../shared/sim/world.ts';
import type { ArenaState } from '../../shared/wire/state.ts';
import type { Metrics } from '../ops/metrics.ts';
import { countMatch } from '../ops/play-metrics.ts';
import type { TickWatch } from '../ops/tick-metrics.ts';
import { Departures } from './departures.ts';
import { type IdleLimits, isPlaying } from './presence.ts';
import { Publisher } from './publish.ts';
import { INPUT_FRAME_FATES, type InputFrameFates, type InputQueue, takeInputFrames } from './seat-input.ts';
import { type HumanSeat, type Seat, Seats } from './seats.ts';
import { type Send, Teller } from './teller.ts';

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
  send: Send;
  metrics: Metrics;
  idle: IdleLimits;
  /** That player has been idle for too long: its seat is to be freed. Said once a tick until it is. */
  onIdle: (sessionId: string) => void;
  /** Somebody plays now who did not, or the other way round. */
  onPlaying: () => void;
};

/** People with seats: those who are there and play, and the others; and bots. */
export type Counts = { players: number; playing: number; idle: number; bots: number };

/** A dropped player who is not back by then has left the fight, if it was in one. */
const FORFEIT_AFTER_DROP_TICKS = ticksOf(1);

/** A player as it comes to a room; guest and address as far as they are known. */
export type Newcomer = {
  name: string;
  guest?: string | undefined;
  address?: string | undefined;
  /** Keys that keep it out once it was removed. */
  bars?: readonly string[];
};

export class Game {
  readonly seed: number;
  readonly #options: GameOptions;
  readonly #world: World;
  readonly #seats = new Seats();
  /** By seat: the world's own, so that no pilot is searched for. */
  readonly #pilots = new Map<number, Pilot>();
  readonly #departures = new Departures();
  /** Numbers of guests who came to this room. */
  readonly #identities = new Map<string, number>();
  /** What clients are sent. */
  readonly publisher: Publisher;
  readonly #teller: Teller;
  readonly #fates: InputFrameFates = { used: 0, coasted: 0, dropped: 0, clamped: 0 };

  constructor(options: GameOptions) {
    this.#options = options;
    this.seed = options.seed;
    this.#world = createWorld(options.mode.name, options.seed);
    this.publisher = new Publisher(options.state);
    this.#teller = new Teller({ ...options, seats: this.#seats, pilots: this.#pilots, publisher: this.publisher });
    this.#balanceBots();
    this.#publish();
  }

  /** The world itself, between ticks: for evidence and for tests that keep their own time. */
  get world(): World {
    return this.#world;
  }

  /** Whether no person has a seat here, not even one that is held. */
  get isEmpty(): boolean {
    return this.#seats.humanCount === 0;
  }

  /** Whether no new player should come: the room has used its seat numbers up. */
  get isWornOut(): boolean {
    return this.#seats.isWornOut;
  }

  get counts(): Counts {
    const { humanCount: players, botCount: bots } = this.#seats;
    let playing = 0;
    for (const seat of this.#seats.people()) if (this.isPlaying(seat)) playing++;
    return { players, playing, idle: players - playing, bots };
  }

  /** In the order of seating. */
  get people(): Iterable<HumanSeat> {
    return this.#seats.people();
  }

  seatOf(sessionId: string): HumanSeat | undefined {
    return this.#seats.human(sessionId);
  }

  isPlaying(seat: HumanSeat): boolean {
    return isPlaying(seat, this.#pilots.get(seat.seat));
  }

  /** Whether a person plays here, and does not only have a seat. */
  get isPlayed(): boolean {
    return this.counts.playing > 0;
  }

  /** Seats a player; a bot gives way where it must. */
  seat(sessionId: string, { name, guest, address, bars }: Newcomer): HumanSeat {
    const keys = [guest && `guest ${guest}`, address && `address ${address}`].filter((key) => key !== undefined);
    const seat = this.#seats.addHuman(sessionId, name, keys, bars);
    const identity = guest === undefined ? 0 : this.#identityOf(guest);
    this.#enter(seat, { ...this.#departures.arrivalOf(keys, this.#world.tick), identity });
    this.#options.metrics.players.inc();
    this.#balanceBots();
    return seat;
  }

  /** The connection is gone, the seat is held: the pilot stands idle, without its shield, and the roster says so. */
  drop(sessionId: string): void {
    const seat = this.#seats.human(sessionId);
    if (seat === undefined) return;
    seat.connected = false;
    seat.droppedTick = this.#world.tick;
    seat.budget.silence();
    const pilot = this.#pilots.get(seat.seat);
    if (pilot !== undefined) pilot.shieldTicks = 0;
  }

  restore(sessionId: string): void {
    const seat = this.#seats.human(sessionId);
    if (seat === undefined) return;
    seat.connected = true;
    delete seat.droppedTick;
  }

  /** @returns false when that session has no seat */
  unseat(sessionId: string): boolean {
    const seat = this.#seats.human(sessionId);
    if (seat === undefined) return false;
    this.#forfeit(seat, seat.droppedTick ?? this.#world.tick);
    const pilot = this.#pilots.get(seat.seat);
    const respawnTick = pilot === undefined || pilot.alive || isAside(pilot) ? 0 : pilot.respawnTick;
    this.#departures.note(seat.keys, this.#world.tick, respawnTick);
    this.#leave(sessionId);
    this.#options.metrics.players.dec();
    this.#balanceBots();
    return true;
  }

  /** One tick: takes the inputs, steps the world, publishes it and tells what happened. */
  tick(watch: TickWatch): void {
    const inputs = new Map<number, InputFrame[]>();
    const { isPlayed: botsThink } = this;
    for (const seat of this.#seats.byKey.values())
      if (!seat.bot || botsThink) inputs.set(seat.seat, this.#inputFramesOf(seat));
    this.#countFates();
    const events = step(this.#world, inputs);
    for (const seat of this.#seats.people()) this.#forfeitIfAway(seat);
    this.#mindIdle(inputs);
    watch.lap('play');
    this.#publish();
    watch.lap('publish');
    this.#tell(events);
  }

  /** The room is over: its seats no longer count. */
  end(): void {
    const { players, bots } = this.counts;
    this.#options.metrics.players.dec(players);
    this.#options.metrics.bots.dec(bots);
  }

  /** Who asks for nothing steps aside, and makes room for a bot; a dropped player's seat has an end of its own. */
  #mindIdle(inputs: TickInputs): void {
    const { idle, onIdle, onPlaying } = this.#options;
    let changes = false;
    for (const { seat, key, presence, connected } of this.#seats.people()) {
      const pilot = this.#pilots.get(seat);
      if (pilot === undefined) continue;
      changes = presence.watch(this.#world, pilot, inputs.get(seat) ?? [], idle) || changes;
      if (connected && presence.isOver(idle)) onIdle(key);
    }
    if (!changes) return;
    this.#balanceBots();
    onPlaying();
  }

  #tell(events: readonly SimEvent[]): void {
    for (const event of events)
      if (event.kind === 'phase') countMatch(this.#options.metrics, this.#options.mode.name, event.phase);
    this.#teller.tell(events);
  }

  /** A blip of the connection costs nothing; a player who stays away has left the fight. */
  #forfeitIfAway(seat: HumanSeat): void {
    const { droppedTick } = seat;
    if (droppedTick !== undefined && this.#world.tick - droppedTick === FORFEIT_AFTER_DROP_TICKS)
      this.#forfeit(seat, droppedTick);
  }

  #forfeit(seat: HumanSeat, leftTick: number): void {
    const pilot = this.#pilots.get(seat.seat);
    if (pilot !== undefined) this.#tell(forfeit(this.#world, pilot, leftTick));
  }

  /** @returns the number that a guest has in this room */
  #identityOf(guest: string): number {
    const known = this.#identities.get(guest) ?? this.#identities.size + 1;
    this.#identities.set(guest, known);
    return known;
  }

  #inputFramesOf(seat: Seat): InputFrame[] {
    const pilot = this.#pilots.get(seat.seat);
    if (pilot === undefined) return [];
    if (seat.bot) return [think(seat.brain, sightOf(this.#world, pilot))];
    const { queueOf, rttMsOf } = this.#options;
    const input = { pilot, queue: queueOf(seat.key), tick: this.#world.tick + 1, rttMs: rttMsOf(seat.key) };
    return takeInputFrames(seat, input, this.#fates);
  }

  /** Once for all seats: a counter with a label costs more than what it counts. */
  #countFates(): void {
    const { inputFrames } = this.#options.metrics;
    for (const fate of INPUT_FRAME_FATES) {
      if (this.#fates[fate] > 0) inputFrames.inc({ fate }, this.#fates[fate]);
      this.#fates[fate] = 0;
    }
  }

  #publish(): void {
    this.publisher.publish(this.#world, this.#seats.byKey.values(), this.#pilots);
  }

  #balanceBots(): void {
    const { mode, bots, seatsMax } = this.#options;
    const humans = this.#seats.humanCount;
    const free = Math.max(0, seatsMax - humans);
    const fighting = humans - [...this.#pilots.values()].filter(isAside).length;
    const wanted = Math.min(free, bots ?? Math.max(0, mode.fillTo - fighting));
    while (this.#seats.botCount < wanted) {
      this.#enter(this.#seats.addBot(this.seed));
      this.#options.metrics.bots.inc();
    }
    while (this.#seats.botCount > wanted) {
      this.#leave((this.#seats.lastBot as Seat).key);
      this.#options.metrics.bots.dec();
    }
  }

  #enter(seat: Seat, arrival?: Arrival): void {
    const pilot = addPilot(this.#world, seat.seat, arrival);
    this.#pilots.set(seat.seat, pilot);
    this.publisher.openSeat(this.#world, seat, pilot);
  }

  #leave(key: string): void {
    const seat = this.#seats.remove(key);
    if (seat === undefined) return;
    removePilot(this.#world, seat.seat);
    this.#pilots.delete(seat.seat);
    this.publisher.closeSeat(this.#world, key);
  }
}
