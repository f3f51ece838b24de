/** Joins the parts of the server: HTTP, transport, rooms, matchmaking and the client's files, on one port. */
import { randomInt } from 'node:crypto';
import type { Server as HttpServer } from 'node:http';
import { type AddressInfo, isIPv6 } from 'node:net';
import { createRouter } from '@colyseus/better-call';
import { defineRoom, defineServer, matchMaker, ServerError } from '@colyseus/core';
import type { Application, RequestHandler } from 'express';
import type { RoomOptions } from '../shared/wire/api.ts';
import { CLOSE, ROOM_NAME } from '../shared/wire/protocol.ts';
import { barPlayers, listings, modeOfRoom, payCalls, seatShares } from './calls.ts';
import { operatorPages } from './colyseus-tools.ts';
import type { Config } from './config.ts';
import { settlesWithin } from './deadline.ts';
import { isLoopback } from './edge/address.ts';
import { guardConnections } from './edge/connection-guard.ts';
import { answerOrigins } from './edge/cors.ts';
import { guardRequests } from './edge/http-guard.ts';
import { latencyOf } from './edge/latency.ts';
import { createListener } from './edge/listener.ts';
import { tellOldSdks } from './edge/other-sdks.ts';
import { SeatRefusal } from './edge/seat-refusals.ts';
import { GuardedTransport } from './edge/transport.ts';
import { ApiError } from './matchmaking/api-error.ts';
import { Codes } from './matchmaking/codes.ts';
import { brokenRequest, guardMatchmaking } from './matchmaking/controller.ts';
import type { Listing } from './matchmaking/listings.ts';
import { type OpeningOptions, RefusedOpening } from './matchmaking/openings.ts';
import { answerErrors, createRoutes, type RequestFrom, type RouteServices } from './matchmaking/routes.ts';
import { type Call, shareSeats } from './matchmaking/seat-shares.ts';
import { answerNotFound } from './not-found.ts';
import type { InternalErrors } from './ops/internal-errors.ts';
import { watchLoad } from './ops/load-metrics.ts';
import { LoadWatch } from './ops/load-watch.ts';
import { type Log, libraryLogger } from './ops/log.ts';
import { watchMatchmaking } from './ops/matchmaking-metrics.ts';
import { watchTraffic } from './ops/metrics.ts';
import { StoryLines } from './ops/story-lines.ts';
import { createParts, type Parts } from './parts.ts';
import { arenaRoomWith } from './rooms/arena-room.ts';
import { createAbuseJudge } from './rooms/decent-names.ts';
import { Ticker } from './rooms/ticker.ts';

export type RunningServer = {
  /** E.g. http://localhost:2567 */
  url: string;
  /** Where it listens, in words. */
  listensOn: string;
  http: HttpServer;
  /** Where errors go that nothing else has caught. */
  errors: InternalErrors;
  /** Refuses new players, tells those who are here, and ends. Later calls wait for the first. */
  stop: () => Promise<void>;
};

/** Sockets next to the WebSockets: pages, scrapes, requests to the API. */
const PLAIN_SOCKETS_MAX = 1000;
/**
 * Rooms end by themselves within a moment; where a hook hangs, their players are told without it: before they take the
 * silence of their room for a dead link (after 2.5 s).
 */
const STOP_ROOMS_MS_MAX = 2000;
/** The close frames of the end need a moment on their way. */
const LAST_WORDS_MS = 300;

/**
 * Starts a server. One at a time per process: Colyseus's matchmaking is one per process.
 * @param client answers everything that is not the API: the built files, or Vite in development
 * @param load measures this process
 * @throws when the port is taken
 */
export async function startServer(
  config: Config,
  log: Log,
  client: RequestHandler,
  load = new LoadWatch(),
): Promise<RunningServer> {
  warnOfDefaults(config, log);
  const parts = createParts(config, log, load);
  const { admission, refusals, errors, metrics } = parts;
  const { limits, basePath, allowedOrigins: origins } = config;
  const http = createListener(config.tls, limits.connectionsMax + PLAIN_SOCKETS_MAX, log);
  guardConnections(http, { admission, refusals, errors });
  const onRoundTrip = (ms: number): void => metrics.roundTrips.observe(ms / 1000);
  const edge = { admission, origins, basePath, refusals, errors };
  const transport = new GuardedTransport(http, { ...edge, limits, onRoundTrip });
  watchTraffic(metrics, () => transport.traffic());
  watchLoad(metrics, parts.costs.figures);
  const services = routeServices(parts);
  const tools = await operatorPages(config.colyseusTools, services);
  const server = defineServer({
    transport,
    rooms: {
      [ROOM_NAME]: defineRoom(createArenaRoom(parts)).filterBy(['mode']).sortBy({ playing: -1, idle: 1, clients: -1 }),
    },
    express: (app: Application) => {
      app.disable('x-powered-by');
      app.use(createRoutes(services));
      app.use(tools);
      app.use(client);
      app.use(answerNotFound(basePath));
      app.use(answerErrors(services));
    },
    // Core's own createRouter would answer bodies that are no JSON past us.
    routes: createRouter({}, { openapi: { disabled: true }, onError: brokenRequest(parts) }),
    selectProcessIdToCreateRoom: (_name: string, options: OpeningOptions) => placeRoom(parts, options),
    logger: libraryLogger(log, 'colyseus'),
    gracefullyShutdown: false,
    greet: false,
  });
  const shared = shareSeats(matchMaker as unknown as Record<string, Call>, seatShares(parts));
  guardMatchmaking({ ...parts, modeOfRoom }, undefined, payCalls(barPlayers(tellOldSdks(shared), parts), parts));
  answerOrigins(matchMaker.controller, origins);
  const onAnswer = (status: number): void => metrics.requests.inc({ status: String(status) });
  const guard = () => guardRequests(http, { ...edge, onAnswer });
  await listen(http, () => server.listen(config.port, config.host, undefined, guard));
  const stopLooking = parts.costs.start();
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    admission.isDraining = true;
    stopLooking();
    await settlesWithin(server.gracefullyShutdown(false), STOP_ROOMS_MS_MAX);
    transport.shutdown();
    await settlesWithin(transport.emptied(), LAST_WORDS_MS);
    http.closeAllConnections();
  };
  return { ...whereOf(http.address() as AddressInfo, config), http, errors, stop: () => (stopped ??= stop()) };
}

