/**
 * Colyseus's lifecycle of one room, and nothing else: who comes, drops, returns and leaves, and when a tick is due. The
 * tick itself is in game.ts. An exception in here or below closes this room alone.
 */
import type { AuthContext, Client } from '@colyseus/core';
import { Encoder } from '@colyseus/schema';
import { modeOf } from '../../shared/sim/modes/modes.ts';
import { TICK_MS, TICK_RATE_HZ } from '../../shared/sim/tunables.ts';
import type { World } from '../../shared/sim/types.ts';
import { JoinOptions, type RoomOptions } from '../../shared/wire/api.ts';
import { PlayerInput, sanitizeInput } from '../../shared/wire/input.ts';
import type { ServerMessages, ServerMessageType } from '../../shared/wire/messages.ts';
import { CLOSE, LIMITS, type RoomMetadata } from '../../shared/wire/protocol.ts';
import { ArenaState } from '../../shared/wire/state.ts';
import { SeatRefusal } from '../edge/seat-refusals.ts';
import { endReplaced } from '../edge/socket-guard.ts';
import type { Bar } from '../matchmaking/barred.ts';
import { firstFault, isOutdated } from '../matchmaking/options.ts';
import { type Entry, playerKeysOf } from '../matchmaking/reservations.ts';
import type { RoomReading } from '../matchmaking/room-ledger.ts';
import { TickWatch } from '../ops/tick-metrics.ts';
import { PictureSerializer } from '../picture/picture-serializer.ts';
import { REQUESTS, SCREEN } from './client-messages.ts';
import { Game } from './game.ts';
import { GuardedRoom, type GuardServices } from './guarded-room.ts';
import { House } from './house.ts';
import { decodePlainly } from './plain-input.ts';
import { HeldSeats } from './reconnection.ts';
import type { RoomServices } from './room-services.ts';
import { Stories } from './stories.ts';

/** The whole state of a full Swarm fits: Colyseus would grow its buffers too, but with a line for every room. */
Encoder.BUFFER_SIZE = 128 * 1024;

/** Of a player without a name, or with one that is abuse. */
const NEUTRAL_NAME = 'Pilot';

