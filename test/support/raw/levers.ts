/**
 * Loaded into a server before its own code (node --import): levers for what a test cannot do from outside, such as moving
 * the wall clock, holding the event loop, or a hook that never settles. The server itself has no such thing.
 */
import { matchMaker } from '@colyseus/core';
import type { Health, Lever, Numbered } from './messages.ts';

const TURN_MS = 10;

const RealDate = Date;
let shiftMs = 0;

/** Date as it is, off by `shiftMs`. */
class ShiftedDate extends RealDate {
  constructor(...parts: unknown[]) {
    super(...((parts.length === 0 ? [RealDate.now() + shiftMs] : parts) as [number]));
  }
  static override now(): number {
    return RealDate.now() + shiftMs;
  }
}
globalThis.Date = ShiftedDate as unknown as DateConstructor;

const cpuMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

let busyMsMax = 0;
let gapMsMax = 0;
let lastCpuMs = cpuMs();
let lastMs = performance.now();
setInterval(() => {
  const nowMs = performance.now();
  const nowCpuMs = cpuMs();
  busyMsMax = Math.max(busyMsMax, nowCpuMs - lastCpuMs);
  gapMsMax = Math.max(gapMsMax, nowMs - lastMs);
  lastCpuMs = nowCpuMs;
  lastMs = nowMs;
}, TURN_MS).unref();

function health(): Health {
  const seen = { busyMsMax, gapMsMax };
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  // What the collection itself took is no fault of the server.
  busyMsMax = 0;
  gapMsMax = 0;
  lastCpuMs = cpuMs();
  lastMs = performance.now();
  const connections = process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
  return { ...seen, heapBytes: heapUsed, rssBytes: rss, connections };
}

function hold(ms: number): void {
  const endMs = performance.now() + ms;
  while (performance.now() < endMs);
}

/** Each tick ends with a patch. */
type OpenRoom = { onLeave: () => unknown; broadcastPatch: () => void };

function roomOf(roomId: string): OpenRoom {
  const room = matchMaker.getLocalRoomById(roomId) as unknown as OpenRoom | undefined;
  if (room === undefined) throw new Error(`no room ${roomId}`);
  return room;
}

function pull(lever: Lever): unknown {
  switch (lever.kind) {
    case 'clock':
      shiftMs = lever.shiftMs;
      return undefined;
    case 'stall':
      return hold(lever.ms);
    case 'stickLeave':
      roomOf(lever.roomId).onLeave = () => new Promise(() => {});
      return undefined;
    case 'breakTick':
      roomOf(lever.roomId).broadcastPatch = () => {
        throw new Error('thrown by a test');
      };
      return undefined;
    case 'reject':
      void Promise.reject(new Error('thrown by a test'));
      return undefined;
    case 'crash':
      setImmediate(() => {
        throw new Error('thrown by a test');
      });
      return undefined;
    case 'echo':
      return undefined;
    case 'health':
      return health();
  }
}

process.on('message', ({ id, order }: Numbered<Lever>) => {
  try {
    process.send?.({ id, answer: pull(order) });
  } catch (error) {
    process.send?.({ id, answer: undefined, failure: String(error) });
  }
});
process.channel?.unref();
