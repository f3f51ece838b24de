/** Random numbers whose whole state is one integer inside the world (mulberry32): hashed, cloned and replayed with it. */
export type Random = { rng: number };

/** Advances the state. @returns an integer in [0, 2^32) */
export function randomUint32(random: Random): number {
  random.rng = (random.rng + 0x6d2b79f5) >>> 0;
  let mixed = random.rng;
  mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return (mixed ^ (mixed >>> 14)) >>> 0;
}

/** @param limit a whole number in [1, 65536] @returns an integer in [0, limit) */
export const randomInt = (random: Random, limit: number): number => {
  return Math.floor(((randomUint32(random) >>> 8) * limit) / 16_777_216);
};

/** @returns a multiple of 2^-24 in [0, 1) */
export const randomUnit = (random: Random): number => (randomUint32(random) >>> 8) / 16_777_216;
