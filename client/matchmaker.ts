/**
 * The matchmaker's HTTP API as the menu uses it: typed answers, time limits, and every failure as a sentence. Paths are
 * relative to the page, which may lie below a path.
 */

import type { CreatedRoom, ModeInfo, RoomInfo, RoomRequest } from '../shared/wire/api.ts';

export type { CreatedRoom, ModeInfo, RoomInfo };

const TIMEOUT_MS = 6000;

/** `message` is a sentence for the user. */
export class MatchmakerError extends Error {
  readonly status: number;

  /** @param status HTTP status; 0 when no answer came */
  constructor(status: number, message: string) {
    super(message);
    this.name = 'MatchmakerError';
    this.status = status;
  }
}

export function listModes(): Promise<ModeInfo[]> {
  return ask<ModeInfo[]>('api/modes', 'list');
}

export function listRooms(): Promise<RoomInfo[]> {
  return ask<RoomInfo[]>('api/rooms', 'list');
}

/** Opens a room that only its code leads to. */
export function createPrivateRoom(mode: string): Promise<CreatedRoom> {
  const wanted: RoomRequest = { mode, private: true };
  return ask<CreatedRoom>('api/rooms', 'one', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(wanted),
  });
}

export async function findRoomByCode(code: string): Promise<CreatedRoom> {
  try {
    return await ask<CreatedRoom>(`api/codes/${encodeURIComponent(code)}`, 'one');
  } catch (error) {
    if (!(error instanceof MatchmakerError) || error.status !== 404) throw error;
    throw new MatchmakerError(
      404,
      `No room has the code ${code}. It may have ended: rooms close when everybody has left.`,
    );
  }
}

/** @returns the sentence to show for anything that was thrown on the way */
export const sentenceOf = (error: unknown): string =>
  error instanceof MatchmakerError ? error.message : 'Something went wrong in this page. Reload it and try again.';

async function ask<T extends object>(path: string, shape: 'list' | 'one', init: RequestInit = {}): Promise<T> {
  const answer = await send(path, init);
  const json: unknown = await answer.json().catch(() => undefined);
  if (!answer.ok) throw new MatchmakerError(answer.status, sentenceIn(json) ?? sentenceFor(answer.status));
  const fits = typeof json === 'object' && json !== null && Array.isArray(json) === (shape === 'list');
  if (!fits)
    throw new MatchmakerError(
      answer.status,
      'The server gave an answer that this page does not understand. Reload it.',
    );
  return json as T;
}

async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    const late = error instanceof DOMException && error.name === 'TimeoutError';
    throw new MatchmakerError(0, late ? 'The server takes too long to answer.' : 'The server cannot be reached.');
  }
}

/** The server's own words, from `{"error":{"code","message"}}`. */
function sentenceIn(json: unknown): string | undefined {
  if (typeof json !== 'object' || json === null || !('error' in json)) return undefined;
  const { error } = json;
  if (typeof error !== 'object' || error === null || !('message' in error)) return undefined;
  return typeof error.message === 'string' && error.message !== '' ? error.message : undefined;
}

function sentenceFor(status: number): string {
  if (status === 429) return 'Too many tries. Wait a moment.';
  if (status === 503) return 'The server is full or about to restart. Try again in a moment.';
  return `The server could not do that (error ${status}).`;
}
