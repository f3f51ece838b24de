/**
 * Everything the edge refuses, by reason: counted always, logged at most once in a while per reason. A flood must not
 * become a flood of log lines.
 */
import type { Log } from '../ops/log.ts';
import type { Metrics } from '../ops/metrics.ts';
import { SparseLines } from '../ops/sparse-lines.ts';

export const REFUSALS = {
  bad_method: 'a method that no route has',
  bad_host: 'no Host, several, or one that is none',
  bad_target: 'a request target that is no path of ours',
  target_too_long: 'a request target over 2048 characters',
  length_required: 'a body without Content-Length',
  body_too_large: 'a body over 4 KiB',
  bad_encoding: 'a body with a Content-Encoding, or in no UTF-8',
  bad_http: 'bytes that are no HTTP',
  head_too_large: 'a head over 16 KiB',
  too_slow: 'a head that takes more than 5 s, a request more than 10 s',
  bad_tls: 'a TLS handshake that failed',
  bad_request: 'a field that is wrong',
  bad_json: 'a body that cannot be read',
  bad_path: 'a path that is no URL',
  route_not_found: 'a call or a file that is not there',
  room_not_found: 'a room that is not here',
  room_full: 'a room that is full or locked',
  seat_gone: 'a seat whose reservation or token has expired, or was used',
  outdated_client: 'a client of another version',
  operator_routes_closed: 'an operator route, without a token that is set',
  bad_origin: 'a page of another site',
  bad_handshake: 'a WebSocket handshake that is none',
  bad_version: 'a WebSocket version other than 13',
  unknown_room: 'a connection to a room that is not here',
  draining: 'newcomers while the server is about to end',
  too_many_requests: 'HTTP requests of one address over budget',
  too_many_joins: 'matchmaking of one address over budget',
  too_many_rooms: 'room creation of one address over budget',
  too_many_own_rooms: 'rooms of one address: it has opened its share',
  too_many_connects: 'handshakes of one address over budget',
  too_many_connections: 'connections of one address',
  server_full: 'connections or rooms of this process',
  too_many_empty_rooms: 'rooms without a player',
  too_many_open_seats: 'reserved seats that were not taken',
  too_many_own_seats: 'seats of one room for one address: it has its share',
  bad_identity: 'a guest token that is forged, foreign or expired',
  operator_token_wrong: 'an operator route without the right token',
  too_many_wrong_tokens: 'operator routes, after too many wrong tokens of one address or network',
  too_many_wrong_codes: 'room codes, after too many wrong ones of one address or network',
  cut_frames: 'cut: messages over budget',
  cut_bytes: 'cut: bytes over budget',
  cut_text: 'cut: a text message',
  cut_opcode: 'cut: an unknown kind of message',
  cut_length: 'cut: an input frame over 64 bytes',
  cut_unknown_message: 'cut: a message type that the room does not know',
  cut_broken_message: 'cut: a message that could not be read',
  cut_bad_frame: 'cut: against RFC 6455',
  cut_join_late: 'cut: no acknowledged join in time',
  slow_reader: 'connections ended because too much waited for them',
  silent: 'connections ended because pings went unanswered',
} as const;

export type RefusalReason = keyof typeof REFUSALS;

const LOG_EVERY_MS = 10_000;

export class Refusals {
  readonly #log: Log;
  readonly #counter: Metrics['refusals'];
  readonly #lines = new SparseLines(LOG_EVERY_MS);

  constructor(log: Log, metrics: Metrics) {
    this.#log = log;
    this.#counter = metrics.refusals;
    for (const reason of Object.keys(REFUSALS)) this.#counter.inc({ reason }, 0);
  }

  count(reason: RefusalReason, address: string, nowMs = performance.now()): void {
    this.#counter.inc({ reason });
    const unsaid = this.#lines.unsaid(reason, nowMs);
    if (unsaid !== undefined) this.#log.warn({ event: 'refused', reason, address, unsaid });
  }
}
