/** A bad network: late, uneven, standing still, but whole and in order; and it never swallows more than it may. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { type Link, PERFECT } from '../../../loadtest/contract/link.ts';
import { linkOf, profileNames } from '../../../loadtest/network/profiles.ts';
import { Relay } from '../../../loadtest/network/relay.ts';
import { sleep, until } from '../../support/server.ts';

const MIB = 1024 * 1024;

/** A TCP server and a connection to it through a relay. */
class Stage {
  readonly accepted: Socket[] = [];
  #server: Server | undefined;
  #relay: Relay | undefined;
  #client: Socket | undefined;

  async open(link: Partial<Link>, onSocket: (socket: Socket) => void): Promise<{ relay: Relay; client: Socket }> {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      this.accepted.push(socket);
      onSocket(socket);
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    this.#relay = await Relay.open(`http://127.0.0.1:${port}`, { ...PERFECT, ...link }, 7);
    this.#client = connect({ host: '127.0.0.1', port: Number(new URL(this.#relay.url).port), noDelay: true });
    this.#client.on('error', () => {});
    return { relay: this.#relay, client: this.#client };
  }

  close(): void {
    this.#client?.destroy();
    this.#relay?.close();
    for (const socket of this.accepted) socket.destroy();
    this.#server?.close();
  }
}

const echo = (socket: Socket) => socket.pipe(socket);

async function echoMs(client: Socket): Promise<number> {
  const startMs = performance.now();
  client.write('x');
  await once(client, 'data');
  return performance.now() - startMs;
}

describe('a relay', () => {
  let phase: Stage;
  beforeEach(() => {
    phase = new Stage();
  });
  afterEach(() => phase.close());

  it('makes a round trip as long as asked for, and a connection one round trip longer', async () => {
    const { client } = await phase.open({ latencyMs: 80 }, echo);
    const firstMs = await echoMs(client);
    assert.ok(firstMs >= 155, `the first took ${firstMs} ms`);
    const laterMs: number[] = [];
    while (laterMs.length < 50 && Math.min(...laterMs) > firstMs - 40) laterMs.push(await echoMs(client));
    const secondMs = Math.min(...laterMs);
    assert.ok(secondMs >= 78 && secondMs < firstMs - 40, `the others took ${secondMs} ms after ${firstMs}`);
  });

  it('varies round trips by the jitter, both ways around the latency', async () => {
    const { client } = await phase.open({ latencyMs: 20, jitterMs: 20 }, echo);
    await echoMs(client);
    const timesMs: number[] = [];
    const isVaried = (): boolean => Math.min(...timesMs) < 18 && Math.max(...timesMs) > 22;
    while (timesMs.length < 500 && !isVaried()) timesMs.push(await echoMs(client));
    assert.ok(Math.min(...timesMs) < 18, `never shorter: ${timesMs}`);
    assert.ok(Math.max(...timesMs) > 22, `never longer: ${timesMs}`);
  });

  it('delivers every byte in order, however uneven it is', async () => {
    const { client } = await phase.open({ latencyMs: 6, jitterMs: 6, stallsPerMinute: 3000, stallMs: 5 }, echo);
    const sent = randomBytes(MIB / 2);
    const received: Buffer[] = [];
    client.on('data', (chunk: Buffer) => received.push(chunk));
    for (let at = 0; at < sent.length; at += 8192) {
      client.write(sent.subarray(at, at + 8192));
      if (at % 65_536 === 0) await sleep(1);
    }
    client.end();
    await once(client, 'end');
    assert.ok(Buffer.concat(received).equals(sent));
  });

  it('stands still both ways when it stalls', async () => {
    const { client } = await phase.open({ stallsPerMinute: 600, stallMs: 150 }, echo);
    await once(client, 'connect');
    const timesMs: number[] = [];
    const hasStoodStill = (): boolean => Math.max(...timesMs) > 80 && Math.min(...timesMs) < 30;
    for (const endMs = performance.now() + 20_000; performance.now() < endMs && !hasStoodStill(); )
      timesMs.push(await echoMs(client));
    assert.ok(Math.max(...timesMs) > 80, `the longest was ${Math.max(...timesMs)} ms`);
    assert.ok(Math.min(...timesMs) < 30, `the shortest was ${Math.min(...timesMs)} ms`);
  });

  it('stops reading when it has enough, so that the sender feels it', async () => {
    const { client } = await phase.open({ latencyMs: 300 }, (socket) => socket.write(Buffer.alloc(32 * MIB)));
    await until(() => phase.accepted.length === 1, 'the connection');
    await sleep(120);
    assert.equal(client.bytesRead, 0);
    const left = phase.accepted[0]?.writableLength ?? 0;
    assert.equal(left, 32 * MIB, 'one write is only done when all of it is taken');
  });

  it('keeps a stalled reader: nothing comes while the way down is paused, all of it afterwards', async () => {
    let bytesSent = 0;
    const { relay, client } = await phase.open({}, (socket) => {
      const timer = setInterval(() => {
        bytesSent += 100;
        socket.write(Buffer.alloc(100));
      }, 2);
      socket.on('close', () => clearInterval(timer));
      socket.on('end', () => clearInterval(timer));
    });
    client.resume();
    await until(() => client.bytesRead > 0, 'the first bytes');
    relay.pauseDownstream(true);
    await sleep(50);
    const before = client.bytesRead;
    await sleep(100);
    assert.equal(client.bytesRead, before);
    assert.ok(bytesSent > before);
    relay.pauseDownstream(false);
    await until(() => client.bytesRead >= bytesSent - 500, 'the rest');
  });

  it('takes both ends down when it is cut, and can be used again', async () => {
    const { relay, client } = await phase.open({}, echo);
    await echoMs(client);
    relay.cut();
    await once(client, 'close');
    await until(() => phase.accepted[0]?.readableEnded === true, 'the end at the server');
    const again = connect({ host: '127.0.0.1', port: Number(new URL(relay.url).port) });
    await echoMs(again);
    again.destroy();
  });

  it('ends a connection that no server takes', async () => {
    const { relay } = await phase.open({}, echo);
    phase.close();
    const dead = await Relay.open('http://127.0.0.1:1', PERFECT, 1);
    const client = connect({ host: '127.0.0.1', port: Number(new URL(dead.url).port) });
    client.on('error', () => {});
    await once(client, 'close');
    dead.close();
    assert.throws(() => relay.url, /closed/);
  });
});

describe('network profiles', () => {
  it('give way to numbers of one’s own', () => {
    assert.deepEqual(linkOf({ link: {} }, 1), PERFECT);
    assert.deepEqual(linkOf({ link: { latencyMs: 5 } }, 1), { ...PERFECT, latencyMs: 5 });
    const dsl = linkOf({ profile: 'dsl', link: {} }, 1);
    assert.deepEqual(linkOf({ profile: 'dsl', link: { jitterMs: 99 } }, 1), { ...dsl, jitterMs: 99 });
  });

  it('are all different, and mixed draws each of them by the seed alone', () => {
    const own = profileNames.filter((name) => name !== 'mixed');
    const latencies = new Set(own.map((profile) => linkOf({ profile, link: {} }, 1).latencyMs));
    assert.equal(latencies.size, own.length);
    const draw = (seed: number) => linkOf({ profile: 'mixed', link: {} }, seed);
    const seen = new Set(Array.from({ length: 500 }, (_, seed) => draw(seed).latencyMs));
    assert.deepEqual(seen, latencies);
    assert.deepEqual(draw(42), draw(42));
  });

  it('refuse names that there are not', () => {
    assert.throws(() => linkOf({ profile: '3g', link: {} }, 1), /no network profile "3g"\. Choose 4g/);
  });
});
