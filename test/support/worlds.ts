/** Small worlds for tests of the rules: no floor sparks in the way, pilots where the test wants them. */
import { arenaOf } from '../../shared/sim/arena.ts';
import { modeOf } from '../../shared/sim/modes/modes.ts';
import { step } from '../../shared/sim/step.ts';
import { TICK_RATE_HZ } from '../../shared/sim/tunables.ts';
import {
  type Arena,
  BUTTON,
  type InputFrame,
  PHASE,
  type Pilot,
  type SimEvent,
  type Wall,
  type World,
} from '../../shared/sim/types.ts';
import { addPilot, createWorld } from '../../shared/sim/world.ts';

const SEED = 2;

/** In the foundry: from here along +x nothing is in the way before the block's face at x = 1890. */
export const LANE = { x: 1000, y: 940, face: 1890 } as const;

/** In the foundry: the row y = 80 is free from edge to edge. */
export const FREE_ROW_Y = 80;

/** Where the floor's whole supply is parked, so that none is laid elsewhere. */
const PARKED = { x: 40, y: 1560 } as const;

export type FrameWish = { mx?: number; my?: number; aim?: number; fire?: boolean; dash?: boolean; seenTick?: number };

export function inputFrame({
  mx = 0,
  my = 0,
  aim = 0,
  fire = false,
  dash = false,
  seenTick,
}: FrameWish = {}): InputFrame {
  const buttons = (fire ? BUTTON.fire : 0) | (dash ? BUTTON.dash : 0);
  return { mx, my, aim, buttons, ...(seenTick === undefined ? {} : { seenTick }) };
}

/** A world in its play phase in the foundry, with nothing in it but 48 sparks far off in a corner. */
export function quietWorld(seed: number = SEED): World {
  const world = createWorld('fray', seed, 'foundry');
  step(world, new Map());
  for (const spark of world.sparks) Object.assign(spark, PARKED);
  world.match.phase = PHASE.play;
  world.match.endTick = world.tick + modeOf(world.mode).playTicks;
  return world;
}

/** Seats a pilot at rest at a place, without its spawn shield. */
export function placePilot(world: World, seat: number, x: number, y: number): Pilot {
  return Object.assign(addPilot(world, seat), { x, y, shieldTicks: 0 });
}

/** One tick in which each named seat uses one input frame; the others wait. */
export function tick(world: World, inputFrames: Readonly<Record<number, InputFrame>> = {}): SimEvent[] {
  return step(world, new Map(Object.entries(inputFrames).map(([seat, given]) => [Number(seat), [given]])));
}

/** The same tick many times over. @returns all that happened */
export function ticks(world: World, count: number, inputFrames: Readonly<Record<number, InputFrame>> = {}): SimEvent[] {
  const events: SimEvent[] = [];
  for (let i = 0; i < count; i++) events.push(...tick(world, inputFrames));
  return events;
}

export const eventsOf = <K extends SimEvent['kind']>(
  events: readonly SimEvent[],
  kind: K,
): Extract<SimEvent, { kind: K }>[] =>
  events.filter((event): event is Extract<SimEvent, { kind: K }> => event.kind === kind);

/** An arena of its own size with its borders and the given walls, for geometry by example. */
export function boxArena(width: number, height: number, walls: readonly Wall[] = []): Arena {
  const thick = 64;
  const tall = height + 2 * thick;
  const wide = width + 2 * thick;
  return {
    name: 'box',
    title: 'Box',
    width,
    height,
    walls: [
      { x: -thick, y: -thick, width: wide, height: thick },
      { x: -thick, y: height, width: wide, height: thick },
      { x: -thick, y: -thick, width: thick, height: tall },
      { x: width, y: -thick, width: thick, height: tall },
      ...walls,
    ],
    spawns: [],
    pads: [],
  };
}

export const foundry = (): Arena => arenaOf('foundry');

/** Units that a velocity covers in one step. */
export const perStep = (velocity: number): number => velocity / TICK_RATE_HZ;
