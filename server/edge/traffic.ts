/** Bytes and connections of all WebSockets, asked for at a scrape: counting every message would cost more than it tells. */
import type { Socket } from 'node:net';

export type Traffic = { bytesIn: number; bytesOut: number; connections: number };

export class TrafficMeter {
  readonly #open = new Set<Socket>();
  #closedIn = 0;
  #closedOut = 0;

  watch(socket: Socket): void {
    this.#open.add(socket);
    socket.once('close', () => {
      this.#open.delete(socket);
      this.#closedIn += socket.bytesRead;
      this.#closedOut += socket.bytesWritten;
    });
  }

  /** Bytes since the start, and connections open now. */
  now(): Traffic {
    let bytesIn = this.#closedIn;
    let bytesOut = this.#closedOut;
    for (const socket of this.#open) {
      bytesIn += socket.bytesRead;
      bytesOut += socket.bytesWritten;
    }
    return { bytesIn, bytesOut, connections: this.#open.size };
  }
}
