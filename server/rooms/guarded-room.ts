/**
 * What every room of ours has in common, whatever is played in it: the monotonic clock, hooks that end, cuts, and the
 * end of a room whose code throws: alone, with what is needed to replay it in the log, its players told to look for
 * another match.
 */
import { type Client, Room, type RoomOptions } from '@colyseus/core';
import type { z } from 'zod';
import { TICK_RATE_HZ } from '../../shared/sim/tunables.ts';
import { CLOSE, type CutReason } from '../../shared/wire/protocol.ts';
import { settlesWithin } from '../deadline.ts';
import type { SeatShare } from '../edge/open-seats.ts';
import { cut, dismiss, isCut } from '../edge/socket-guard.ts';
import type { Bar } from '../matchmaking/barred.ts';
import { type Entry, playerKeysOf } from '../matchmaking/reservations.ts';
import type { Payer } from '../matchmaking/room-ledger.ts';
import type { InternalErrors } from '../ops/internal-errors.ts';
import type { Log } from '../ops/log.ts';
import type { Metrics } from '../ops/metrics.ts';
import type { Ticker } from './ticker.ts';

/** What a room needs of its server to end well. */
export type GuardServices = { log: Log; metrics: Metrics; errors: InternalErrors };

/** Private parts of Colyseus's room; tables by sessionId: options, auth, taken, held for a dropped player. */
type Reservations = {
  _reservedSeats: Record<string, readonly [unknown, unknown, boolean?, boolean?]>;
  _reservedSeatTimeouts: Record<string, NodeJS.Timeout>;
  _reserveSeat: (...request: ReserveRequest) => Promise<boolean>;
};

/** sessionId, options, auth, seconds, held for a dropped player. */
type ReserveRequest = [string, unknown?, unknown?, number?, boolean?];

type InputFrameQueue<F> = { readonly size: number; next: () => F | undefined };

/** A hook that does not settle by then is left behind: its client must hear the close code all the same. */
const HOOK_MS_MAX = 3000;
/** Input frames per client that go into the log when the room fails. */
const EVIDENCE_INPUT_FRAMES = 8;

export abstract class GuardedRoom<T extends RoomOptions> extends Room<T> {
  /** Colyseus would count all messages of a second, however long the process stood still: the edge counts better. */
  override maxMessagesPerSecond = Number.POSITIVE_INFINITY;
  readonly #taken = new Map<string, unknown[]>();
  /** By sessionId: a connection's queue, and the same with a memory. */
  readonly #queues = new Map<string, { queue: unknown; remembered: InputFrameQueue<unknown> }>();
  /** By sessionId: the close code of those who have just lost their seats. */
  readonly #dismissed = new Map<string, number>();
  #failed = false;
  #stopTicking = (): void => {};

  constructor() {
    super();
    // Colyseus goes by the wall clock: were that set back, the loop would stop for as long.
    Object.assign(this.clock, { now: () => performance.now(), currentTime: performance.now() });
    this.#shareSeats();
    const { onLeave, onDispose } = this;
    if (onLeave !== undefined)
      this.onLeave = (client, code) => timeBoxed('onLeave', onLeave.call(this, client, this.#lastCodeOf(client, code)));
    this.onDispose = () => {
      this.#stopTicking();
      return timeBoxed('onDispose', onDispose?.());
    };
  }

  protected abstract get guardServices(): GuardServices;
  /** @returns what replays the room: mode, seed */
  protected abstract get replay(): Readonly<Record<string, unknown>>;

  /**
   * Ticks with all other rooms of the process until the room is disposed of. What throws ends this room alone.
   * @param step called with how late the tick begins, in ms
   * @param leaveOut called with a number of ticks that will never take place
   */
  protected tickWith(ticker: Pick<Ticker, 'start'>, step: (lateMs: number) => void, leaveOut: (ticks: number) => void) {
    this.setFixedTimestep(() => {}, TICK_RATE_HZ); // tells predicting clients the rate
    this.setTimestep(); // with nothing to call: Colyseus's own timer stops
    this.#stopTicking = ticker.start({
      tick: (lateMs) => {
        try {
          this.clock.tick();
          step(lateMs);
        } catch (error) {
          this.onUncaughtException(error as Error, 'tick');
        }
      },
      leaveOut,
    });
  }

  /** The room knows no messages but those that it listens to. */
  protected refuseOtherMessages(): void {
    this.onMessage('*', (client: Client) => this.cut(client, 'unknown_message'));
  }

  /** Listens to one type of message; what is not of its form cuts its client. */
  protected listen<M>(type: string, form: z.ZodType<M>, act: (client: Client, message: M) => void): void {
    this.onMessage(type, (client: Client, message: unknown) => {
      const parsed = form.safeParse(message);
      if (parsed.success) act(client, parsed.data);
      else this.cut(client, 'broken_message');
    });
  }

  protected cut(client: Client, reason: CutReason): void {
    cut(client, reason);
  }

