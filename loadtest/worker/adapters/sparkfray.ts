/** Sparkfray itself: the adapter that knows everything. */
import type { Room } from '@colyseus/sdk';
import { joinSentence } from '../../../shared/netcode/connection.ts';
import { TICK_RATE_HZ } from '../../../shared/sim/tunables.ts';
import { BUTTON } from '../../../shared/sim/types.ts';
import type { JoinRequest } from '../../../shared/wire/api.ts';
import { PlayerInput, stampOf } from '../../../shared/wire/input.ts';
import { closeSentence, PROTOCOL_VERSION, ROOM_NAME } from '../../../shared/wire/protocol.ts';
import type { ArenaState } from '../../../shared/wire/state.ts';
import type { Adapter, AdapterSeat, ServerAddress } from '../../contract/adapter.ts';
import { FullPlay } from '../full-play.ts';

const ANSWER_MS_MAX = 5000;
/** Rooms in a storm wait for each other. */
const ROOM_MS_MAX = 15_000;
const COUNTER_MASK = 0xffff;

export const sparkfray: Adapter = {
  name: 'sparkfray',
  summary: 'this game: full and light bots, rooms over HTTP, acks, refused frames',
  roomName: () => ROOM_NAME,
  rateHz: TICK_RATE_HZ,
  obstacle,
  joinOptions: ({ name, mode }) => ({ name, mode, protocol: PROTOCOL_VERSION }) satisfies JoinRequest,
  openRoom,
  seatOf,
  tickOfPatch,
  fullPlay: (options) => new FullPlay(options),
  sentences: { join: joinSentence, close: closeSentence },
};

/** Before anything is measured: is there a server, and does it have the mode? */
async function obstacle({ url, mode }: ServerAddress): Promise<string | undefined> {
  try {
    const signal = AbortSignal.timeout(ANSWER_MS_MAX);
    const health = await fetch(`${url}/healthz`, { signal });
    if (!health.ok)
      return `${url} answers, but not as a Sparkfray server does (/healthz: ${health.status}). Check --url.`;
    const names = modeNamesIn(await (await fetch(`${url}/api/modes`, { signal })).json());
    if (names.includes(mode)) return undefined;
    return `The server at ${url} has no mode "${mode}". Choose --mode ${names.join(' or ')}.`;
  } catch {
    return `No server answers at ${url}. Start one with "npm start", or name another with --url.`;
  }
}

function modeNamesIn(modes: unknown): string[] {
  if (!Array.isArray(modes)) return [];
  return modes.flatMap((mode: unknown) => {
    const named = typeof mode === 'object' && mode !== null && 'name' in mode ? mode.name : undefined;
    return typeof named === 'string' ? [named] : [];
  });
}

/** @throws (rejects) with a sentence when the server does not open one */
async function openRoom({ url, mode }: ServerAddress): Promise<string> {
  const response = await fetch(`${url}/api/rooms`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ mode }),
    signal: AbortSignal.timeout(ROOM_MS_MAX),
  });
  const answer = (await response.json()) as { roomId?: unknown; error?: { message?: unknown } };
  if (typeof answer.roomId === 'string') return answer.roomId;
  throw new Error(`The server opened no room (${response.status}): ${String(answer.error?.message ?? 'no reason')}`);
}

/** Operations of the first field of the state, as a whole or changed. */
const TICK_ADDED = 128;
const TICK_CHANGED = 0;

/** The tick is the first field of the state, and in every patch: four bytes, the lowest first. */
function tickOfPatch(bytes: Uint8Array, offset: number): number | undefined {
  const operation = bytes[offset];
  if (bytes.length < offset + 5 || (operation !== TICK_ADDED && operation !== TICK_CHANGED)) return undefined;
  return new DataView(bytes.buffer, bytes.byteOffset + offset + 1).getUint32(0, true);
}

function seatOf(anyRoom: Room): AdapterSeat {
  const room = anyRoom as Room<{ state: ArenaState; input: PlayerInput }, ArenaState>;
  // The class that every bot's input is of; the one from the handshake would be another for each of them.
  const input = room.input({ type: PlayerInput });
  let refused = 0;
  let dropped: number | undefined;
  return {
    send: (intent, seenAgoSeconds = 0) => {
      const { data: frame } = input;
      frame.mx = intent.x;
      frame.my = intent.y;
      frame.aim = intent.aimRadians;
      frame.buttons = (intent.fire ? BUTTON.fire : 0) | (intent.dash ? BUTTON.dash : 0);
      frame.seen = stampOf(room.state.tick - seenAgoSeconds * TICK_RATE_HZ);
      return input.send();
    },
    acked: () => input.lastProcessed,
    tick: () => room.state.tick,
    refused: () => {
      const now = room.state.own?.get(room.sessionId)?.dropped;
      if (now === undefined) return refused;
      refused += dropped === undefined ? 0 : (now - dropped) & COUNTER_MASK;
      dropped = now;
      return refused;
    },
  };
}
