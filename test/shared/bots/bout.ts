/** Worlds in which nobody but bots plays, stepped without a server. */
import { type Brain, createBrain, think } from '../../../shared/bots/brain.ts';
import { type Sight, sightOf } from '../../../shared/bots/sight.ts';
import { arenaOf } from '../../../shared/sim/arena.ts';
import { fray } from '../../../shared/sim/modes/fray.ts';
import { step } from '../../../shared/sim/step.ts';
import { type InputFrame, PHASE, type Pilot, type SimEvent, type World } from '../../../shared/sim/types.ts';
import { addPilot, createWorld } from '../../../shared/sim/world.ts';

export type Player = (world: World, pilot: Pilot) => InputFrame;
export type Bout = { world: World; players: Map<number, Player> };

export const botPlayer =
  (brain: Brain): Player =>
  (world, pilot) =>
    think(brain, sightOf(world, pilot));

/** A world in which one bot of each skill plays; its seats are 1, 2, … in that order. @param arena by itself, one that the seed draws */
export function boutOf(seed: number, skills: readonly number[], arena?: string): Bout {
  return boutWith(
    seed,
    skills.map((skill, index) => botPlayer(createBrain(seed * 1000 + index, skill))),
    arena,
  );
}

export function boutWith(seed: number, players: readonly Player[], arena?: string): Bout {
  const world = createWorld('fray', seed, arena);
  const bout: Bout = { world, players: new Map() };
  players.forEach((player, index) => {
    addPilot(world, index + 1);
    bout.players.set(index + 1, player);
  });
  return bout;
}

/** @param onTick sees the frames and what came of them, after each step */
export function play(
  { world, players }: Bout,
  ticks: number,
  onTick: (inputFrames: ReadonlyMap<number, InputFrame>, events: readonly SimEvent[]) => void = () => {},
): void {
  for (let i = 0; i < ticks; i++) {
    const inputFrames = new Map<number, InputFrame>();
    for (const pilot of world.pilots) inputFrames.set(pilot.seat, (players.get(pilot.seat) as Player)(world, pilot));
    const events = step(world, new Map([...inputFrames].map(([seat, inputFrame]) => [seat, [inputFrame]])));
    onTick(inputFrames, events);
  }
}

/** Warm-up and one whole match. */
export const MATCH_TICKS = fray.warmupTicks + fray.playTicks;

/** Skills of `count` bots, spread evenly over everything from the weakest to the strongest. */
export const spreadSkills = (count: number): number[] => Array.from({ length: count }, (_, i) => i / (count - 1));

/** A quiet place of the foundry with nobody around; change what matters. */
export function sightWith(change: Partial<Sight>): Sight {
  const own = {
    seat: 1,
    x: 1200,
    y: 1000,
    vx: 0,
    vy: 0,
    aim: 0,
    hp: 100,
    alive: true,
    dashTicks: 0,
    dashCooldownTicks: 0,
    fireCooldownTicks: 0,
    shieldTicks: 0,
    railShots: 0,
    chargeTicks: 0,
  };
  return {
    tick: 0,
    arena: arenaOf('foundry'),
    phase: PHASE.play,
    own,
    others: [],
    bolts: [],
    sparks: [],
    pads: [],
    leader: 0,
    ...change,
  };
}
