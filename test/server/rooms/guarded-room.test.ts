/** What every room has in common: hooks that end, a clock that nobody sets back, evidence of its last frames (promises 4, 8, 9). */
import assert from 'node:assert/strict';
import type { Client } from '@colyseus/core';
import { InternalErrors } from '../../../server/ops/internal-errors.ts';
import type { Log } from '../../../server/ops/log.ts';
import { createMetrics } from '../../../server/ops/metrics.ts';
import { GuardedRoom, type GuardServices } from '../../../server/rooms/guarded-room.ts';
import { CLOSE } from '../../../shared/wire/protocol.ts';
import { logInto } from '../../support/log-lines.ts';

const CLIENT = { sessionId: 'one' } as Client;
type Line = Record<string, unknown>;

/** A room that plays nothing, with its log in hand. */
class ProbeRoom extends GuardedRoom<{ state: { tick: number } }> {
  readonly lines: Line[] = [];
  readonly metrics = createMetrics();
  readonly closes: (number | undefined)[] = [];
  hook: Promise<unknown> = Promise.resolve();
  /** What the rooms of one server share. */
  errors: InternalErrors | undefined;
  override state = { tick: 77 };

  override onLeave(_client: Client, _code?: number): Promise<unknown> {
    return this.hook;
  }
  override onDispose(): Promise<unknown> {
    return this.hook;
  }
  override disconnect(code?: number): Promise<unknown> {
    this.closes.push(code);
    return Promise.resolve();
  }
  /** Frames as a game takes them. */
  take(sessionId: string, inputFrames: readonly number[]): void {
    const waiting = [...inputFrames];
    const queue = this.remembered(sessionId, {
      get size() {
        return waiting.length;
      },
      next: () => waiting.shift(),
    });
    const { size } = queue;
    assert.equal(size, inputFrames.length);
    for (const inputFrame of inputFrames) assert.equal(queue.next(), inputFrame);
    assert.equal(queue.next(), undefined);
  }

  protected override get guardServices(): GuardServices {
    const write = (line: Line) => void this.lines.push(line);
    const log = { error: write, fatal: write } as unknown as Log;
    return { log, metrics: this.metrics, errors: this.errors ?? new InternalErrors(log, this.metrics) };
  }
  protected override get replay() {
    return { mode: 'probe', seed: 5 };
  }
}

describe('A hook of a room', () => {
  it('may take its time, and what it says is heard', async () => {
    const room = new ProbeRoom();
    room.hook = new Promise((resolve) => setTimeout(resolve, 20));
    await room.onLeave(CLIENT, CLOSE.consented);
    room.hook = Promise.reject(new Error('said by a hook'));
    await assert.rejects(async () => room.onLeave(CLIENT, CLOSE.consented), /said by a hook/);
  });

  it('that never settles is left behind after 3 s, when a client leaves and when the room ends', async () => {
    const room = new ProbeRoom();
    room.hook = new Promise(() => {});
    await Promise.all([
      assert.rejects(
        async () => room.onLeave(CLIENT, CLOSE.consented),
        /^Error: onLeave did not settle within 3000 ms/,
      ),
      assert.rejects(async () => room.onDispose(), /^Error: onDispose did not settle within 3000 ms/),
    ]);
  });
});

describe('The clock of a room', () => {
  it('goes on by itself when the wall clock is set back', () => {
    const { now } = Date;
    let shiftMs = 0;
    Date.now = () => now() + shiftMs; // before the room: Colyseus keeps the clock that it finds
    try {
      const room = new ProbeRoom();
      room.clock.start();
      for (shiftMs of [-20_000, 20_000]) {
        room.clock.tick();
        assert.ok(room.clock.deltaTime >= 0 && room.clock.deltaTime < 10_000, `${room.clock.deltaTime} ms`);
      }
    } finally {
      Date.now = now;
    }
  });
});

describe('A room that fails', () => {
  it('is closed with the code for it, once, with what replays it in the log', () => {
    const room = new ProbeRoom();
    room.take('one', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    for (let n = 0; n < 3; n++) room.onUncaughtException(new Error('thrown by a test'), 'tick');
    assert.deepEqual(room.closes, [CLOSE.roomFailed]);
    const [line, ...others] = room.lines;
    assert.deepEqual(others, []);
    const { error, room: _roomId, ...facts } = line as Line;
    assert.match(String(error), /thrown by a test/);
    assert.deepEqual(facts, {
      event: 'room_failed',
      method: 'tick',
      tick: 77,
      mode: 'probe',
      seed: 5,
      inputFrames: { one: [3, 4, 5, 6, 7, 8, 9, 10] },
      unsaid: 0,
    });
  });

  it('keeps no frames of those who have left', () => {
    const room = new ProbeRoom();
    room.take('gone', [1]);
    Object.assign(room.clients, { getById: (sessionId: string) => (sessionId === 'gone' ? undefined : CLIENT) });
    room.take('here', [2]);
    room.take('here too', [3]);
    room.onUncaughtException(new Error('thrown by a test'), 'tick');
    assert.deepEqual(room.lines[0]?.inputFrames, { here: [2], 'here too': [3] });
  });

  it('before it was there, or while it ends, is not closed again', () => {
    for (const method of ['onCreate', 'onDispose']) {
      const room = new ProbeRoom();
      room.onUncaughtException(new Error('thrown by a test'), method);
      assert.deepEqual([room.closes, room.lines.length], [[], 1]);
    }
  });

  it('is counted, and three in a minute ring', async () => {
    const metrics = createMetrics();
    const rooms = [1, 2, 3].map(() => Object.assign(new ProbeRoom(), { metrics }));
    for (const room of rooms) room.onUncaughtException(new Error('thrown by a test'), 'onMessage');
    assert.equal((await metrics.roomFailures.get()).values[0]?.value, 3);
    assert.deepEqual(
      rooms.map(({ lines }) => lines.at(-1)?.event),
      ['room_failed', 'room_failed', 'room_failures_alarm'],
    );
  });

  it('fills no log, however often a client makes it: a line for each place that throws, and one for the alarm', () => {
    const lines: Line[] = [];
    const metrics = createMetrics();
    const errors = new InternalErrors(logInto(lines), metrics);
    const throws = [() => new Error('here'), () => new Error('there')];
    for (let n = 0; n < 50; n++) {
      const room = Object.assign(new ProbeRoom(), { lines, metrics, errors });
      room.onUncaughtException((throws[n % 2] as () => Error)(), 'onMessage');
    }
    assert.deepEqual(
      lines.map(({ event }) => event),
      ['room_failed', 'room_failed', 'room_failures_alarm'],
    );
  });
});
