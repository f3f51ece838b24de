/** Gathering workers over TCP: who is let in, when, and what strangers can do meanwhile. */
import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { sendLine } from '../../../loadtest/contract/lines.ts';
import { WIRE_VERSION } from '../../../loadtest/contract/orders.ts';
import { Workers } from '../../../loadtest/crowd/workers.ts';

const KEY = 'a key of ours';

const hello = (key: string) => ({
  type: 'hello',
  version: WIRE_VERSION,
  key,
  host: 'test',
  pid: 1,
  cores: 1,
  node: process.version,
  filesMax: null,
});

async function dial(port: number): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port });
  socket.on('error', () => {});
  await new Promise((resolve) => socket.once('connect', resolve));
  return socket;
}

const closed = (socket: Socket): Promise<void> => new Promise((resolve) => socket.once('close', () => resolve()));

/** Begins to wait for one worker. */
function gathering(signal: AbortSignal): { workers: Promise<Workers>; port: Promise<number> } {
  let tell: (port: number) => void = () => {};
  const port = new Promise<number>((resolve) => {
    tell = resolve;
  });
  const workers = Workers.gather(
    {
      local: 0,
      remote: 1,
      listen: { host: '127.0.0.1', port: 0 },
      key: KEY,
      program: '',
      onListening: (command) => tell(Number(/:(\d+) --key/.exec(command)?.[1])),
    },
    signal,
  );
  return { workers, port };
}

describe('a coordinator that waits for workers', () => {
  it('survives strangers that reset their connection, talk nonsense or have another key', async () => {
    const { workers, port } = gathering(new AbortController().signal);
    const rude = await dial(await port);
    rude.write('{');
    await new Promise((resolve) => setTimeout(resolve, 20));
    rude.resetAndDestroy();
    const babbling = await dial(await port);
    const stranger = await dial(await port);
    const ends = [closed(babbling), closed(stranger)];
    babbling.write('hello?\n');
    sendLine(stranger, hello('another key'));
    await Promise.all(ends);
    const worker = await dial(await port);
    sendLine(worker, hello(KEY));
    const gathered = await workers;
    assert.equal(gathered.all.length, 1);

    const late = await dial(await port);
    const end = closed(late);
    sendLine(late, hello(KEY));
    await end;
    assert.equal(gathered.all.length, 1, 'who comes later would have missed what is played');
    worker.destroy();
    await gathered.end();
  });

  it('does not wait at all when the run was interrupted before', async () => {
    const { workers } = gathering(AbortSignal.abort());
    await assert.rejects(workers, /Interrupted/);
  });
});
