/**
 * The opening handshake, checked before anything is built for it (RFC 6455, 4.2.1). Whatever is not a handshake to a seat
 * in a room of this process gets an HTTP answer and a closed connection, never silence.
 */
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Admission } from './admission.ts';
import type { Origins } from './origin.ts';
import {
  type ErrorAnswer,
  parseSeatTarget,
  type Refusal,
  type RefusalCode,
  refuseForm,
  refuseOrigin,
  type SeatTarget,
  tooMany,
  writeError,
} from './request-form.ts';

const KEY = /^[A-Za-z0-9+/]{22}==$/u;
const VERSION = '13';
/** The answer must reach the other side before the connection is destroyed. */
const LINGER_MS = 1000;
const RETRY_SECONDS = 1;

export type UpgradeVerdict = { refused: Refusal } | { seat: SeatTarget };

export type UpgradeRules = {
  admission: Admission;
  origins: Origins;
  /** Whether this process has that room. */
  hasRoom: (roomId: string) => boolean;
};

/** @param address as Addresses.settle found it */
export function judgeUpgrade(request: IncomingMessage, address: string, rules: UpgradeRules): UpgradeVerdict {
  const malformed = refuseForm(request, ['GET']) ?? judgeHandshake(request) ?? refuseOrigin(request, rules.origins);
  if (malformed !== undefined) return { refused: malformed };
  const seat = parseSeatTarget(request.url ?? '');
  if (seat === undefined) {
    return {
      refused: { status: 404, code: 'bad_target', message: 'Seats are taken at /<process>/<room>?sessionId=…' },
    };
  }
  const refused = judgeAdmission(address, seat, rules);
  return refused === undefined ? { seat } : { refused };
}

/** Only what offers a WebSocket comes here (server/edge/listener.ts). */
function judgeHandshake({ httpVersion, headers }: IncomingMessage): Refusal | undefined {
  const bad = (message: string): Refusal => ({ status: 400, code: 'bad_handshake', message });
  if (httpVersion !== '1.1') return bad('A handshake needs HTTP/1.1.');
  if (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0)
    return bad('A handshake has no body.');
  if (headers['sec-websocket-version'] !== VERSION) {
    return {
      status: 426,
      code: 'bad_version',
      message: `Sec-WebSocket-Version: expected ${VERSION}.`,
      headers: { 'Sec-WebSocket-Version': VERSION, Upgrade: 'websocket' },
    };
  }
  const key = headers['sec-websocket-key'];
  return key !== undefined && KEY.test(key) ? undefined : bad('Sec-WebSocket-Key: expected 16 bytes in base64.');
}

function judgeAdmission(
  address: string,
  { roomId }: SeatTarget,
  { admission, hasRoom }: UpgradeRules,
): Refusal | undefined {
  const seconds = admission.waitSeconds('connects', address);
  if (seconds > 0) return tooMany('too_many_connects', 'Too many handshakes.', seconds);
  const full = admission.refusesConnection(address);
  if (full === 'too_many_connections') return tooMany(full, 'Too many connections of this address.', RETRY_SECONDS);
  if (full === 'server_full') return notNow(full, 'All connections are taken.');
  if (admission.isDraining) return notNow('draining', 'The server is about to restart.');
  // A room that ended, or one of another process: the link is wrong, nothing is wrong with this server.
  return hasRoom(roomId) ? undefined : { status: 404, code: 'unknown_room', message: 'There is no such room here.' };
}

const notNow = (code: RefusalCode, message: string): Refusal => ({
  status: 503,
  code,
  message,
  headers: { 'Retry-After': String(RETRY_SECONDS) },
});

/** Answers instead of upgrading, and ends the connection whatever the other side does. */
export function answerUpgrade(socket: Duplex, error: ErrorAnswer): void {
  const { text, headers } = writeError(error, false);
  const head = [
    `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status]}`,
    'Connection: close',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => clearTimeout(timer));
  socket.resume(); // what is sent after the head is read and forgotten: unread bytes would reset the connection
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`);
}
