/**
 * One attack as data: what is needed before, where the bytes go, and the bytes. Words in braces are filled in when it is
 * carried out, because rooms and sessions are new each time: {port} {path} {roomId} {sessionId} {processId} {token},
 * and {length} for what follows the head.
 */
import { binaryFrame, closeFrame } from '../../../support/raw/frames.ts';
import {
  MESSAGE,
  pathOf,
  reserveSeat,
  type SeatTicket,
  type Target,
  takeSeat,
  tokenIn,
} from '../../../support/raw/seat.ts';
import { RawSocket } from '../../../support/raw/socket.ts';

export type Attack = {
  name: string;
  /** seat: the bytes go to a seat that is taken; fresh: to a new connection. */
  over: 'seat' | 'fresh';
  /** For fresh ones: a reserved seat, or one that was taken and dropped, to speak of. */
  needs?: 'ticket' | 'dropped seat';
  /** Acknowledges JOIN first, so that the room sends its state and takes input. */
  joined?: boolean;
  writes: readonly Buffer[];
};

/** What the attacks are aimed at: the room where the honest players are, or one of their own. */
export type Aim = Target & { roomId: string };

const LEAVE = binaryFrame(Buffer.from([MESSAGE.leave]));
const ANSWER_MS_MAX = 1500;
const AFTER_MS_MAX = 400;

type Words = Readonly<Record<string, string>>;

/** Where the words are none of a text, the bytes stay as they are. */
function fill(bytes: Buffer, words: Words): Buffer {
  if (!bytes.includes('{')) return bytes;
  const text = bytes.toString('latin1').replaceAll(/\{(\w+)\}/g, (whole, word: string) => words[word] ?? whole);
  const bodyBytes = text.length - (text.indexOf('\r\n\r\n') + 4);
  return Buffer.from(text.replace('{length}', String(bodyBytes)), 'latin1');
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A seat beside the honest players; a full room gives way to another. */
async function ticketAt({ url, roomId }: Aim): Promise<SeatTicket> {
  try {
    return await reserveSeat(url, `joinById/${roomId}`);
  } catch {
    return await reserveSeat(url);
  }
}

const wordsOf = (aim: Aim, ticket?: SeatTicket, token = 'none'): Words => ({
  port: String(aim.port),
  token,
  ...(ticket === undefined ? { path: '/a/b?sessionId=c', roomId: aim.roomId } : { ...ticket, path: pathOf(ticket) }),
});

async function overSeat(aim: Aim, attack: Attack): Promise<void> {
  const raw = await takeSeat(aim, { ticket: await ticketAt(aim) });
  try {
    if (attack.joined === true) raw.write(binaryFrame(Buffer.from([MESSAGE.join])));
    for (const bytes of attack.writes) {
      if (raw.ended) break;
      raw.write(bytes);
      await turn();
    }
    // Leaving on purpose frees the seat at once; whoever was cut before is out already.
    raw.write(LEAVE);
    await raw.until(() => raw.ended, AFTER_MS_MAX);
  } finally {
    raw.destroy();
  }
}

async function wordsFor(aim: Aim, attack: Attack): Promise<Words> {
  if (attack.needs === undefined) return wordsOf(aim);
  const ticket = await ticketAt(aim);
  if (attack.needs === 'ticket') return wordsOf(aim, ticket);
  let token = 'none';
  const raw = await takeSeat(aim, {
    ticket,
    onFrame: (frame) => {
      token = tokenIn(frame) ?? token;
    },
  });
  raw.write(closeFrame(1001));
  await raw.until(() => raw.ended, AFTER_MS_MAX);
  raw.destroy();
  return wordsOf(aim, ticket, token);
}

async function overFresh(aim: Aim, attack: Attack): Promise<void> {
  const words = await wordsFor(aim, attack);
  const raw = await RawSocket.open({ port: aim.port });
  try {
    for (const bytes of attack.writes) {
      raw.write(fill(bytes, words));
      await turn();
    }
    await raw.until(() => raw.ended || raw.head !== undefined, ANSWER_MS_MAX);
    if (raw.head?.status === 101) {
      raw.write(LEAVE);
      await raw.until(() => raw.ended, AFTER_MS_MAX);
    }
  } finally {
    raw.destroy();
  }
}

/** @throws when the server could not even be spoken to, or refused the seat that the attack needs */
export const carryOut = (aim: Aim, attack: Attack): Promise<void> =>
  attack.over === 'seat' ? overSeat(aim, attack) : overFresh(aim, attack);

/** For a report: bytes that can be pasted into found.ts. */
export const shownAttack = ({ name, over, needs, writes }: Attack): string =>
  `${name} (${over}${needs === undefined ? '' : `, ${needs}`})\n${writes
    .map((bytes) => `    ${bytes.toString('base64')}`)
    .join('\n')}`;
