/** The HTTP API: parse, validate, answer. What it needs of the game comes in from app.ts. */
import express, { type NextFunction, type Request, type Response, type Router } from 'express';
import { z } from 'zod';
import { arenaOf } from '../../shared/sim/arena.ts';
import { findMode, modeNames, modeOf } from '../../shared/sim/modes/modes.ts';
import { TICK_RATE_HZ } from '../../shared/sim/tunables.ts';
import {
  type ApiErrorCode,
  type CreatedRoom,
  type Guest,
  type ModeInfo,
  ModeName,
  type RoomInfo,
  type RoomOptions,
  RoomRequest,
} from '../../shared/wire/api.ts';
import { ApiError } from './api-error.ts';
import { createdRoom, findByCode, type Listing, publicRooms, roomInfo } from './listings.ts';
import { openApi } from './openapi.ts';
import { addressOf, bearerOf, checkOperator, type OperatorServices } from './operator.ts';
import { firstFault } from './options.ts';

/** A body of this API has a handful of short fields. */
const BODY_BYTES_MAX = 4096;

/** What routes decide on themselves. Other refusals are counted where they are decided on: by budgets, shares and caps. */
const COUNTED_HERE = [
  'bad_origin',
  'bad_request',
  'bad_json',
  'bad_path',
  'bad_encoding',
  'body_too_large',
  'room_not_found',
  'route_not_found',
  'operator_routes_closed',
  'draining',
] as const satisfies readonly ApiErrorCode[];
export type RouteRefusal = (typeof COUNTED_HERE)[number];

/** Who asks: the client's address, and the guest token that it sent. */
export type RequestFrom = { address: string; token: string | undefined };

/** What the routes need of the running server. */
export type RouteServices = OperatorServices & {
  listings: () => Promise<Listing[]>;
  /** @throws ApiError when the server is full, or the address or guest has its share */
  createRoom: (options: RoomOptions, from: RequestFrom) => Promise<Listing>;
  closeRoom: (roomId: string) => Promise<void>;
  issueGuest: () => Guest;
  metricsText: () => Promise<string>;
  metricsType: string;
  isDraining: () => boolean;
  /** '' or '/game' */
  basePath: string;
  /** A request that a route refused, and nothing before it has counted. */
  onRefused: (code: RouteRefusal, address: string) => void;
  /** Counts and times the opening of a room. */
  watchOpening: <T>(mode: string, open: () => Promise<T>) => Promise<T>;
  onFailure: (error: unknown) => void;
};

export function createRoutes(services: RouteServices): Router {
  const router = express.Router();
  addHealth(router, services);
  router.use('/api', express.json({ limit: BODY_BYTES_MAX }));
  router.get('/api/modes', (_request, response: Response<ModeInfo[]>) => void response.json(modeNames.map(modeInfo)));
  router.get('/api/openapi.json', (_request, response) => void response.json(openApi));
  addRooms(router, services);
  router.post('/api/identity', (_request, response: Response<Guest>) => {
    response.status(201).json(services.issueGuest());
  });
  router.use(['/api', '/matchmake'], () => {
    throw new ApiError(404, 'route_not_found', 'There is no such route: see /api/openapi.json.');
  });
  return router;
}

function addHealth(router: Router, services: RouteServices): void {
  router.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
  router.get('/readyz', (_request, response) => {
    if (services.isDraining()) response.status(503).json({ status: 'draining' });
    else response.json({ status: 'ok' });
  });
  router.get('/metrics', async (_request, response) => {
    response.type(services.metricsType).send(await services.metricsText());
  });
}

