/**
 * What a request may look like before it is parsed, whether it asks for an answer or for an upgrade, and how a refusal is
 * written. Hosts and targets that pass here cannot make a URL parser throw: behind this the frameworks build URLs without
 * catching anything.
 */
import type { IncomingMessage } from 'node:http';
import type { ApiErrorBody, ApiErrorCode, MatchmakingErrorBody } from '../../shared/wire/api.ts';
import { isAllowedOrigin, type Origins } from './origin.ts';
import type { RefusalReason } from './refusals.ts';

const HOST = /^(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?\.?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/iu;
const HOST_CHARS_MAX = 260;
/** As target.ts leaves it: no absolute URLs, no asterisk, no authority; visible ASCII. */
const TARGET = /^\/[!-~]*$/u;
const TARGET_CHARS_MAX = 2048;
/** Seats are taken at /<process>/<room>?sessionId=…, as the SDK builds it. */
const SEAT_PATH = /^\/([A-Za-z0-9_-]{1,64})\/([A-Za-z0-9_-]{1,64})$/u;
const SEAT_QUERY = /^[A-Za-z0-9_=&.%~-]{1,1024}$/u;
const SESSION = /^[A-Za-z0-9_-]{1,64}$/u;
const TOKEN = /^[A-Za-z0-9_-]{1,128}$/u;
/** Colyseus's only routes besides ours. */
const MATCHMAKE = /^\/matchmake\/[A-Za-z]{1,32}\/[A-Za-z0-9_-]{1,64}$/u;

export const isHost = (host: string | undefined): host is string =>
  host !== undefined && host.length <= HOST_CHARS_MAX && HOST.test(host) && URL.canParse(`http://${host}`);

/** Node keeps the first of several Host lines; a proxy may have read another (RFC 9112, 3.2). HTTP/1.0 needs none. */
function hasOneHost({ rawHeaders, headers, httpVersion }: IncomingMessage): boolean {
  const lines = rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host').length;
  return isHost(headers.host) && (lines === 1 || (lines === 0 && httpVersion === '1.0'));
}

export const isTarget = (target: string | undefined): target is string =>
  target !== undefined && TARGET.test(target) && isMatchmakingTarget(target);

function isMatchmakingTarget(target: string): boolean {
  const [path = ''] = target.split('?', 1);
  return !/^\/matchmake(?:\/|$)/iu.test(path) || MATCHMAKE.test(path);
}

/** Everything that is answered with an error body. */
export type ErrorAnswer = {
  status: number;
  code: ApiErrorCode;
  message: string;
  headers?: Readonly<Record<string, string>>;
};

/** What bytes of the client's caused; counted by its code. */
export type Refusal = ErrorAnswer & { code: RefusalCode };
export type RefusalCode = ApiErrorCode & RefusalReason;

/** What an error of ours is answered with. */
export const INTERNAL: ErrorAnswer = { status: 500, code: 'internal', message: 'Something broke on our side.' };

/** @returns why a request is not of the form that any listener may see */
export function refuseForm(request: IncomingMessage, methods: readonly string[]): Refusal | undefined {
  const { method = '', url } = request;
  if (!methods.includes(method)) {
    const allowed = methods.join(', ');
    return { status: 405, code: 'bad_method', message: `Send ${allowed}.`, headers: { Allow: allowed } };
  }
  if (!hasOneHost(request)) return { status: 400, code: 'bad_host', message: 'Send one valid Host.' };
  if ((url ?? '').length > TARGET_CHARS_MAX)
    return { status: 414, code: 'target_too_long', message: 'The path is too long.' };
  return isTarget(url) ? undefined : { status: 400, code: 'bad_target', message: 'The path is not valid.' };
}

/** @param request of a valid form: its Host is read */
export function refuseOrigin({ headers }: IncomingMessage, origins: Origins): Refusal | undefined {
  if (isAllowedOrigin(origins, headers.origin, headers.host ?? '')) return undefined;
  return { status: 403, code: 'bad_origin', message: 'Pages of that origin may not use this server.' };
}

export const tooMany = (code: RefusalCode, message: string, seconds: number): Refusal => ({
  status: 429,
  code,
  message,
  headers: { 'Retry-After': String(seconds) },
});

/** @returns headers and body. @param isMatchmaking it speaks Colyseus's form, in which the SDK finds code and message */
export function writeError({ status, code, message, headers }: ErrorAnswer, isMatchmaking: boolean) {
  const body: ApiErrorBody | MatchmakingErrorBody = isMatchmaking
    ? { code: status, error: message }
    : { error: { code, message } };
  const text = JSON.stringify(body);
  return {
    text,
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': String(Buffer.byteLength(text)),
      ...headers,
    },
  };
}

export type SeatTarget = {
  processId: string;
  roomId: string;
  sessionId: string;
  reconnectionToken: string | undefined;
  skipHandshake: boolean;
  authToken: string | null;
};

/** @returns undefined if this is no way to a seat */
export function parseSeatTarget(target: string): SeatTarget | undefined {
  const [path = '', query = ''] = target.split('?', 2);
  const [, processId, roomId] = SEAT_PATH.exec(path) ?? [];
  if (processId === undefined || roomId === undefined || !SEAT_QUERY.test(query)) return undefined;
  const fields = new URLSearchParams(query);
  const sessionId = fields.get('sessionId') ?? '';
  const reconnectionToken = fields.get('reconnectionToken') ?? undefined;
  if (!SESSION.test(sessionId) || (reconnectionToken !== undefined && !TOKEN.test(reconnectionToken))) return undefined;
  return {
    processId,
    roomId,
    sessionId,
    reconnectionToken,
    skipHandshake: fields.has('skipHandshake'),
    authToken: fields.get('_authToken'),
  };
}
