/** Entry: a minimal Colyseus server with nothing of ours in it, to compare with (docs/websocket.md). */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { defineRoom, defineServer, Room } from '@colyseus/core';
import { schema, t } from '@colyseus/schema';
import { WebSocketTransport } from '@colyseus/ws-transport';

const StockState = schema({ tick: t.uint32().default(0) }, 'StockState');
const StockInput = schema({ mx: t.int8().default(0) }, 'StockInput');

class StockRoom extends Room {
  override state = new StockState();
  override inputs = this.defineInput(StockInput, { bufferMaxSize: 32 });
  override onCreate(): void {
    this.patchRate = 1000 / 30;
    this.setFixedTimestep(() => {
      this.state.tick++;
    }, 30);
  }
}

const http = createServer();
const server = defineServer({
  transport: new WebSocketTransport({ server: http }),
  rooms: { arena: defineRoom(StockRoom) },
  gracefullyShutdown: false,
  greet: false,
});
await server.listen(0, '127.0.0.1');
process.stdout.write(`stock: http://127.0.0.1:${(http.address() as AddressInfo).port}\n`);
