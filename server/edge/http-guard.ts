/**
 * Stands before every listener of the HTTP server, Colyseus's included: those build URLs and read bodies before they look
 * at the route, and a request that makes them throw would end the process. Only requests of a plain form get through;
 * the rest is answered here.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { InternalErrors } from '../ops/internal-errors.ts';
import { plainAddress } from './address.ts';
import type { Admission, Budget } from './admission.ts';
import type { Origins } from './origin.ts';
import type { Refusals } from './refusals.ts';
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

const METHODS = ['GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS'] as const;
/** A body of this API has a handful of short fields. */
const BODY_BYTES_MAX = 4096;
const FORGET_MS_MAX = 1000;
/** When an answer does not say when to ask again. */
const RETRY_SECONDS = 5;
/** Answers that say nothing about the connection. */
const KEPT_OPEN: ReadonlySet<number> = new Set([403, 411, 413, 415, 429]);

export type GuardOptions = {
  admission: Admission;
  origins: Origins;
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
    try {
      const address = options.admission.addresses.settle(request);
      tellWhen(response);
      const refusal = judge(request, address, options);
      if (refusal === undefined) for (const listener of listeners) listener(request, response);
      else {
        options.refusals.count(refusal.code, address);
        answer(request, response, refusal, options);
      }
    } catch (error) {
      // No request that passed may get here: this one costs itself alone.
      options.errors.note('request', error);
      answer(request, response, INTERNAL, options);
    }
  });
}

/** Whoever answers, Colyseus too: who may not now is told when to ask again. */
function tellWhen(response: ServerResponse): void {
  const writeHead = response.writeHead as (status: number, ...rest: unknown[]) => ServerResponse;
  response.writeHead = (status: number, ...rest: unknown[]): ServerResponse => {
    if ((status === 429 || status === 503) && !response.hasHeader('Retry-After'))
      response.setHeader('Retry-After', RETRY_SECONDS);
    return writeHead.call(response, status, ...rest);
  };
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
  server.on('drop', (drop) => refusals.count('server_full', drop?.remoteAddress ?? ''));
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

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  error: ErrorAnswer,
  { onAnswer }: Pick<GuardOptions, 'onAnswer'>,
): void {
  const { status } = error;
  onAnswer(status);
  if (response.headersSent) return void response.end();
  if (status === 411 || status === 413 || status === 415) forget(request);
  const { headers, text } = writeError(error, request.url?.startsWith('/matchmake/') === true);
  response.writeHead(status, { ...headers, ...(KEPT_OPEN.has(status) ? {} : { Connection: 'close' }) });
  response.end(text);
}
