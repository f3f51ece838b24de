/** Stands before HTTP: how many connections an address has, and what is answered to bytes that are no request. */
import { type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { plainAddress } from './address.ts';
import type { GuardOptions } from './http-guard.ts';
import type { RefusalReason } from './refusals.ts';

/** Counts TCP connections by address before a byte is read. */
export function guardConnections(
  server: Server,
  { admission, refusals, errors }: Pick<GuardOptions, 'admission' | 'refusals' | 'errors'>,
): void {
  server.on('connection', (socket) => {
    try {
      const address = plainAddress(socket.remoteAddress ?? '');
      const release = admission.accepted(address);
      if (release !== undefined) return void socket.once('close', release);
      refusals.count('too_many_connections', address);
    } catch (error) {
      errors.note('connection', error);
    }
    socket.destroy();
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const refused = UNREAD[error.code ?? ''] ?? UNREAD.other;
    // A peer that is gone was not refused.
    if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
    refusals.count(refused.reason, plainAddress((socket as Socket).remoteAddress ?? ''));
    answerUnread(socket as Socket, refused.status);
  });
  server.on('tlsClientError', (_error: Error, socket: Socket) =>
    refusals.count('bad_tls', plainAddress(socket.remoteAddress ?? '')),
  );
  server.on('drop', (drop) => refusals.count('server_full', drop?.remoteAddress ?? ''));
}

/** What Node could not read as a request, by the code of its error, with the status that Node would answer. */
const UNREAD: Readonly<Record<string, { status: number; reason: RefusalReason }>> & {
  other: { status: number; reason: RefusalReason };
} = {
  HPE_HEADER_OVERFLOW: { status: 431, reason: 'head_too_large' },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, reason: 'body_too_large' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, reason: 'too_slow' },
  other: { status: 400, reason: 'bad_http' },
};

/** As Node does without a listener: a head, unless an answer is on its way already, and the end. */
function answerUnread(socket: Socket, status: number): void {
  const { _httpMessage: under } = socket as Socket & { _httpMessage?: ServerResponse | null };
  if (under?.headersSent !== true)
    socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n\r\n`);
  socket.destroySoon();
}
