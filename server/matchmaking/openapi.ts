/** What each route of the HTTP API takes and answers, and the document that tells it to others (OpenAPI 3.1). */
import { z } from 'zod';
import {
  ApiErrorBody,
  CreatedRoom,
  Draining,
  Guest,
  Health,
  JoinOptions,
  MatchmakingErrorBody,
  ModeInfo,
  ModeName,
  RoomInfo,
  RoomRequest,
  Seat,
} from '../../shared/wire/api.ts';

/** Without a body the answer is not JSON, or empty. */
type Answer = { says: string; body?: z.ZodType };

type Route = {
  summary: string;
  query?: z.ZodObject;
  takes?: z.ZodType;
  isOperators?: boolean;
  /** By status. */
  answers: Readonly<Record<number, Answer>>;
  /** Of every other status: what the edge refuses, and what breaks. */
  otherwise: Answer;
};

const failure = (says: string): Answer => ({ says, body: ApiErrorBody });
const otherwise = failure('refused (PROTOCOL.md, errors), or broken on our side');
const refusedSeat: Answer = { says: 'no seat; `code` says why (PROTOCOL.md, errors)', body: MatchmakingErrorBody };
const reservation = (summary: string): Route => ({
  summary,
  takes: JoinOptions,
  answers: {
    200: { says: 'a seat, to be taken within 5 s', body: Seat },
    429: {
      says: 'over the budget or share of your address or guest, or too many open seats',
      body: MatchmakingErrorBody,
    },
    503: { says: 'full or busy: no room has a seat, and none may be opened or woken', body: MatchmakingErrorBody },
  },
  otherwise: refusedSeat,
});

/** By method and path. */
export const ROUTES: Readonly<Record<string, Route>> = {
  'get /healthz': { summary: 'The process answers', answers: { 200: { says: 'ok', body: Health } }, otherwise },
  'get /readyz': {
    summary: 'New players are welcome',
    answers: { 200: { says: 'ok', body: Health }, 503: { says: 'draining', body: Draining } },
    otherwise,
  },
  'get /metrics': { summary: 'Prometheus text', answers: { 200: { says: 'text/plain; version=0.0.4' } }, otherwise },
  'get /api/modes': {
    summary: 'All modes',
    answers: { 200: { says: 'modes', body: z.array(ModeInfo) } },
    otherwise,
  },
  'get /api/rooms': {
    summary: 'Public rooms, fullest first',
    query: z.object({ mode: ModeName.optional() }),
    answers: { 200: { says: 'rooms', body: z.array(RoomInfo) }, 400: failure('unknown mode') },
    otherwise,
  },
  'post /api/rooms': {
    summary: 'Spin up a room without joining it; ends by itself when it stays empty',
    takes: RoomRequest,
    answers: {
      201: { says: 'the room, with its code', body: CreatedRoom },
      400: failure('a field is wrong, and which'),
      413: failure('longer than 4 KiB'),
      429: failure('over the budget or share of your address or guest; Retry-After says how long'),
      503: failure('full, busy or about to restart; Retry-After says how long'),
    },
    otherwise,
  },
  'get /api/rooms/{roomId}': {
    summary: 'One room',
    answers: { 200: { says: 'room', body: RoomInfo }, 404: failure('none') },
    otherwise,
  },
  'delete /api/rooms/{roomId}': {
    summary: 'End a room; its players are told (close code 4101)',
    isOperators: true,
    answers: {
      204: { says: 'ended' },
      401: failure('wrong token'),
      403: failure('no token is set'),
      404: failure('none'),
    },
    otherwise,
  },
  'get /api/codes/{code}': {
    summary: 'The room with that code',
    answers: { 200: { says: 'room', body: CreatedRoom }, 404: failure('none') },
    otherwise,
  },
  'post /api/identity': {
    summary: 'A signed token that says "the same guest as before"; no client needs one (PROTOCOL.md)',
    answers: { 201: { says: 'a guest', body: Guest } },
    otherwise,
  },
  'post /matchmake/joinOrCreate/arena': reservation("Colyseus's seat reservation for quick play; use the SDK"),
  'post /matchmake/joinById/{roomId}': reservation("Colyseus's seat reservation for one room; use the SDK"),
};

const COMPONENTS = {
  Room: RoomInfo,
  CreatedRoom,
  Mode: ModeInfo,
  Error: ApiErrorBody,
  MatchmakingError: MatchmakingErrorBody,
  RoomRequest,
  JoinOptions,
  Guest,
  Seat,
};

function schemaOf(type: z.ZodType): object {
  const name = Object.entries(COMPONENTS).find(([, component]) => component === type)?.[0];
  if (name !== undefined) return { $ref: `#/components/schemas/${name}` };
  if (type instanceof z.ZodArray) return { type: 'array', items: schemaOf(type.element as z.ZodType) };
  return z.toJSONSchema(type, { io: 'input' });
}

const contentOf = (type: z.ZodType): object => ({ content: { 'application/json': { schema: schemaOf(type) } } });

const responseOf = ({ says, body }: Answer): object => ({
  description: says,
  ...(body === undefined ? {} : contentOf(body)),
});

function operationOf(path: string, { summary, query, takes, isOperators, answers, otherwise: other }: Route): object {
  const parameters = [
    ...[...path.matchAll(/\{(\w+)\}/gu)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    })),
    ...Object.entries(query?.shape ?? {}).map(([name, type]) => ({ name, in: 'query', schema: schemaOf(type) })),
  ];
  return {
    summary,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(takes === undefined ? {} : { requestBody: { required: true, ...contentOf(takes) } }),
    ...(isOperators === true ? { security: [{ operator: [] }] } : {}),
    responses: {
      ...Object.fromEntries(Object.entries(answers).map(([status, answer]) => [status, responseOf(answer)])),
      default: responseOf(other),
    },
  };
}

function pathsOf(): Record<string, Record<string, object>> {
  const paths: Record<string, Record<string, object>> = {};
  for (const [route, description] of Object.entries(ROUTES)) {
    const [method = '', path = ''] = route.split(' ');
    paths[path] = { ...paths[path], [method]: operationOf(path, description) };
  }
  return paths;
}

export const openApi = {
  openapi: '3.1.0',
  info: {
    title: 'Sparkfray',
    version: '1',
    description: 'Rooms are made and found here; fighting happens over WebSocket (PROTOCOL.md).',
  },
  components: {
    schemas: Object.fromEntries(
      Object.entries(COMPONENTS).map(([name, type]) => [name, z.toJSONSchema(type, { io: 'input' })]),
    ),
    securitySchemes: { operator: { type: 'http', scheme: 'bearer' } },
  },
  paths: pathsOf(),
};
