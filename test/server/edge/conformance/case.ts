/**
 * One rule of RFC 6455 as a case: the bytes to send and what must come back. What came back is told in words, the same for
 * every server, so that two servers can be compared:
 *
 *   101, 400 …      status of the answer to the upgrade         echo          the room answered a message
 *   pong "x"        a pong with this payload                    close 1002    a close frame with this code
 *   open            still open, and answering pings             end           the server ended the TCP connection
 *   waits           silent: the server waits for more           lingers       silent after its close frame
 */
import { closeCodeOf, OPCODE, pingFrame, type ServerFrame } from '../../../support/raw/frames.ts';
import {
  acceptOf,
  KEY,
  MESSAGE,
  pathOf,
  reserveSeat,
  type Target,
  takeSeat,
  upgradeRequest,
} from '../../../support/raw/seat.ts';
import { RawSocket } from '../../../support/raw/socket.ts';

export type Step =
  | Uint8Array
  | string
  | { waitMs: number }
  /** Waits for a frame of the server. */
  | { awaitOpcode: number }
  /** Ends our half of the connection. */
  | 'end half'
  /** Sends the same bytes, each on its own. */
  | { oneByOne: Uint8Array };

export type Place = { port: number; path: string };

export type Case = {
  /** Unique; the test and the table are found by it. */
  id: string;
  /** Of RFC 6455, or of another RFC by name. */
  section: string;
  /** What must hold, as a sentence about the server. */
  rule: string;
  /** What the RFC asks for; of several, one must come. */
  expect: string | readonly string[];
  /** Where this server asks for more than the RFC. */
  ours?: { expect: string | readonly string[]; why: string };
  /** Sent on a seat that is taken; the answer is what follows the room's hello. */
  seat?: readonly Step[];
  /** Sent on a fresh connection. */
  request?: (place: Place) => readonly Step[];
  /** Leaves close frames of the server unanswered. */
  mute?: boolean;
  /** Sends no ping after the steps: its bytes would complete what was left out. */
  silent?: boolean;
  /** How long to wait for the end. */
  timeoutMs?: number;
};

/** What a violation of the room's own rules costs (PROTOCOL.md, close codes): not of RFC 6455. */
export const CUT = 'close 4002 end';

const PROBES = ['probe', 'probe again'];
const ANSWER_MS_MAX = 2000;
const SILENCE_MS = 300;

const isProbe = ({ opcode, payload }: ServerFrame): boolean =>
  opcode === OPCODE.pong && PROBES.includes(payload.toString('latin1'));

const shown = (payload: Buffer): string =>
  payload.length > 20 ? `of ${payload.length} bytes` : JSON.stringify(payload.toString('latin1'));

function wordOf(frame: ServerFrame): string | undefined {
  if (frame.masked || frame.rsv !== 0) return 'a masked or reserved frame';
  switch (frame.opcode) {
    case OPCODE.binary:
      if (frame.payload[0] === MESSAGE.join) return undefined;
      return frame.payload[0] === MESSAGE.ping ? 'echo' : `message ${frame.payload[0]}`;
    case OPCODE.pong:
      return isProbe(frame) ? undefined : `pong ${shown(frame.payload)}`;
    case OPCODE.ping:
      return undefined;
    case OPCODE.close:
      return `close ${closeCodeOf(frame)}`;
    default:
      return `opcode ${frame.opcode}`;
  }
}

function endingOf(raw: RawSocket): string {
  if (raw.ended) return 'end';
  if (raw.frames.some(isProbe)) return 'open';
  return raw.closeCode === undefined ? 'waits' : 'lingers';
}

async function run(raw: RawSocket, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    if (step === 'end half') raw.endHalf();
    else if (typeof step === 'string' || step instanceof Uint8Array) raw.write(step);
    else if ('waitMs' in step) await new Promise((resolve) => setTimeout(resolve, step.waitMs));
    else if ('awaitOpcode' in step) {
      await raw.until(() => raw.ended || raw.frames.some(({ opcode }) => opcode === step.awaitOpcode), 2000);
    } else {
      for (const byte of step.oneByOne) {
        raw.write(Uint8Array.of(byte));
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  }
}

/**
 * The pong to a ping of ours says that all that was sent before is done; a second one, that it had its turn of the event
 * loop as well, for what is done late.
 */
async function settle(raw: RawSocket, test: Case): Promise<string[]> {
  const timeoutMs = test.timeoutMs ?? (test.silent === true ? SILENCE_MS : ANSWER_MS_MAX);
  for (const [at, probe] of (test.silent === true ? [''] : PROBES).entries()) {
    if (probe !== '') raw.write(pingFrame(probe));
    const isOver = (): boolean => raw.closeCode === undefined && raw.frames.filter(isProbe).length > at;
    if (!(await raw.until(() => raw.ended || isOver(), timeoutMs)) || raw.ended) break;
  }
  const words = raw.frames.map(wordOf).filter((word) => word !== undefined);
  return [...words, endingOf(raw)];
}

function answerWords(raw: RawSocket): string[] {
  const { head } = raw;
  if (head === undefined) return [raw.ended ? 'end' : 'waits'];
  const words = [String(head.status)];
  if (head.status === 426) words.push(`version ${head.headers.get('sec-websocket-version') ?? 'not told'}`);
  if (head.status !== 101) return words;
  if (head.headers.get('sec-websocket-accept') !== acceptOf(KEY)) words.push('wrong accept');
  for (const name of ['sec-websocket-protocol', 'sec-websocket-extensions']) {
    const value = head.headers.get(name);
    if (value !== undefined) words.push(`${name.slice('sec-websocket-'.length)}=${value}`);
  }
  return words;
}

/** Pings of the server stay unanswered, which it bears for long: a pong would land in the middle of a frame left open. */
async function observeRequest(target: Target, test: Case): Promise<string[]> {
  const ticket = await reserveSeat(target.url);
  const { port } = target;
  const raw = await RawSocket.open({
    port,
    tls: target.tls === true,
    answersClose: test.mute !== true,
    answersPings: false,
  });
  const timeoutMs = test.timeoutMs ?? ANSWER_MS_MAX;
  try {
    await run(raw, test.request?.({ port, path: pathOf(ticket) }) ?? [upgradeRequest(pathOf(ticket), port)]);
    await raw.until(() => raw.ended || raw.head !== undefined, timeoutMs);
    const words = answerWords(raw);
    if (raw.head?.status !== 101) return words;
    await raw.until(() => raw.ended || raw.frames.length > 0, timeoutMs);
    return [...words, ...(await settle(raw, test))];
  } finally {
    raw.destroy();
  }
}

async function observeSeat(target: Target, test: Case): Promise<string[]> {
  const raw = await takeSeat(target, { answersClose: test.mute !== true, answersPings: false });
  try {
    await run(raw, test.seat ?? []);
    return await settle(raw, test);
  } finally {
    raw.destroy();
  }
}

/** @returns in words what the server did */
export async function observe(target: Target, test: Case): Promise<string> {
  const words = await (test.seat === undefined ? observeRequest(target, test) : observeSeat(target, test));
  return words.join(' ');
}

export const wanted = ({ expect }: Case): readonly string[] => (typeof expect === 'string' ? [expect] : expect);