function addRooms(router: Router, services: RouteServices): void {
  router.get('/api/rooms', async (request, response: Response<RoomInfo[]>) => {
    const mode = parse(z.object({ mode: ModeName.optional() }), request.query).mode;
    const rooms = publicRooms(await services.listings(), mode);
    response.json(rooms.map((listing) => roomInfo(listing, pageOf(request, services))));
  });
  router.post('/api/rooms', async (request, response: Response<CreatedRoom>) => {
    const options = parse(RoomRequest, request.body ?? {});
    checkSeats(options);
    const from = { address: addressOf(request), token: bearerOf(request) };
    const listing = await services.watchOpening(options.mode, () => openRoom(options, from, services));
    response.status(201).json(createdRoom(listing, pageOf(request, services)));
  });
  router.get('/api/rooms/:roomId', async (request, response: Response<RoomInfo>) => {
    const listing = await findRoom(services, request.params.roomId);
    response.json(roomInfo(listing, pageOf(request, services)));
  });
  router.delete('/api/rooms/:roomId', async (request, response) => {
    checkOperator(bearerOf(request) ?? '', addressOf(request), services);
    const { roomId } = await findRoom(services, request.params.roomId);
    await services.closeRoom(roomId);
    services.onOperator('close_room', roomId, addressOf(request));
    response.status(204).end();
  });
  router.get('/api/codes/:code', async (request, response: Response<CreatedRoom>) => {
    const { guesses } = services;
    const address = addressOf(request);
    const waitSeconds = guesses.guessed('codes', address);
    if (waitSeconds > 0)
      throw new ApiError(
        429,
        'too_many_wrong_codes',
        'Too many wrong room codes: wait, or ask for a link.',
        waitSeconds,
      );
    const listing = findByCode(await services.listings(), request.params.code);
    if (listing === undefined) throw new ApiError(404, 'room_not_found', 'No room has that code.');
    guesses.guessedRight('codes', address);
    response.json(createdRoom(listing, pageOf(request, services)));
  });
}

/** @throws ApiError while no room may be opened */
async function openRoom(options: RoomOptions, from: RequestFrom, services: RouteServices): Promise<Listing> {
  if (services.isDraining()) throw new ApiError(503, 'draining', 'The server is about to restart.');
  return services.createRoom(options, from);
}

/** @throws ApiError that names the field and what was expected */
function parse<T extends z.ZodType>(type: T, raw: unknown): z.infer<T> {
  const parsed = type.safeParse(raw);
  if (!parsed.success) throw new ApiError(400, 'bad_request', firstFault(parsed.error));
  return parsed.data;
}

/** @throws ApiError when the mode has fewer seats, or wants fewer bots */
function checkSeats({ mode, maxPlayers = 0, bots = 0 }: z.infer<typeof RoomRequest>): void {
  const { seatsMax, botsMax } = modeOf(mode);
  const refuse = (field: string, most: number): void => {
    throw new ApiError(400, 'bad_request', `${field}: expected at most ${most} in ${mode}`);
  };
  if (maxPlayers > seatsMax) refuse('maxPlayers', seatsMax);
  if (bots > botsMax) refuse('bots', botsMax);
}

async function findRoom(services: RouteServices, roomId: string): Promise<Listing> {
  const listing = (await services.listings()).find((room) => room.roomId === roomId);
  if (listing === undefined) throw new ApiError(404, 'room_not_found', 'There is no such room.');
  return listing;
}

function modeInfo(name: string): ModeInfo {
  const mode = findMode(name) ?? modeOf(name);
  return {
    name: mode.name,
    title: mode.title,
    seatsMax: mode.seatsMax,
    botsMax: mode.botsMax,
    arenas: mode.arenas
      .map(arenaOf)
      .map(({ name: arena, title, width, height }) => ({ name: arena, title, width, height })),
    roundSeconds: Number.isFinite(mode.playTicks) ? mode.playTicks / TICK_RATE_HZ : null,
  };
}

/** Where players find the page. The edge leaves x-forwarded-proto only where a trusted proxy said http or https. */
const pageOf = ({ protocol, headers }: Request, { basePath }: Pick<RouteServices, 'basePath'>): string =>
  `${headers['x-forwarded-proto'] ?? protocol}://${headers.host ?? 'localhost'}${basePath}/`;

/** Answers what a route threw, or what serves the page. Comes last. */
export const answerErrors =
  ({ onFailure, onRefused }: Pick<RouteServices, 'onFailure' | 'onRefused'>) =>
  (error: unknown, request: Request, response: Response, _next: NextFunction): void => {
    const refused = ApiError.from(error);
    if (refused === undefined) onFailure(error);
    const reason = COUNTED_HERE.find((code) => code === refused?.code);
    if (reason !== undefined) onRefused(reason, addressOf(request));
    const answer = refused ?? new ApiError(500, 'internal', 'Something broke on our side.');
    const { status, body, retryAfterSeconds } = answer;
    if (response.headersSent) return void response.end();
    if (retryAfterSeconds !== undefined) response.set('Retry-After', String(retryAfterSeconds));
    response.status(status).json(body);
  };
