/**
 * The bodies of the HTTP API (PROTOCOL.md, H1–H9): what a client may send and what it is answered. The OpenAPI document,
 * the server's answers and the page's types follow from here. The page takes types only: zod stays out of it.
 */
import { z } from 'zod';
import { modeNames, modeOf } from '../sim/modes/modes.ts';
import { visibleName } from './names.ts';
import { CODE_LETTERS, LIMITS, ROOM_NAME } from './protocol.ts';

const Count = z.int().min(0);

export const ModeName = z.enum(modeNames as [string, ...string[]]);

/** Text that players read. */
const readable = (charsMax: number) =>
  z
    .string()
    .max(256)
    .transform((text) => visibleName(text, charsMax));

/** Of any mode; the routes know the mode's own. */
const BOTS_MAX = Math.max(...modeNames.map((name) => modeOf(name).botsMax));

/** The body of POST /api/rooms. */
export const RoomRequest = z.strictObject({
  mode: ModeName,
  private: z.boolean().optional(),
  bots: z.int().min(0).max(BOTS_MAX).optional(),
  maxPlayers: z.int().min(1).optional(),
  name: readable(LIMITS.roomNameCharsMax).optional(),
});
/** The same as a client sends it. */
export type RoomRequest = z.input<typeof RoomRequest>;
/** What a room is opened with, once the body was checked. */
export type RoomOptions = z.output<typeof RoomRequest>;

/** Options of joinOrCreate and joinById; anything else that a client sends is left out. */
export const JoinOptions = z.object({
  mode: ModeName.default('fray'),
  name: readable(LIMITS.nameCharsMax).default(''),
  protocol: z.int().optional(),
});
export type JoinOptions = z.output<typeof JoinOptions>;
/** The same as a client sends them. */
export type JoinRequest = z.input<typeof JoinOptions>;

export const RoomInfo = z.object({
  roomId: z.string(),
  mode: ModeName,
  name: z.string(),
  players: Count.describe('seats taken by people; bots come on top and make way'),
  playing: Count.describe('people who are there and play, and do not only have a seat'),
  bots: Count,
  maxPlayers: Count,
  private: z.boolean(),
  joinUrl: z.url(),
});
export type RoomInfo = z.infer<typeof RoomInfo>;

export const CreatedRoom = RoomInfo.extend({
  code: z
    .string()
    .regex(new RegExp(`^[${CODE_LETTERS}]{${LIMITS.codeChars}}$`, 'u'))
    .describe('only in answers to a client that created the room or knows its code'),
});
export type CreatedRoom = z.infer<typeof CreatedRoom>;

export const ModeInfo = z.object({
  name: ModeName,
  title: z.string(),
  seatsMax: Count,
  botsMax: Count,
  roundSeconds: z.number().positive().nullable().describe('null: rounds have no end'),
  arenas: z.array(z.object({ name: z.string(), title: z.string(), width: Count, height: Count })),
});
export type ModeInfo = z.infer<typeof ModeInfo>;

export const Guest = z.object({ id: z.string(), token: z.string(), expiresAt: z.iso.datetime() });
export type Guest = z.infer<typeof Guest>;

/** Colyseus's seat reservation. */
export const Seat = z.object({
  name: z.literal(ROOM_NAME),
  sessionId: z.string(),
  roomId: z.string(),
  processId: z.string(),
  /** What SDKs of 0.14 to 0.16 read instead: it leads them to an error with the versions that are spoken. */
  room: z.object({ name: z.string(), roomId: z.string(), processId: z.string() }).optional(),
});

export const Health = z.object({ status: z.literal('ok') });
export const Draining = z.object({ status: z.literal('draining') });

/** Why a request was not answered as it wished, for programs. */
export const ApiErrorCode = z.enum([
  'bad_request',
  'bad_json',
  'bad_path',
  'bad_host',
  'bad_target',
  'bad_handshake',
  'operator_token_wrong',
  'operator_routes_closed',
  'bad_origin',
  'room_not_found',
  'route_not_found',
  'bad_method',
  'length_required',
  'body_too_large',
  'target_too_long',
  'bad_encoding',
  'bad_version',
  'too_many_requests',
  'too_many_joins',
  'too_many_rooms',
  'too_many_own_rooms',
  'too_much_own_load',
  'too_many_wrong_codes',
  'too_many_wrong_tokens',
  'too_many_connects',
  'too_many_connections',
  'internal',
  'unknown_room',
  'server_full',
  'server_busy',
  'too_many_empty_rooms',
  'draining',
]);
export type ApiErrorCode = z.infer<typeof ApiErrorCode>;

export const ApiErrorBody = z.object({ error: z.object({ code: ApiErrorCode, message: z.string() }) });
export type ApiErrorBody = z.infer<typeof ApiErrorBody>;

/** Matchmaking speaks Colyseus's form, in which the SDK finds code and message. */
export const MatchmakingErrorBody = z.object({ code: z.int(), error: z.string() });
export type MatchmakingErrorBody = z.infer<typeof MatchmakingErrorBody>;
