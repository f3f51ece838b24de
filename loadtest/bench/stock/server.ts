/** Assembles the peer: Colyseus on one port, with the two addresses that a load test asks for. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { defineRoom, defineServer, matchMaker } from '@colyseus/core';
import { WebSocketTransport } from '@colyseus/ws-transport';
import { createStockMetrics, watchBytes } from './metrics.ts';
import { type StockOptions, stockRoomWith } from './room.ts';

export const ROOM_NAME = 'stock';

export type StockServer = { url: string; stop: () => Promise<void> };

/** Listens on this machine only: it is a peer for measurements, and has no defence. @param port 0 takes a free one */
export async function startStock(port: number, options: StockOptions): Promise<StockServer> {
  const metrics = createStockMetrics();
  const http = createServer();
  const server = defineServer({
    transport: new WebSocketTransport({ server: http }),
    rooms: { [ROOM_NAME]: defineRoom(stockRoomWith(options, metrics)) },
    express: (app) => {
      app.get('/healthz', (_request: unknown, response: ServerResponse) => response.end('ok\n'));
      app.get('/metrics', async (_request: unknown, response: ServerResponse) => {
        response.setHeader('content-type', metrics.registry.contentType);
        response.end(await metrics.registry.metrics());
      });
    },
    // Colyseus keeps this for the whole process, as it was set last.
    selectProcessIdToCreateRoom: async () => matchMaker.processId,
    gracefullyShutdown: false,
    greet: false,
  });
  watchBytes(http, metrics.registry);
  await server.listen(port, '127.0.0.1');
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    stop: async () => {
      await server.gracefullyShutdown(false);
      http.closeAllConnections();
    },
  };
}
