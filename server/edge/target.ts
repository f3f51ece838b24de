/**
 * What a request asks for, in the one form that everything behind reads: a path from this server's root, and a Host. Legal
 * spellings that proxies and health checks use are brought into that form here; what is of no legal form stays as it is and
 * is refused later (request-form.ts).
 */
import type { IncomingMessage } from 'node:http';

/** `GET http://host/path`: servers must take it, and its host counts (RFC 9112, 3.2.2). Groups: host, target. */
const ABSOLUTE = /^https?:\/\/([^/?#\s]+)(\/[^\s]*)?$/iu;
/** HTTP/1.0 has no Host (HAProxy's health checks): as if this machine had asked. */
const HOST_OF_NOBODY = 'localhost';
const BASE_PATH = /^(?:\/[A-Za-z0-9._~-]+)+$/u;

/** @param text '', '/', or a path such as /game/ @returns the same without its last slash: '' or '/game' @throws Error with one line */
export function parseBasePath(text: string): string {
  const path = text.replace(/\/$/u, '');
  if (path === '' || BASE_PATH.test(path)) return path;
  throw new Error(`expected a path like /game/, and not "${text}"`);
}

/** @param basePath '' or '/game': proxies may take it away, or leave it */
export function settleTarget(request: IncomingMessage, basePath: string): void {
  const { headers, httpVersion, method } = request;
  const [, host, target = '/'] = ABSOLUTE.exec(request.url ?? '') ?? [];
  if (host !== undefined) {
    request.url = target;
    headers.host = host;
  }
  if (method === 'OPTIONS' && request.url === '*') request.url = '/';
  if (httpVersion === '1.0' && headers.host === undefined) headers.host = HOST_OF_NOBODY;
  // A proxy that takes `/game` away instead of `/game/` leaves one slash too many.
  request.url = request.url?.replace(/^\/{2,}/u, '/');
  if (basePath !== '' && request.url?.startsWith(`${basePath}/`)) request.url = request.url.slice(basePath.length);
}

/** @returns where a request without the last slash of the base path should have gone: links on the page are relative to that */
export function missedSlash({ url = '' }: IncomingMessage, basePath: string): string | undefined {
  const [path = '', query] = url.split('?', 2);
  if (basePath === '' || path !== basePath) return undefined;
  return `${basePath}/${query === undefined ? '' : `?${query}`}`;
}
