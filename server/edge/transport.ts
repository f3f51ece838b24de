/**
 * The WebSocket transport: Colyseus's, with our own admission before the handshake, a guard around every socket and one
 * sweep for what time tells. The members of Colyseus's class that are reached here are pinned by a test
 * (test/server/canary.test.ts); nothing else of the edge knows them.
 */

import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { connectClientToRoom, createAuthContext, matchMaker, Room, ServerError } from '@colyseus/core';
import { WebSocketClient, WebSocketTransport } from '@colyseus/ws-transport';
import { CLOSE } from '../../shared/wire/protocol.ts';
import type { InternalErrors } from '../ops/internal-errors.ts';
import type { EdgeLimits } from './limits.ts';
import { LiveClock } from './live-clock.ts';
import { refuseOldSdk } from './other-sdks.ts';
import type { Refusals } from './refusals.ts';
import { INTERNAL, type SeatTarget } from './request-form.ts';
import { seatRefusalOf } from './seat-refusals.ts';
import { type Socket, SocketGuard } from './socket-guard.ts';
import { settleTarget } from './target.ts';
import { type Traffic, TrafficMeter } from './traffic.ts';
import { answerUpgrade, judgeUpgrade, type UpgradeRules } from './upgrade.ts';

/** A client sends input frames of a few bytes and short messages; a message longer than this is cut off by ws (1009). */
const MESSAGE_BYTES_MAX = 1024;
/** Pieces of one message: an honest message needs one. */
const FRAGMENTS_MAX = 64;
/** How long the other side may take to answer a close frame. */
const CLOSE_ANSWER_MS_MAX = 2000;
const SWEEP_MS = 250;
/** At the end: from the close frames to the end of all sockets. */
const LAST_WORDS_MS = 250;

export type EdgeOptions = Omit<UpgradeRules, 'hasRoom'> & {
  /** '' or '/game' */
  basePath: string;
  limits: EdgeLimits;
  refusals: Refusals;
  errors: InternalErrors;
  /** A client has answered a ping after so many ms. */
  onRoundTrip?: (ms: number) => void;
};

export class GuardedTransport extends WebSocketTransport {
  readonly #edge: EdgeOptions;
  readonly #traffic = new TrafficMeter();
  readonly #guards = new Map<Socket, SocketGuard>();
  readonly #clock = new LiveClock(performance.now(), 2 * SWEEP_MS);
  readonly #sweep: NodeJS.Timeout;

  constructor(server: Server, edge: EdgeOptions) {
    super({
      server,
      maxPayload: MESSAGE_BYTES_MAX,
      maxFragments: FRAGMENTS_MAX,
      closeTimeout: CLOSE_ANSWER_MS_MAX,
      handleProtocols: () => false, // we speak none by name (RFC 6455, 4.2.2)
      pingInterval: 0, // ours have a nonce
    } as ConstructorParameters<typeof WebSocketTransport>[0]);
    this.#edge = edge;
    this.#sweep = setInterval(() => this.#check(), SWEEP_MS);
    server.once('close', () => clearInterval(this.#sweep));
  }

  /** Bytes since the start, and connections open now. */
  traffic(): Traffic {
    return this.#traffic.now();
  }

  /** Resolves once the last connection is gone. */
  async emptied(): Promise<void> {
    await Promise.all(
      [...this.#guards.keys()].map((socket) => new Promise((resolve) => socket.once('close', resolve))),
    );
  }

  /** Tells every client that is still here, and is rid of them soon after. */
  override shutdown(): void {
    clearInterval(this.#sweep);
    for (const socket of this.wss.clients) socket.close(CLOSE.serverShutdown);
    setTimeout(() => {
      for (const socket of this.wss.clients) socket.terminate();
    }, LAST_WORDS_MS);
    super.shutdown();
  }

  /** Called by the base class's constructor: our fields do not exist yet, the requests come later. */
  protected override listenForUpgrade(server: Server): void {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      socket.on('error', () => socket.destroy());
      try {
        this.#judge(request, socket, head);
      } catch (error) {
        this.#edge.errors.note('upgrade', error);
        answerUpgrade(socket, INTERNAL);
      }
    });
  }

  #judge(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { admission, origins, refusals, basePath } = this.#edge;
    settleTarget(request, basePath);
    const address = admission.addresses.settle(request);
    const verdict = judgeUpgrade(request, address, {
      admission,
      origins,
      hasRoom: (roomId) => roomOf(roomId) !== undefined,
    });
    if ('refused' in verdict) {
      refusals.count(verdict.refused.code, address);
      answerUpgrade(socket, verdict.refused);
      return;
    }
    this.wss.handleUpgrade(request, socket, head, (opened) => {
      try {
        this.#open(opened, request, address, verdict.seat);
      } catch (error) {
        this.#edge.errors.note('socket', error);
        opened.close(CLOSE.internalError);
      }
    });
  }

  #open(socket: Socket, request: IncomingMessage, address: string, seat: SeatTarget): void {
    const { admission } = this.#edge;
    const guard = new SocketGuard(socket, {
      ...this.#edge,
      address,
      opened: this.#clock.advance(performance.now()),
    });
    const release = admission.opened(address);
    this.#guards.set(socket, guard);
    this.#traffic.watch(request.socket);
    request.socket.on('data', (bytes: Buffer) => guard.countBytes(bytes.length));
    socket.once('close', () => {
      this.#guards.delete(socket);
      release();
    });
    void this.#join(socket, guard, request, seat);
  }

