/** A TCP relay in front of a good server that makes it a bad one, from one moment on. */
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export const FAULTS = [
  /** All connections reset, none taken. */
  'killed',
  /** Takes connections, says nothing; what is sent to it is lost. */
  'frozen',
  /** Throws all players out, once. */
  'emptied',
  /** Sends only now and then. */
  'slowed',
  /** Takes no new connections. */
  'refusing',
  /** Resets the players' connections again and again, and takes new ones. */
  'cutting',
  /** Every patch is garbage. */
  'corrupting',
  /** Everything that it sends comes late. */
  'late',
] as const;
export type Fault = (typeof FAULTS)[number];

const SLOW_MS = 1250;
const LATE_MS = 1500;
const CUT_EVERY_MS = 300;
/** A close frame of a server, with the code 4002. */
const CLOSE_FRAME = Buffer.from([0x88, 2, 0x0f, 0xa2]);
const BINARY_FRAME = 0x82;
/** ROOM_STATE_PATCH, whatever its modifiers. */
const PATCH = 15;
const OPCODE_MASK = 0x1f;
/** A switch to a structure that no client has. */
const NONSENSE = [255, 205, 255, 127] as const;
/** Opcode, server time and ack: without those the patch would not be taken for one. */
const PATCH_HEAD_BYTES = 9;

type Pair = { client: Socket; server: Socket; isWebSocket: boolean; isOpen: boolean; late: (() => void)[] };

export class FaultProxy {
  readonly #target: { host: string; port: number };
  readonly #listener: Server;
  readonly #pairs = new Set<Pair>();
  #fault: Fault | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Connections that became WebSockets so far. */
  upgrades = 0;
  onUpgrade: () => void = () => {};

  private constructor(target: string) {
    const { hostname, port } = new URL(target);
    this.#target = { host: hostname, port: Number(port) };
    this.#listener = createServer((client) => this.#take(client));
  }

  static async open(target: string): Promise<FaultProxy> {
    const proxy = new FaultProxy(target);
    await new Promise<void>((resolve) => proxy.#listener.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#listener.address() as AddressInfo).port}`;
  }

  begin(fault: Fault): void {
    if (this.#fault !== undefined) return;
    this.#fault = fault;
    if (fault === 'killed' || fault === 'refusing') this.#listener.close();
    if (fault === 'killed') this.#cut(this.#pairs);
    if (fault === 'cutting') this.#timer = setInterval(() => this.#cut(this.#players), CUT_EVERY_MS);
    if (fault === 'slowed') this.#timer = setInterval(() => this.#sendLate(), SLOW_MS);
    if (fault === 'emptied') {
      for (const { client } of this.#players) client.end(CLOSE_FRAME);
    }
  }

  close(): void {
    clearInterval(this.#timer);
    this.#listener.close();
    this.#cut(this.#pairs);
  }

  get #players(): Pair[] {
    return [...this.#pairs].filter(({ isWebSocket, isOpen }) => isWebSocket && isOpen);
  }

  #cut(pairs: Iterable<Pair>): void {
    for (const { client, server } of pairs) {
      client.resetAndDestroy();
      server.destroy();
    }
  }

  #sendLate(): void {
    for (const { late } of this.#pairs) for (const send of late.splice(0)) send();
  }

  #take(client: Socket): void {
    const server = connect(this.#target);
    const pair: Pair = { client, server, isWebSocket: false, isOpen: false, late: [] };
    this.#pairs.add(pair);
    const end = (): void => {
      this.#pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      socket.on('error', () => {});
    }
    client.on('close', end);
    server.on('close', () => this.#inTime(pair, end));
    client.on('data', (chunk) => {
      if (this.#fault === 'frozen') return;
      if (!pair.isWebSocket && /upgrade: websocket/i.test(chunk.toString('latin1'))) this.#noteUpgrade(pair);
      server.write(chunk);
    });
    server.on('data', (chunk) => this.#pass(pair, chunk));
  }

  #noteUpgrade(pair: Pair): void {
    pair.isWebSocket = true;
    this.upgrades++;
    this.onUpgrade();
  }

  #pass(pair: Pair, chunk: Buffer): void {
    pair.isOpen = true;
    const bytes = this.#fault === 'corrupting' && pair.isWebSocket ? corrupted(chunk) : chunk;
    this.#inTime(pair, () => pair.client.write(bytes));
  }

  /** What comes from the server reaches the client in its order, when the fault lets it. */
  #inTime({ late }: Pair, pass: () => void): void {
    if (this.#fault === 'slowed') late.push(pass);
    else if (this.#fault === 'late') setTimeout(pass, LATE_MS);
    else if (this.#fault !== 'frozen') pass();
  }
}

/** Nonsense in the place of each patch; a chunk holds whole frames, as servers write them. */
function corrupted(chunk: Buffer): Buffer {
  const bytes = Buffer.from(chunk);
  for (let at = 0; bytes[at] === BINARY_FRAME; ) {
    const short = bytes[at + 1] ?? 0;
    const from = at + (short < 126 ? 2 : 4);
    const length = short < 126 ? short : bytes.readUInt16BE(at + 2);
    const isPatch = ((bytes[from] ?? 0) & OPCODE_MASK) === PATCH;
    for (let i = PATCH_HEAD_BYTES; isPatch && i < length; i++) bytes[from + i] = NONSENSE[i % NONSENSE.length] ?? 0;
    at = from + length;
  }
  return bytes;
}
