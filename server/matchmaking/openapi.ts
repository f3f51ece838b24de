/** The description of the HTTP API (OpenAPI 3.1), from the same schemas that check the requests. */
import { z } from 'zod';
import { modeNames } from '../../shared/sim/modes/modes.ts';
import { JoinOptions } from './options.ts';
import { RoomRequest } from './request.ts';

const text = { type: 'string' };
const count = { type: 'integer', minimum: 0 };

const Room = {
  type: 'object',
  required: ['roomId', 'mode', 'name', 'players', 'bots', 'maxPlayers', 'private', 'joinUrl'],
  properties: {
    roomId: text,
    mode: { enum: modeNames },
    name: text,
    players: count,
    bots: count,
    maxPlayers: count,
    private: { type: 'boolean' },
    joinUrl: { type: 'string', format: 'uri' },
    code: { type: 'string', pattern: '^[A-Z]{5}$', description: 'only in answers to whoever created it or knows it' },
  },
};

const Mode = {
  type: 'object',
  properties: {
    name: text,
    title: text,
    seatsMax: count,
    botsMax: count,
    roundSeconds: { type: ['number', 'null'], description: 'null: rounds have no end' },
    arenas: {
      type: 'array',
      items: { type: 'object', properties: { name: text, title: text, width: count, height: count } },
    },
  },
};

const ErrorBody = {
  type: 'object',
  required: ['error'],
  properties: {
    error: { type: 'object', required: ['code', 'message'], properties: { code: text, message: text } },
  },
};

const json = (description: string, schema: object) => ({ description, content: { 'application/json': { schema } } });
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const listOf = (name: string) => ({ type: 'array', items: ref(name) });
const failure = (description: string) => json(description, ref('Error'));
const overBudget = json('over the budget of your address, or too many open seats', {
  type: 'object',
  properties: { code: count, error: text },
});
const inPath = (name: string) => ({ name, in: 'path', required: true, schema: text });
const status = (word: string) => json(word, { type: 'object', properties: { status: { const: word } } });

export const openApi = {
  openapi: '3.1.0',
  info: {
    title: 'Sparkfray',
    version: '1',
    description: 'Rooms are made and found here; fighting happens over WebSocket (PROTOCOL.md).',
  },
  components: {
    schemas: {
      Room,
      Mode,
      Error: ErrorBody,
      RoomRequest: z.toJSONSchema(RoomRequest, { io: 'input' }),
      JoinOptions: z.toJSONSchema(JoinOptions, { io: 'input' }),
      Guest: {
        type: 'object',
        properties: { id: text, token: text, expiresAt: { type: 'string', format: 'date-time' } },
      },
      Seat: {
        type: 'object',
        properties: { name: { const: 'arena' }, sessionId: text, roomId: text, processId: text },
      },
    },
    securitySchemes: { operator: { type: 'http', scheme: 'bearer' } },
  },
  paths: {
    '/healthz': { get: { summary: 'The process answers', responses: { 200: status('ok') } } },
    '/readyz': {
      get: { summary: 'New players are welcome', responses: { 200: status('ok'), 503: status('draining') } },
    },
    '/metrics': {
      get: { summary: 'Prometheus text', responses: { 200: { description: 'text/plain; version=0.0.4' } } },
    },
    '/api/modes': { get: { summary: 'All modes', responses: { 200: json('modes', listOf('Mode')) } } },
    '/api/rooms': {
      get: {
        summary: 'Public rooms, fullest first',
        parameters: [{ name: 'mode', in: 'query', schema: { enum: modeNames } }],
        responses: { 200: json('rooms', listOf('Room')), 400: failure('unknown mode') },
      },
      post: {
        summary: 'Spin up a room without joining it; ends by itself when it stays empty',
        requestBody: { required: true, content: { 'application/json': { schema: ref('RoomRequest') } } },
        responses: {
          201: json('the room, with its code', ref('Room')),
          400: failure('a field is wrong, and which'),
          413: failure('longer than 4 KiB'),
          429: failure('over the budget of your address; Retry-After says how long'),
          503: failure('full, or about to restart'),
        },
      },
    },
    '/api/rooms/{roomId}': {
      get: {
        summary: 'One room',
        parameters: [inPath('roomId')],
        responses: { 200: json('room', ref('Room')), 404: failure('none') },
      },
      delete: {
        summary: 'End a room; its players are told (close code 4101)',
        security: [{ operator: [] }],
        parameters: [inPath('roomId')],
        responses: {
          204: { description: 'ended' },
          401: failure('wrong token'),
          403: failure('no token is set'),
          404: failure('none'),
        },
      },
    },
    '/api/codes/{code}': {
      get: {
        summary: 'The room with that code',
        parameters: [inPath('code')],
        responses: { 200: json('room', ref('Room')), 404: failure('none') },
      },
    },
    '/api/identity': {
      post: {
        summary: 'A signed token that says "the same guest as before" ; nobody needs one (PROTOCOL.md)',
        responses: { 201: json('a guest', ref('Guest')) },
      },
    },
    '/matchmake/joinOrCreate/arena': {
      post: {
        summary: "Colyseus's seat reservation for quick play; use the SDK",
        requestBody: { content: { 'application/json': { schema: ref('JoinOptions') } } },
        responses: { 200: json('a seat, to be taken within 5 s', ref('Seat')), 429: overBudget },
      },
    },
    '/matchmake/joinById/{roomId}': {
      post: {
        summary: "Colyseus's seat reservation for one room; use the SDK",
        parameters: [inPath('roomId')],
        requestBody: { content: { 'application/json': { schema: ref('JoinOptions') } } },
        responses: { 200: json('a seat, to be taken within 5 s', ref('Seat')), 429: overBudget },
      },
    },
  },
};
