/** Servers and players as processes of their own: a crash is seen as an exit, and load does not blur what is measured. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Answered } from './messages.ts';

export const LEVERS = fileURLToPath(new URL('./levers.ts', import.meta.url));
export const STOCK = fileURLToPath(new URL('./stock.ts', import.meta.url));
const PLAYERS = fileURLToPath(new URL('./players-main.ts', import.meta.url));
const SERVER = fileURLToPath(new URL('../../../server/main.ts', import.meta.url));

/** The client may have to be built first. */
const START_MS_MAX = 90_000;
const ASK_MS_MAX = 30_000;
/** Of what a process writes, the last part is kept. */
const TEXT_CHARS_MAX = 200_000;

/** A started process that says a line when it is ready and answers numbered orders. */
export class Child<Order> {
  readonly process: ChildProcess;
  text = '';
  /** Exit code or signal, once it has ended. */
  exit: number | string | undefined;
  readonly ended: Promise<number | string>;
  #nextId = 1;
  readonly #asked = new Map<number, (answer: Answered) => void>();

  constructor(args: readonly string[], environment: Readonly<Record<string, string>>) {
    this.process = spawn(process.execPath, args, {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.on('data', (chunk) => {
        this.text = (this.text + chunk).slice(-TEXT_CHARS_MAX);
      });
    }
    this.ended = new Promise((resolve) => {
      this.process.once('exit', (code, signal) => {
        this.exit = code ?? signal ?? 'unknown';
        for (const answer of this.#asked.values()) answer({ id: 0, answer: undefined, failure: 'the process ended' });
        resolve(this.exit);
      });
    });
    this.process.on('message', (message: Answered) => this.#asked.get(message.id)?.(message));
  }

  /** Waits for a line. @returns what the pattern's group caught */
  async says(pattern: RegExp): Promise<string> {
    const endMs = performance.now() + START_MS_MAX;
    for (;;) {
      const found = pattern.exec(this.text);
      if (found !== null) return found[1] ?? '';
      if (this.exit !== undefined) throw new Error(`ended with ${this.exit} at the start:\n${this.text}`);
      if (performance.now() > endMs) throw new Error(`not ready after ${START_MS_MAX / 1000} s:\n${this.text}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  ask<T>(order: Order, timeoutMs = ASK_MS_MAX): Promise<T> {
    const id = this.#nextId++;
    return new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => finish({ id, answer: undefined, failure: 'no answer in time' }), timeoutMs);
      const finish = ({ answer, failure }: Answered): void => {
        clearTimeout(timer);
        this.#asked.delete(id);
        if (failure === undefined) resolve(answer as T);
        else reject(new Error(`${JSON.stringify(order)}: ${failure}`));
      };
      this.#asked.set(id, finish);
      if (this.exit !== undefined) finish({ id, answer: undefined, failure: `ended with ${this.exit}` });
      else this.process.send({ id, order });
    });
  }

  /** Ends it without manners. */
  async kill(): Promise<void> {
    if (this.exit === undefined) this.process.kill('SIGKILL');
    await this.ended;
  }
}

export type ServerChild<Order> = Child<Order> & { url: string; port: number };

async function ready<Order>(child: Child<Order>, pattern: RegExp): Promise<ServerChild<Order>> {
  try {
    const url = (await child.says(pattern)).replace('localhost', '127.0.0.1');
    return Object.assign(child, { url, port: Number(new URL(url).port) });
  } catch (error) {
    await child.kill();
    throw error;
  }
}

export const SERVER_DEFAULTS = {
  PORT: '0',
  HOST: '127.0.0.1',
  LOG_LEVEL: 'error',
  SEED: '7',
  // Players are processes of their own: on a busy machine they come late.
  ROOM_EMPTY_SECONDS: '300',
} as const;

/** Our server as `npm start` starts it, with levers inside. */
export function startServerChild<Order>(
  environment: Readonly<Record<string, string>> = {},
): Promise<ServerChild<Order>> {
  const child = new Child<Order>(['--expose-gc', '--import', LEVERS, SERVER], { ...SERVER_DEFAULTS, ...environment });
  return ready(child, /Sparkfray is up: ([^\s"]+)/);
}

/** A stock Colyseus server: its own transport and the least room that takes a seat. */
export function startStockChild(): Promise<ServerChild<never>> {
  return ready(new Child<never>([STOCK], {}), /stock: (\S+)/);
}

/** Honest players at this address. */
export async function startPlayers<Order>(url: string, roomId: string, count: number): Promise<Child<Order>> {
  const child = new Child<Order>([PLAYERS, url, roomId, String(count)], {});
  await child.says(/(playing)/);
  return child;
}
