/**
 * A Colyseus server of somebody else, in a process of its own, with rooms that are made to be measured: one that works, one
 * with a known limit, and some that misbehave. Prints its port in one line; ends with its standard input.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { defineRoom, defineServer } from '@colyseus/core';
import { WebSocketTransport } from '@colyseus/ws-transport';
import {
  ClosingRoom,
  LateRoom,
  LimitedRoom,
  PlainRoom,
  SilentRoom,
  SmallRoom,
  StarterRoom,
  TalkRoom,
  WrongRoom,
} from './rooms.ts';

const http = createServer();
const server = defineServer({
  transport: new WebSocketTransport({ server: http }),
  rooms: {
    plain: defineRoom(PlainRoom),
    starter: defineRoom(StarterRoom),
    talk: defineRoom(TalkRoom),
    small: defineRoom(SmallRoom),
    limited: defineRoom(LimitedRoom),
    late: defineRoom(LateRoom),
    wrong: defineRoom(WrongRoom),
    closing: defineRoom(ClosingRoom),
    silent: defineRoom(SilentRoom),
  },
  gracefullyShutdown: false,
  greet: false,
});
await server.listen(0, '127.0.0.1');
process.stdout.write(`port ${(http.address() as AddressInfo).port}\n`);
process.stdin.on('end', () => process.exit()).resume();
