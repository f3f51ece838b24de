/** Lines of JSON between a coordinator and its workers, however the stream cuts them. */
import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { readLines, sendLine } from '../../../loadtest/contract/lines.ts';
import { LINE_BYTES_MAX } from '../../../loadtest/contract/orders.ts';

/** A stream that keeps what is written to it. */
class FakeSocket extends EventEmitter {
  writable = true;
  destroyed = false;
  readonly written: string[] = [];

  write(line: Buffer): void {
    this.written.push(line.toString());
  }
}

/** Reads these chunks one after another. */
function heard(...chunks: readonly (string | Buffer)[]) {
  const socket = new FakeSocket();
  const objects: unknown[] = [];
  const errors: string[] = [];
  readLines(
    socket as unknown as Socket,
    (object) => objects.push(object),
    ({ message }) => errors.push(message),
  );
  for (const chunk of chunks) socket.emit('data', Buffer.from(chunk));
  return { objects, errors, listens: socket.listenerCount('data') > 0 };
}

/** A JSON text of so many bytes. */
const padded = (bytes: number): string => `1${' '.repeat(bytes - 1)}`;

describe('lines', () => {
  it('are read whole, in order, wherever the stream is cut', () => {
    const text = '{"a":1}\n[2,"é"]\n';
    const objects = [{ a: 1 }, [2, 'é']];
    assert.deepEqual(heard(text), { objects, errors: [], listens: true });
    const bytes = Buffer.from(text);
    for (let cut = 1; cut < bytes.length; cut++) {
      assert.deepEqual(heard(bytes.subarray(0, cut), bytes.subarray(cut)).objects, objects, `cut after ${cut} bytes`);
    }
    const single = [...bytes].map((byte) => Buffer.of(byte));
    assert.deepEqual(heard(...single), { objects, errors: [], listens: true });
  });

  it('are not read before their end', () => {
    assert.deepEqual(heard('1\n2').objects, [1]);
    assert.deepEqual(heard('1\n2', '3', '\n').objects, [1, 23]);
  });

  it('may be as long as the limit, with their end, each of them', () => {
    const longest = `${padded(LINE_BYTES_MAX - 1)}\n`;
    assert.deepEqual(heard(longest).objects, [1]);
    assert.deepEqual(heard(longest.slice(0, -1), '\n', longest.slice(0, -1), '\n').objects, [1, 1]);
    assert.deepEqual(heard('2\n3\n', longest.slice(0, 9), longest.slice(9)).objects, [2, 3, 1]);
  });

  it('that are longer end the reading, at their end or before it', () => {
    const stopped = (objects: unknown[]) => ({ objects, errors: ['it sent a line that is too long'], listens: false });
    const tooLong = padded(LINE_BYTES_MAX);
    assert.deepEqual(heard(`2\n${tooLong}\n`, '3\n'), stopped([2]));
    assert.deepEqual(heard(tooLong, '\n3\n'), stopped([]));
    assert.deepEqual(heard(`2\n${tooLong}`, '\n3\n'), stopped([2]), 'what was read before does not make room');
    assert.deepEqual(heard('2', '\n', tooLong.slice(0, 9), tooLong.slice(9), '\n'), stopped([2]));
    assert.deepEqual(heard('2\n', tooLong.slice(1), ' '), stopped([2]));
  });

  it('that are no JSON end the reading', () => {
    const stopped = { objects: [1], errors: ['it sent something else than JSON'], listens: false };
    assert.deepEqual(heard('1\nGET / HTTP/1.1\n2\n', '3\n'), stopped);
    assert.deepEqual(heard('1\n\n2\n'), stopped);
  });

  it('are read no more once the socket is destroyed', () => {
    const socket = new FakeSocket();
    const objects: unknown[] = [];
    const onLine = (object: unknown): void => {
      objects.push(object);
      socket.destroyed = true;
    };
    readLines(socket as unknown as Socket, onLine, assert.fail);
    socket.emit('data', Buffer.from('1\n2\n'));
    assert.deepEqual(objects, [1]);
  });

  it('are sent with their end, up to the limit, while the peer can be written to', () => {
    const socket = new FakeSocket();
    const send = (object: unknown): void => sendLine(socket as unknown as Socket, object);
    send({ a: 'b\nc' });
    assert.deepEqual(socket.written, ['{"a":"b\\nc"}\n']);
    const longest = 'x'.repeat(LINE_BYTES_MAX - 3); // two quotes and the end
    send(longest);
    assert.deepEqual([socket.written.length, socket.written[1]?.length], [2, LINE_BYTES_MAX]);
    assert.throws(() => send(`${longest}x`), new Error(`a line of ${LINE_BYTES_MAX + 1} bytes is too long`));
    socket.writable = false;
    send(1);
    assert.equal(socket.written.length, 2);
  });
});
