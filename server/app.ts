/** Joins the parts of the server: HTTP, transport, rooms, matchmaking and the client's files, on one port. */
import { randomInt } from 'node:crypto';
import type { Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AuthContext, createRouter, defineRoom, defineServer, matchMaker, ServerError } from '@colyseus/core';
import type { Application, RequestHandler } from 'express';
import type { RoomOptions } from '../shared/wire/api.ts';
import { CLOSE, ROOM_NAME } from '../shared/wire/protocol.ts';
import type { Config } from './config.ts';
import { settlesWithin } from './deadline.ts';
import { Addresses } from './edge/address.ts';
import { Admission } from './edge/admission.ts';
import { answerOrigins } from './edge/cors.ts';
import { guardConnections, guardRequests } from './edge/http-guard.ts';
import { latencyOf } from './edge/latency.ts';
import { createListener } from './edge/listener.ts';
import { tellOldSdks } from './edge/other-sdks.ts';
import { Refusals } from './edge/refusals.ts';
import { GuardedTransport } from './edge/transport.ts';
import { ApiError } from './matchmaking/api-error.ts';
import { Codes } from './matchmaking/codes.ts';
import { brokenRequest, guardMatchmaking } from './matchmaking/controller.ts';
import { Identities } from './matchmaking/identity.ts';
import { type Listing, publicRooms } from './matchmaking/listings.ts';
import { Reservations } from './matchmaking/reservations.ts';
import { RoomShares } from './matchmaking/room-shares.ts';
import { answerErrors, createRoutes, type RouteServices } from './matchmaking/routes.ts';
import { type Call, type SeatShares, shareSeats } from './matchmaking/seat-shares.ts';
import { InternalErrors } from './ops/internal-errors.ts';
import { type Log, libraryLogger } from './ops/log.ts';
import { createMetrics, watchTraffic } from './ops/metrics.ts';
import { arenaRoomWith } from './rooms/arena-room.ts';
import { GuardedRoom } from './rooms/guarded-room.ts';
import { Ticker } from './rooms/ticker.ts';

export type RunningServer = {
  /** E.g. http://localhost:2567 */
  url: string;
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

/** What the parts of one server share. */
function createParts(config: Config, log: Log) {
  const metrics = createMetrics();
  const errors = new InternalErrors(log, metrics);
  const refusals = new Refusals(log, metrics);
  const admission = new Admission(config.limits, new Addresses(config.trustProxy));
  const identities = new Identities(config.identityKey);
  const reservations = new Reservations({
    admission,
    refusals,
    identities,
    roomsMax: config.roomsMax,
    roomsEmptyMax: config.limits.roomsEmptyMax,
    seatsPerAddress: config.limits.seatsPerAddress,
  });
  const roomShares = new RoomShares(
    config.limits.roomsPerAddress,
    (roomId) => matchMaker.getLocalRoomById(roomId) !== undefined,
  );
  return { config, log, metrics, errors, refusals, admission, identities, reservations, roomShares };
}

type Parts = ReturnType<typeof createParts>;

/**
 * Starts a server. One at a time per process: Colyseus's matchmaking is one per process.
 * @param client answers everything that is not the API: the built files, or Vite in development
 * @throws when the port is taken
 */
export async function startServer(config: Config, log: Log, client: RequestHandler): Promise<RunningServer> {
  warnOfDefaults(config, log);
  const parts = createParts(config, log);
  const { admission, refusals, errors, metrics } = parts;
  const { limits, allowedOrigins: origins } = config;
  const http = createListener(config.tls, limits.connectionsMax + PLAIN_SOCKETS_MAX, log);
  guardConnections(http, { admission, refusals, errors });
  const transport = new GuardedTransport(http, { admission, origins, limits, refusals, errors });
  watchTraffic(metrics, () => transport.traffic());
  const services = routeServices(parts);
  const server = defineServer({
    transport,
    rooms: { [ROOM_NAME]: defineRoom(createArenaRoom(parts)).filterBy(['mode']).sortBy({ clients: -1 }) },
    express: (app: Application) => {
      app.disable('x-powered-by');
      app.use(createRoutes(services));
      app.use(client);
      app.use(answerErrors(services));
    },
    routes: createRouter({}, { onError: brokenRequest(errors) }),
    selectProcessIdToCreateRoom: () => placeRoom(parts),
    logger: libraryLogger(log, 'colyseus'),
    gracefullyShutdown: false,
    greet: false,
  });
  guardMatchmaking(
    errors,
    undefined,
    tellOldSdks(shareSeats(matchMaker as unknown as Record<string, Call>, seatShares(parts))),
  );
  answerOrigins(matchMaker.controller, origins);
  const guard = () => guardRequests(http, { admission, origins, refusals, errors, onAnswer: countAnswers(metrics) });
  await listen(http, () => server.listen(config.port, config.host, undefined, guard));
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    admission.isDraining = true;
    await settlesWithin(server.gracefullyShutdown(false), STOP_ROOMS_MS_MAX);
    transport.shutdown();
    await settlesWithin(transport.emptied(), LAST_WORDS_MS);
    http.closeAllConnections();
  };
  const { port } = http.address() as AddressInfo;
  const url = `${config.tls === undefined ? 'http' : 'https'}://localhost:${port}`;
  return { url, http, errors, stop: () => (stopped ??= stop()) };
}

