/**
 * Why there is no seat, in statuses that proxies read rightly. Colyseus's own codes (520 to 526) travel as HTTP statuses,
 * and there 5xx means a fault of the server: a client's mistake would wake its operator.
 */
import { ErrorCode, ServerError } from '@colyseus/core';
import type { RefusalReason } from './refusals.ts';

/** A refusal that nobody has counted yet. The SDK shows its user code and message. */
export class SeatRefusal extends ServerError {
  readonly reason: RefusalReason;

  constructor(status: number, reason: RefusalReason, message: string) {
    super(status, message);
    this.reason = reason;
  }
}

/** Colyseus's error, of a class that it does not export, for a room that has filled up meanwhile. */
export const isSeatTaken = (error: unknown): error is Error =>
  error instanceof Error && error.constructor.name === 'SeatReservationError';

export const roomFull = (): SeatRefusal =>
  new SeatRefusal(409, 'room_full', 'that room is full or locked: play in another one');

/**
 * @param isThere whether there is a room of the id that was asked for
 * @returns the refusal that an error of Colyseus stands for; undefined for any other error
 */
export function seatRefusalOf(error: unknown, isThere: boolean): SeatRefusal | undefined {
  if (error instanceof SeatRefusal) return error;
  if (isSeatTaken(error)) return roomFull();
  switch (error instanceof ServerError ? error.code : undefined) {
    case ErrorCode.MATCHMAKE_NO_HANDLER:
      return new SeatRefusal(404, 'route_not_found', 'matchmaking knows no such call');
    case ErrorCode.MATCHMAKE_INVALID_CRITERIA:
      return new SeatRefusal(404, 'room_not_found', 'no room of that mode has a free seat');
    case ErrorCode.MATCHMAKE_INVALID_ROOM_ID:
      return isThere ? roomFull() : new SeatRefusal(404, 'room_not_found', 'there is no such room: it may have ended');
    case ErrorCode.MATCHMAKE_EXPIRED:
      return new SeatRefusal(410, 'seat_gone', 'the seat is gone: it was not taken in time, or was taken already');
    default:
      return undefined;
  }
}

/** @returns whether an error says no by an HTTP status of its own; whoever threw it has counted it */
export const isRefusedSeat = (error: unknown): error is ServerError =>
  error instanceof ServerError && (error.code === 503 || (error.code >= 400 && error.code < 500));
