/** The WebSocket transport, with an eye on what passes through it. */
import type { IncomingMessage, Server } from 'node:http';
import { WebSocketTransport } from '@colyseus/ws-transport';

/** A client sends input frames of a few bytes and short messages; a message longer than this is cut off by ws (1009). */
const MESSAGE_BYTES_MAX = 1024;

export type Traffic = { bytesIn: number; bytesOut: number; connections: number };

export class CountingTransport extends WebSocketTransport {
  readonly #open = new Set<IncomingMessage['socket']>();
  #closedIn = 0;
  #closedOut = 0;

  constructor(server: Server) {
    super({ server, maxPayload: MESSAGE_BYTES_MAX });
    server.on('upgrade', (request) => this.#watch(request.socket));
  }

  /** Bytes since the start, and connections open now. */
  traffic(): Traffic {
    let bytesIn = this.#closedIn;
    let bytesOut = this.#closedOut;
    for (const socket of this.#open) {
      bytesIn += socket.bytesRead;
      bytesOut += socket.bytesWritten;
    }
    return { bytesIn, bytesOut, connections: this.#open.size };
  }

  #watch(socket: IncomingMessage['socket']): void {
    this.#open.add(socket);
    socket.once('close', () => {
      this.#open.delete(socket);
      this.#closedIn += socket.bytesRead;
      this.#closedOut += socket.bytesWritten;
    });
  }
}
