/** The guard around one socket, on clocks that are handed in: what it lets through, and what ends a connection (promises 1–3, 6). */
import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { ClientState } from '@colyseus/core';
import { readConfig } from '../../../server/config.ts';
import { latencyOf } from '../../../server/edge/latency.ts';
import type { EdgeLimits } from '../../../server/edge/limits.ts';
import type { Moment } from '../../../server/edge/live-clock.ts';
import { Refusals } from '../../../server/edge/refusals.ts';
import { cut, isCut, SocketGuard } from '../../../server/edge/socket-guard.ts';
import { InternalErrors } from '../../../server/ops/internal-errors.ts';
import { createLog } from '../../../server/ops/log.ts';
import { createMetrics } from '../../../server/ops/metrics.ts';
import { until } from '../../support/server.ts';

const INPUT = 19;

/** Both clocks go as one unless the process stood still. */
const at = (nowMs: number, liveMs = nowMs): Moment => ({ nowMs, liveMs });

/** The part of a `ws` socket that the guard knows. */
class FakeSocket extends EventEmitter {
  readonly OPEN = 1;
  readonly CLOSING = 2;
  readyState = 1;
  bufferedAmount = 0;
  isPaused = false;
  isTerminated = false;
  readonly pings: Buffer[] = [];
  readonly closes: [number, string][] = [];

  ping(nonce: Buffer): void {
    this.pings.push(Buffer.from(nonce));
  }
  close(code: number, reason: string): void {
    this.closes.push([code, reason]);
    this.readyState = this.CLOSING;
  }
  pause(): void {
    this.isPaused = true;
  }
  terminate(): void {
    this.isTerminated = true;
    this.emit('close', 1006, Buffer.alloc(0));
  }
}

class Guarded {
  readonly socket = new FakeSocket();
  readonly guard: SocketGuard;
  /** What got through to the listeners behind the guard. */
  readonly passed: (string | number)[] = [];
  readonly #metrics = createMetrics();

