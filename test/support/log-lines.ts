/** A log whose lines a test reads. */
import { Writable } from 'node:stream';
import { createLog, type Log } from '../../server/ops/log.ts';

export function logInto<T extends object = Record<string, unknown>>(lines: T[], level = 'trace'): Log {
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)) as T);
      done();
    },
  });
  return createLog(level, sink);
}
