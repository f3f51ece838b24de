/**
 * The workers of a run, on this machine and on others: waits for them, hands them orders and takes their answers. One that
 * is gone fails every order that it still owes an answer; the coordinator does not wait for it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { readLines, sendLine } from '../contract/lines.ts';
import { type Answer, FromWorker, type Hello, type Order, WIRE_VERSION } from '../contract/orders.ts';
import { withinMs } from '../timing/waiting.ts';

/** A local process is there within this time, a connection has said hello within that. */
const SPAWN_MS_MAX = 20_000;
const HELLO_MS_MAX = 5000;
const END_MS_MAX = 4000;
const KEY_BYTES = 16;
const STRANGERS_MAX = 16;
/** Less garbage collection in many small steps: measured with 500 light bots, see docs/loadtest.md. */
const NODE_FLAGS = ['--single-threaded-gc', '--max-semi-space-size=32'];

export type WorkersOptions = {
  local: number;
  remote: number;
  listen: { host: string; port: number } | undefined;
  key: string | undefined;
  /** What a worker process runs: the entry point. */
  program: string;
  /** Called once, with what to type on the other machines. */
  onListening: (command: string) => void;
};

type Waiting = { resolve: (answer: Answer) => void; reject: (error: Error) => void };

export class Worker {
  readonly name: string;
  readonly filesMax: number | null;
  readonly #socket: Socket;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #goneBecause: string | undefined;

  constructor(socket: Socket, hello: Hello) {
    this.#socket = socket;
    this.name = `${hello.host}:${hello.pid}`;
    this.filesMax = hello.filesMax;
  }

  /** Why it takes no orders any more; undefined while it does. */
  get goneBecause(): string | undefined {
    return this.#goneBecause;
  }

  /** @throws (rejects) when the worker failed or is gone, with a sentence */
  ask(order: Order): Promise<Answer> {
    if (this.#goneBecause !== undefined) return Promise.reject(new Error(this.#goneBecause));
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      sendLine(this.#socket, { type: 'order', id, order });
    });
  }

  take(message: Exclude<FromWorker, Hello>): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.type === 'done') waiting?.resolve(message.answer);
    else waiting?.reject(new Error(`Worker ${this.name}: ${message.message}`));
  }

  lose(why: string): void {
    if (this.#goneBecause !== undefined) return;
    this.#goneBecause = `Worker ${this.name} is gone: ${why}`;
    this.#socket.destroy();
    for (const { reject } of this.#waiting.values()) reject(new Error(this.#goneBecause));
    this.#waiting.clear();
  }
}

export class Workers {
  readonly all: Worker[] = [];
  readonly #options: WorkersOptions;
  readonly #key: string;
  readonly #children: ChildProcess[] = [];
  #server: Server | undefined;
  #onWorker: () => void = () => {};
  /** A worker that comes later has missed the setup. */
  #isComplete = false;

  private constructor(options: WorkersOptions) {
    this.#options = options;
    this.#key = options.key ?? randomBytes(KEY_BYTES).toString('hex');
  }

  /**
   * @param signal ends the waiting for workers of other machines
   * @throws (rejects) when workers do not come, with a sentence
   */
  static async gather(options: WorkersOptions, signal: AbortSignal): Promise<Workers> {
    const workers = new Workers(options);
    try {
      await workers.#gather(signal);
    } catch (error) {
      await workers.end();
      throw error;
    }
    return workers;
  }

  /** All bots leave; processes that do not end by themselves are ended. */
  async end(): Promise<void> {
    const left = this.all.map((worker) => worker.ask({ do: 'end' }).catch(() => {}));
    await withinMs(END_MS_MAX, Promise.all(left));
    for (const worker of this.all) worker.lose('the run is over');
    for (const child of this.#children) child.kill('SIGKILL');
    this.#server?.close();
  }

  async #gather(signal: AbortSignal): Promise<void> {
    const { local, remote, listen, onListening } = this.#options;
    const server = createServer((socket) => this.#greet(socket));
    // Strangers may knock while workers are awaited, but not by the thousand.
    server.maxConnections = 2 * (local + remote) + STRANGERS_MAX;
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error) => reject(new Error(`--listen: ${error.message}`)));
      server.listen(listen?.port ?? 0, listen?.host ?? '127.0.0.1', resolve);
    });
    const bound = server.address();
    if (bound === null || typeof bound === 'string') throw new Error('--listen: there is no port');
    const died = new Promise<never>((_resolve, reject) => {
      for (let i = 0; i < local; i++) this.#spawn(bound.port, reject);
    });
    if (remote > 0) onListening(`npm run loadtest -- --worker-of THIS_HOST:${bound.port} --key ${this.#key}`);
    const complete = new Promise<void>((resolve) => {
      this.#onWorker = () => {
        if (this.all.filter(({ goneBecause }) => goneBecause === undefined).length >= local + remote) resolve();
      };
      this.#onWorker();
    });
    const gathered = Promise.race([complete, died]).then(() => true);
    // People on other machines take their time; processes of this one do not.
    const isComplete = await withinMs(remote > 0 ? Number.POSITIVE_INFINITY : SPAWN_MS_MAX, gathered, signal);
    if (isComplete === undefined) {
      const late = `There was no answer within ${SPAWN_MS_MAX / 1000} s.`;
      throw new Error(signal.aborted ? 'Interrupted while waiting for workers.' : late);
    }
    this.#isComplete = true;
  }

  #spawn(port: number, onDeath: (error: Error) => void): void {
    const host = this.#options.listen === undefined ? '127.0.0.1' : loopbackOf(this.#options.listen.host);
    const args = [...NODE_FLAGS, this.#options.program, '--worker-of', `${host}:${port}`, '--key', this.#key];
    // In a process group of its own: Ctrl-C is the coordinator's affair.
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'], detached: true });
    child.once('error', (error) => onDeath(new Error(`A worker could not be started: ${error.message}`)));
    child.once('exit', (code, signal) => onDeath(new Error(`A worker ended early (${signal ?? `code ${code}`}).`)));
    this.#children.push(child);
  }

  #greet(socket: Socket): void {
    let worker: Worker | undefined;
    const lose = (why: string) => (worker === undefined ? socket.destroy() : worker.lose(why));
    const late = setTimeout(() => worker ?? socket.destroy(), HELLO_MS_MAX);
    socket.on('error', () => {}); // 'close' follows
    socket.on('close', () => {
      clearTimeout(late);
      lose('the connection closed');
    });
    const onLine = (line: unknown) => {
      const parsed = FromWorker.safeParse(line);
      if (!parsed.success) return lose('it said something else than an answer');
      const message = parsed.data;
      if (message.type !== 'hello') return worker?.take(message) ?? undefined;
      if (worker !== undefined || this.#isComplete || !this.#admits(message)) return lose('it was not let in');
      worker = new Worker(socket, message);
      this.all.push(worker);
      return this.#onWorker();
    };
    readLines(socket, onLine, (error) => lose(error.message));
  }

  #admits({ key, version }: Hello): boolean {
    const given = Buffer.from(key);
    const wanted = Buffer.from(this.#key);
    return version === WIRE_VERSION && given.length === wanted.length && timingSafeEqual(given, wanted);
  }
}

const loopbackOf = (host: string): string => (host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host);
