/** The world as plain data: it can be hashed, cloned, saved, replayed and moved to another process. */

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

export const IDLE_FRAME: Readonly<InputFrame> = Object.freeze({ mx: 0, my: 0, aim: 0, buttons: 0 });

/**
 * All that the predicted step reads or writes, and nothing else: the owner gets exactly these fields, so that the same
 * step on both sides gives the same bits. Lengths on the 1/8 grid.
 */
export type Body = {
  x: number;
  y: number;
  vx: number;
  vy: number;
  aim: number;
  alive: boolean;
  /** Counts spawns: a change means that the place jumped and nothing may glide across it. */
  life: number;
  /** Steps left of the running dash; 0 = none. */
  dashTicks: number;
  dashCooldownTicks: number;
  dashAim: number;
  fireCooldownTicks: number;
  /** Shots fired since the seat was taken; names each shot together with its owner. */
  fired: number;
  shieldTicks: number;
  /** Rail shots left; while there are any, the trigger charges the Rail instead of firing Pulse. */
  railShots: number;
  /** Steps until the charging Rail goes off; 0 = not charging. */
  chargeTicks: number;
  /** Rail shots fired since the seat was taken. */
  railFired: number;
};

/** Names of the fields of Body, in the order in which they are hashed, published and adopted. */
export const BODY_FIELDS = [
  'x',
  'y',
  'vx',
  'vy',
  'aim',
  'alive',
  'life',
  'dashTicks',
  'dashCooldownTicks',
  'dashAim',
  'fireCooldownTicks',
  'fired',
  'shieldTicks',
  'railShots',
  'chargeTicks',
  'railFired',
] as const satisfies readonly (keyof Body)[];

export const WEAPON = { none: 0, pulse: 1, reflected: 2, rail: 3 } as const;

/** A seat's body in the arena, and its standing in the match. */
export type Pilot = Body & {
  /** The seat: a number that is never used again in this world. */
  seat: number;
  hp: number;
  /** Tick of the last damage taken. */
  hurtTick: number;
  /** While dead: tick of the next spawn. */
  respawnTick: number;
  /** Last death: seat of the killer (0 = nobody) and what it used (WEAPON). */
  killedBy: number;
  killedWith: number;
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
  kind: number;
  owner: number;
  /** Which of its first owner's shots this is (Body.fired after firing). */
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

/** A place that gives a weapon, and is empty until `readyTick` after somebody took it. */
export type Pad = { id: number; x: number; y: number; readyTick: number };

/** One point, lying where somebody lost it. */
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
  /** Seat that leads alone; 0 = nobody. */
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
      weapon: number;
      x: number;
      y: number;
      evidence?: Evidence;
    }
  /** A Rail went off: its ray, and the first that it would have hit but for the cover rule (0 = nobody). */
  | { kind: 'rail'; seat: number; x: number; y: number; toX: number; toY: number; spared: number }
  | { kind: 'arm'; seat: number }
  | { kind: 'reflect'; seat: number; bolt: number }
  | { kind: 'kill'; by: number; victim: number; weapon: number; points: number; leader: boolean }
  | { kind: 'collect'; seat: number }
  | { kind: 'spawn'; seat: number }
  | { kind: 'phase'; phase: Phase };
