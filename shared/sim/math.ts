/**
 * Numbers on the wire's grid. Only + − × ÷, Math.sqrt, comparisons and integer operations are used in shared/sim:
 * IEEE 754 defines those exactly, so every machine and browser gets the same bits.
 */

/** Steps of the position and velocity grid per unit. */
export const GRID = 8;

/** @returns the nearest multiple of 1/8 (halves go up) */
export const snap = (value: number): number => Math.floor(value * GRID + 0.5) / GRID;

export const clamp = (value: number, min: number, max: number): number =>
  value < min ? min : value > max ? max : value;

/** Number of aim steps in a full turn; an aim is an integer in [0, AIM_STEPS). 0 looks along +x, a quarter along +y. */
export const AIM_STEPS = 65_536;

/** A full turn in radians, for what points by them: the wire and the picture. */
export const TURN = Math.PI * 2;

const QUARTER = AIM_STEPS / 4;
/** Cosines are held in steps of 2^-14: exact in the wire's arithmetic, and 128 KiB for the whole turn. */
const COSINE_ONE = 16_384;

/**
 * Cosines of all aims. Sines and cosines from the platform differ in their last bit between engines, so the quarter turn
 * is bisected instead: the direction half-way between two unit vectors is their normalised sum.
 */
const COSINES: Int16Array = buildCosines();

function buildCosines(): Int16Array {
  const x = new Float64Array(QUARTER + 1);
  const y = new Float64Array(QUARTER + 1);
  x[0] = 1;
  y[QUARTER] = 1;
  for (let span = QUARTER; span > 1; span /= 2) {
    for (let left = 0; left < QUARTER; left += span) {
      const sumX = (x[left] as number) + (x[left + span] as number);
      const sumY = (y[left] as number) + (y[left + span] as number);
      const length = Math.sqrt(sumX * sumX + sumY * sumY);
      x[left + span / 2] = sumX / length;
      y[left + span / 2] = sumY / length;
    }
  }
  const cosines = new Int16Array(AIM_STEPS);
  for (let i = 0; i <= QUARTER; i++) {
    const cosine = Math.floor((x[i] as number) * COSINE_ONE + 0.5);
    cosines[i] = cosine;
    cosines[(AIM_STEPS - i) % AIM_STEPS] = cosine;
    cosines[AIM_STEPS / 2 - i] = -cosine;
    cosines[AIM_STEPS / 2 + i] = -cosine;
  }
  return cosines;
}

/** @param aim an integer; any turn @returns x of the unit vector that it points along */
export const aimX = (aim: number): number => (COSINES[aim & (AIM_STEPS - 1)] as number) / COSINE_ONE;

/** @param aim an integer; any turn @returns y of the unit vector that it points along */
export const aimY = (aim: number): number => (COSINES[(aim - QUARTER) & (AIM_STEPS - 1)] as number) / COSINE_ONE;

/** @returns a number that pins the whole direction table: equal on every engine, or replays would drift apart */
export function directionsChecksum(): number {
  let sum = 0x811c9dc5;
  for (const cosine of COSINES) sum = Math.imul(sum ^ (cosine & 0xffff), 0x01000193);
  return sum >>> 0;
}

/** @returns the aim that points along (x, y), found by bisection in the table; 0 for the null vector and for no number */
export function aimOf(x: number, y: number): number {
  if (!(x * x + y * y > 0)) return 0;
  let base = 0;
  let u = x;
  let v = y;
  while (!(u > 0 && v >= 0)) {
    const turned = u;
    u = v;
    v = -turned;
    base += QUARTER;
  }
  let low = 0;
  let high = QUARTER;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (aimX(middle) * v - aimY(middle) * u >= 0) low = middle;
    else high = middle;
  }
  return (base + low) & (AIM_STEPS - 1);
}

/** @returns the signed short way from one aim to another, in [-AIM_STEPS/2, AIM_STEPS/2) */
export function aimDifference(from: number, to: number): number {
  const half = AIM_STEPS / 2;
  return ((to - from + half) & (AIM_STEPS - 1)) - half;
}
