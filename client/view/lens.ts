/**
 * The view onto the arena: the area of VIEW whatever the shape of the screen, following the own pilot.
 * Screen places are CSS px of the canvas; `resolution` rendered px make one of them.
 */
import type * as Phaser from 'phaser';
import { halfViewOf, restAt } from '../../shared/sim/view.ts';

/** How far the view leans towards where the own pilot aims. */
const LEAD_U = 60;
const LEAD_TAU_MS = 160;
const SHAKE_MS = 120;
const SHAKE_PX = 6;
/** While dead: how slowly the view drifts to the killer. */
const DRIFT_TAU_MS = 900;

/** @returns px per u of a view on a surface of that size in px */
export function pxPerU(width: number, height: number): number {
  const half = halfViewOf(width / height);
  return Math.max(width / half.widthU, height / half.heightU) / 2;
}

export class Lens {
  /** Centre of the view, in u. */
  x = 0;
  y = 0;
  /** Rendered px per u, and per CSS px. */
  zoom = 1;
  resolution = 1;
  /** Size of the canvas in CSS px. */
  width = 1;
  height = 1;
  #leadX = 0;
  #leadY = 0;
  #shakeUntilMs = 0;
  #shakePx = 0;

  fit(width: number, height: number, resolution: number): void {
    this.width = width;
    this.height = height;
    this.resolution = resolution;
    this.zoom = pxPerU(width, height) * resolution;
  }

  /** Length of one CSS px in u: what must keep its size on every screen is scaled by it. */
  get uPerPx(): number {
    return this.resolution / this.zoom;
  }

  /** Scale at which a texture painted for the screen, at `resolution`, is drawn px by px. */
  get screenScale(): number {
    return 1 / this.zoom;
  }

  toScreenX(x: number): number {
    return (x - this.x) / this.uPerPx + this.width / 2;
  }

  toScreenY(y: number): number {
    return (y - this.y) / this.uPerPx + this.height / 2;
  }

  toWorldX(px: number): number {
    return (px - this.width / 2) * this.uPerPx + this.x;
  }

  toWorldY(px: number): number {
    return (px - this.height / 2) * this.uPerPx + this.y;
  }

  sees(x: number, y: number, marginU: number): boolean {
    return this.seesBox(x, y, marginU, marginU);
  }

  /** @returns whether a box around (x, y) comes into the view */
  seesBox(x: number, y: number, halfWidthU: number, halfHeightU: number): boolean {
    return (
      Math.abs(x - this.x) < (this.width / 2) * this.uPerPx + halfWidthU &&
      Math.abs(y - this.y) < (this.height / 2) * this.uPerPx + halfHeightU
    );
  }

  /** Follows the own pilot: exactly, so that it never smears; only the lean towards the aim is eased. */
  follow(
    x: number,
    y: number,
    lead: { x: number; y: number },
    deltaMs: number,
    arena: { width: number; height: number },
  ): void {
    const share = 1 - Math.exp(-deltaMs / LEAD_TAU_MS);
    this.#leadX += (lead.x * LEAD_U - this.#leadX) * share;
    this.#leadY += (lead.y * LEAD_U - this.#leadY) * share;
    this.#rest(x + this.#leadX, y + this.#leadY, arena);
  }

  /** Drifts towards a place, as the dead do. */
  drift(x: number, y: number, deltaMs: number, arena: { width: number; height: number }): void {
    const share = 1 - Math.exp(-deltaMs / DRIFT_TAU_MS);
    this.#leadX *= 1 - share;
    this.#leadY *= 1 - share;
    const wantedX = restAt(x, (this.width / 2) * this.uPerPx, arena.width);
    const wantedY = restAt(y, (this.height / 2) * this.uPerPx, arena.height);
    this.x += (wantedX - this.x) * share;
    this.y += (wantedY - this.y) * share;
  }

  /** A new life elsewhere: the lean begins anew. */
  settle(): void {
    this.#leadX = 0;
    this.#leadY = 0;
  }

  /** @param strength 0..1 of the greatest shake */
  shake(nowMs: number, strength: number): void {
    this.#shakeUntilMs = nowMs + SHAKE_MS;
    this.#shakePx = SHAKE_PX * strength;
  }

  apply(camera: Phaser.Cameras.Scene2D.Camera, nowMs: number): void {
    const left = Math.max(0, this.#shakeUntilMs - nowMs) / SHAKE_MS;
    const reach = left * this.#shakePx * this.uPerPx;
    camera.setZoom(this.zoom);
    camera.centerOn(this.x + Math.sin(nowMs * 0.11) * reach, this.y + Math.cos(nowMs * 0.143) * reach);
  }

  #rest(x: number, y: number, arena: { width: number; height: number }): void {
    this.x = restAt(x, (this.width / 2) * this.uPerPx, arena.width);
    this.y = restAt(y, (this.height / 2) * this.uPerPx, arena.height);
  }
}
