/** Hashing and cloning worlds: two worlds are the same exactly when they hash alike. */
import type { World } from './types.ts';

const scratch = new DataView(new ArrayBuffer(8));

function mix(hash: number, word: number): number {
  const mixed = Math.imul(hash ^ word, 0x01000193);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

function hashValue(hash: number, value: unknown): number {
  if (typeof value === 'number') {
    scratch.setFloat64(0, value);
    return mix(mix(hash, scratch.getUint32(0)), scratch.getUint32(4));
  }
  if (typeof value === 'boolean') return mix(hash, value ? 3 : 5);
  if (typeof value === 'string') {
    let mixed = mix(hash, value.length);
    for (let i = 0; i < value.length; i++) mixed = mix(mixed, value.charCodeAt(i));
    return mixed;
  }
  if (Array.isArray(value)) return value.reduce<number>(hashValue, mix(hash, value.length));
  const fields = value as Record<string, unknown>;
  let mixed = hash;
  for (const name of Object.keys(fields).sort()) mixed = hashValue(hashValue(mixed, name), fields[name]);
  return mixed;
}

/** @returns a 32-bit hash (FNV-1a over the bits of every field) */
export const hashWorld = (world: World): number => hashValue(0x811c9dc5, world);

/** @returns a deep copy; stepping one leaves the other alone */
export function cloneWorld(world: World): World {
  return {
    ...world,
    match: { ...world.match },
    pilots: world.pilots.map((pilot) => ({ ...pilot, trail: pilot.trail.map((point) => ({ ...point })) })),
    bolts: world.bolts.map((bolt) => ({ ...bolt })),
    sparks: world.sparks.map((spark) => ({ ...spark })),
    pads: world.pads.map((pad) => ({ ...pad })),
  };
}