const TICK_TIME_SMOOTHING = 0.1;
/** So many ticks in a row with play tell what they cost. */
const MEASURED_TICKS = 90;

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
    #house: House | undefined;
    #log = services.log;
    #stories = new Stories(services.log, services.storyLines);
    readonly #watch = new TickWatch(services.metrics);
    readonly #heldSeats = new HeldSeats(this);
    #emptySinceMs = 0;
    #tickMs = 0;
    /** Ticks since play began, up to now. */
    #playedTicks = 0;
    #closeAccount = (): void => {};

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
        idle: services.idle,
        onIdle: (sessionId) => this.#free(sessionId, CLOSE.idle),
        onPlaying: () => this.#publishCounts(),
      });
      const { publisher } = this.#game;
      this.setSerializer(new PictureSerializer(this, publisher));
      this.metadata = {
        mode: mode.name,
        name: this.#decent(options.name ?? '', ''),
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
      this.#house = this.#openHouse(options.private === true);
      this.listen('screen', SCREEN, ({ sessionId }, { aspect }) => publisher.setAspect(sessionId, aspect));
      this.refuseOtherMessages();
      this.#emptySinceMs = performance.now();
      this.clock.setInterval(() => this.#endIfEmpty(), 1000);
      this.#closeAccount = services.openings?.opened(this.roomId, () => this.reading) ?? this.#closeAccount;
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
      decodePlainly(client);
      services.reservations?.entered(entry);
      const name = options.name === '' ? NEUTRAL_NAME : this.#decent(options.name, NEUTRAL_NAME);
      const seat = this.#running.seat(client.sessionId, {
        name,
        guest: entry?.guest,
        address: entry?.address,
        bars: playerKeysOf(entry ?? {}),
      });
      this.#house?.follow();
      this.#publishCounts();
      if (this.#running.isWornOut) this.lock().catch((error) => services.errors.note('room', error));
      services.metrics.joins.inc({ event: 'joined' });
      const { seat: number, name: shown } = seat;
      const { address, guest } = entry ?? {};
      this.#stories.joined({ session: client.sessionId, seat: number, name: shown, address, guest });
    }

    override async onDrop(client: Client, code?: number): Promise<void> {
      this.#running.drop(client.sessionId);
      this.#publishCounts();
      if (!this.mayReturn(client)) return; // Colyseus calls onLeave next
      const isReplaced = code === CLOSE.withError && endReplaced(client);
      services.metrics.joins.inc({ event: 'dropped' });
      this.#stories.dropped(client, isReplaced ? CLOSE.replaced : code);
      this.#stories.held(client.sessionId, await this.#heldSeats.hold(client, LIMITS.reconnectSeconds));
    }

    override onReconnect(client: Client): void {
      decodePlainly(client);
      this.#running.restore(client.sessionId);
      this.#publishCounts();
      services.metrics.joins.inc({ event: 'returned' });
      this.#stories.returned(client);
    }

    override onLeave(client: Client, code?: number): void {
      this.#heldSeats.forget(client.sessionId);
      if (!this.#running.unseat(client.sessionId)) return;
      this.#house?.follow();
      this.#emptySinceMs = performance.now();
      this.#publishCounts();
      services.metrics.joins.inc({ event: 'left' });
      this.#stories.left(client, code);
    }

    override onDispose(): void {
      this.#closeAccount();
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

    /** What the room costs, and whom. */
    get reading(): RoomReading {
      return {
        mode: this.metadata?.mode ?? '',
        bots: this.#running.counts.bots,
        seats: this.payers,
        isPlayed: this.#running.isPlayed,
        coreShare: this.#playedTicks >= MEASURED_TICKS ? this.#tickMs / TICK_MS : undefined,
      };
    }

    get #running(): Game {
      if (this.#game === undefined) throw new Error('the room has no game yet');
      return this.#game;
    }

    #tick(lateMs: number): void {
      if (this.#running.isEmpty) return; // no player is there to see it: time stands still
      this.#watch.start(lateMs);
      this.#house?.tick();
      if (this.state.tick % TICK_RATE_HZ === 0)
        this.state.tickCentiMs = Math.min(0xffff, Math.round(this.#tickMs * 100));
      this.#running.tick(this.#watch);
      this.broadcastPatch();
      this.#watch.lap('send');
      this.#tickMs += (this.#watch.stop() - this.#tickMs) * TICK_TIME_SMOOTHING;
      this.#playedTicks = this.#running.isPlayed ? this.#playedTicks + 1 : 0;
    }

    /** Ticks that a stall took from a room without players were not due. */
    #leaveOut(ticks: number): void {
      if (!this.#running.isEmpty) services.metrics.droppedTicks.inc(ticks);
    }

    #send<T extends ServerMessageType>(type: T, message: ServerMessages[T], to: readonly string[] | undefined): void {
      if (to === undefined) this.broadcast(type, message);
      else for (const sessionId of to) this.clients.getById(sessionId)?.send(type, message);
    }

    #publishCounts(): void {
      this.setMatchmaking({ metadata: { ...this.metadata, ...this.#running.counts } }).catch((error) =>
        services.errors.note('room', error),
      );
    }

    /** @param neutral takes the place of abuse */
    #decent(name: string, neutral: string): string {
      return services.isAbuse?.(name) === true ? neutral : name;
    }

    override barOf(keys: readonly string[]): Bar | undefined {
      return this.#house?.bars(keys);
    }

    #openHouse(isPrivate: boolean): House {
      const house = new House({
        isPrivate,
        state: this.state.house,
        game: this.#running,
        onRemove: (sessionId) => this.#free(sessionId, CLOSE.removed),
        onLock: (locked) =>
          void (locked ? this.lock() : this.unlock()).catch((error) => services.errors.note('room', error)),
        onRefused: (sessionId, reason) => this.#send('refused', { reason }, [sessionId]),
      });
      for (const [type, form] of Object.entries(REQUESTS))
        this.listen(type, form, ({ sessionId }, request) => house.ask(sessionId, request));
      return house;
    }

    #free(sessionId: string, code: number): void {
      const client = this.clients.getById(sessionId);
      if (client === undefined) this.#heldSeats.release(sessionId);
      else this.dismiss(client, code);
    }

    #endIfEmpty(): void {
      if (!this.#running.isEmpty || this.clients.length > 0) return;
      if (performance.now() - this.#emptySinceMs < services.roomEmptySeconds * 1000) return;
      this.disconnect().catch((error) => services.errors.note('room', error));
    }
  };
}
