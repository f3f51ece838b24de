/** What an operator watches, in Prometheus text. One registry per server, so that tests can start several. */
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { FailureAlarm } from './alarm.ts';
import { createMatchmakingMetrics } from './matchmaking-metrics.ts';
import { createPlayMetrics } from './play-metrics.ts';
import { createServerMetrics } from './server-metrics.ts';
import { createTickMetrics } from './tick-metrics.ts';

/** What becomes of input frames (server/rooms/seat-input.ts). */
const FATES = ['used', 'coasted', 'dropped', 'clamped'] as const;
/** The statuses that PROTOCOL.md has: counted from 0, so that rates have a beginning. */
const STATUSES = [200, 201, 204, 206, 304, 400, 401, 403, 404, 405, 409, 410, 411, 413, 414, 415, 426, 429, 500, 503];

export type Metrics = ReturnType<typeof createMetrics>;

export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const failureAlarm = new FailureAlarm();
  new Gauge({
    name: 'sparkfray_room_failures_alarm',
    help: 'Whether three rooms have failed within the last minute: worth waking an operator',
    registers,
    collect() {
      this.set(failureAlarm.rings(performance.now()) ? 1 : 0);
    },
  });
  const inputFrames = new Counter({
    name: 'sparkfray_input_frames_total',
    help: 'Input frames by fate: used, dropped (the queue was over its limit), coasted (made up for a silent seat), clamped',
    labelNames: ['fate'] as const,
    registers,
  });
  for (const fate of FATES) inputFrames.inc({ fate }, 0);
  const requests = new Counter({
    name: 'sparkfray_http_requests_total',
    help: 'Answers by HTTP by status',
    labelNames: ['status'] as const,
    registers,
  });
  for (const status of STATUSES) requests.inc({ status: String(status) }, 0);
  return {
    registry,
    failureAlarm,
    ...createTickMetrics(registry),
    ...createMatchmakingMetrics(registry),
    ...createPlayMetrics(registry),
    ...createServerMetrics(registry),
    rooms: new Gauge({ name: 'sparkfray_rooms', help: 'Rooms alive', registers }),
    players: new Gauge({
      name: 'sparkfray_players',
      help: 'People seated, those whose seat is held included',
      registers,
    }),
    bots: new Gauge({ name: 'sparkfray_bots', help: 'Bots seated', registers }),
    roomFailures: new Counter({
      name: 'sparkfray_room_failures_total',
      help: 'Rooms closed because game code threw',
      registers,
    }),
    refusals: new Counter({
      name: 'sparkfray_refusals_total',
      help: 'What the edge refused, cut or gave up, by reason (SECURITY.md)',
      labelNames: ['reason'] as const,
      registers,
    }),
    internalErrors: new Counter({
      name: 'sparkfray_internal_errors_total',
      help: 'Errors that no bytes of a client explain, by where they were caught (SECURITY.md)',
      labelNames: ['where'] as const,
      registers,
    }),
    inputFrames,
    requests,
  };
}

/** Adds the bytes of all sockets, asked for at each scrape: counting every message would cost more than it tells. */
export function watchTraffic(
  metrics: Metrics,
  traffic: () => { bytesIn: number; bytesOut: number; connections: number },
): void {
  const registers = [metrics.registry];
  new Counter({
    name: 'sparkfray_bytes_total',
    help: 'Bytes of WebSocket connections, headers included',
    labelNames: ['direction'] as const,
    registers,
    collect() {
      const { bytesIn, bytesOut } = traffic();
      this.reset();
      this.inc({ direction: 'in' }, bytesIn);
      this.inc({ direction: 'out' }, bytesOut);
    },
  });
  new Gauge({
    name: 'sparkfray_connections',
    help: 'Open WebSocket connections',
    registers,
    collect() {
      this.set(traffic().connections);
    },
  });
}
