/** The world as plain data: it can be hashed, cloned, saved, replayed and moved to another process. */
import type { Body } from './body.ts';

/** What one seat asks of one step. All whole numbers: what is sent is what is simulated. */
export type InputFrame = {
  /** Wanted direction of travel, each axis in [-127, 127]; longer than 127 together counts as 127. */
  mx: number;
  my: number;
  /** Direction of the gun, in [0, 65535]. */
  aim: number;
  /** Bits of BUTTON. */
  buttons: number;
  /** Tick, with its fraction in eighths, at which the others were seen when this frame was made; missing = as they are. */
  seenTick?: number;
};

export const BUTTON = { fire: 1, dash: 2 } as const;

/** Greatest value of an axis of an input frame. */
export const AXIS_MAX = 127;

export const IDLE_INPUT_FRAME: Readonly<InputFrame> = Object.freeze({ mx: 0, my: 0, aim: 0, buttons: 0 });

export const WEAPON = { none: 0, pulse: 1, reflected: 2, rail: 3 } as const;
export type Weapon = (typeof WEAPON)[keyof typeof WEAPON];
/** What a bolt is: as its gun fired it, or thrown back by a dash. */
export type BoltKind = typeof WEAPON.pulse | typeof WEAPON.reflected;

/** The seat that no pilot has: who killed a pilot that was killed by none, who leads when two are equal. */
export const NOBODY = 0;

/** A seat's body in the arena, and what it has done in the match. */
export type Pilot = Body & {
  /** The seat: a number that is never used again in this world. */
  seat: number;
  hp: number;
  /** Tick of the last damage taken, by which seat (or NOBODY in this life) and with what. */
  hurtTick: number;
  hurtBy: number;
  hurtWith: Weapon;
  /** Ticks of the last spawn and of the start of the last dash: protections end by the world's time. */
  spawnTick: number;
  dashTick: number;
  /** Whether the next spawn is shielded: not that of a player who has just left and come again. */
  shieldsNextSpawn: boolean;
  /** Seats of one person have one number, 0 = not known: they get no points from one another. */
  identity: number;
  /** While dead: tick of the next spawn. */
  respawnTick: number;
  /** Last death: seat of the killer, or NOBODY, and what it used. */
  killedBy: number;
  killedWith: Weapon;
  kills: number;
  deaths: number;
  /**
   * Ticks from this seat's making a frame to its use, as the server measured: told by the server between steps, for the
   * victim's side of the cover rule. 0 for bots.
   */
  uplinkTicks: number;
  /** Where this pilot was at the end of the last ticks, newest at tick % length: what lag compensation looks up. */
  trail: TrailPoint[];
  /** Points from kills; the score is these plus the sparks carried. */
  killPoints: number;
  sparks: number;
};

export type TrailPoint = { tick: number; x: number; y: number; life: number; alive: boolean };

/**
 * A bolt in flight. Its motion is computed, so only its last leg is sent: where, when and how fast it set out, again
 * whenever a dash throws it back (`turn` counts those).
 */
export type Bolt = {
  id: number;
  kind: BoltKind;
  owner: number;
  /** Which of its first owner's bolts this is (Body.fired after firing). */
  nth: number;
  turn: number;
  fromTick: number;
  fromX: number;
  fromY: number;
  fromVx: number;
  fromVy: number;
  fromBounces: number;
  endTick: number;
  x: number;
  y: number;
  vx: number;
  vy: number;
  bounces: number;
};

/** A place that gives a weapon, and is empty until `readyTick` after a pilot took it. */
export type Pad = { id: number; x: number; y: number; readyTick: number };

/** One point, lying where a pilot lost it. */
export type Spark = { id: number; x: number; y: number };

export const PHASE = { warmup: 0, play: 1, podium: 2 } as const;
export type Phase = (typeof PHASE)[keyof typeof PHASE];

/** End of a phase that has none: the last tick that the wire can count. */
export const ENDLESS_TICK = 0xffff_ffff;

export type Match = {
  /** Counts the matches of this world, from 1. */
  number: number;
  phase: Phase;
  /** Tick at which the phase is over; ENDLESS_TICK = never. */
  endTick: number;
  /** Seat that leads alone, or NOBODY. */
  leader: number;
};

export type World = {
  tick: number;
  rng: number;
  mode: string;
  arena: string;
  nextId: number;
  match: Match;
  pilots: Pilot[];
  bolts: Bolt[];
  sparks: Spark[];
  pads: Pad[];
  /** Books of all sparks: made − lost = on the floor + carried, always. */
  sparksMade: number;
  sparksLost: number;
};

/** Axis-aligned wall; whole units, so that its faces lie on the grid. */
export type Wall = { x: number; y: number; width: number; height: number };
export type Place = { x: number; y: number };

export type Arena = {
  name: string;
  title: string;
  width: number;
  height: number;
  /** Cover, and the four border walls outside the edges. */
  walls: readonly Wall[];
  spawns: readonly Place[];
  /** Rail pads. */
  pads: readonly Place[];
};

/** How a Rail hit was judged: where the shooter saw the victim and how long ago that was, and where it really stood. */
export type Evidence = { rewindTicks: number; seenX: number; seenY: number; nowX: number; nowY: number };

/** What happened in a step: for effects, logs and counters. Never read back by the simulation. */
export type SimEvent =
  | { kind: 'fire'; seat: number; bolt: number }
  | {
      kind: 'hit';
      by: number;
      victim: number;
      damage: number;
      weapon: Weapon;
      x: number;
      y: number;
      evidence?: Evidence;
    }
  /** A Rail went off: its ray, and the first seat that it would have hit but for the cover rule, or NOBODY. */
  | { kind: 'rail'; seat: number; x: number; y: number; toX: number; toY: number; spared: number }
  | { kind: 'arm'; seat: number }
  | { kind: 'reflect'; seat: number; bolt: number }
  | { kind: 'kill'; by: number; victim: number; weapon: Weapon; points: number; leader: boolean }
  | { kind: 'collect'; seat: number }
  | { kind: 'spawn'; seat: number }
  | { kind: 'phase'; phase: Phase };
