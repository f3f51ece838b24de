/**
 * The boundary of Colyseus's matchmaking: it would hand every error to the client, a bug's words included, and log none.
 * ServerErrors are its refusals and pass as they are; any other error is ours, noted here and answered with 500.
 */
import { ErrorCode, matchMaker, ServerError } from '@colyseus/core';
import type { InternalErrors } from '../ops/internal-errors.ts';
import { type Call, isSeatTaken } from './seat-shares.ts';

/** The part of Colyseus's controller that is replaced; pinned by test/server/canary.test.ts. */
type Controller = {
  exposedMethods: string[];
  invokeMethod: (method: string, target: string, options: unknown, context: unknown) => Promise<unknown>;
};

const METHODS = ['joinOrCreate', 'join', 'joinById', 'reconnect'] as const;
const BROKEN = 'Something broke on our side.';

export function guardMatchmaking(
  errors: InternalErrors,
  controller: Controller = matchMaker.controller as unknown as Controller,
  calls: Readonly<Record<string, Call>> = matchMaker as unknown as Record<string, Call>,
): void {
  controller.exposedMethods = [...METHODS];
  controller.invokeMethod = async (method, target, options = {}, context) => {
    const call = METHODS.some((name) => name === method) ? calls[method] : undefined;
    if (call === undefined) throw new ServerError(ErrorCode.MATCHMAKE_NO_HANDLER, `invalid method "${method}"`);
    const fault = faultIn(options);
    if (fault !== undefined) throw new ServerError(400, fault);
    try {
      return await call(target, options as object, context);
    } catch (error) {
      if (error instanceof ServerError) throw error;
      if (isSeatTaken(error)) throw new ServerError(ErrorCode.MATCHMAKE_UNHANDLED, error.message);
      errors.note('matchmaking', error);
      throw new ServerError(500, BROKEN);
    }
  };
}

/** @returns what is wrong with options that Colyseus reads itself, before the room checks the rest */
function faultIn(options: unknown): string | undefined {
  if (typeof options !== 'object' || options === null) return 'expected a JSON object';
  const isToken = !('reconnectionToken' in options) || typeof options.reconnectionToken === 'string';
  return isToken ? undefined : 'reconnectionToken: expected a string';
}

/**
 * Answers what is thrown before matchmaking is reached. Colyseus would write the stack to stderr, as often as a client likes.
 * @returns undefined for errors of matchmaking itself, which have their own answer
 */
export const brokenRequest =
  (errors: InternalErrors) =>
  (error: unknown): Response | undefined => {
    if (error instanceof Error && 'statusCode' in error) return undefined;
    if (isUnreadable(error))
      return Response.json({ code: 400, error: 'the request could not be read' }, { status: 400 });
    errors.note('matchmaking', error);
    return Response.json({ code: 500, error: BROKEN }, { status: 500 });
  };

/** Bytes cause these: no JSON or no form, and a body that breaks off (errors of the socket have a code). */
const isUnreadable = (error: unknown): boolean =>
  error instanceof SyntaxError ||
  (error instanceof TypeError && /FormData|terminated|aborted/u.test(error.message)) ||
  (error instanceof Error && ('code' in error || error.name === 'AbortError'));
