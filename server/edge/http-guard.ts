/**
 * Stands before every listener of the HTTP server, Colyseus's included: those build URLs and read bodies before they look
 * at the route, and a request that makes them throw would end the process. Only requests of a plain form get through;
 * the rest is answered here.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { plainAddress } from './address.ts';
import type { Admission, Budget } from './admission.ts';
import { isAllowedOrigin, type Origins } from './origin.ts';
import type { Refusal, Refusals } from './refusals.ts';
import { hasOneHost, isTarget, TARGET_CHARS_MAX } from './request-form.ts';

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS']);
/** A body of this API has a handful of short fields. */
const BODY_BYTES_MAX = 4096;
const FORGET_MS_MAX = 1000;
/** Refusals that say nothing about the connection. */
const KEPT_OPEN: ReadonlySet<number> = new Set([403, 411, 413, 429]);

export type GuardOptions = {
  admission: Admission;
  origins: Origins;
  refusals: Refusals;
  onAnswer: (status: number) => void;
};

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

type Problem = { status: number; reason: Refusal; message: string; headers?: Readonly<Record<string, string>> };

/** Takes the server's request listeners and puts itself before them. Called when all are there. */
export function guardRequests(server: Server, options: GuardOptions): void {
  const listeners = server.listeners('request') as Listener[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    const address = options.admission.addresses.settle(request);
    const problem = judge(request, address, options);
    if (problem !== undefined) return refuse(request, response, address, problem, options);
    try {
      for (const listener of listeners) listener(request, response);
    } catch {
      // Nothing that passed may get here: an answer for this one, and everybody else plays on.
      if (!response.headersSent) response.writeHead(500, { Connection: 'close' });
      response.end();
    }
  });
}

/** Counts TCP connections by address before a byte is read. */
export function guardConnections(server: Server, admission: Admission, refusals: Refusals): void {
  server.on('connection', (socket) => {
    const address = plainAddress(socket.remoteAddress ?? '');
    const release = admission.accepted(address);
    if (release !== undefined) return void socket.once('close', release);
    refusals.count('too_many_connections', address);
    socket.destroy();
  });
  server.on('drop', (drop) => refusals.count('server_full', drop?.remoteAddress ?? ''));
}

function judge(request: IncomingMessage, address: string, options: GuardOptions): Problem | undefined {
  return (
    judgeForm(request) ??
    judgeBody(request) ??
    judgeOrigin(request, options.origins) ??
    judgeBudget(request, address, options.admission)
  );
}

function judgeForm({ method = '', headers, rawHeaders, url }: IncomingMessage): Problem | undefined {
  if (!METHODS.has(method)) {
    return {
      status: 405,
      reason: 'bad_method',
      message: 'No route has that method.',
      headers: { Allow: [...METHODS].join(', ') },
    };
  }
  if (!hasOneHost({ headers, rawHeaders })) return { status: 400, reason: 'bad_host', message: 'Send one valid Host.' };
  if ((url ?? '').length > TARGET_CHARS_MAX)
    return { status: 414, reason: 'target_too_long', message: 'The path is too long.' };
  return isTarget(url) ? undefined : { status: 400, reason: 'bad_target', message: 'The path is not valid.' };
}

function judgeBody({ method, headers }: IncomingMessage): Problem | undefined {
  const length = headers['content-length'];
  if (headers['transfer-encoding'] !== undefined || (method === 'POST' && length === undefined)) {
    return { status: 411, reason: 'length_required', message: 'Send Content-Length.' };
  }
  if (Number(length ?? 0) <= BODY_BYTES_MAX) return undefined;
  return { status: 413, reason: 'body_too_large', message: 'The body is longer than 4 KiB.' };
}

function judgeOrigin({ headers }: IncomingMessage, origins: Origins): Problem | undefined {
  if (isAllowedOrigin(origins, headers.origin, headers.host ?? '')) return undefined;
  return { status: 403, reason: 'bad_origin', message: 'Pages of that origin may not use this server.' };
}

function judgeBudget({ method, url }: IncomingMessage, address: string, admission: Admission): Problem | undefined {
  const over = (budget: Budget, reason: Refusal, message: string): Problem | undefined => {
    const seconds = admission.waitSeconds(budget, address);
    return seconds === 0 ? undefined : { status: 429, reason, message, headers: { 'Retry-After': String(seconds) } };
  };
  const tooMany = over('requests', 'too_many_requests', 'Too many requests: wait a moment.');
  if (tooMany !== undefined || method !== 'POST') return tooMany;
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

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  address: string,
  problem: Problem,
  options: GuardOptions,
): void {
  const { status, reason, message, headers } = problem;
  options.refusals.count(reason, address);
  options.onAnswer(status);
  const isMatchmaking = request.url?.startsWith('/matchmake/') === true;
  // Matchmaking speaks Colyseus's form, in which the SDK finds code and message.
  const body = isMatchmaking ? { code: status, error: message } : { error: { code: reason, message } };
  if (status === 411 || status === 413) forget(request);
  const closes = KEPT_OPEN.has(status) ? {} : { Connection: 'close' };
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', ...closes, ...headers });
  response.end(JSON.stringify(body));
}
