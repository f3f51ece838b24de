/** Who may do what only an operator may: whoever has the operator's token. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Secret } from '../edge/guesses.ts';
import { ApiError } from './api-error.ts';

/** Budgets for wrong guesses. */
export type GuessGuard = {
  /** Counts one as wrong. @returns 0 if it may be answered, otherwise the seconds to wait */
  guessed: (secret: Secret, address: string) => number;
  /** It was right after all. */
  guessedRight: (secret: Secret, address: string) => void;
};

export type OperatorServices = {
  operatorToken: string | undefined;
  guesses: GuessGuard;
  onWrongToken: (address: string) => void;
  /** An operator has done something: who did it from where must be known later. */
  onOperator: (action: string, roomId: string, address: string) => void;
};

/**
 * @param given what the request has in the token's place; compared in constant time
 * @throws ApiError unless it is the operator's token
 */
export function checkOperator(
  given: string,
  address: string,
  { operatorToken: token, guesses, onWrongToken }: Omit<OperatorServices, 'onOperator'>,
): void {
  if (token === undefined)
    throw new ApiError(403, 'operator_routes_closed', 'Set OPERATOR_TOKEN to open operator routes.');
  const waitSeconds = guesses.guessed('operatorToken', address);
  if (waitSeconds > 0)
    throw new ApiError(429, 'too_many_wrong_tokens', 'Too many wrong operator tokens: wait.', waitSeconds);
  const digest = (text: string) => createHash('sha256').update(text).digest();
  if (timingSafeEqual(digest(given), digest(token))) return guesses.guessedRight('operatorToken', address);
  onWrongToken(address);
  throw new ApiError(401, 'operator_token_wrong', 'Send "Authorization: Bearer <operator token>".');
}

export const bearerOf = ({ headers }: IncomingMessage): string | undefined =>
  /^Bearer +(\S+)$/iu.exec(headers.authorization ?? '')?.[1];

/** What a browser has asked its user for: any name, and a password. */
export function passwordOf({ headers }: IncomingMessage): string | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/=]+)$/iu.exec(headers.authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const pair = Buffer.from(encoded, 'base64').toString();
  return pair.slice(pair.indexOf(':') + 1);
}

/** The edge has put it there, and no client. */
export const addressOf = ({ headers }: IncomingMessage): string => String(headers['x-real-ip']);
