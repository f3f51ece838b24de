/** Tells what happened in a step to those whom it concerns. */
import type { Pilot, SimEvent } from '../../shared/sim/types.ts';
import type { ServerMessages, ServerMessageType } from '../../shared/wire/messages.ts';
import { areaOf } from '../picture/interest.ts';
import { type About, type EventMessage, messagesOf } from './event-messages.ts';
import type { Publisher } from './publish.ts';
import type { Seats } from './seats.ts';

/** @param to sessionIds; undefined = every client */
export type Send = <T extends ServerMessageType>(type: T, message: ServerMessages[T], to?: readonly string[]) => void;

type Parts = {
  seats: Seats;
  /** By seat. */
  pilots: ReadonlyMap<number, Pilot>;
  publisher: Publisher;
  send: Send;
  /** Round trip of a session as the server measured it. */
  rttMsOf: (sessionId: string) => number;
};

export class Teller {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  tell(events: readonly SimEvent[]): void {
    const room = { rttMsOf: this.#rttMsOf, isCrowd: this.#parts.publisher.isCrowd };
    for (const event of events) for (const message of messagesOf(event, room)) this.#send(message);
  }

  #send({ type, message, to, about }: EventMessage): void {
    const { send } = this.#parts;
    if (to === undefined && about === undefined) return send(type, message);
    const keys = about === undefined ? this.#keysOf(to ?? []) : this.#witnessesOf(about);
    if (keys.length > 0) send(type, message, keys);
  }

  #keysOf(seats: readonly number[]): string[] {
    return seats.map((number) => this.#parts.seats.humanAt(number)?.key).filter((key) => key !== undefined);
  }

  /** @returns who sees something of it, and whose pilots it is about */
  #witnessesOf(about: About): string[] {
    const { publisher, pilots } = this.#parts;
    if ('minX' in about) return publisher.whoSees(about);
    const places = about.map((seat) => pilots.get(seat)).filter((pilot) => pilot !== undefined);
    const seen = places.flatMap(({ x, y }) => publisher.whoSees(areaOf(x, y, x, y)));
    return [...new Set([...this.#keysOf(about), ...seen])];
  }

  readonly #rttMsOf = (number: number): number => {
    const seat = this.#parts.seats.humanAt(number);
    return seat === undefined ? 0 : this.#parts.rttMsOf(seat.key);
  };
}
