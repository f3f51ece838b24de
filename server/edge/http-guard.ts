/**
 * Stands before every listener of the HTTP server, Colyseus's included: those build URLs and read bodies before they look
 * at the route, and a request that makes them throw would end the process. Only requests of a plain form get through;
 * the rest is answered here.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { InternalErrors } from '../ops/internal-errors.ts';
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
/**
 * So long an address that has used up its requests waits for each answer; whoever asks on meanwhile loses the connection.
 * Answering at once let twelve connections of one address take half of the core with nothing but 429. Proxies are answered at once:
 * their connections are everybody's, and they have limits of their own (docs/proxy.md).
 */
const LATE_MS = 500;
/** When an answer does not say when to ask again. */
const RETRY_SECONDS = 5;
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

/** What is said to an address whose budget is used up. */
const OVER = {
  requests: ['too_many_requests', 'Too many requests: wait a moment.'],
  roomCreations: ['too_many_rooms', 'Too many rooms opened: wait a moment.'],
  joins: ['too_many_joins', 'Too many tries: wait a moment.'],
} as const satisfies Partial<Record<Budget, [RefusalCode, string]>>;

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** Takes the server's request listeners and puts itself before them. Called when all are there. */
export function guardRequests(server: Server, options: GuardOptions): void {
  const listeners = server.listeners('request') as Listener[];
  server.removeAllListeners('request');
  const answerLate = lateAnswers();
  server.on('request', (request, response) => {
    if (request.socket.destroyed) return;
    response.once('finish', () => options.onAnswer(response.statusCode));
    try {
      const { addresses } = options.admission;
      const isProxy = addresses.isProxy(addresses.socketAddress(request));
      if (isProxy) keepForProxy(request, response);
      tellWhen(response);
      const address = addresses.settle(request);
      const moved = missedSlash(request, options.basePath);
      if (moved !== undefined) return void response.writeHead(308, { Location: moved }).end();
      settleTarget(request, options.basePath);
      const refusal = judge(request, address, options);
      if (refusal === undefined) for (const listener of listeners) listener(request, response);
      else {
        options.refusals.count(refusal.code, address);
        if (refusal.code === 'too_many_requests' && !isProxy) answerLate(request, response, refusal);
        else answer(request, response, refusal);
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

/** @returns answers one request of a connection after a while, and ends the connection at a second one that did not wait */
function lateAnswers(): (request: IncomingMessage, response: ServerResponse, refusal: Refusal) => void {
  const waiting = new WeakSet<Socket>();
  return (request, response, refusal) => {
    const { socket } = request;
    if (waiting.has(socket)) return void socket.destroy();
    waiting.add(socket);
    setTimeout(() => {
      waiting.delete(socket);
      answer(request, response, refusal);
    }, LATE_MS).unref();
  };
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

function judge(request: IncomingMessage, address: string, options: GuardOptions): Refusal | undefined {
  return (
    judgeBudget('requests', address, options.admission) ??
    refuseForm(request, METHODS) ??
    judgeBody(request) ??
    refuseOrigin(request, options.origins) ??
    judgeCall(request, address, options.admission)
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

/** Every request is paid before anything else of it is looked at: refusing costs, too. */
function judgeBudget(budget: keyof typeof OVER, address: string, admission: Admission): Refusal | undefined {
  const seconds = admission.waitSeconds(budget, address);
  const [code, message] = OVER[budget];
  return seconds === 0 ? undefined : tooMany(code, message, seconds);
}

/** What is asked for has a budget of its own. */
function judgeCall({ method, url }: IncomingMessage, address: string, admission: Admission): Refusal | undefined {
  if (method !== 'POST') return undefined;
  const [path = ''] = (url ?? '').split('?', 1);
  // Routes match in either case and with a slash behind.
  return judgeBudget(/^\/api\/rooms\/?$/iu.test(path) ? 'roomCreations' : 'joins', address, admission);
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
