/**
 * Seats that are reserved and not taken yet, by address and by guest. A reservation holds a seat for some seconds without
 * costing anything: a client that reserves without coming may hold only a few. One request counts once, however often
 * matchmaking asks again for it.
 */
import { LIMITS } from '../../shared/wire/protocol.ts';
import type { EdgeLimits } from './limits.ts';

/** Travels with the reservation, as JSON, to the room and back. */
export type SeatTicket = { ticket: number };

/** What an address may have of the seats of one room; travels with it. */
export type SeatShare = { key: string; seatsMax: number };

type Held = { keys: readonly string[]; untilMs: number };

export class OpenSeats {
  readonly #limits: Pick<EdgeLimits, 'seatsOpenPerAddress' | 'seatsOpenPerGuest'>;
  readonly #held = new Map<number, Held>();
  readonly #counts = new Map<string, number>();
  readonly #byRequest = new WeakMap<object, SeatTicket>();
  #lastTicket = 0;

  constructor(limits: Pick<EdgeLimits, 'seatsOpenPerAddress' | 'seatsOpenPerGuest'>) {
    this.#limits = limits;
  }

  /**
   * @param address key of the address, undefined if that has no limits
   * @param guest id of the guest, undefined if the client has no token
   * @param request the HTTP request, the same object each time matchmaking tries again
   * @returns undefined if one of them holds too many already
   */
  take(
    address: string | undefined,
    guest: string | undefined,
    request: object | undefined,
    nowMs: number,
  ): SeatTicket | undefined {
    const known = request === undefined ? undefined : this.#byRequest.get(request);
    if (known !== undefined) return known;
    this.#expire(nowMs);
    const keys = [
      ...(address === undefined ? [] : [`address ${address}`]),
      ...(guest === undefined ? [] : [`guest ${guest}`]),
    ];
    const isOver = (key: string): boolean => {
      const max = key.startsWith('guest ') ? this.#limits.seatsOpenPerGuest : this.#limits.seatsOpenPerAddress;
      return (this.#counts.get(key) ?? 0) >= max;
    };
    if (keys.some(isOver)) return undefined;
    const ticket = { ticket: ++this.#lastTicket };
    this.#held.set(ticket.ticket, { keys, untilMs: nowMs + LIMITS.reservationSeconds * 1000 });
    for (const key of keys) this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    if (request !== undefined) this.#byRequest.set(request, ticket);
    return ticket;
  }

  /** The seat was taken: it counts no longer. */
  used({ ticket }: SeatTicket): void {
    const held = this.#held.get(ticket);
    if (held === undefined) return;
    this.#held.delete(ticket);
    for (const key of held.keys) {
      const left = (this.#counts.get(key) ?? 1) - 1;
      if (left > 0) this.#counts.set(key, left);
      else this.#counts.delete(key);
    }
  }

  /** Tickets are in the order of their ends. */
  #expire(nowMs: number): void {
    for (const [ticket, { untilMs }] of this.#held) {
      if (untilMs > nowMs) return;
      this.used({ ticket });
    }
  }
}