  /** Takes a client's seat for good. @param code tells it why */
  protected dismiss(client: Client, code: number): void {
    if (this.#dismissed.has(client.sessionId)) return;
    this.#dismissed.set(client.sessionId, code);
    dismiss(client, code);
  }

  /** Whether the seat of a client that has dropped is held. */
  protected mayReturn(client: Client): boolean {
    return !isCut(client) && !this.#dismissed.has(client.sessionId);
  }

  /** @returns the queue, with its last frames remembered in case the room fails */
  protected remembered<F>(sessionId: string, queue: InputFrameQueue<F>): InputFrameQueue<F> {
    const known = this.#queues.get(sessionId);
    if (known?.queue === queue) return known.remembered as InputFrameQueue<F>;
    const remembered = {
      get size() {
        return queue.size;
      },
      next: () => {
        const inputFrame = queue.next();
        if (inputFrame !== undefined) this.#remember(sessionId, inputFrame);
        return inputFrame;
      },
    };
    this.#forgetGone(this.#queues);
    this.#queues.set(sessionId, { queue, remembered });
    return remembered;
  }

  /** Ends the room at once: Colyseus would wait for those who have reserved a seat and not come yet. */
  override disconnect(code?: number): Promise<unknown> {
    const { _reservedSeats: seats, _reservedSeatTimeouts: timeouts } = this as unknown as Reservations;
    for (const [sessionId, [, , isTaken, isHeld]] of Object.entries(seats)) {
      if (isTaken === true || isHeld === true) continue;
      clearTimeout(timeouts[sessionId]);
      delete timeouts[sessionId];
      delete seats[sessionId];
    }
    return super.disconnect(code);
  }

  /** @returns why a player who is known by these keys may not come */
  barOf(_keys: readonly string[]): Bar | undefined {
    return undefined;
  }

  /** Whether an address has its share of the seats here, those included that are reserved or held. */
  isShareTaken({ key, seatsMax }: SeatShare): boolean {
    return this.payers.filter(({ address }) => address === key).length >= seatsMax;
  }

  /** By seat, those included that are reserved or held: who pays for it. */
  protected get payers(): Payer[] {
    const { _reservedSeats: seats } = this as unknown as Reservations;
    const bySession = new Map<string, unknown>(Object.entries(seats).map(([sessionId, [, auth]]) => [sessionId, auth]));
    for (const { sessionId, auth } of this.clients) bySession.set(sessionId, auth);
    return [...bySession.values()].map((auth) => ({ address: shareOf(auth)?.key, guest: guestOf(auth) }));
  }

  /** Matchmaking has looked before, but for many requests at once only the room can tell. */
  #shareSeats(): void {
    const room = this as unknown as Reservations;
    const reserve = room._reserveSeat.bind(this);
    room._reserveSeat = async (...request) => {
      const [, , auth, , isHeld = false] = request;
      const share = isHeld ? undefined : shareOf(auth);
      if (!isHeld && this.barOf(keysOf(auth)) !== undefined) return false;
      return share !== undefined && this.isShareTaken(share) ? false : reserve(...request);
    };
  }

  /** Game code threw. */
  override onUncaughtException(error: Error, method: string): void {
    if (this.#failed) return; // it goes on throwing until its last client is gone
    this.#failed = true;
    const { log, metrics, errors } = this.guardServices;
    metrics.roomFailures.inc();
    const unsaid = errors.unsaid('room_failed', error);
    if (unsaid !== undefined) log.error({ event: 'room_failed', ...this.#evidence(method), unsaid, error });
    const rings = metrics.failureAlarm.note(performance.now());
    if (rings && errors.unsaid('room_failures_alarm', undefined) !== undefined)
      log.fatal({ event: 'room_failures_alarm' });
    if (method === 'onCreate' || method === 'onDispose') return;
    this.disconnect(CLOSE.roomFailed).catch((reason) => errors.note('room', reason));
  }

  /** What replays the room. */
  #evidence(method: string): object {
    const { tick } = (this.state ?? {}) as { tick?: unknown };
    return { room: this.roomId, method, tick, ...this.replay, inputFrames: Object.fromEntries(this.#taken) };
  }

  /** @returns why it has really left */
  #lastCodeOf({ sessionId }: Client, code: number | undefined): number | undefined {
    const dismissed = this.#dismissed.get(sessionId);
    this.#dismissed.delete(sessionId);
    return dismissed ?? code;
  }

  #forgetGone(bySession: Map<string, unknown>): void {
    for (const gone of bySession.keys()) if (this.clients.getById(gone) === undefined) bySession.delete(gone);
  }

  #remember(sessionId: string, inputFrame: unknown): void {
    let inputFrames = this.#taken.get(sessionId);
    if (inputFrames === undefined) {
      this.#forgetGone(this.#taken);
      inputFrames = [];
      this.#taken.set(sessionId, inputFrames);
    }
    inputFrames.push(inputFrame);
    if (inputFrames.length > EVIDENCE_INPUT_FRAMES) inputFrames.shift();
  }
}

/** @throws (rejects) when the hook takes too long; what it does later is its own affair */
async function timeBoxed(name: string, hook: unknown): Promise<void> {
  if (await settlesWithin(hook, HOOK_MS_MAX)) return;
  throw new Error(`${name} did not settle within ${HOOK_MS_MAX} ms`);
}

const keysOf = (auth: unknown): string[] =>
  typeof auth === 'object' && auth !== null ? playerKeysOf(auth as Entry) : [];

const shareOf = (auth: unknown): SeatShare | undefined =>
  typeof auth === 'object' && auth !== null && 'share' in auth ? (auth.share as SeatShare | undefined) : undefined;

const guestOf = (auth: unknown): string | undefined =>
  typeof auth === 'object' && auth !== null && 'guest' in auth ? (auth.guest as string | undefined) : undefined;
