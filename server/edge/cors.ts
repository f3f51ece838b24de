/** What Colyseus tells browsers about other pages' requests: it would let every page in, with credentials. */
import { isAllowedOrigin, type Origins } from './origin.ts';

/** The part of Colyseus's matchmaking controller that writes these headers. */
type Controller = {
  DEFAULT_CORS_HEADERS: Record<string, string>;
  getCorsHeaders: (headers: Headers) => Record<string, string>;
};

const ALLOWED = {
  'Access-Control-Allow-Headers': 'Content-Type, Accept, Authorization',
  'Access-Control-Allow-Methods': 'GET, HEAD, POST, DELETE',
  'Access-Control-Max-Age': '600',
} as const;

/** Same-host pages need no headers; others get them only if they are on the list. There are no cookies to send along. */
export function answerOrigins(controller: Controller, origins: Origins): void {
  controller.DEFAULT_CORS_HEADERS = { Vary: 'Origin' };
  controller.getCorsHeaders = (headers) => {
    const origin = headers.get('origin');
    if (origin === null || !isAllowedOrigin(origins, origin, headers.get('host') ?? '')) return {};
    return { ...ALLOWED, 'Access-Control-Allow-Origin': origin };
  };
}
