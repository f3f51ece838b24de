/**
 * Every number of the game's rules, in one place. Lengths are in units (u), speeds in u/s, times in ticks
 * unless the name says otherwise. Relations between them are asserted below, at import.
 */

/** Steps per second of the simulation; also the rate of input frames and of patches. */
export const TICK_RATE_HZ = 30;
/** Time that one step advances. */
export const TICK_MS = 1000 / TICK_RATE_HZ;

/** @param seconds any duration @returns the nearest whole number of ticks */
export const ticksOf = (seconds: number): number => Math.floor(seconds * TICK_RATE_HZ + 0.5);

export const PILOT = {
  radius: 18,
  speed: 300,
  /** Share of the gap to the wanted velocity that is closed in one step: friction 9/s at 30 Hz. */
  grip: 9 / TICK_RATE_HZ,
  hpMax: 100,
  regenAfterTicks: ticksOf(4),
  /** 8 hp/s, given in portions so that hp stays a whole number. */
  regenHp: 4,
  regenEveryTicks: ticksOf(0.5),
  respawnTicks: ticksOf(2),
  spawnShieldTicks: ticksOf(1.5),
  /** A player who leaves within this after being hurt gives the kill away. */
  forfeitTicks: ticksOf(3),
  /** Candidate places compared at a respawn; the one farthest from enemies wins. */
  spawnCandidates: 8,
} as const;

/** Pilots that overlap drift apart: softly, so that a client that does not predict it is never far wrong. */
export const PUSH = {
  /** Share of the overlap that one step takes away, and the most it does. */
  share: 0.25,
  stepMax: 2,
} as const;

export const DASH = {
  speed: 900,
  ticks: 5,
  /** Bolts are thrown back during this many first ticks. */
  reflectTicks: 4,
  cooldownTicks: ticksOf(2),
  reflectSpeedup: 1.2,
} as const;

export const PULSE = {
  damage: 18,
  cooldownTicks: TICK_RATE_HZ / 5,
  speed: 900,
  radius: 5,
  bounces: 1,
  lifeTicks: ticksOf(1.2),
} as const;

export const RAIL = {
  damage: 55,
  range: 1100,
  /** 0.25 s of visible charge, rounded up: then the gun goes off along the aim of that very step. */
  chargeTicks: 8,
  cooldownTicks: ticksOf(0.5),
  /** Shots that a pad gives. */
  shots: 4,
  /** Others are judged where the shooter saw them, at most this long ago (400 ms). */
  rewindTicksMax: 12,
  /** A pilot that has been behind cover for longer than this on its own screen is safe (100 ms). */
  coverTicks: 3,
} as const;

export const PAD = {
  radius: 26,
  /** Time until a pad that was taken is ready again. */
  refillTicks: ticksOf(20),
} as const;

export const SPARK = {
  attractRadius: 110,
  attractSpeed: 420,
  collectRadius: PILOT.radius + 10,
  /** New sparks of a burst, on top of what the victim loses. */
  freshPerDeath: 3,
  droppedMax: 20,
  burstRadius: 56,
} as const;

export const SCORE = { kill: 5, spark: 1, leaderBonus: 10 } as const;

/** What a pilot's player and a bot see of the arena at once: this much, whatever the shape of the player's screen. */
export const VIEW = { widthU: 1280, heightU: 720 } as const;

/** Greatest speed that a shot can reach: thrown back over and over it would grow for ever. */
export const BOLT_SPEED_MAX = 1800;

function assertRelation(holds: boolean, what: string): void {
  if (!holds) throw new Error(`tunables: ${what}`);
}

assertRelation(DASH.reflectTicks < DASH.ticks, 'a dash must outlast its reflection');
assertRelation(DASH.speed / TICK_RATE_HZ < 2 * PILOT.radius, 'a pilot must not tunnel through a wall in one step');
assertRelation(Number.isInteger(PULSE.cooldownTicks), 'the rate of fire must be a whole number of ticks');
assertRelation(PILOT.regenHp * (TICK_RATE_HZ / PILOT.regenEveryTicks) === 8, 'regeneration is 8 hp/s');
assertRelation(BOLT_SPEED_MAX < 4095, 'a shot must fit the wire velocity');
assertRelation(RAIL.chargeTicks >= TICK_RATE_HZ / 4, 'the charge is visible for 0.25 s');
assertRelation(RAIL.rewindTicksMax * 5 === 2 * TICK_RATE_HZ, 'lag is compensated up to 400 ms');