function warnOfDefaults({ nodeEnv, operatorToken, identityKey }: Config, log: Log): void {
  if (nodeEnv !== 'production') return;
  if (operatorToken === undefined)
    log.warn({ event: 'default_setting', setting: 'OPERATOR_TOKEN', meaning: 'operator routes are closed' });
  if (identityKey.length > 0) return;
  log.warn({ event: 'default_setting', setting: 'IDENTITY_KEY', meaning: 'guest tokens end with this process' });
}

function createArenaRoom({ config, log, metrics, errors, reservations }: Parts) {
  return arenaRoomWith({
    log,
    metrics,
    errors,
    reservations,
    roomEmptySeconds: config.roomEmptySeconds,
    rttMsOf: latencyOf,
    ticker: new Ticker(),
    codes: new Codes(),
    nextSeed: () => (config.seed === 0 ? randomInt(1, 0x1_0000_0000) : config.seed),
  });
}

/** Colyseus asks here for every room that is to be opened, by whatever way. @throws ServerError 503 when there are too many */
async function placeRoom({ reservations, admission }: Parts): Promise<string> {
  if (admission.isDraining) throw new ServerError(503, 'The server is about to restart.');
  const refused = reservations.refusesRoom(await listings(), false);
  if (refused !== undefined) throw new ServerError(503, refused.message);
  return matchMaker.processId;
}

/** What matchmaking must know of rooms to share their seats among addresses. */
function seatShares({ reservations, refusals }: Parts): SeatShares {
  const addressOf = (context: unknown): string => String((context as Partial<AuthContext>).ip ?? '');
  return {
    shareOf: (context) => reservations.shareOf(addressOf(context)),
    isTaken: (roomId, share) => {
      const room: unknown = matchMaker.getLocalRoomById(roomId);
      return room instanceof GuardedRoom && room.isShareTaken(share);
    },
    openRooms: async (mode) =>
      publicRooms(await listings(), mode)
        .filter(({ locked }) => locked !== true)
        .map(({ roomId }) => roomId),
    onRefused: (context) => refusals.count('too_many_own_seats', addressOf(context)),
  };
}

const listings = async (): Promise<Listing[]> => (await matchMaker.query({ name: ROOM_NAME })) as Listing[];

const countAnswers =
  (metrics: Parts['metrics']) =>
  (status: number): void =>
    metrics.requests.inc({ status: String(status) });

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

/** @throws ApiError 503 where placeRoom refused */
async function openRoom(options: RoomOptions): Promise<Listing> {
  try {
    return (await matchMaker.createRoom(ROOM_NAME, options)) as Listing;
  } catch (error) {
    if (error instanceof ServerError && error.code === 503) throw new ApiError(503, 'server_full', error.message);
    throw error;
  }
}

/** @throws ApiError 429 when the address has opened its share of the rooms */
async function openRoomFor({ config, admission, refusals, roomShares }: Parts, options: RoomOptions, address: string) {
  const listing = await roomShares.open(admission.keyOf(address), () => openRoom(options));
  if (listing !== undefined) return listing;
  refusals.count('too_many_own_rooms', address);
  const { roomEmptySeconds, limits } = config;
  const message = `Your address has opened ${limits.roomsPerAddress} rooms: play in one, or wait until one has ended.`;
  throw new ApiError(429, 'too_many_own_rooms', message, roomEmptySeconds);
}

function routeServices(parts: Parts): RouteServices {
  const { config, log, metrics, errors, admission, identities, reservations, refusals } = parts;
  return {
    listings,
    createRoom: (options, address) => openRoomFor(parts, options, address),
    closeRoom: async (roomId) => void (await matchMaker.remoteRoomCall(roomId, 'disconnect', [CLOSE.roomClosed])),
    refusesRoom: async () => reservations.refusesRoom(await listings(), true),
    issueGuest: () => identities.issue(Date.now()),
    metricsText: () => metrics.registry.metrics(),
    metricsType: metrics.registry.contentType,
    isDraining: () => admission.isDraining,
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
    onAnswer: countAnswers(metrics),
    onFailure: (error) => errors.note('route', error),
  };
}
