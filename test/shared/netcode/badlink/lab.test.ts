/** The bad link by example: what the latency lab does to one connection, in each direction, on handed-in time. */
import assert from 'node:assert/strict';
import type { Room } from '@colyseus/sdk';
import { Lab, type LabLink, NO_LAB } from '../../../../shared/netcode/badlink/lab.ts';
import { countTraffic } from '../../../../shared/netcode/measure/traffic.ts';

/** A connection that writes down when bytes pass it, and the clock that it goes by. */
function wireOf() {
  const clock = { nowMs: 0 };
  const timers: { atMs: number; run: () => void }[] = [];
  const up: [ms: number, byte: number | undefined][] = [];
  const down: [ms: number, byte: number | undefined][] = [];
  const wire = {
    isOpen: true,
    events: {
      onmessage: ({ data }: MessageEvent<ArrayBuffer>) => void down.push([clock.nowMs, new Uint8Array(data)[0]]),
    },
    send: (bytes: Uint8Array) => void up.push([clock.nowMs, bytes[0]]),
  };
  return {
    clock,
    wire,
    up,
    down,
    connection: wire as unknown as Room['connection'],
    receive: (bytes: readonly number[]) =>
      wire.events.onmessage({ data: Uint8Array.from(bytes).buffer } as MessageEvent<ArrayBuffer>),
    timers: {
      nowMs: () => clock.nowMs,
      after: (ms: number, run: () => void) => void timers.push({ atMs: clock.nowMs + ms, run }),
    },
    runTo(ms: number): void {
      for (; clock.nowMs < ms; clock.nowMs++) {
        for (const timer of timers.splice(0)) {
          if (timer.atMs <= clock.nowMs) timer.run();
          else timers.push(timer);
        }
      }
    },
  };
}

function behindLab(link: Partial<LabLink>, random: () => number = () => 0.5) {
  const there = wireOf();
  const lab = new Lab({ ...there.timers, random });
  lab.link = { ...NO_LAB, ...link };
  lab.putInto(there.connection);
  return { ...there, lab };
}

describe('The latency lab', () => {
  it('lets everything pass at once when it is off', () => {
    assert.deepEqual(NO_LAB, { lagMs: 0, jitterMs: 0, loss: 0, stallsPerMinute: 0, stallMs: 0 });
    const { wire, receive, up, down } = behindLab({});
    wire.send(Uint8Array.of(1));
    receive([2]);
    assert.deepEqual([up, down], [[[0, 1]], [[0, 2]]]);
  });

  it('adds half of the lag each way, and keeps what was sent from being written over', () => {
    const { wire, receive, up, down, runTo } = behindLab({ lagMs: 200 });
    const bytes = Uint8Array.of(1);
    wire.send(bytes);
    bytes[0] = 9;
    receive([2]);
    runTo(150);
    assert.deepEqual([up, down], [[[100, 1]], [[100, 2]]]);
  });

  it('varies each way by half of the jitter on either side, and keeps the order', () => {
    const draws = [0, 0.75, 0];
    const { wire, up, runTo } = behindLab({ lagMs: 200, jitterMs: 40 }, () => draws.shift() ?? 0);
    for (const byte of [1, 2, 3]) wire.send(Uint8Array.of(byte));
    runTo(300);
    assert.deepEqual(up, [
      [100, 1],
      [130, 2],
      [130, 3],
    ]);
  });

  it('stands still now and then, in both directions, and then goes on', () => {
    const { wire, receive, up, down, runTo } = behindLab({ stallsPerMinute: 60, stallMs: 400 });
    // the next stall comes after −ln(1 − 0.5) of a second: 693 ms
    for (const ms of [600, 700, 900]) {
      runTo(ms);
      wire.send(Uint8Array.of(1));
      receive([2]);
    }
    runTo(1300);
    assert.deepEqual(
      [up, down].map((passed) => passed.map(([ms]) => ms)),
      [
        [600, 1100, 1100],
        [600, 1100, 1100],
      ],
    );
    runTo(1380);
    wire.send(Uint8Array.of(1));
    assert.equal(up.at(-1)?.[0], 1380, 'the stall is over');
    runTo(1400);
    wire.send(Uint8Array.of(1));
    runTo(2000);
    assert.equal(up.at(-1)?.[0], 1800, 'the next one, 693 ms after the one before');
  });

  it('loses what is under way with the connection, and sends nothing into a closed one', () => {
    const { wire, receive, up, down, lab, runTo } = behindLab({ lagMs: 100 });
    wire.send(Uint8Array.of(1));
    receive([2]);
    lab.clear();
    runTo(60);
    wire.send(Uint8Array.of(3));
    wire.isOpen = false;
    runTo(200);
    assert.deepEqual([up, down], [[], []]);
  });
});

describe('The traffic of a connection', () => {
  it('is counted in bytes both ways, and passes', () => {
    const { wire, receive, up, down, connection } = wireOf();
    const traffic = countTraffic({ connection });
    wire.send(Uint8Array.of(1, 1, 1));
    wire.send(Uint8Array.of(2));
    receive([3, 3]);
    receive([4, 4, 4, 4, 4]);
    assert.deepEqual(traffic, { bytesIn: 7, bytesOut: 4, lastIn: 5 });
    assert.deepEqual(
      [up.map(([, byte]) => byte), down.map(([, byte]) => byte)],
      [
        [1, 2],
        [3, 4],
      ],
    );
  });
});
