/**
 * Stands before every listener of the HTTP server, Colyseus's included: those build URLs and read bodies before they look
 * at the route, and a request that makes them throw would end the process. Only requests of a plain form get through;
 * the rest is answered here.
 */
import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { InternalErrors } from '../ops/internal-errors.ts';
import { plainAddress } from './address.ts';
import type { Admission, Budget } from './admission.ts';
import type { Origins } from './origin.ts';
import type { RefusalReason, Refusals } from './refusals.ts';
import {
  type ErrorAnswer,
  INTERNAL,
  type Refusal,
  type RefusalCode,
  refuseForm,
  refuseOrigin,
  tooMany,
  writeError,
} from './request-form.ts';
import { missedSlash, settleTarget } from './target.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS'] as const;
/** A body of this API has a handful of short fields. */
const BODY_BYTES_MAX = 4096;
const FORGET_MS_MAX = 1000;
/**
 * How long a trusted proxy may keep an idle connection for its next request: load balancers do so for 60 s, and a connection
 * that this side ends first costs the request that is on its way (502). Anybody else has Node's 5 s.
 */
const PROXY_IDLE_MS_MAX = 75_000;
/** Answers that say nothing about the connection. */
const KEPT_OPEN: ReadonlySet<number> = new Set([403, 411, 413, 415, 429]);

export type GuardOptions = {
  admission: Admission;
  origins: Origins;
  /** '' or '/game' */
  basePath: string;
  refusals: Refusals;
  errors: InternalErrors;
  onAnswer: (status: number) => void;
};

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** Takes the server's request listeners and puts itself before them. Called when all are there. */
export function guardRequests(server: Server, options: GuardOptions): void {
  const listeners = server.listeners('request') as Listener[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    response.once('finish', () => options.onAnswer(response.statusCode));
    try {
      const { addresses } = options.admission;
      if (addresses.isProxy(addresses.socketAddress(request))) keepForProxy(request, response);
      const address = addresses.settle(request);
      const moved = missedSlash(request, options.basePath);
      if (moved !== undefined) return void response.writeHead(308, { Location: moved }).end();
      settleTarget(request, options.basePath);
      const refusal = judge(request, address, options);
      if (refusal === undefined) for (const listener of listeners) listener(request, response);
      else {
        options.refusals.count(refusal.code, address);
        answer(request, response, refusal);
      }
    } catch (error) {
      // No request that passed may get here: this one costs itself alone.
      options.errors.note('request', error);
      answer(request, response, INTERNAL);
    }
  });
}

function keepForProxy({ socket }: IncomingMessage, response: ServerResponse): void {
  response.once('finish', () => socket.setTimeout(PROXY_IDLE_MS_MAX));
}

/** Counts TCP connections by address before a byte is read. */
export function guardConnections(
  server: Server,
  { admission, refusals, errors }: Pick<GuardOptions, 'admission' | 'refusals' | 'errors'>,
): void {
  server.on('connection', (socket) => {
    try {
      const address = plainAddress(socket.remoteAddress ?? '');
      const release = admission.accepted(address);
      if (release !== undefined) return void socket.once('close', release);
      refusals.count('too_many_connections', address);
    } catch (error) {
      errors.note('connection', error);
    }
    socket.destroy();
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const refused = UNREAD[error.code ?? ''] ?? UNREAD.other;
    // A peer that is gone was not refused.
    if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
    refusals.count(refused.reason, plainAddress((socket as Socket).remoteAddress ?? ''));
    answerUnread(socket as Socket, refused.status);
  });
  server.on('tlsClientError', (_error: Error, socket: Socket) =>
    refusals.count('bad_tls', plainAddress(socket.remoteAddress ?? '')),
  );
  server.on('drop', (drop) => refusals.count('server_full', drop?.remoteAddress ?? ''));
}

/** What Node could not read as a request, by the code of its error, with the status that Node would answer. */
const UNREAD: Readonly<Record<string, { status: number; reason: RefusalReason }>> & {
  other: { status: number; reason: RefusalReason };
} = {
  HPE_HEADER_OVERFLOW: { status: 431, reason: 'head_too_large' },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, reason: 'body_too_large' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, reason: 'too_slow' },
  other: { status: 400, reason: 'bad_http' },
};

/** As Node does without a listener: a head, unless an answer is on its way already, and the end. */
function answerUnread(socket: Socket, status: number): void {
  const { _httpMessage: under } = socket as Socket & { _httpMessage?: ServerResponse | null };
  if (under?.headersSent !== true)
    socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n\r\n`);
  socket.destroySoon();
}

function judge(request: IncomingMessage, address: string, options: GuardOptions): Refusal | undefined {
  return (
    refuseForm(request, METHODS) ??
    judgeBody(request) ??
    refuseOrigin(request, options.origins) ??
    judgeBudget(request, address, options.admission)
  );
}

function judgeBody({ method, headers }: IncomingMessage): Refusal | undefined {
  const length = headers['content-length'];
  if (headers['transfer-encoding'] !== undefined || (method === 'POST' && length === undefined)) {
    return { status: 411, code: 'length_required', message: 'Send Content-Length.' };
  }
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') {
    return { status: 415, code: 'bad_encoding', message: 'Send the body as it is: no Content-Encoding.' };
  }
  if (Number(length ?? 0) <= BODY_BYTES_MAX) return undefined;
  return { status: 413, code: 'body_too_large', message: 'The body is longer than 4 KiB.' };
}

function judgeBudget({ method, url }: IncomingMessage, address: string, admission: Admission): Refusal | undefined {
  const over = (budget: Budget, code: RefusalCode, message: string): Refusal | undefined => {
    const seconds = admission.waitSeconds(budget, address);
    return seconds === 0 ? undefined : tooMany(code, message, seconds);
  };
  const refused = over('requests', 'too_many_requests', 'Too many requests: wait a moment.');
  if (refused !== undefined || method !== 'POST') return refused;
  const [path = ''] = (url ?? '').split('?', 1);
  // Routes match in either case and with a slash behind.
  if (/^\/api\/rooms\/?$/iu.test(path))
    return over('roomCreations', 'too_many_rooms', 'Too many rooms opened: wait a moment.');
  return over('joins', 'too_many_joins', 'Too many tries: wait a moment.');
}

/** Reads and drops a body for a moment: closing on it would reset the connection before the answer is read. */
function forget(request: IncomingMessage): void {
  const timer = setTimeout(() => request.socket.destroy(), FORGET_MS_MAX);
  request.once('end', () => clearTimeout(timer));
  request.once('close', () => clearTimeout(timer));
  request.resume();
}

function answer(request: IncomingMessage, response: ServerResponse, error: ErrorAnswer): void {
  const { status } = error;
  if (response.headersSent) return void response.end();
  if (status === 411 || status === 413 || status === 415) forget(request);
  const { headers, text } = writeError(error, request.url?.startsWith('/matchmake/') === true);
  response.writeHead(status, { ...headers, ...(KEPT_OPEN.has(status) ? {} : { Connection: 'close' }) });
  response.end(text);
}