  async #join(
    socket: Socket,
    guard: SocketGuard,
    { headers, socket: { remoteAddress } }: IncomingMessage,
    seat: SeatTarget,
  ): Promise<void> {
    const client = new WebSocketClient(seat.sessionId, socket);
    guard.client = client;
    const { reconnectionToken, skipHandshake, authToken } = seat;
    try {
      refuseOldSdk(seat.processId);
      const context = createAuthContext({
        headers: headers as Record<string, string | undefined>,
        token: authToken,
        ...(remoteAddress === undefined ? {} : { remoteAddress }),
      });
      const room = roomOf(seat.roomId);
      if (reconnectionToken !== undefined) dropOldConnection(room, seat.sessionId, reconnectionToken);
      await connectClientToRoom(room, client, context, {
        ...(reconnectionToken === undefined ? {} : { reconnectionToken }),
        skipHandshake,
      });
    } catch (error) {
      this.#refuseJoin(client, error, String(headers['x-real-ip']), reconnectionToken !== undefined);
    }
  }

  /** A ServerError says why this client gets no seat, and a client may be gone again; any other error is our own. */
  #refuseJoin(client: WebSocketClient, error: unknown, address: string, isReturning: boolean): void {
    const socket = client.ref;
    const refusal = seatRefusalOf(error, true);
    if (refusal !== undefined) this.#edge.refusals.count(refusal.reason, address);
    if (error instanceof ServerError) {
      const { code, message } = refusal ?? error;
      client.error(code, message);
      socket.close(isReturning ? CLOSE.failedToReconnect : CLOSE.withError);
    } else if (!isDenied(error)) {
      this.#edge.errors.note('join', error);
      socket.close(CLOSE.internalError);
    }
  }

  #check(): void {
    const now = this.#clock.advance(performance.now());
    for (const guard of this.#guards.values()) guard.check(now);
  }
}

/**
 * The token is the proof: a client that is back by it has no use for a connection that still seems open. Colyseus drops
 * that one when it is asked for the way back by HTTP, but waits for it to die when a socket comes with the token.
 */
function dropOldConnection(room: Room | undefined, sessionId: string, reconnectionToken: string): void {
  if (room?.clients.getById(sessionId)?.reconnectionToken === reconnectionToken)
    room.checkReconnectionToken(reconnectionToken);
}

/** Colyseus's word for a client that has gone before it was back. */
const isDenied = (error: unknown): boolean => error instanceof Error && error.message === 'reconnection denied';

/** @returns the room, and nothing that merely has such a name (__proto__) */
function roomOf(roomId: string): Room | undefined {
  const room: unknown = matchMaker.getLocalRoomById(roomId);
  return room instanceof Room ? room : undefined;
}
