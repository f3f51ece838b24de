/**
 * Colyseus's lifecycle of one room, and nothing else: who comes, drops, returns and leaves, and when a tick is due. The
 * tick itself is in game.ts. An exception in here or below closes this room alone.
 */
import type { AuthContext, Client } from '@colyseus/core';
import { Encoder, StateView } from '@colyseus/schema';
import { modeOf } from '../../shared/sim/modes/modes.ts';
import { TICK_RATE_HZ } from '../../shared/sim/tunables.ts';
import type { World } from '../../shared/sim/types.ts';
import { JoinOptions, type RoomOptions } from '../../shared/wire/api.ts';
import { PlayerInput, sanitizeInput } from '../../shared/wire/input.ts';
import type { ServerMessages, ServerMessageType } from '../../shared/wire/messages.ts';
import { CLOSE, LIMITS, type RoomMetadata } from '../../shared/wire/protocol.ts';
import { ArenaState } from '../../shared/wire/state.ts';
import { SeatRefusal } from '../edge/seat-refusals.ts';
import { endReplaced, isCut } from '../edge/socket-guard.ts';
import { firstFault, isOutdated } from '../matchmaking/options.ts';
import type { Entry, Reservations } from '../matchmaking/reservations.ts';
import type { InternalErrors } from '../ops/internal-errors.ts';
import type { Log } from '../ops/log.ts';
import type { Metrics } from '../ops/metrics.ts';
import type { StoryLines } from '../ops/story-lines.ts';
import { TickWatch } from '../ops/tick-metrics.ts';
import { Game } from './game.ts';
import { GuardedRoom, type GuardServices } from './guarded-room.ts';
import { HeldSeats } from './reconnection.ts';
import { Stories } from './stories.ts';
import type { Ticker } from './ticker.ts';

/** The whole state of a full Swarm fits: Colyseus would grow its buffers too, but with a line for every room. */
Encoder.BUFFER_SIZE = 128 * 1024;

const TICK_TIME_SMOOTHING = 0.1;

/** What every room of a server shares; handed in once, when the room class is defined. */
export type RoomServices = {
  log: Log;
  metrics: Metrics;
  errors: InternalErrors;
  /** Whom to let in, and who has come; without it, every client. */
  reservations?: Pick<Reservations, 'enter' | 'entered'>;
  roomEmptySeconds: number;
  /** @returns the round trip of a client as the transport measured it; 0 while that is unknown */
  rttMsOf: (client: Client | undefined) => number;
  /** Steps all rooms of the process. */
  ticker: Pick<Ticker, 'start'>;
  /** @returns the seed of a new room */
  nextSeed: () => number;
  /** Which lines about players are written; without it, all. */
  storyLines?: Pick<StoryLines, 'unsaid'>;
  /** Codes of rooms: each belongs to one room until that has ended. */
  codes: { take: () => string; release: (code: string) => void };
};

type RoomTypes = { state: ArenaState; input: PlayerInput; metadata: RoomMetadata };

/** Options as they arrive: from our own routes complete, from quick play only what JoinOptions leaves. */
type CreateOptions = Partial<RoomOptions> & { mode: string };

