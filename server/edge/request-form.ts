/**
 * What a request may look like before anybody parses it. Hosts and targets that pass here cannot make a URL parser throw:
 * behind this the frameworks build URLs without catching anything.
 */
import type { IncomingMessage } from 'node:http';

const HOST = /^(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?\.?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/iu;
const HOST_CHARS_MAX = 260;
/** Origin form only: no absolute URLs, no asterisk, no authority; visible ASCII. */
const TARGET = /^\/[!-~]*$/u;
export const TARGET_CHARS_MAX = 2048;
/** Seats are taken at /<process>/<room>?sessionId=…, as the SDK builds it. */
const SEAT_PATH = /^\/([A-Za-z0-9_-]{1,64})\/([A-Za-z0-9_-]{1,64})$/u;
const SEAT_QUERY = /^[A-Za-z0-9_=&.%~-]{1,1024}$/u;
const SESSION = /^[A-Za-z0-9_-]{1,64}$/u;
const TOKEN = /^[A-Za-z0-9_-]{1,128}$/u;
/** Colyseus's only routes besides ours. */
const MATCHMAKE = /^\/matchmake\/[A-Za-z]{1,32}\/[A-Za-z0-9_-]{1,64}$/u;

export const isHost = (host: string | undefined): host is string =>
  host !== undefined && host.length <= HOST_CHARS_MAX && HOST.test(host) && URL.canParse(`http://${host}`);

/** Node keeps the first of several Host lines; a proxy may have read another (RFC 9112, 3.2). */
export const hasOneHost = ({ rawHeaders, headers }: Pick<IncomingMessage, 'rawHeaders' | 'headers'>): boolean =>
  isHost(headers.host) && rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host').length === 1;

export const isTarget = (target: string | undefined): target is string =>
  target !== undefined && TARGET.test(target) && isMatchmakingTarget(target);

function isMatchmakingTarget(target: string): boolean {
  const [path = ''] = target.split('?', 1);
  return !/^\/matchmake(?:\/|$)/iu.test(path) || MATCHMAKE.test(path);
}

export type SeatTarget = {
  roomId: string;
  sessionId: string;
  reconnectionToken: string | undefined;
  skipHandshake: boolean;
  authToken: string | null;
};

/** @returns undefined if this is no way to a seat */
export function parseSeatTarget(target: string): SeatTarget | undefined {
  const [path = '', query = ''] = target.split('?', 2);
  const roomId = SEAT_PATH.exec(path)?.[2];
  if (roomId === undefined || !SEAT_QUERY.test(query)) return undefined;
  const fields = new URLSearchParams(query);
  const sessionId = fields.get('sessionId') ?? '';
  const reconnectionToken = fields.get('reconnectionToken') ?? undefined;
  if (!SESSION.test(sessionId) || (reconnectionToken !== undefined && !TOKEN.test(reconnectionToken))) return undefined;
  return {
    roomId,
    sessionId,
    reconnectionToken,
    skipHandshake: fields.has('skipHandshake'),
    authToken: fields.get('_authToken'),
  };
}
