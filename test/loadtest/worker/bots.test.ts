/** A worker as its coordinator sees it: a process of its own that takes orders by TCP, against a real server. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { readLines, sendLine } from '../../../loadtest/contract/lines.ts';
import { PERFECT } from '../../../loadtest/contract/link.ts';
import { type Answer, type BotPlan, FromWorker, type Order, type Slice } from '../../../loadtest/contract/orders.ts';
import { Tally } from '../../../loadtest/contract/tally.ts';
import { sleep, until, useServer } from '../../support/server.ts';

const MAIN = fileURLToPath(new URL('../../../loadtest/worker/main.ts', import.meta.url));
const NO_SERVER = 'http://127.0.0.1:1';

/** The coordinator's end of one worker. */
class TestWorker {
  readonly hello: Promise<FromWorker>;
  readonly exit: Promise<number | null>;
  readonly child: ChildProcess;
  readonly #server: Server;
  readonly #waiting = new Map<number, (message: FromWorker) => void>();
  #socket: Socket | undefined;
  #lastId = 0;

  private constructor(server: Server) {
    this.#server = server;
    this.hello = new Promise((resolve) => {
      server.once('connection', (socket) => {
        this.#socket = socket;
        const onLine = (line: unknown) => {
          const message = FromWorker.parse(line);
          if (message.type === 'hello') resolve(message);
          else this.#waiting.get(message.id)?.(message);
        };
        readLines(socket, onLine, assert.fail);
        socket.on('error', () => {});
      });
    });
    const { port } = server.address() as AddressInfo;
    const code = `import(${JSON.stringify(MAIN)}).then(({ runWorker }) =>
      runWorker({ host: '127.0.0.1', port: ${port}, key: 'secret' })).catch((error) => {
        console.error(error.message); process.exit(3); })`;
    this.child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'ignore', 'inherit'] });
    this.exit = new Promise((resolve) => this.child.once('exit', resolve));
  }

  static async start(): Promise<TestWorker> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const worker = new TestWorker(server);
    await worker.hello;
    return worker;
  }

  async ask(order: Order): Promise<Answer> {
    const id = ++this.#lastId;
    const answered = new Promise<FromWorker>((resolve) => this.#waiting.set(id, resolve));
    sendLine(this.#socket as Socket, { type: 'order', id, order });
    const message = await answered;
    if (message.type === 'done') return message.answer;
    throw new Error(message.type === 'failed' ? message.message : 'hello again');
  }

  async beat(): Promise<Slice & { counted: Tally; othersCounted: Tally }> {
    const { slice } = await this.ask({ do: 'beat' });
    assert.ok(slice !== undefined);
    return { ...slice, counted: Tally.fromWire(slice.honest), othersCounted: Tally.fromWire(slice.others) };
  }

  /** Not a JSON line of ours. */
  babble(): void {
    this.#socket?.write('{"type":"nonsense"}\n');
  }

  disconnect(): void {
    this.#socket?.destroy();
  }

  close(): void {
    this.child.kill('SIGKILL');
    this.#socket?.destroy();
    this.#server.close();
  }
}

let lastId = 0;
const plan = (more: Partial<BotPlan> = {}): BotPlan => ({
  id: ++lastId,
  name: `Bot ${lastId}`,
  seed: lastId,
  skill: 0.5,
  role: 'honest',
  decodes: true,
  link: PERFECT,
  afterMs: 0,
  ...more,
});

const setup = (url: string, kind: 'light' | 'full'): Order => ({
  do: 'setup',
  setup: { url, adapter: 'sparkfray', mode: 'fray', kind, think: kind === 'full' ? 'fighter' : 'wander' },
});

describe('a worker', function () {
  this.timeout(60_000);
  const server = useServer();
  let worker: TestWorker;
  before(async () => {
    worker = await TestWorker.start();
  });
  after(() => worker.close());

  it('says who it is', async () => {
    const hello = await worker.hello;
    assert.ok(hello.type === 'hello');
    assert.deepEqual([hello.key, hello.pid, hello.node], ['secret', worker.child.pid, process.version]);
  });

  it('refuses orders before its setup, and adapters that there are not', async () => {
    await assert.rejects(worker.ask({ do: 'join', bots: [plan()] }), /no setup yet/);
    const unknown = { url: server.url, adapter: 'nobody', mode: 'fray', kind: 'light', think: 'idle' } as const;
    await assert.rejects(worker.ask({ do: 'setup', setup: unknown }), /no adapter "nobody"/);
  });

  it('has light bots play in the rooms that it opened, and tells what each of them felt', async () => {
    await worker.ask(setup(server.url, 'light'));
    const { rooms = [] } = await worker.ask({ do: 'rooms', count: 2, perSecond: 100 });
    assert.equal(new Set(rooms).size, 2);
    const bots = [0, 1, 2, 3].map((i) => plan({ roomId: rooms[i % 2] as string, afterMs: i * 10 }));
    const ids = bots.map(({ id }) => id);
    assert.deepEqual((await worker.ask({ do: 'join', bots })).joined?.toSorted(), ids);
    const joined = await worker.beat();
    assert.equal(joined.playing, 4);
    assert.deepEqual(joined.roomIds.toSorted(), rooms.toSorted());
    assert.equal(joined.counted.summary('join')?.count, 4);
    assert.equal(joined.counted.summary('room')?.count, 2);

    await worker.ask({ do: 'open' });
    await sleep(1200);
    const { rows = [] } = await worker.ask({ do: 'close' });
    const { counted, load, seconds } = await worker.beat();
    assert.deepEqual(rows.map(({ id }) => id).toSorted(), ids);
    for (const row of rows) {
      assert.ok(row.playedSeconds > 0.8 && row.playedSeconds < seconds + 0.5, `played ${row.playedSeconds} s`);
      assert.ok(row.patchesPerSecond > 5 && row.framesPerSecond > 5, JSON.stringify(row));
      assert.ok(row.bytesInPerSecond > row.bytesOutPerSecond && row.bytesOutPerSecond > 0, JSON.stringify(row));
      assert.ok((row.ackP50Ms ?? 0) > 1 && (row.ackP99Ms ?? 0) >= (row.ackP50Ms ?? 0), JSON.stringify(row));
    }
    const acks = counted.summary('ack')?.count ?? 0;
    assert.ok(acks > 20 && acks <= counted.get('frames') + 40, `${acks} acks`);
    assert.ok(load.cores > 0);
    await worker.ask({ do: 'leave', bots: ids });
    assert.equal((await worker.beat()).playing, 0);
  });

  it('has a full bot feel its bad network, come back after a cut, and count neither as a failure', async () => {
    await worker.ask(setup(server.url, 'full'));
    const bot = plan({ link: { ...PERFECT, latencyMs: 120 } });
    assert.deepEqual((await worker.ask({ do: 'join', bots: [bot] })).joined, [bot.id]);
    await sleep(1300); // one ping a second
    const { counted } = await worker.beat();
    // Four round trips at least: a connection, matchmaking, another connection, the first state.
    assert.ok((counted.summary('join')?.p50 ?? 0) > 450, `joined in ${counted.summary('join')?.p50} ms`);
    assert.ok((counted.summary('ack')?.p50 ?? 0) > 118, `ack ${counted.summary('ack')?.p50} ms`);
    assert.ok((counted.summary('rtt')?.p50 ?? 0) > 118, `rtt ${counted.summary('rtt')?.p50} ms`);
    assert.ok((counted.summary('age')?.p50 ?? 0) > 58, `age ${counted.summary('age')?.p50} ms`);
    assert.ok(counted.get('shownMs') > 500);
    await worker.ask({ do: 'drop', bots: [bot.id] });
    const after = await worker.beat();
    assert.equal(after.playing, 1);
    assert.equal(after.counted.summary('back')?.count, 1);
    assert.equal(after.counted.get('drops'), 0, 'it was asked for');
    assert.deepEqual(after.counted.errors, []);
    await worker.ask({ do: 'leave', bots: [bot.id] });
  });

  it('counts cheaters apart, and their being cut as no failure', async () => {
    await worker.ask(setup(server.url, 'full'));
    const honest = plan();
    const garbler = plan({ role: 'garbler' });
    const flooder = plan({ role: 'flooder' });
    await worker.ask({ do: 'join', bots: [honest, garbler, flooder] });
    const others = new Tally();
    const honestOnes = new Tally();
    for (let i = 0; i < 200 && others.closes.length === 0; i++) {
      await sleep(100);
      const { counted, othersCounted } = await worker.beat();
      honestOnes.add(counted);
      others.add(othersCounted);
    }
    await until(() => others.closes.length > 0, 'a cut', 100);
    assert.deepEqual(
      others.closes.map(({ code }) => code),
      [4002],
    );
    assert.deepEqual([honestOnes.errors, others.errors, honestOnes.closes], [[], [], []]);
    await worker.ask({ do: 'leave', bots: [honest.id, garbler.id, flooder.id] });
  });

  it('has a stalled reader that hears nothing and is not counted as failed', async () => {
    await worker.ask(setup(server.url, 'light'));
    const reader = plan({ role: 'stalled' });
    assert.deepEqual((await worker.ask({ do: 'join', bots: [reader] })).joined, [reader.id]);
    await worker.ask({ do: 'stall', bots: [reader.id], on: true });
    await sleep(150);
    await worker.beat();
    await sleep(300);
    assert.equal((await worker.beat()).othersCounted.get('patches'), 0);
    await worker.ask({ do: 'stall', bots: [reader.id], on: false });
    const [heard, others] = [new Tally(), new Tally()];
    for (let i = 0; i < 200 && others.get('patches') <= 5; i++) {
      await sleep(100);
      const slice = await worker.beat();
      heard.add(slice.counted);
      others.add(slice.othersCounted);
    }
    assert.ok(others.get('patches') > 5);
    assert.deepEqual([heard.errors, others.errors, others.closes], [[], [], []]);
    await worker.ask({ do: 'leave', bots: [reader.id] });
  });

  it('says why bots have no seat', async () => {
    await worker.ask(setup(NO_SERVER, 'light'));
    const bots = [plan(), plan({ link: { ...PERFECT, latencyMs: 10 } })];
    assert.deepEqual((await worker.ask({ do: 'join', bots })).joined, []);
    const { counted } = await worker.beat();
    assert.deepEqual(counted.errors, [{ message: 'The server cannot be reached. Is it running?', count: 2 }]);
  });

  it('ends when it is told to', async () => {
    await worker.ask({ do: 'end' });
    assert.equal(await worker.exit, 0);
  });
});

describe('a worker without a coordinator', function () {
  this.timeout(60_000);

  it('leaves and ends when the connection ends, and when it hears something else than orders', async () => {
    const [left, confused] = await Promise.all([TestWorker.start(), TestWorker.start()]);
    await left.beat();
    left.disconnect();
    confused.babble();
    assert.equal(await left.exit, 0);
    assert.equal(await confused.exit, 3);
    left.close();
    confused.close();
  });
});
