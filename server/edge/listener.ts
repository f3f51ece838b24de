/**
 * The server that listens: HTTP, or HTTPS with a certificate that is read again when its files change. Slow or silent
 * peers are ended by Node itself.
 */
import { readFileSync, statSync } from 'node:fs';
import { createServer as createHttpServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https';
import { createSecureContext } from 'node:tls';
import type { Log } from '../ops/log.ts';

/** Timeouts against slow-loris: a head, and a whole request. */
const TIMEOUTS = { headersTimeout: 5000, requestTimeout: 10_000, connectionsCheckingInterval: 1000 } as const;
const TLS_HANDSHAKE_MS_MAX = 5000;
const UPGRADE = 'websocket';
/** What an honest client sends is a tenth of it. */
const HEADER_BYTES_MAX = 16_384;
/** Without a byte in either direction: a client that asks for a file and does not read it. WebSockets have no such limit. */
const IDLE_MS_MAX = 30_000;

export type TlsFiles = { cert: string; key: string; checkSeconds: number };

/** @throws when the certificate cannot be read or does not fit its key */
export function createListener(tls: TlsFiles | undefined, socketsMax: number, log: Log): Server {
  const options = { ...TIMEOUTS, maxHeaderSize: HEADER_BYTES_MAX, shouldUpgradeCallback: offersWebSocket };
  const server = tls === undefined ? createHttpServer(options) : createTlsServer(tls, options, log);
  server.setTimeout(IDLE_MS_MAX);
  server.maxConnections = socketsMax;
  return server;
}

/**
 * Whoever offers an upgrade goes on without it where none is spoken (RFC 9110, 7.8): Java's HttpClient and curl --http2 offer
 * h2c on every request. Of several offers ours may be any.
 */
function offersWebSocket({ headers }: IncomingMessage): boolean {
  const offers = (headers.upgrade ?? '').split(',').map((offer) => offer.trim().toLowerCase());
  if (!offers.includes(UPGRADE)) return false;
  headers.upgrade = UPGRADE; // what reads it later wants it alone
  return true;
}

function createTlsServer(tls: TlsFiles, options: object, log: Log): Server {
  let stamp = stampOf(tls);
  const server = createHttpsServer({
    ...options,
    ...readPair(tls),
    handshakeTimeout: TLS_HANDSHAKE_MS_MAX,
    minVersion: 'TLSv1.2',
  });
  const timer = setInterval(() => {
    const now = stampOf(tls);
    if (now !== stamp && renew(server, tls, log)) stamp = now;
  }, tls.checkSeconds * 1000);
  timer.unref();
  server.once('close', () => clearInterval(timer));
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  return server as unknown as Server;
}

/** Half a renewal (one file written, the other not yet) does not fit together: it is tried again at the next look. */
function renew(server: HttpsServer, tls: TlsFiles, log: Log): boolean {
  try {
    server.setSecureContext({ ...readPair(tls), minVersion: 'TLSv1.2' });
    log.info({ event: 'certificate_renewed' });
    return true;
  } catch (error) {
    log.error({ event: 'certificate_not_renewed', error });
    return false;
  }
}

function readPair(files: TlsFiles): { cert: Buffer; key: Buffer } {
  const pair = { cert: readFileSync(files.cert), key: readFileSync(files.key) };
  createSecureContext(pair); // throws unless both are sound and belong together
  return pair;
}

/** Changes whenever a file does; links are followed, as certbot renews by moving them. */
function stampOf({ cert, key }: TlsFiles): string {
  return [cert, key]
    .map((file) => statSync(file, { throwIfNoEntry: false }))
    .map((stat) => (stat === undefined ? 'gone' : `${stat.ino} ${stat.mtimeMs} ${stat.size}`))
    .join(', ');
}
