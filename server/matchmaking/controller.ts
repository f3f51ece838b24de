/**
 * The boundary of Colyseus's matchmaking: it would hand every error to the client, a bug's words included, log none, and
 * answer with statuses of its own (server/edge/seat-refusals.ts). Refusals are told and counted; any other error is ours,
 * noted here and answered with 500.
 */
import { type AuthContext, matchMaker, ServerError } from '@colyseus/core';
import { JoinOptions } from '../../shared/wire/api.ts';
import type { Refusals } from '../edge/refusals.ts';
import { isRefusedSeat, SeatRefusal, seatRefusalOf } from '../edge/seat-refusals.ts';
import type { InternalErrors } from '../ops/internal-errors.ts';
import { watchMatchmaking } from '../ops/matchmaking-metrics.ts';
import type { Metrics } from '../ops/metrics.ts';
import type { Call } from './seat-shares.ts';

/** The part of Colyseus's controller that is replaced; pinned by test/server/canary.test.ts. */
type Controller = {
  exposedMethods: string[];
  invokeMethod: (method: string, target: string, options: unknown, context: unknown) => Promise<unknown>;
};

export type MatchmakingWatch = {
  errors: InternalErrors;
  refusals: Pick<Refusals, 'count'>;
  metrics: Pick<Metrics, 'matchmaking' | 'matchmakingSeconds'>;
  /** @returns the mode of a room that is here, otherwise undefined */
  modeOfRoom: (roomId: string) => string | undefined;
};

const METHODS = ['joinOrCreate', 'join', 'joinById', 'reconnect'] as const;
type Method = (typeof METHODS)[number];
const BROKEN = 'Something broke on our side.';

export function guardMatchmaking(
  watch: MatchmakingWatch,
  controller: Controller = matchMaker.controller as unknown as Controller,
  calls: Readonly<Record<string, Call>> = matchMaker as unknown as Record<string, Call>,
): void {
  controller.exposedMethods = [...METHODS];
  const answer = async (method: Method | undefined, target: string, options: unknown, context: unknown) => {
    try {
      return await reserve(method === undefined ? undefined : calls[method], { method, target, options, context });
    } catch (error) {
      throw refusedBy(error, watch, target, context);
    }
  };
  controller.invokeMethod = (name, target, options = {}, context) => {
    const method = METHODS.find((known) => known === name);
    if (method === undefined) return answer(method, target, options, context);
    const mode = isByRoom(method) ? watch.modeOfRoom(target) : JoinOptions.safeParse(options).data?.mode;
    return watchMatchmaking(watch.metrics, { route: method, mode }, () => answer(method, target, options, context));
  };
}

type Asked = { method: Method | undefined; target: string; options: unknown; context: unknown };

const isByRoom = (method: Method): boolean => method === 'joinById' || method === 'reconnect';

function reserve(call: Call | undefined, { method, target, options, context }: Asked): Promise<unknown> {
  if (call === undefined) throw new SeatRefusal(404, 'route_not_found', 'matchmaking knows no such call');
  const fault = faultIn(options, method === 'reconnect');
  if (fault !== undefined) throw new SeatRefusal(400, 'bad_request', fault);
  return call(target, options as object, context);
}

/** Counts a refusal that is counted nowhere else. @returns what the client is told */
function refusedBy(error: unknown, watch: MatchmakingWatch, target: string, context: unknown): ServerError {
  const refusal = seatRefusalOf(error, watch.modeOfRoom(target) !== undefined);
  if (refusal !== undefined) {
    watch.refusals.count(refusal.reason, String((context as Partial<AuthContext> | undefined)?.ip ?? ''));
    return refusal;
  }
  if (isRefusedSeat(error)) return error;
  watch.errors.note('matchmaking', error);
  return new ServerError(500, BROKEN);
}

/** @returns what is wrong with options that Colyseus reads itself, before the room checks the rest */
function faultIn(options: unknown, needsToken: boolean): string | undefined {
  if (typeof options !== 'object' || options === null) return 'expected a JSON object';
  const token = 'reconnectionToken' in options ? options.reconnectionToken : undefined;
  const isToken = typeof token === 'string' && token !== '';
  return isToken || (token === undefined && !needsToken) ? undefined : 'reconnectionToken: expected a string';
}

/**
 * Answers what is thrown before matchmaking is reached. Colyseus would write the stack to stderr, as often as a client likes.
 * @returns undefined for errors of matchmaking itself, which have their own answer
 */
export const brokenRequest =
  ({ errors, refusals }: Pick<MatchmakingWatch, 'errors' | 'refusals'>) =>
  (error: unknown): Response | undefined => {
    if (error instanceof Error && 'statusCode' in error) return undefined;
    if (isUnreadable(error)) {
      refusals.count('bad_json', '');
      return Response.json({ code: 400, error: 'the request could not be read' }, { status: 400 });
    }
    errors.note('matchmaking', error);
    return Response.json({ code: 500, error: BROKEN }, { status: 500 });
  };

/** Bytes cause these: no JSON or no form, and a body that breaks off (errors of the socket have a code). */
const isUnreadable = (error: unknown): boolean =>
  error instanceof SyntaxError ||
  (error instanceof TypeError && /FormData|terminated|aborted/u.test(error.message)) ||
  (error instanceof Error && ('code' in error || error.name === 'AbortError'));