/** Listening on all addresses or on this machine's own, it is reached by name; a certificate may hold for no address. */
function whereOf({ address, port }: AddressInfo, { tls }: Config): Pick<RunningServer, 'url' | 'listensOn'> {
  const all = { '::': 'all addresses, IPv4 and IPv6', '0.0.0.0': 'all IPv4 addresses' }[address];
  const isNear = all !== undefined || isLoopback(address);
  const host = isNear ? 'localhost' : isIPv6(address) ? `[${address}]` : address;
  return { url: `${tls === undefined ? 'http' : 'https'}://${host}:${port}`, listensOn: all ?? address };
}

function warnOfDefaults({ nodeEnv, operatorToken, identityKey }: Config, log: Log): void {
  if (nodeEnv !== 'production') return;
  if (operatorToken === undefined)
    log.warn({ event: 'default_setting', setting: 'OPERATOR_TOKEN', meaning: 'operator routes are closed' });
  if (identityKey.length > 0) return;
  log.warn({ event: 'default_setting', setting: 'IDENTITY_KEY', meaning: 'guest tokens end with this process' });
}

function createArenaRoom({ config, log, metrics, errors, admission, reservations, costs }: Parts) {
  return arenaRoomWith({
    log,
    metrics,
    errors,
    reservations,
    openings: costs.openings,
    roomEmptySeconds: config.roomEmptySeconds,
    idle: config.idle,
    isAbuse: createAbuseJudge(),
    rttMsOf: latencyOf,
    storyLines: new StoryLines((address) => admission.keyOf(address)),
    ticker: new Ticker(),
    codes: new Codes(),
    nextSeed: () => (config.seed === 0 ? randomInt(1, 0x1_0000_0000) : config.seed),
  });
}

/** Colyseus asks here for every room that is to be opened, by whatever way. @throws ServerError 429, 503 */
async function placeRoom({ costs, admission }: Parts, options: OpeningOptions): Promise<string> {
  if (admission.isDraining) throw new SeatRefusal(503, 'draining', 'The server is about to restart.');
  await costs.openings.place(options);
  return matchMaker.processId;
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

/** @throws ApiError when the room is refused for what it costs */
async function openRoom({ costs, reservations }: Parts, options: RoomOptions, from: RequestFrom): Promise<Listing> {
  const payer = reservations.payerOf({ ip: from.address, token: from.token });
  try {
    return await costs.openings.during(
      { payer, address: from.address, isUnseen: true },
      async () => (await matchMaker.createRoom(ROOM_NAME, options)) as Listing,
    );
  } catch (error) {
    if (error instanceof RefusedOpening)
      throw new ApiError(error.code, error.reason, error.message, error.retryAfterSeconds);
    // The end has begun since the route looked.
    if (error instanceof ServerError && error.code === 503) throw new ApiError(503, 'draining', error.message);
    throw error;
  }
}

function routeServices(parts: Parts): RouteServices {
  const { config, log, metrics, errors, admission, identities, refusals } = parts;
  return {
    listings,
    createRoom: (options, from) => openRoom(parts, options, from),
    closeRoom: async (roomId) => void (await matchMaker.remoteRoomCall(roomId, 'disconnect', [CLOSE.roomClosed])),
    issueGuest: () => identities.issue(Date.now()),
    metricsText: () => metrics.registry.metrics(),
    metricsType: metrics.registry.contentType,
    isDraining: () => admission.isDraining,
    basePath: config.basePath,
    operatorToken: config.operatorToken,
    guesses: {
      guessed: (secret, address) => {
        const waitSeconds = admission.guessed(secret, address);
        if (waitSeconds > 0)
          refusals.count(secret === 'codes' ? 'too_many_wrong_codes' : 'too_many_wrong_tokens', address);
        return waitSeconds;
      },
      guessedRight: (secret, address) => admission.guessedRight(secret, address),
    },
    // A warning, so that it is written at every level that a server in public has.
    onOperator: (action, room, address) => log.warn({ event: 'operator_action', action, room, address }),
    onWrongToken: (address) => refusals.count('operator_token_wrong', address),
    onRefused: (code, address) => refusals.count(code, address),
    watchOpening: (mode, open) => watchMatchmaking(metrics, { route: 'rooms', mode }, open),
    onFailure: (error) => errors.note('route', error),
  };
}