  constructor(limits: Partial<EdgeLimits> = {}) {
    const { socket } = this;
    this.guard = new SocketGuard(socket as unknown as ConstructorParameters<typeof SocketGuard>[0], {
      limits: { ...readConfig({}).limits, ...limits },
      refusals: new Refusals(createLog('silent'), this.#metrics),
      errors: new InternalErrors(createLog('silent'), this.#metrics),
      address: '192.0.2.1',
      opened: at(0),
    });
    this.setState(ClientState.JOINED);
    for (const event of ['message', 'ping', 'pong']) socket.on(event, () => this.passed.push(event));
    socket.on('close', (code: number) => this.passed.push(code));
  }

  setState(state: ClientState): void {
    const error = (code: number) => this.passed.push(`error ${code}`);
    this.guard.client = { state, ref: this.socket, error } as unknown as SocketGuard['client'];
  }

  message(...bytes: number[]): void {
    this.socket.emit('message', Buffer.from(bytes), true);
  }

  /** Reasons of refusals that were counted. */
  async refused(): Promise<string[]> {
    const { values } = await this.#metrics.refusals.get();
    return values.flatMap(({ labels, value }) => Array.from({ length: value }, () => String(labels.reason)));
  }
}

describe('A guarded socket', () => {
  it('lets input frames, messages, pings, joins and leaves through', () => {
    const guarded = new Guarded();
    for (const opcode of [10, 12, 13, 18, INPUT, 21]) guarded.message(opcode);
    guarded.message(INPUT, ...Array.from({ length: 21 }, () => [0x82, 1, 2]).flat());
    guarded.message(13, ...Array.from({ length: 200 }, () => 0));
    assert.deepEqual([guarded.passed.length, guarded.guard.isCut], [8, false]);
  });

  for (const [what, isBinary, bytes, reason] of [
    ['text', false, [13], 'text'],
    ['an opcode that nobody needs', true, [20], 'opcode'],
    ['an opcode with flags', true, [INPUT | 0x80], 'opcode'],
    ['an empty message', true, [], 'opcode'],
    ['an input frame with a field that is none', true, [INPUT, 0x85, 1, 2, 3], 'broken_message'],
    ['an input frame that deletes a field', true, [INPUT, 0x40, 1], 'broken_message'],
    ['an input frame that ends inside a field', true, [INPUT, 0x80, 1, 0x82, 1], 'broken_message'],
    ['an input frame of 65 bytes', true, [INPUT, ...Array.from({ length: 64 }, () => 0)], 'length'],
  ] as const) {
    it(`is cut for ${what}: nothing gets through, before or after`, async () => {
      const guarded = new Guarded();
      guarded.socket.emit('message', Buffer.from(bytes), isBinary);
      guarded.message(INPUT);
      guarded.socket.emit('ping', Buffer.alloc(0));
      assert.deepEqual(guarded.passed, []);
      assert.deepEqual([guarded.guard.isCut, guarded.socket.isPaused], [true, true]);
      assert.equal(guarded.socket.closes[0]?.[0], 4002);
      await until(() => guarded.socket.isTerminated, 'the end');
      assert.deepEqual(guarded.passed, [4002], 'the room hears of a cut, not of a lost connection');
      assert.deepEqual(await guarded.refused(), [`cut_${reason}`]);
    });
  }

  it('[C18] fails alone when we throw while a message is read, and its client is not blamed', async () => {
    const guarded = new Guarded();
    guarded.socket.on('message', () => {
      throw new Error('thrown by a test');
    });
    assert.doesNotThrow(() => guarded.message(INPUT));
    guarded.message(INPUT);
    assert.equal(guarded.socket.closes[0]?.[0], 1011);
    assert.deepEqual([guarded.passed, guarded.guard.isCut, await guarded.refused()], [['message'], false, []]);
  });

  it('has one budget for messages, pings and pongs', async () => {
    const frames = { perSecond: 0.001, burst: 6, perSilentSecond: 0 };
    for (const flood of ['message', 'ping', 'pong']) {
      const guarded = new Guarded({ frames });
      for (const event of ['message', 'ping', 'pong', flood, flood, flood, flood])
        guarded.socket.emit(event, Buffer.from([INPUT]), true);
      assert.equal(guarded.passed.length, 6, flood);
      assert.deepEqual(await guarded.refused(), ['cut_frames'], flood);
    }
  });

  it('has a budget of bytes, whatever they mean', async () => {
    const guarded = new Guarded({ bytesPerSecond: 2000 });
    guarded.guard.countBytes(1500);
    assert.equal(guarded.guard.isCut, false);
    guarded.guard.countBytes(1500);
    assert.deepEqual([await guarded.refused(), guarded.guard.isCut], [['cut_bytes'], true]);
    guarded.guard.countBytes(1500);
    assert.deepEqual(await guarded.refused(), ['cut_bytes'], 'counted once');
  });

  it('is cut once, by whatever came first, also by its room', async () => {
    const guarded = new Guarded();
    const client = guarded.guard.client as Parameters<typeof cut>[0];
    assert.equal(isCut(client), false);
    cut(client, 'unknown_message');
    cut(client, 'text');
    assert.deepEqual([isCut(client), guarded.socket.closes], [true, [[4002, 'unknown message']]]);
    assert.deepEqual(await guarded.refused(), ['cut_unknown_message']);
  });

  it('against RFC 6455 is counted, and gone soon even if the other side never answers', async () => {
    const guarded = new Guarded();
    guarded.socket.emit('error', new Error('a broken socket'));
    assert.equal(guarded.guard.isCut, false, 'a broken socket ends by itself');
    guarded.socket.readyState = guarded.socket.CLOSING;
    guarded.socket.emit('error', new Error('RSV1 must be clear'));
    guarded.socket.emit('error', new Error('RSV1 must be clear'));
    assert.equal(guarded.guard.isCut, true);
    await until(() => guarded.socket.isTerminated, 'the end');
    assert.deepEqual(await guarded.refused(), ['cut_bad_frame']);
  });
});

describe('The sweep', () => {
  it('ends a connection for which more than 256 KiB wait, although it answers every ping', async () => {
    const guarded = new Guarded();
    for (let ms = 0; ms < 20_000; ms += 250) {
      guarded.socket.bufferedAmount = 262_144;
      guarded.guard.check(at(ms));
      for (const nonce of guarded.socket.pings.splice(0)) guarded.guard.latency.answered(nonce, ms);
    }
    assert.equal(guarded.socket.isTerminated, false);
    guarded.socket.bufferedAmount = 262_145;
    guarded.guard.check(at(20_000));
    assert.deepEqual([guarded.socket.isTerminated, await guarded.refused()], [true, ['slow_reader']]);
    assert.deepEqual(guarded.passed, [1006], 'a lost connection: the seat waits for its player');
  });

  it('ends a connection whose pings go unanswered for 10 s, 2 s of which this process was running', async () => {
    const guarded = new Guarded();
    for (let ms = 0; ms <= 10_000; ms += 250) guarded.guard.check(at(ms));
    assert.equal(guarded.socket.isTerminated, false);
    const starved = new Guarded();
    for (let liveMs = 0; liveMs < 2000; liveMs += 250) starved.guard.check(at(liveMs * 10, liveMs));
    assert.equal(starved.socket.isTerminated, false);
    starved.guard.check(at(20_000, 2000));
    assert.equal(starved.socket.isTerminated, true);
    guarded.guard.check(at(10_250));
    assert.deepEqual([guarded.socket.isTerminated, await guarded.refused()], [true, ['silent']]);
  });

  it('takes pongs that came for signs of life, and those alone', () => {
    const guarded = new Guarded();
    for (let ms = 0; ms <= 30_000; ms += 250) {
      guarded.guard.check(at(ms));
      for (const nonce of guarded.socket.pings.splice(0)) guarded.socket.emit('pong', nonce);
    }
    assert.equal(guarded.socket.isTerminated, false);
    for (let ms = 30_250; ms <= 42_000; ms += 250) {
      guarded.guard.check(at(ms));
      if (ms % 1000 === 0) guarded.socket.emit('pong', Buffer.alloc(8));
    }
    assert.equal(guarded.socket.isTerminated, true);
  });

  it('cuts a client that has not acknowledged its join after 5 s, in the room or on the way there', async () => {
    for (const state of [ClientState.JOINING, undefined]) {
      const guarded = new Guarded();
      if (state === undefined) guarded.guard.client = undefined;
      else guarded.setState(state);
      guarded.guard.check(at(90_000, 1999));
      guarded.guard.check(at(5000));
      assert.equal(guarded.guard.isCut, false);
      guarded.guard.check(at(5001));
      assert.deepEqual([guarded.guard.isCut, await guarded.refused()], [true, ['cut_join_late']]);
      assert.deepEqual(guarded.passed, state === undefined ? [] : ['error 426']);
    }
    const joined = new Guarded();
    joined.guard.check(at(9000));
    assert.equal(joined.guard.isCut, false);
  });

  it('leaves alone what is closing or cut already', async () => {
    const closing = new Guarded();
    closing.socket.readyState = closing.socket.CLOSING;
    const cutBefore = new Guarded();
    cutBefore.guard.cut('text');
    for (const guarded of [closing, cutBefore]) {
      guarded.socket.bufferedAmount = 1e9;
      guarded.guard.check(at(60_000));
      assert.equal(guarded.socket.isTerminated, false);
    }
    assert.deepEqual([await closing.refused(), await cutBefore.refused()], [[], ['cut_text']]);
  });

  it('measures: the round trip of a client is that of its socket’s pongs', () => {
    const guarded = new Guarded();
    const { client } = guarded.guard;
    assert.equal(latencyOf(undefined), 0);
    assert.equal(latencyOf(client), 0);
    guarded.guard.latency.answered(guarded.socket.pings[0] as Buffer, 80);
    assert.equal(latencyOf(client), 80);
  });
});
