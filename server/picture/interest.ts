/**
 * Who is shown what: the rule of interest. A seat is shown what the screen of its player can show, and a margin around it
 * for what happens on the way: its pilot runs on while news travel, and so do others. What it is shown already it keeps a
 * little longer, so that nothing flickers at the edge. Never more: what no screen shows, no client is told.
 */
import type { Arena } from '../../shared/sim/types.ts';
import { type HalfView, restAt } from '../../shared/sim/view.ts';

/** A box of the arena, in u. */
export type Area = { minX: number; minY: number; maxX: number; maxY: number };

/** @returns the box between two places */
export const areaOf = (x: number, y: number, toX: number, toY: number): Area => ({
  minX: Math.min(x, toX),
  maxX: Math.max(x, toX),
  minY: Math.min(y, toY),
  maxY: Math.max(y, toY),
});

type Size = Pick<Arena, 'width' | 'height'>;

type Moving = { x: number; y: number; vx: number; vy: number };

/**
 * Around the screen: 60 u that the picture leans towards the aim, and 80 u that somebody runs, or half a dash covers, within
 * the 200 ms from the server's tick to the picture.
 */
export const MARGIN_U = 140;
/** How much farther away it must be to be out of view again. */
export const LINGER_U = 64;
/** The own pilot is drawn ahead of the server by the round trip: the view is centred on where it will be. */
const AHEAD_SECONDS = 0.2;
/** A bolt is drawn in the own pilot's time, and known before it flies in. */
export const BOLT_AHEAD_SECONDS = 0.3;

/** Writes what a player sees whose pilot is there. */
export function lookFrom(area: Area, { x, y, vx, vy }: Moving, half: HalfView, { width, height }: Size): void {
  const midX = restAt(x + vx * AHEAD_SECONDS, half.widthU, width);
  const midY = restAt(y + vy * AHEAD_SECONDS, half.heightU, height);
  area.minX = midX - half.widthU - MARGIN_U;
  area.maxX = midX + half.widthU + MARGIN_U;
  area.minY = midY - half.heightU - MARGIN_U;
  area.maxY = midY + half.heightU + MARGIN_U;
}

/** @param moreU by how much `seen` is wider */
export const isIn = (seen: Area, area: Area, moreU = 0): boolean =>
  area.maxX >= seen.minX - moreU &&
  area.minX <= seen.maxX + moreU &&
  area.maxY >= seen.minY - moreU &&
  area.minY <= seen.maxY + moreU;

/** Writes where something lies that does not move by itself. */
export function stayAt(area: Area, { x, y }: { x: number; y: number }): void {
  area.minX = area.maxX = x;
  area.minY = area.maxY = y;
}

/** Writes where a bolt is and will be: it counts as there on its whole way. */
export function flyAlong(area: Area, { x, y, vx, vy }: Moving): void {
  const [toX, toY] = [x + vx * BOLT_AHEAD_SECONDS, y + vy * BOLT_AHEAD_SECONDS];
  area.minX = Math.min(x, toX);
  area.maxX = Math.max(x, toX);
  area.minY = Math.min(y, toY);
  area.maxY = Math.max(y, toY);
}
