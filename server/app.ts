/** Joins the parts of the server: HTTP, transport, rooms, matchmaking and the client's files, on one port. */
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomInt } from 'node:crypto';
import { defineRoom, defineServer, matchMaker } from '@colyseus/core';
import type { Application, RequestHandler } from 'express';
import { CLOSE, ROOM_NAME, type RoomOptions } from '../shared/wire/protocol.ts';
import type { Config } from './config.ts';
import { CountingTransport } from './edge/transport.ts';
import { Codes } from './matchmaking/codes.ts';
import { createRoutes, type RouteServices } from './matchmaking/routes.ts';
import type { Listing } from './matchmaking/select.ts';
import { colyseusLogger, type Log } from './ops/log.ts';
import { createMetrics, watchTraffic } from './ops/metrics.ts';
import { arenaRoomWith } from './rooms/arena-room.ts';

export type RunningServer = {
  /** E.g. http://localhost:2567 */
  url: string;
  http: HttpServer;
  /** Refuses new players, tells those who are here, and ends. Later calls wait for the first. */
  stop: () => Promise<void>;
};

/** A request that is not complete by then is a slow-loris, or lost. */
const HEADERS_TIMEOUT_MS = 5000;
const REQUEST_TIMEOUT_MS = 10_000;

/**
 * Starts a server. One at a time per process: Colyseus's matchmaking is one per process.
 * @param client answers everything that is not the API: the built files, or Vite in development
 * @throws when the port is taken
 */
export async function startServer(config: Config, log: Log, client: RequestHandler): Promise<RunningServer> {
  const http = createServer({
    headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS, connectionsCheckingInterval: 1000,
  });
  const transport = new CountingTransport(http);
  const metrics = createMetrics();
  watchTraffic(metrics, () => transport.traffic());
  let draining = false;
  const codes = new Codes();
  const nextSeed = () => (config.seed === 0 ? randomInt(1, 0x1_0000_0000) : config.seed);
  const ArenaRoom = arenaRoomWith({
    log, metrics, roomsMax: config.roomsMax, roomEmptySeconds: config.roomEmptySeconds, rttMsOf: () => 0, nextSeed, codes,
  });
  const routes = createRoutes(routeServices(config, log, metrics, () => draining));
  const server = defineServer({
    transport,
    rooms: { [ROOM_NAME]: defineRoom(ArenaRoom).filterBy(['mode']).sortBy({ clients: -1 }) },
    express: (app: Application) => {
      app.disable('x-powered-by');
      app.use(routes);
      app.use(client);
    },
    logger: colyseusLogger(log),
    gracefullyShutdown: false,
    greet: false,
  });
  matchMaker.controller.exposedMethods = ['joinOrCreate', 'join', 'joinById', 'reconnect'];
  await listen(http, () => server.listen(config.port, config.host));
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    draining = true;
    await server.gracefullyShutdown(false);
    http.closeAllConnections();
  };
  const { port } = http.address() as AddressInfo;
  return { url: `http://localhost:${port}`, http, stop: () => (stopped ??= stop()) };
}

/** Colyseus swallows errors of listening (a taken port): taken up here. */
function listen(http: HttpServer, start: () => Promise<unknown>): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', reject);
    start().then(() => {
      http.off('error', reject);
      resolve();
    }, reject);
  });
}

function routeServices(
  config: Config, log: Log, metrics: ReturnType<typeof createMetrics>, isDraining: () => boolean,
): RouteServices {
  return {
    listings: async () => (await matchMaker.query({ name: ROOM_NAME })) as Listing[],
    createRoom: async (options: RoomOptions) => (await matchMaker.createRoom(ROOM_NAME, options)) as Listing,
    closeRoom: async (roomId) => void (await matchMaker.remoteRoomCall(roomId, 'disconnect', [CLOSE.roomClosed])),
    metricsText: () => metrics.registry.metrics(),
    metricsType: metrics.registry.contentType,
    isDraining,
    roomsMax: config.roomsMax,
    operatorToken: config.operatorToken,
    onAnswer: (status) => metrics.requests.inc({ status: String(status) }),
    onFailure: (error) => log.error({ event: 'request_failed', error }),
  };
}
