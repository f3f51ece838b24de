/** JSON objects over a TCP stream, one per line. Invariant: no line, sent or read, is longer than LINE_BYTES_MAX. */
import type { Socket } from 'node:net';
import { LINE_BYTES_MAX } from './orders.ts';

const NEWLINE = 0x0a;

/** @throws when the object is too long for a line, which only a mistake of ours can bring about */
export function sendLine(socket: Socket, object: unknown): void {
  const line = Buffer.from(`${JSON.stringify(object)}\n`);
  if (line.length > LINE_BYTES_MAX) throw new Error(`a line of ${line.length} bytes is too long`);
  if (socket.writable) socket.write(line);
}

/**
 * @param onLine called with each object, in order; not checked yet
 * @param onError called once, when the peer does not speak lines of JSON; nothing is read from then on
 */
export function readLines(socket: Socket, onLine: (object: unknown) => void, onError: (error: Error) => void): void {
  let parts: Buffer[] = [];
  let bytes = 0;
  const stop = (why: string) => {
    socket.off('data', read);
    parts = [];
    onError(new Error(why));
  };
  const read = (chunk: Buffer) => {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      const line = Buffer.concat([...parts, chunk.subarray(from, end)]);
      parts = [];
      bytes = 0;
      from = end + 1;
      if (line.length >= LINE_BYTES_MAX) return stop('it sent a line that is too long');
      const object = parsed(line);
      if (object === undefined) return stop('it sent something else than JSON');
      onLine(object.value);
      if (socket.destroyed) return;
    }
    if (from < chunk.length) parts.push(chunk.subarray(from));
    bytes += chunk.length - from;
    if (bytes >= LINE_BYTES_MAX) stop('it sent a line that is too long');
  };
  socket.on('data', read);
}

function parsed(line: Buffer): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(line.toString()) };
  } catch {
    return undefined;
  }
}
