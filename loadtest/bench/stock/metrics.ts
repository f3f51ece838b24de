/** What the peer shows at /metrics: the game's own names where they mean the same, so that one reader reads both. */
import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { TICK_MS } from '../../../shared/sim/tunables.ts';

export type StockMetrics = ReturnType<typeof createStockMetrics>;

/** Colyseus's loop makes up for this many steps after a hitch, and drops the rest without a word. */
const CATCH_UP_STEPS_MAX = 5;

export function createStockMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const loops = new WeakMap<object, { owedMs: number; lastMs: number; steps: number }>();
  const schedules = new WeakMap<object, { steps: number; earliestMs: number }>();
  return {
    registry,
    tickSeconds: new Histogram({
      name: 'sparkfray_tick_seconds',
      help: 'How long one tick of one room takes: inputs, step, publish, views, encode and send',
      buckets: [
        0.0001, 0.00025, 0.0005, 0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.0333, 0.05, 0.1, 0.25,
      ],
      registers,
    }),
    droppedTicks: new Counter({
      name: 'sparkfray_dropped_ticks_total',
      help: 'Ticks that a stalled server left out for good',
      registers,
    }),
    tickLateness: new Histogram({
      name: 'sparkfray_tick_lateness_seconds',
      help: 'From when a tick was due, by the earliest one of its room, to when it began',
      buckets: [0.0005, 0.001, 0.0015, 0.002, 0.003, 0.005, 0.01, 0.015, 0.02, 0.0333, 0.05, 0.1, 0.2],
      registers,
    }),
    rooms: new Gauge({ name: 'sparkfray_rooms', help: 'Rooms alive', registers }),
    players: new Gauge({ name: 'sparkfray_players', help: 'People seated', registers }),
    /**
     * Called in every step of a room. Colyseus's loop has no schedule to be late against: the earliest step makes one.
     * @param leftOut ticks that its loop has just left out @returns how late this step begins, in ms
     */
    lateMsOf(room: object, nowMs: number, leftOut: number): number {
      const schedule = schedules.get(room) ?? { steps: 0, earliestMs: nowMs };
      schedules.set(room, schedule);
      const startMs = nowMs - (schedule.steps + leftOut) * TICK_MS;
      schedule.steps += 1 + leftOut;
      schedule.earliestMs = Math.min(schedule.earliestMs, startMs);
      return startMs - schedule.earliestMs;
    },
    /** Called in every step of a room. @returns ticks that its loop has just left out */
    countDropped(room: object, elapsedMs: number): number {
      const loop = loops.get(room) ?? { owedMs: 0, lastMs: elapsedMs, steps: 0 };
      loops.set(room, loop);
      if (elapsedMs !== loop.lastMs) {
        loop.owedMs += elapsedMs - loop.lastMs;
        loop.lastMs = elapsedMs;
        loop.steps = 0;
      }
      loop.owedMs -= TICK_MS;
      if (++loop.steps < CATCH_UP_STEPS_MAX) return 0;
      const dropped = Math.max(0, Math.floor(loop.owedMs / TICK_MS));
      loop.owedMs = 0;
      return dropped;
    },
  };
}

type Counted = Duplex & { bytesRead: number; bytesWritten: number };

/** Adds the bytes of all WebSocket connections, asked for at each scrape. */
export function watchBytes(http: Server, registry: Registry): void {
  const open = new Set<Counted>();
  const closed = { in: 0, out: 0 };
  http.on('upgrade', (_request, socket) => {
    const counted = socket as Counted;
    open.add(counted);
    counted.once('close', () => {
      open.delete(counted);
      closed.in += counted.bytesRead;
      closed.out += counted.bytesWritten;
    });
  });
  new Counter({
    name: 'sparkfray_bytes_total',
    help: 'Bytes of WebSocket connections, headers included',
    labelNames: ['direction'] as const,
    registers: [registry],
    collect() {
      this.reset();
      const sockets = [...open];
      this.inc(
        { direction: 'in' },
        sockets.reduce((sum, { bytesRead }) => sum + bytesRead, closed.in),
      );
      this.inc(
        { direction: 'out' },
        sockets.reduce((sum, { bytesWritten }) => sum + bytesWritten, closed.out),
      );
    },
  });
}
