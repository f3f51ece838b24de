/**
 * A light bot: a stock SDK room that sends an input frame per step, and counts what comes; it may decode that, too. Invariant: whatever
 * happens, `onEnd` is called at most once, and not after leave().
 */
import { Client, type Room } from '@colyseus/sdk';
import { AckLog } from '../../shared/netcode/measure/acks.ts';
import { Pings } from '../../shared/netcode/measure/pings.ts';
import { countTraffic, type Traffic } from '../../shared/netcode/measure/traffic.ts';
import { randomUnit } from '../../shared/sim/rng.ts';
import type { Adapter, AdapterSeat, SeatTools } from '../contract/adapter.ts';
import { count, type Play, type PlayOptions, type PlayState, record, settleAcks } from '../contract/play.ts';
import { garble, HABITS, type Habit } from './cheats.ts';
import { Counters } from './counters.ts';
import { isForeignReservation, OTHER_VERSION } from './handshake.ts';
import { technicalReason } from './reasons.ts';
import { skim } from './skim.ts';
import { SnapshotAge } from './snapshot-age.ts';
import { cutSocket } from './socket.ts';
import { Wanderer } from './wander.ts';

/** What a room names as its serializer when it has no state. */
const STATELESS = 'none';

export class LightPlay implements Play {
  state: PlayState = 'out';
  heardMs = 0;
  readonly #adapter: Adapter;
  readonly #options: PlayOptions;
  readonly #habit: Habit;
  readonly #mind: Wanderer;
  readonly #random: { rng: number };
  readonly #acks = new AckLog();
  readonly #age: SnapshotAge;
  readonly #counters = new Counters();
  #room: Room | undefined;
  #seat: AdapterSeat | undefined;
  #traffic: Traffic | undefined;
  #pings: Pings | undefined;
  #hasTicks = false;
  #epoch = 0;
  #leaving = false;
  #dropsAsked = 0;
  #droppedMs: number | undefined;
  #onFirstState: () => void = () => {};

