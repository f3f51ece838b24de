/**
 * A whole game on virtual time in one process: the real arena room, the real SDK and the real netcode; only timers and
 * sockets are replaced. One seed makes one course of events, so that whatever goes wrong can be played again.
 */
import {
  connectClientToRoom,
  createAuthContext,
  defineRoom,
  matchMaker,
  type Room,
  type Client as ServerClient,
} from '@colyseus/core';
import { Client } from '@colyseus/sdk';
import { WebSocketTransport } from '@colyseus/sdk/transport/WebSocketTransport';
import { WebSocketClient } from '@colyseus/ws-transport/WebSocketClient';
import { Codes } from '../../../server/matchmaking/codes.ts';
import { InternalErrors } from '../../../server/ops/internal-errors.ts';
import { createLog } from '../../../server/ops/log.ts';
import { createMetrics } from '../../../server/ops/metrics.ts';
import { arenaRoomWith } from '../../../server/rooms/arena-room.ts';
import type { RoomServices } from '../../../server/rooms/room-services.ts';
import { Ticker, type TickerTimers } from '../../../server/rooms/ticker.ts';
import type { ArenaRoom } from '../../../shared/netcode/seat-parts.ts';
import type { SeatView } from '../../../shared/netcode/seat-view.ts';
import { Session, type Wish } from '../../../shared/netcode/session.ts';
import { IDLE_INPUT_FRAME, type World } from '../../../shared/sim/types.ts';
import { IDLE_LIMITS } from '../game-table.ts';
import { Lane, type LinkOptions } from './link.ts';
import { type FarEnd, Pipe } from './sockets.ts';

/** The finest grain of virtual time: deliveries and rendered frames fall on it. */
const GRAIN_MS = 2;
const ROOM_NAME = 'arena';
const VIRTUAL_HOST = 'virtual.test';

export type StepperOptions = {
  seed: number;
  bots?: number;
  mode?: string;
  /** In place of what all other rooms share. */
  services?: Partial<RoomServices>;
};

type ServerRoom = Room & { readonly world: World };

/** One seat on the stage: a client with its own link and its own rhythm of rendering. */
export class StepperSeat {
  readonly room: ArenaRoom;
  readonly session: Session;
  pipe: Pipe;
  /** What it sends next; asked once per input frame. */
  play: (view: SeatView) => Wish = () => IDLE_INPUT_FRAME;
  /** Called after each rendered frame. */
  onFrame: (view: SeatView, nowMs: number) => void = () => {};
  /** A hidden tab or a frozen machine renders nothing. */
  frozen = false;
  renderMs: number;
  nextFrameMs: number;

  constructor(room: ArenaRoom, session: Session, pipe: Pipe, renderMs: number, nextFrameMs: number) {
    this.room = room;
    this.session = session;
    this.pipe = pipe;
    this.renderMs = renderMs;
    this.nextFrameMs = nextFrameMs;
  }

  get view(): SeatView {
    return this.session.view;
  }
}

export class Stepper {
  nowMs = 1000;
  readonly #timers: TickerTimers = {
    nowMs: () => this.nowMs,
    after: (ms, call) => {
      const wake = { atMs: this.nowMs + ms, call };
      this.#wake = wake;
      return () => {
        if (this.#wake === wake) this.#wake = undefined;
      };
    },
  };
  readonly seats: StepperSeat[] = [];
  readonly #options: StepperOptions;
  #room: ServerRoom | undefined;
  #wake: { atMs: number; call: () => void } | undefined;
  #dials = 0;
  #dialled: Pipe | undefined;
  /** Called in every grain of time: for clients that do not play by the netcode. */
  onGrain: (nowMs: number) => void = () => {};
  /** The server stands still until then (an event-loop stall). */
  serverStalledUntilMs = 0;

  private constructor(options: StepperOptions) {
    this.#options = options;
  }

