/**
 * Reaction time: a ring of what was seen in the last ticks. Invariant: no brain reads anything from it that is younger than
 * the bot's reaction.
 */
import type { OtherSight } from './sight.ts';

/** Motion is judged over this many ticks. */
const MOTION_TICKS = 3;

export type Memory = {
  reactionTicks: number;
  /** One list of others per tick; `newest` is the index of the last one. */
  looks: (readonly OtherSight[])[];
  newest: number;
};

/** A pilot as remembered, with the motion it had then (u per tick). */
export type Remembered = { other: OtherSight; stepX: number; stepY: number };

export function createMemory(reactionTicks: number): Memory {
  const looks = Array.from({ length: reactionTicks + MOTION_TICKS + 1 }, () => []);
  return { reactionTicks, looks, newest: 0 };
}

export function remember(memory: Memory, others: readonly OtherSight[]): void {
  memory.newest = (memory.newest + 1) % memory.looks.length;
  memory.looks[memory.newest] = others;
}

/** @returns the others as far as the bot has realised by now */
export const recall = (memory: Memory): readonly OtherSight[] => lookBack(memory, memory.reactionTicks);

/** @returns one of them and how it moved, or undefined when it was not seen alive then */
export function recallSeat(memory: Memory, seat: number): Remembered | undefined {
  const other = recall(memory).find((seen) => seen.seat === seat && seen.alive);
  if (other === undefined) return undefined;
  const before = lookBack(memory, memory.reactionTicks + MOTION_TICKS).find((seen) => seen.seat === seat);
  if (before === undefined || !before.alive || before.life !== other.life) return { other, stepX: 0, stepY: 0 };
  return { other, stepX: (other.x - before.x) / MOTION_TICKS, stepY: (other.y - before.y) / MOTION_TICKS };
}

function lookBack(memory: Memory, ticks: number): readonly OtherSight[] {
  const { looks, newest } = memory;
  return looks[(newest - ticks + looks.length) % looks.length] as readonly OtherSight[];
}
