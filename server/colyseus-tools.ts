/**
 * Colyseus's own pages, for those who have the operator's token: the monitor (rooms as they are, and any call to one), and
 * for developers the playground (seats in rooms by hand, profiles). They are loaded only where COLYSEUS_TOOLS names them.
 */
import { createMiddleware } from '@colyseus/core';
import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import helmet from 'helmet';
import type { ColyseusTool } from './config.ts';
import { ApiError } from './matchmaking/api-error.ts';
import { addressOf, bearerOf, checkOperator, type OperatorServices, passwordOf } from './matchmaking/operator.ts';

/** They write styles into their pages, and the playground connects to rooms. */
const headers = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      objectSrc: ["'none'"],
      baseUri: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  },
  strictTransportSecurity: false,
  referrerPolicy: { policy: 'same-origin' },
});

/**
 * @param tools which of them
 * @throws Error with one line where one is not installed
 */
export async function operatorPages(tools: readonly ColyseusTool[], services: OperatorServices): Promise<Router> {
  const router = express.Router();
  for (const tool of tools) {
    const page = await load(tool);
    router.use(`/operator/${tool}`, headers, (request, response, next) => {
      admit(request, response, services);
      noteCall(request, services);
      page(request, response, next);
    });
  }
  return router;
}

async function load(tool: ColyseusTool): Promise<RequestHandler> {
  if (tool === 'monitor') return (await import('@colyseus/monitor')).monitor() as unknown as RequestHandler;
  try {
    // In production it answers only where something of its own kind guards it: what does stands before it.
    const guarded = [createMiddleware(async () => {})];
    return (await import('@colyseus/playground')).playground({ use: guarded }) as unknown as RequestHandler;
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new Error('COLYSEUS_TOOLS: the playground comes with the packages of development: run "npm ci"');
  }
}

/** @throws ApiError unless an operator asks, and means it */
function admit(request: Request, response: Response, services: OperatorServices): void {
  const bearer = bearerOf(request);
  const password = passwordOf(request);
  if (bearer === undefined && password === undefined) {
    response.set(
      'WWW-Authenticate',
      'Basic realm="Sparkfray operators: any name, the operator token", charset="UTF-8"',
    );
    throw new ApiError(401, 'operator_token_wrong', 'Any name, and the operator token for a password.');
  }
  checkOperator(bearer ?? password ?? '', addressOf(request), services);
  // A browser sends the password with whatever any page makes it ask for.
  if (bearer === undefined && !isOwn(request))
    throw new ApiError(403, 'bad_origin', 'Pages of other sites may not use this one.');
}

/** Whether the user, or a page of this site, has caused a browser's request. */
function isOwn({ headers: { host, referer, ...rest }, path }: Request): boolean {
  const site = rest['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  // Browsers say that only to servers they trust (HTTPS, localhost).
  return path === '/' || (URL.canParse(referer ?? '') && new URL(referer ?? '').host === host);
}

/** The monitor asks for calls to rooms by GET. */
function noteCall(request: Request, { onOperator }: OperatorServices): void {
  const { path, query } = request;
  if (!/^\/api\/room\/call\/?$/iu.test(path)) return;
  onOperator(`call ${query.method}`.slice(0, 64), String(query.roomId).slice(0, 64), addressOf(request));
}