  /** Opens a room and stops its timers: from here on time moves only by `run`. */
  static async open(options: StepperOptions): Promise<Stepper> {
    const stepper = new Stepper(options);
    seedOfNextRoom = options.seed;
    await readyMatchmaking({ ...services, ticker: new Ticker(stepper.#timers), ...options.services });
    const { roomId } = await matchMaker.createRoom(ROOM_NAME, {
      mode: options.mode ?? 'fray',
      bots: options.bots ?? 0,
    });
    const room = matchMaker.getLocalRoomById(roomId) as ServerRoom;
    Object.assign(room.clock, { now: () => stepper.nowMs, currentTime: stepper.nowMs });
    stepper.#room = room;
    return stepper;
  }

  get room(): ServerRoom {
    return this.#room as ServerRoom;
  }

  /** Seats a client behind a link of its own. */
  async join(name: string, link: LinkOptions, renderFps = 60): Promise<StepperSeat> {
    const listing = (await matchMaker.query({ roomId: this.room.roomId }))[0];
    if (listing === undefined) throw new Error('the room is gone');
    const reservation = await matchMaker.reserveSeatFor(listing, { name });
    this.#linkOptions = link;
    const joining = withDialling(this, () => new Client(`http://${VIRTUAL_HOST}`).consumeSeatReservation(reservation));
    let room: ArenaRoom | undefined;
    joining.then(
      (joined) => {
        room = joined as ArenaRoom;
      },
      () => {},
    );
    for (let i = 0; i < 2000 && room === undefined; i++) await this.#grain(true);
    if (room === undefined) throw new Error('the seat was not taken within 4 s of virtual time');
    room.reconnection.minUptime = 0;
    const session = new Session(room, () => this.nowMs);
    const seat = new StepperSeat(room, session, this.#dialled as Pipe, 1000 / renderFps, this.nowMs);
    this.seats.push(seat);
    return seat;
  }

  /** Number of the newest input frame of a seat that the server has used. */
  usedOf({ room }: StepperSeat): number {
    return this.room.inputs?.get(room.sessionId)?.consumedCount ?? 0;
  }

  /** A seat's round trip as the server believes it to be. */
  rttMsOf({ room }: StepperSeat): number {
    return linkRttMs(this.room.clients.getById(room.sessionId));
  }

  /** Lets time pass. */
  async run(ms: number): Promise<void> {
    const endMs = this.nowMs + ms;
    while (this.nowMs < endMs) await this.#grain(false);
  }

  /** Lets time pass until something holds. @returns how long it took, in ms; Infinity if it never did */
  async runUntil(holds: () => boolean, timeoutMs: number): Promise<number> {
    const startMs = this.nowMs;
    while (!holds()) {
      if (this.nowMs - startMs > timeoutMs) return Number.POSITIVE_INFINITY;
      await this.#grain(false);
    }
    return this.nowMs - startMs;
  }

  async close(): Promise<void> {
    for (const { room, pipe } of this.seats) {
      room.reconnection.enabled = false;
      pipe.cut();
    }
    const ended = this.room.disconnect();
    await settle();
    await ended;
  }

  /** Cuts a seat's connection and lets the SDK come back over a fresh link of the same kind. */
  async cutAndReturn(seat: StepperSeat): Promise<void> {
    const { up } = seat.pipe;
    this.#linkOptions = up.options;
    Object.assign(seat.room.reconnection, { delay: 0, minDelay: 0, maxDelay: 0 });
    await withDialling(this, async () => {
      const dials = this.#dials;
      seat.pipe.cut();
      while (this.#dials === dials) await settleTimers(); // the test's deadline ends a wait in vain
    });
    seat.pipe = this.#dialled as Pipe;
  }

  #linkOptions: LinkOptions = { delayMs: 0, jitterMs: 0 };

  /** Called in place of opening a WebSocket. */
  dial(url: URL): Pipe {
    const seed = this.#options.seed * 1009 + ++this.#dials * 2;
    const lanes = [new Lane(this.#linkOptions, seed), new Lane(this.#linkOptions, seed + 1)] as const;
    const pipe = new Pipe(lanes[0], lanes[1], () => this.nowMs);
    this.#dialled = pipe;
    const client = new WebSocketClient(url.searchParams.get('sessionId') ?? '', pipe.far as never);
    const reconnectionToken = url.searchParams.get('reconnectionToken') ?? undefined;
    lanes[0].send(this.nowMs, () => {
      pipe.near.readyState = 1;
      const options = {
        ...(reconnectionToken === undefined ? {} : { reconnectionToken }),
        skipHandshake: url.searchParams.has('skipHandshake'),
      };
      connectClientToRoom(this.room, client, createAuthContext({ headers: {} }), options).catch(() =>
        pipe.far.close(4003),
      );
    });
    return pipe;
  }

  async #grain(settling: boolean): Promise<void> {
    this.nowMs += GRAIN_MS;
    for (const { pipe } of this.seats) deliver(pipe, this.nowMs);
    const dialled = this.#dialled;
    if (dialled !== undefined && !this.seats.some(({ pipe }) => pipe === dialled)) deliver(dialled, this.nowMs);
    if (settling || this.seats.some(({ pipe }) => !pipe.isOpen)) await settle();
    while (this.#wake !== undefined && this.nowMs >= Math.max(this.#wake.atMs, this.serverStalledUntilMs)) {
      const { call } = this.#wake;
      this.#wake = undefined;
      call();
    }
    for (const seat of this.seats) this.#render(seat);
    this.onGrain(this.nowMs);
  }

  #render(seat: StepperSeat): void {
    if (seat.frozen || this.nowMs < seat.nextFrameMs) return;
    seat.nextFrameMs = Math.max(seat.nextFrameMs + seat.renderMs, this.nowMs - seat.renderMs);
    seat.session.advance(this.nowMs, () => seat.play(seat.view));
    seat.onFrame(seat.view, this.nowMs);
  }
}

function deliver(pipe: Pipe, nowMs: number): void {
  pipe.up.deliver(nowMs);
  pipe.down.deliver(nowMs);
}

/** What a server that pings would measure on this link, on average. */
function linkRttMs(client: ServerClient | undefined): number {
  if (client === undefined) return 0;
  const { up, down } = (client.ref as FarEnd).pipe;
  return [up, down].reduce((sum, { options }) => sum + options.delayMs + options.jitterMs, 0);
}

/** Lets promises run: Colyseus joins and leaves are asynchronous, but wait for nothing outside. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Lets timers of the engine run as well: the SDK's way back begins with some, of no virtual time. */
const settleTimers = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 3));

let seedOfNextRoom = 1;
const [log, metrics] = [createLog('silent'), createMetrics()];
const services: RoomServices = {
  log,
  metrics,
  errors: new InternalErrors(log, metrics),
  reservations: { enter: () => ({ key: 'stage' }) as never, entered: () => {} },
  roomEmptySeconds: 3600,
  idle: IDLE_LIMITS,
  rttMsOf: linkRttMs,
  ticker: new Ticker(),
  nextSeed: () => seedOfNextRoom,
  codes: new Codes(),
};

/** Matchmaking without a server. It is one per process: servers of other tests come and go between. */
async function readyMatchmaking(given: RoomServices): Promise<void> {
  if (matchMaker.state !== matchMaker.MatchMakerState.READY) {
    await matchMaker.setup(undefined, undefined, undefined, async () => matchMaker.processId);
    await matchMaker.accept();
  }
  matchMaker.addRoomType(Object.assign(defineRoom(arenaRoomWith(given)), { name: ROOM_NAME }));
}

/** Runs something with the SDK's sockets to the virtual host going to the stage; others stay real. */
async function withDialling<T>(stepper: Stepper, run: () => Promise<T>): Promise<T> {
  const real = WebSocketTransport.prototype.connect;
  WebSocketTransport.prototype.connect = function connect(
    this: WebSocketTransport,
    url: string,
    headers?: unknown,
  ): void {
    const target = new URL(url);
    if (target.hostname !== VIRTUAL_HOST) return real.call(this, url, headers);
    const { near } = stepper.dial(target);
    Object.assign(this, { ws: near });
    near.onmessage = (event) => this.events.onmessage?.(event as never);
    near.onclose = (event) => this.events.onclose?.(event as never);
  };
  try {
    return await run();
  } finally {
    WebSocketTransport.prototype.connect = real;
  }
}