  constructor(adapter: Adapter, options: PlayOptions) {
    this.#adapter = adapter;
    this.#options = options;
    this.#habit = HABITS[options.role];
    this.#mind = new Wanderer(options.seed, options.think === 'idle');
    this.#random = { rng: options.seed };
    this.#age = new SnapshotAge(adapter.rateHz);
    this.#acks.listen((_rttMs, feltMs) => record(options.tallies(), 'ack', feltMs));
    this.#acks.listenToLosses((ageMs) => {
      record(options.tallies(), 'ack', ageMs);
      count(options.tallies(), 'unacked');
    });
  }

  get roomId(): string | undefined {
    return this.state === 'playing' ? this.#room?.roomId : undefined;
  }

  async join(dueMs: number): Promise<void> {
    this.state = 'joining';
    const firstState = new Promise<void>((resolve) => {
      this.#onFirstState = resolve;
    });
    try {
      const room = await this.#ask();
      if (this.#leaving) return void (await leaveQuietly(room));
      this.#take(room);
      await firstState;
      if (this.#seat !== undefined) record(this.#options.tallies(), 'join', performance.now() - dueMs);
    } catch (error) {
      this.#end(codeOf(error), this.#joinSentence(error));
    }
  }

  async leave(): Promise<void> {
    this.#leaving = true;
    this.state = 'ended';
    this.#onFirstState();
    if (this.#room !== undefined) await leaveQuietly(this.#room);
  }

  drop(): void {
    if (this.#room === undefined || this.state !== 'playing') return;
    this.#dropsAsked++;
    cutSocket(this.#room);
  }

  advance(dueMs: number, nowMs: number): void {
    this.#carefully(() => this.#step(dueMs, nowMs));
  }

  ping(): void {
    if (this.state === 'playing') this.#pings?.send();
  }

  flush(): void {
    const { bytesIn = 0, bytesOut = 0 } = this.#traffic ?? {};
    this.#counters.flush(this.#options.tallies(), { bytesIn, bytesOut, refused: this.#seat?.refused() ?? 0 });
  }

  settle(nowMs: number, worstMs: number): void {
    settleAcks(this.#acks, this.#options.tallies(), nowMs, worstMs);
  }

  #step(dueMs: number, nowMs: number): void {
    const seat = this.#seat;
    const room = this.#room;
    if (seat === undefined || room === undefined || this.state !== 'playing') return;
    const intent = this.#mind.next();
    const { framesPerStep, seenAgoSeconds, garbles } = this.#habit;
    for (let i = 0; i < framesPerStep; i++) {
      const seq = seat.send(intent, seenAgoSeconds);
      if (seq === 0) break;
      this.#counters.frames++;
      if (this.hasAcks) this.#acks.sent(seq, nowMs, dueMs);
    }
    if (garbles) garble(room, this.#random);
    const ageMs = this.#age.at(nowMs);
    if (ageMs !== undefined) record(this.#options.tallies(), 'age', ageMs);
  }

  /** A server that never acknowledges has lost nothing. */
  get hasAcks(): boolean {
    return this.#seat?.acked() !== undefined;
  }

  #ask(): Promise<Room> {
    const { url, roomId, name, mode } = this.#options;
    const client = new BotClient(url);
    const joining = this.#adapter.joinOptions({ name, mode });
    return roomId === undefined
      ? client.joinOrCreate(this.#adapter.roomName(mode), joining)
      : client.joinById(roomId, joining);
  }

  #take(room: Room): void {
    this.#room = room;
    const { tickOfPatch } = this.#adapter;
    if (!this.#options.decodes && tickOfPatch !== undefined) skim(room, tickOfPatch);
    room.reconnection.minUptime = 0;
    this.#traffic = countTraffic(room);
    this.#pings = new Pings(
      room,
      () => performance.now(),
      (rttMs) => this.#onPong(rttMs),
    );
    room.onStateChange(() => this.#carefully(() => this.#onPatch(room)));
    room.onDrop((code) => this.#onDrop(code));
    room.onLeave((code, reason) => {
      if (!this.#leaving) this.#end(code, this.#closeSentence(code, reason));
    });
    this.heardMs = performance.now();
    // No state will ever come to a room without one.
    const hasNoState = room.serializerId === STATELESS;
    if (hasNoState) this.#enter(room, this.heardMs);
    room.onReconnect(() => {
      if (hasNoState) this.#enter(room, performance.now());
    });
    // Unasked-for messages are fine; the SDK would complain about each.
    room.onMessage('*', () => {
      this.heardMs = performance.now();
    });
  }

  #onPatch(room: Room): void {
    const nowMs = performance.now();
    this.heardMs = nowMs;
    this.#counters.patches++;
    if (this.state !== 'playing') this.#enter(room, nowMs);
    const seat = this.#seat;
    if (seat === undefined) return;
    const acked = seat.acked();
    if (acked !== undefined) this.#acks.acked(acked, nowMs);
    const tick = seat.tick();
    this.#hasTicks = tick !== undefined;
    this.#age.onPatch(tick, nowMs);
  }

  /** The first state of a connection has come. */
  #enter(room: Room, nowMs: number): void {
    if (this.state === 'ended') return;
    this.#seat ??= this.#adapter.seatOf(room, this.#tools());
    this.state = 'playing';
    if (this.#droppedMs !== undefined) record(this.#options.tallies(), 'back', nowMs - this.#droppedMs);
    this.#droppedMs = undefined;
    this.#onFirstState();
  }

  #tools(): SeatTools {
    const { name, tallies } = this.#options;
    return {
      name,
      random: () => randomUnit(this.#random),
      measure: (figure, ms) => record(tallies(), `own.${figure}`, ms),
      count: (figure, by) => count(tallies(), `own.${figure}`, by),
      fail: (sentence) => this.#end(0, sentence),
    };
  }

  #onPong(rttMs: number): void {
    record(this.#options.tallies(), 'rtt', rttMs);
    this.#age.onRtt(rttMs);
    // A room that stands still sends no patches; where there are ticks, it must.
    if (!this.#hasTicks) this.heardMs = performance.now();
  }

  #onDrop(code: number): void {
    const nowMs = performance.now();
    this.#acks.follow(++this.#epoch, nowMs);
    if (this.#leaving || this.state !== 'playing') return; // a try to come back has failed
    this.state = 'dropped';
    this.#droppedMs = nowMs;
    if (this.#dropsAsked > 0) {
      this.#dropsAsked--;
      return;
    }
    count(this.#options.tallies(), 'drops');
    for (const tally of this.#options.tallies()) tally.closed(code);
  }

  /** Adapters are other people's, too: a mistake in one is the end of its bot, not of the worker. */
  #carefully(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#end(0, `The bot itself broke: ${error instanceof Error ? error.message : error}`);
    }
  }

  #end(code: number, sentence: string): void {
    if (this.state === 'ended') return;
    this.state = 'ended';
    this.#onFirstState();
    this.#options.onEnd(code, sentence);
  }

  #joinSentence(error: unknown): string {
    const code = codeOf(error);
    const technical = technicalReason(error);
    if (technical !== undefined) return technical;
    const message = error instanceof Error ? error.message : String(error);
    return this.#adapter.sentences?.join(code, message) ?? `There was no seat: ${message} (code ${code}).`;
  }

  #closeSentence(code: number, reason = ''): string {
    const plain = `The connection ended with code ${code}${reason === '' ? '' : `: ${reason}`}.`;
    return technicalReason(reason) ?? this.#adapter.sentences?.close(code, reason) ?? plain;
  }
}

class BotClient extends Client {
  /** The SDK would connect to a room without a name. */
  override consumeSeatReservation: Client['consumeSeatReservation'] = (answer, rootSchema) =>
    isForeignReservation(answer)
      ? Promise.reject(new Error(OTHER_VERSION))
      : super.consumeSeatReservation(answer, rootSchema);
}

async function leaveQuietly(room: Room): Promise<void> {
  room.reconnection.enabled = false;
  room.reconnection.maxRetries = 0;
  if (room.connection.isOpen) await room.leave();
  else room.onReconnect(() => void room.leave()); // the SDK's timer is set: it cannot be kept from this one try
}

const codeOf = (error: unknown): number =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'number' ? error.code : 0;
