/**
 * What cheaters do: light bots with something wrong. None of it may help them or harm others; the server may cut them.
 * A stalled reader is no cheater: it plays honestly, and its relay stops reading for it when it is told to.
 */
import type { Room } from '@colyseus/sdk';
import { type Random, randomInt, randomUint32 } from '../../shared/sim/rng.ts';
import type { Role } from '../contract/play.ts';

export type Habit = {
  /** Input frames per step instead of one. */
  framesPerStep: number;
  /** How old the picture is that its frames claim to be aimed at. */
  seenAgoSeconds: number;
  /** Sends what no server knows. */
  garbles: boolean;
};

const HONEST: Habit = { framesPerStep: 1, seenAgoSeconds: 0, garbles: false };

export const HABITS: Readonly<Record<Role, Habit>> = {
  honest: HONEST,
  stalled: HONEST,
  sprinter: { ...HONEST, framesPerStep: 3 },
  flooder: { ...HONEST, framesPerStep: 20 },
  backdater: { ...HONEST, seenAgoSeconds: 1 },
  garbler: { ...HONEST, garbles: true },
};

const GARBAGE_BYTES_MAX = 40;
/** Colyseus knows opcodes from 10 to 21. */
const OPCODE_FROM = 40;

/** Sends one thing that no server knows: a message of no type it has, or bytes that mean nothing. */
export function garble(room: Room, random: Random): void {
  if (!room.connection.isOpen) return;
  if (randomInt(random, 2) === 0) {
    room.send(`no-such-message-${randomInt(random, 1000)}`, { nested: [null, randomUint32(random)] });
    return;
  }
  const bytes = Uint8Array.from({ length: 1 + randomInt(random, GARBAGE_BYTES_MAX) }, () => randomInt(random, 256));
  bytes[0] = OPCODE_FROM + randomInt(random, 200);
  room.connection.send(bytes);
}
