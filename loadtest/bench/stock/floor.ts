/**
 * The socket floor: what 30 messages each way per client and second cost when nothing is decided, encoded or read. Raw
 * sockets behind a WebSocket handshake; every client gets the same bytes, framed once. No server can cost less.
 */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { TICK_RATE_HZ } from '../../../shared/sim/tunables.ts';

const PAYLOAD_BYTES = 250;
/** Opcode 2, unmasked, with the length in 16 bits: RFC 6455, 5.2. */
const MESSAGE = Buffer.concat([Buffer.from([0x82, 126, 0, PAYLOAD_BYTES]), Buffer.alloc(PAYLOAD_BYTES, 7)]);
const HANDSHAKE_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

function start(): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });

  const sockets = new Set<Socket>();
  const http = createServer(async (request, response) => {
    response.end(request.url === '/metrics' ? await registry.metrics() : 'ok\n');
  });
  http.on('upgrade', (request, socket) => {
    const key = createHash('sha1').update(`${request.headers['sec-websocket-key']}${HANDSHAKE_GUID}`).digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`,
    );
    const opened = socket as Socket;
    opened.setNoDelay(true);
    opened.resume(); // received, and not looked at
    opened.on('error', () => opened.destroy());
    opened.once('close', () => sockets.delete(opened));
    sockets.add(opened);
  });

  const startMs = performance.now();
  let ticks = 0;
  setInterval(() => {
    if ((performance.now() - startMs) * TICK_RATE_HZ < ticks * 1000) return;
    ticks++;
    for (const socket of sockets) socket.write(MESSAGE);
  }, 1);

  http.listen(0, '127.0.0.1', () => {
    process.stdout.write(`Floor is up: http://127.0.0.1:${(http.address() as AddressInfo).port}\n`);
  });
  process.once('SIGTERM', () => process.exit(0));
}

start();
