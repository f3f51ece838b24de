/** Colours of the arena, as 0xrrggbb, and as CSS for painting. */
export const COLOUR = {
  floor: 0x141b33,
  grid: 0x223062,
  wall: 0x34447f,
  wallEdge: 0x8ea3f0,
  beyond: 0x0c1124,
  own: 0x35c9ff,
  ownBolt: 0x7defff,
  enemy: 0xff5d73,
  enemyBolt: 0xff6a35,
  thrownBolt: 0xffe98a,
  away: 0x7d86a3,
  spark: 0xffe45e,
  gold: 0xffc83d,
  shield: 0x9fd8ff,
  heal: 0x5dff9b,
  rail: 0xc79bff,
  white: 0xffffff,
} as const;

/** @returns the colour as CSS, with an alpha */
export function css(colour: number, alpha = 1): string {
  return `rgba(${colour >> 16}, ${(colour >> 8) & 0xff}, ${colour & 0xff}, ${alpha})`;
}

/** @param share 0 = `from`, 1 = `to` @returns a colour in between */
export function mix(from: number, to: number, share: number): number {
  const channel = (shift: number): number => {
    const a = (from >> shift) & 0xff;
    return Math.round(a + (((to >> shift) & 0xff) - a) * share) << shift;
  };
  return channel(16) | channel(8) | channel(0);
}
