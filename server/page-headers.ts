/** What browsers are told about the page beside its content: what it may load, who may show it, what it tells others. */
import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import express, { type RequestHandler } from 'express';
import helmet from 'helmet';

/** Whose pages may show this one in a frame: 'any', or origins (the page's own host is always among them). */
export type Embedders = 'any' | readonly string[];

const HSTS_SECONDS = 31_536_000;

/** Came by HTTPS: to here, or to a trusted proxy (the edge leaves no other x-forwarded-proto). */
const isSecure = ({ socket, headers }: IncomingMessage): boolean =>
  (socket as Partial<TLSSocket>).encrypted === true || headers['x-forwarded-proto'] === 'https';

export function pageHeaders(embedders: Embedders): RequestHandler {
  const router = express.Router();
  router.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'self'"],
          // Phaser makes its built-in textures of data: URLs; the icon is one.
          imgSrc: ["'self'", 'data:', 'blob:'],
          objectSrc: ["'none'"],
          baseUri: ["'self'"],
          formAction: ["'self'"],
          frameAncestors: embedders === 'any' ? ['*'] : ["'self'", ...embedders],
        },
      },
      // An older form of frame-ancestors, which cannot name several.
      xFrameOptions: embedders !== 'any' && embedders.length === 0 ? { action: 'sameorigin' } : false,
      strictTransportSecurity: false,
      referrerPolicy: { policy: 'same-origin' },
    }),
  );
  router.use((request, response, next) => {
    if (isSecure(request)) response.set('Strict-Transport-Security', `max-age=${HSTS_SECONDS}`);
    next();
  });
  return router;
}