/** @returns the room class of one server */
export function arenaRoomWith(services: RoomServices) {
  return class ArenaRoom extends GuardedRoom<RoomTypes> {
    override state = new ArenaState();
    override inputs = this.defineInput(PlayerInput, {
      bufferMaxSize: LIMITS.inputBufferFrames,
      sanitize: sanitizeInput,
    });
    override seatReservationTimeout = LIMITS.reservationSeconds;
    override autoDispose = false;
    #game: Game | undefined;
    #log = services.log;
    #stories = new Stories(services.log, services.storyLines);
    readonly #watch = new TickWatch(services.metrics);
    readonly #heldSeats = new HeldSeats(this);
    #emptySinceMs = 0;
    #tickMs = 0;

    /** Runs before a room is chosen or created: leaves only what may come from outside in the options. */
    static override async onAuth(
      token: string,
      options: Record<string, unknown>,
      context: AuthContext,
    ): Promise<unknown> {
      const parsed = JoinOptions.safeParse(options);
      if (!parsed.success) throw new SeatRefusal(400, 'bad_request', firstFault(parsed.error));
      if (isOutdated(parsed.data))
        throw new SeatRefusal(426, 'outdated_client', 'protocol: this client is out of date, reload the page');
      for (const key of Object.keys(options)) delete options[key];
      Object.assign(options, parsed.data);
      return services.reservations?.enter(token, context) ?? true;
    }

    override onCreate(options: CreateOptions): void {
      const mode = modeOf(options.mode);
      const seed = services.nextSeed();
      this.#log = services.log.child({ room: this.roomId });
      this.#stories = new Stories(this.#log, services.storyLines);
      this.maxClients = Math.min(options.maxPlayers ?? mode.seatsMax, mode.seatsMax);
      this.#game = new Game({
        mode,
        seed,
        state: this.state,
        seatsMax: this.maxClients,
        bots: options.bots,
        queueOf: (sessionId) => this.remembered(sessionId, this.inputs.get(sessionId)),
        rttMsOf: (sessionId) => services.rttMsOf(this.clients.getById(sessionId)),
        send: (type, message, to) => this.#send(type, message, to),
        metrics: services.metrics,
      });
      this.metadata = {
        mode: mode.name,
        name: options.name ?? '',
        code: services.codes.take(),
        ...this.#game.counts,
        startedAt: Date.now(),
      };
      if (options.private === true) this.setPrivate(true).catch((error) => services.errors.note('room', error));
      this.tickWith(
        services.ticker,
        (lateMs) => this.#tick(lateMs),
        (ticks) => this.#leaveOut(ticks),
      );
      this.patchRate = null; // a patch goes out with every tick, not on a timer beside it
      this.refuseOtherMessages();
      this.#emptySinceMs = performance.now();
      this.clock.setInterval(() => this.#endIfEmpty(), 1000);
      services.metrics.rooms.inc();
      const { bots, private: isPrivate = false } = options;
      this.#log.info({
        event: 'room_created',
        mode: mode.name,
        seed,
        bots,
        seats: this.maxClients,
        private: isPrivate,
      });
    }

    override onJoin(client: Client, options: JoinOptions, entry?: Entry): void {
      services.reservations?.entered(entry);
      const name = options.name === '' ? 'Pilot' : options.name;
      const seat = this.#running.seat(client.sessionId, { name, guest: entry?.guest, address: entry?.address });
      this.#giveView(client);
      this.#publishCounts();
      if (this.#running.isWornOut) this.lock().catch((error) => services.errors.note('room', error));
      services.metrics.joins.inc({ event: 'joined' });
      const { seat: number, name: shown } = seat;
      const { address, guest } = entry ?? {};
      this.#stories.joined({ session: client.sessionId, seat: number, name: shown, address, guest });
    }

    override async onDrop(client: Client, code?: number): Promise<void> {
      this.#running.drop(client.sessionId);
      if (isCut(client)) return; // its seat is not held: Colyseus calls onLeave next
      const isReplaced = code === CLOSE.withError && endReplaced(client);
      services.metrics.joins.inc({ event: 'dropped' });
      this.#stories.dropped(client, isReplaced ? CLOSE.replaced : code);
      this.#stories.held(client.sessionId, await this.#heldSeats.hold(client, LIMITS.reconnectSeconds));
    }

    override onReconnect(client: Client): void {
      this.#running.restore(client.sessionId);
      this.#giveView(client);
      services.metrics.joins.inc({ event: 'returned' });
      this.#stories.returned(client);
    }

    override onLeave(client: Client, code?: number): void {
      this.#heldSeats.forget(client.sessionId);
      if (!this.#running.unseat(client.sessionId)) return;
      this.#emptySinceMs = performance.now();
      this.#publishCounts();
      services.metrics.joins.inc({ event: 'left' });
      this.#stories.left(client, code);
    }

    override onDispose(): void {
      this.#game?.end();
      services.codes.release(this.metadata?.code ?? '');
      services.metrics.rooms.dec();
      this.#log.info({ event: 'room_ended', ticks: this.state.tick });
    }

    protected override get guardServices(): GuardServices {
      return services;
    }

    protected override get replay() {
      return { mode: this.metadata?.mode, seed: this.#game?.seed };
    }

    /** The world, for tests that keep their own time. */
    get world(): World {
      return this.#running.world;
    }

    get #running(): Game {
      if (this.#game === undefined) throw new Error('the room has no game yet');
      return this.#game;
    }

    #tick(lateMs: number): void {
      if (this.#running.isEmpty) return; // no player is there to see it: time stands still
      this.#watch.start(lateMs);
      this.#running.tick(this.#watch);
      if (this.state.tick % TICK_RATE_HZ === 0)
        this.state.tickCentiMs = Math.min(0xffff, Math.round(this.#tickMs * 100));
      this.broadcastPatch();
      this.#watch.lap('send');
      this.#tickMs += (this.#watch.stop() - this.#tickMs) * TICK_TIME_SMOOTHING;
    }

    /** Ticks that a stall took from a room without players were not due. */
    #leaveOut(ticks: number): void {
      if (!this.#running.isEmpty) services.metrics.droppedTicks.inc(ticks);
    }

    /** The private part of the state goes to its owner only; a view belongs to one connection. */
    #giveView(client: Client): void {
      const own = this.state.own.get(client.sessionId);
      client.view = new StateView();
      if (own !== undefined) client.view.add(own);
    }

    #send<T extends ServerMessageType>(type: T, message: ServerMessages[T], to: readonly string[] | undefined): void {
      if (to === undefined) this.broadcast(type, message);
      else for (const sessionId of to) this.clients.getById(sessionId)?.send(type, message);
    }

    #publishCounts(): void {
      const { players, bots } = this.#running.counts;
      this.setMatchmaking({ metadata: { ...this.metadata, players, bots } }).catch((error) =>
        services.errors.note('room', error),
      );
    }

    #endIfEmpty(): void {
      if (!this.#running.isEmpty || this.clients.length > 0) return;
      if (performance.now() - this.#emptySinceMs < services.roomEmptySeconds * 1000) return;
      this.disconnect().catch((error) => services.errors.note('room', error));
    }
  };
}
