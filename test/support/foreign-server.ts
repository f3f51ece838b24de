/** A Colyseus server of an older version, as far as a client gets with it: what it answers to a join, and its first message. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

/** First messages of rooms of 0.17.51, recorded: one with a state of one number, one without a state. */
export const HANDSHAKES_OF_0_17 = {
  state: Buffer.from(
    '0a0938375835417745503006736368656d618001ff01800002ff0282038000ff03800004ff0480a16e81a66e756d626572',
    'hex',
  ),
  none: Buffer.from('0a0955424572457a63716a046e6f6e65', 'hex'),
} as const;

export const RESERVATIONS = {
  '0.17': { name: 'old', sessionId: 's', roomId: 'r', processId: 'p' },
  '0.16': { room: { name: 'old', roomId: 'r', processId: 'p' }, sessionId: 's' },
} as const;

/** Listens while a describe block runs. */
export function useForeignServer(version: keyof typeof RESERVATIONS, handshake: Buffer): { readonly url: string } {
  const http = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(RESERVATIONS[version]));
  });
  const sockets = new WebSocketServer({ server: http });
  sockets.on('connection', (socket) => socket.send(handshake));
  before(() => new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve)));
  after(() => {
    for (const socket of sockets.clients) socket.terminate();
    http.close();
    http.closeAllConnections();
  });
  return {
    get url() {
      return `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
    },
  };
}
