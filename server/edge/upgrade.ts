/**
 * The opening handshake, checked before anything is built for it (RFC 6455, 4.2.1). Whatever is not a handshake to a seat
 * in a room of this process gets an HTTP answer and a closed connection, never silence.
 */
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Admission } from './admission.ts';
import { isAllowedOrigin, type Origins } from './origin.ts';
import type { Refusal } from './refusals.ts';
import { hasOneHost, isTarget, parseSeatTarget, type SeatTarget, TARGET_CHARS_MAX } from './request-form.ts';

const KEY = /^[A-Za-z0-9+/]{22}==$/u;
const VERSION = '13';
/** The answer must reach the other side before the connection is destroyed. */
const LINGER_MS = 1000;
const RETRY_SECONDS = '1';

export type UpgradeRefusal = {
  status: number;
  reason: Refusal;
  message: string;
  headers?: Readonly<Record<string, string>>;
};

export type UpgradeVerdict = { refused: UpgradeRefusal } | { seat: SeatTarget };

export type UpgradeRules = {
  admission: Admission;
  origins: Origins;
  /** Whether this process has that room. */
  hasRoom: (roomId: string) => boolean;
};

/** @param address as Addresses.settle found it */
export function judgeUpgrade(request: IncomingMessage, address: string, rules: UpgradeRules): UpgradeVerdict {
  const malformed = judgeHandshake(request) ?? judgeOrigin(request, rules.origins);
  if (malformed !== undefined) return { refused: malformed };
  const seat = parseSeatTarget(request.url ?? '');
  if (seat === undefined) {
    return {
      refused: { status: 404, reason: 'bad_target', message: 'Seats are taken at /<process>/<room>?sessionId=…' },
    };
  }
  const refused = judgeAdmission(address, seat, rules);
  return refused === undefined ? { seat } : { refused };
}

function judgeHandshake({
  method,
  httpVersion,
  headers,
  rawHeaders,
  url,
}: IncomingMessage): UpgradeRefusal | undefined {
  const bad = (message: string): UpgradeRefusal => ({ status: 400, reason: 'bad_handshake', message });
  if (method !== 'GET')
    return { status: 405, reason: 'bad_method', message: 'A handshake is a GET.', headers: { Allow: 'GET' } };
  if (httpVersion !== '1.1') return bad('A handshake needs HTTP/1.1.');
  if (!hasOneHost({ headers, rawHeaders })) return { status: 400, reason: 'bad_host', message: 'Send one valid Host.' };
  if ((url ?? '').length > TARGET_CHARS_MAX)
    return { status: 414, reason: 'target_too_long', message: 'The path is too long.' };
  if (!isTarget(url)) return { status: 400, reason: 'bad_target', message: 'The path is not valid.' };
  if (headers.upgrade?.toLowerCase() !== 'websocket') return bad('Upgrade: expected websocket.');
  if (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0)
    return bad('A handshake has no body.');
  if (headers['sec-websocket-version'] !== VERSION) {
    return {
      status: 426,
      reason: 'bad_version',
      message: `Sec-WebSocket-Version: expected ${VERSION}.`,
      headers: { 'Sec-WebSocket-Version': VERSION, Upgrade: 'websocket' },
    };
  }
  const key = headers['sec-websocket-key'];
  return key !== undefined && KEY.test(key) ? undefined : bad('Sec-WebSocket-Key: expected 16 bytes in base64.');
}

function judgeOrigin({ headers }: IncomingMessage, origins: Origins): UpgradeRefusal | undefined {
  if (isAllowedOrigin(origins, headers.origin, headers.host ?? '')) return undefined;
  return { status: 403, reason: 'bad_origin', message: 'Pages of that origin may not connect.' };
}

function judgeAdmission(
  address: string,
  { roomId }: SeatTarget,
  { admission, hasRoom }: UpgradeRules,
): UpgradeRefusal | undefined {
  const seconds = admission.waitSeconds('connects', address);
  if (seconds > 0) {
    return {
      status: 429,
      reason: 'too_many_connects',
      message: 'Too many handshakes.',
      headers: { 'Retry-After': String(seconds) },
    };
  }
  const full = admission.refusesConnection(address);
  const soon = { 'Retry-After': RETRY_SECONDS };
  if (full === 'server_full')
    return { status: 503, reason: full, message: 'All connections are taken.', headers: soon };
  if (full !== undefined)
    return { status: 429, reason: full, message: 'Too many connections of this address.', headers: soon };
  if (admission.isDraining)
    return { status: 503, reason: 'draining', message: 'The server is about to restart.', headers: soon };
  // A room that ended, or one of another process: the SDK tries again, and a proxy may try elsewhere.
  return hasRoom(roomId)
    ? undefined
    : { status: 503, reason: 'unknown_room', message: 'There is no such room here.', headers: soon };
}

/** Answers instead of upgrading, and ends the connection whatever the other side does. */
export function answerUpgrade(socket: Duplex, { status, reason, message, headers }: UpgradeRefusal): void {
  const body = JSON.stringify({ error: { code: reason, message } });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    ...Object.entries(headers ?? {}).map(([name, value]) => `${name}: ${value}`),
  ];
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => clearTimeout(timer));
  socket.resume(); // what is sent after the head is read and forgotten: unread bytes would reset the connection
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
