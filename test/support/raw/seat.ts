/** Seats for raw sockets: reserved through matchmaking as the stock SDK does it, taken with hand-made bytes. */
import { createHash } from 'node:crypto';
import { binaryFrame, OPCODE, type ServerFrame } from './frames.ts';
import { ask } from './request.ts';
import { type RawOptions, RawSocket } from './socket.ts';

/** Colyseus's opcodes, first byte of a message. */
export const MESSAGE = {
  join: 10,
  error: 11,
  leave: 12,
  message: 13,
  state: 14,
  patch: 15,
  ping: 18,
  input: 19,
} as const;

/** Opcode of the client's JOIN: without it a room sends nothing but the hello. */
export const JOIN_ACK = binaryFrame(Buffer.from([MESSAGE.join]));
/** Asks the room for one byte back: the shortest sign of life of the layer above WebSocket. */
export const ROOM_PING = binaryFrame(Buffer.from([MESSAGE.ping]));
/** One input frame of the arena's schema, as the SDK sends it: nothing pressed. */
export const IDLE_INPUT = binaryFrame(Buffer.from([MESSAGE.input]));

/** Whether a frame is a message of this kind; the payload of a ping is chance, and may begin with any byte. */
export const isMessage = ({ opcode, payload }: ServerFrame, kind: number): boolean =>
  opcode === OPCODE.binary && (payload[0] ?? 0) % 0x80 === kind;

/** The room's hello: [10, length, reconnection token, …]. @returns the token; undefined for any other frame */
export const tokenIn = (frame: ServerFrame): string | undefined =>
  isMessage(frame, MESSAGE.join)
    ? frame.payload.subarray(2, 2 + (frame.payload[1] ?? 0)).toString('latin1')
    : undefined;

/** Opens a room through the API. */
export async function openRoom(url: string, options: unknown = { mode: 'fray' }): Promise<string> {
  const { status, text } = await ask(`${url}/api/rooms`, { body: options });
  if (status !== 201) throw new Error(`no room: ${status} ${text}`);
  return (JSON.parse(text) as { roomId: string }).roomId;
}

/** A server that answers later than this hangs. */
const ANSWER_MS_MAX = 20_000;

export const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

export const acceptOf = (key: string): string =>
  createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');

export type SeatTicket = { name: string; sessionId: string; roomId: string; processId: string };

/** @throws with status and body when matchmaking refuses */
export async function reserveSeat(
  url: string,
  call = 'joinOrCreate/arena',
  options: unknown = {},
  from?: string,
): Promise<SeatTicket> {
  const { status, text } = await ask(`${url}/matchmake/${call}`, {
    body: options,
    ...(from === undefined ? {} : { from }),
  });
  if (status !== 200) throw new Error(`no seat: ${status} ${text}`);
  return JSON.parse(text) as SeatTicket;
}

export const pathOf = ({ processId, roomId, sessionId }: SeatTicket): string =>
  `/${processId}/${roomId}?sessionId=${sessionId}`;

/** An upgrade request with the headers that RFC 6455, 4.1 asks for; a value of null leaves a header out. */
export function upgradeRequest(
  target: string,
  port: number,
  changes: Readonly<Record<string, string | null>> = {},
  start: { method?: string; http?: string } = {},
): string {
  const headers: Record<string, string | null> = {
    Host: `127.0.0.1:${port}`,
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Key': KEY,
    'Sec-WebSocket-Version': '13',
    ...changes,
  };
  const lines = Object.entries(headers).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]));
  return `${[`${start.method ?? 'GET'} ${target} HTTP/${start.http ?? '1.1'}`, ...lines].join('\r\n')}\r\n\r\n`;
}

export type Target = { url: string; port: number; tls?: boolean };

/** Takes a seat and waits for the room's hello. @throws when the upgrade is refused */
export async function takeSeat(
  target: Target,
  options: Partial<RawOptions> & { ticket?: SeatTicket; query?: string } = {},
): Promise<RawSocket> {
  const { ticket = await reserveSeat(target.url, undefined, {}, options.from), query = '', ...rest } = options;
  const raw = await RawSocket.open({ port: target.port, tls: target.tls === true, ...rest });
  raw.write(upgradeRequest(pathOf(ticket) + query, target.port));
  const isIn = (): boolean => raw.frames.some((frame) => isMessage(frame, MESSAGE.join));
  await raw.until(() => raw.ended || isIn() || (raw.head !== undefined && raw.head.status !== 101), ANSWER_MS_MAX);
  if (!isIn()) throw new Error(`no seat taken: ${raw.head?.status ?? 'no answer'}, close code ${raw.closeCode}`);
  raw.frames.length = 0;
  return raw;
}
