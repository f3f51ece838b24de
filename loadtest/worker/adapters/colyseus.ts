/**
 * Any plain Colyseus room, without knowing the game: sets the input fields that it recognises by their usual names. Where
 * the room declares no input (defineInput) bots only join, listen and stay; what else to send is for a scenario of the user's.
 */
import type { Room } from '@colyseus/sdk';
import type { Adapter, AdapterSeat, Intent } from '../../contract/adapter.ts';

/** Colyseus's own default: a patch every 50 ms. */
export const RATE_HZ_DEFAULT = 20;
const ANSWER_MS_MAX = 5000;

type Value = (intent: Intent) => number | boolean;

/** Fields of an input by the names that games give them, in small letters. */
const FIELDS: Readonly<Record<string, Value>> = {
  ...many(['x', 'mx', 'dx', 'vx', 'movex', 'horizontal', 'h'], ({ x }) => x),
  ...many(['y', 'my', 'dy', 'vy', 'movey', 'vertical', 'v'], ({ y }) => y),
  ...many(['left'], ({ x }) => x < 0),
  ...many(['right'], ({ x }) => x > 0),
  ...many(['up', 'forward'], ({ y }) => y < 0),
  ...many(['down', 'back', 'backward'], ({ y }) => y > 0),
  ...many(['aim', 'angle', 'rotation', 'yaw', 'direction'], ({ aimRadians }) => aimRadians),
  ...many(['fire', 'shoot', 'shooting', 'attack', 'action', 'buttons'], ({ fire }) => fire),
  ...many(['dash', 'jump', 'boost'], ({ dash }) => dash),
};

/** @param rateHz of the room's patches, at which input is sent */
export function colyseusAt(rateHz: number): Adapter {
  return {
    name: rateHz === RATE_HZ_DEFAULT ? 'colyseus' : `colyseus:${rateHz}`,
    summary: 'any plain Colyseus room, named by --mode; colyseus:30 for one that patches 30 times a second',
    roomName: (mode) => mode,
    rateHz,
    obstacle: async ({ url }) => {
      try {
        await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS_MAX) });
        return undefined;
      } catch {
        return `Nothing answers at ${url}. Start the server, or name another with --url.`;
      }
    },
    joinOptions: ({ name }) => ({ name }),
    seatOf: (room) => seatOf(room, rateHz),
  };
}

export const colyseus: Adapter = colyseusAt(RATE_HZ_DEFAULT);

function seatOf(room: Room, rateHz: number): AdapterSeat {
  const input = declaredInput(room);
  if (input === undefined) return SILENT_SEAT;
  const setters = settersFor(input.data as object);
  const { tickRate } = input;
  return {
    send: (intent) => {
      for (const set of setters) set(intent);
      return input.send();
    },
    acked: () => input.lastProcessed,
    tick: () => {
      const tick: unknown = (room.state as { tick?: unknown } | undefined)?.tick;
      return typeof tick === 'number' && tickRate !== undefined ? (tick * rateHz) / tickRate : undefined;
    },
    refused: () => 0,
  };
}

/** A room cuts whoever sends a message that it does not declare, and what it declares cannot be asked: so nothing is sent. */
const SILENT_SEAT: AdapterSeat = { send: () => 0, acked: () => undefined, tick: () => undefined, refused: () => 0 };

/** @returns undefined when the room declared none: asking for it throws then */
function declaredInput(room: Room): ReturnType<Room['input']> | undefined {
  try {
    return room.input();
  } catch {
    return undefined;
  }
}

/** By reflection: the fields of the input's schema that go by a known name. */
function settersFor(frame: object): ((intent: Intent) => void)[] {
  const metadata = (frame.constructor as { [Symbol.metadata]?: Record<string, { name?: string; type?: unknown }> })[
    Symbol.metadata
  ];
  const fields = frame as Record<string, number | boolean>;
  return Object.values(metadata ?? {}).flatMap((field) => {
    const { name, type } = field ?? {};
    const wanted = name === undefined ? undefined : FIELDS[name.toLowerCase()];
    if (name === undefined || wanted === undefined || type === 'string') return [];
    const isFlag = type === 'boolean';
    return [
      (intent: Intent) => {
        const value = wanted(intent);
        fields[name] = isFlag ? Boolean(value) : Number(value);
      },
    ];
  });
}

function many(names: readonly string[], value: Value): Record<string, Value> {
  return Object.fromEntries(names.map((name) => [name, value]));
}
