/** Text in the arena that keeps its size on every screen: rasterised for the screen's px, then scaled against the zoom. */
import type * as Phaser from 'phaser';
import type { Lens } from './lens.ts';

const FONT = '"Segoe UI", "Helvetica Neue", Roboto, "DejaVu Sans", Arial, sans-serif';
const LABEL_PX = 12;
/** Coarse rendering would swallow small letters. */
const LABEL_RENDERED_PX_MIN = 11;

/** @returns rendered px of a letter that should be `px` CSS px high */
export const renderedPx = (px: number, lens: Lens): number =>
  Math.max(LABEL_RENDERED_PX_MIN, Math.round(px * lens.resolution));

export function makeText(scene: Phaser.Scene, depth: number, weight: number): Phaser.GameObjects.Text {
  return scene.add
    .text(0, 0, '', { fontFamily: FONT, fontStyle: `${weight}`, color: '#ffffff', stroke: '#0a0f22' })
    .setOrigin(0.5, 0.5)
    .setDepth(depth)
    .setVisible(false);
}

/** Sets size and outline for the screen as it is; text is drawn anew only when that changed. */
export function fitText(text: Phaser.GameObjects.Text, px: number, lens: Lens): void {
  const size = renderedPx(px, lens);
  if (text.style.fontSize === `${size}px`) return;
  text.setFontSize(size).setStroke('#0a0f22', Math.max(2, size / 4.5));
}

/** A name under a pilot. Off screen it costs nothing. */
export class Label {
  readonly #text: Phaser.GameObjects.Text;

  constructor(text: Phaser.GameObjects.Text) {
    this.#text = text;
  }

  show(name: string, x: number, y: number, lens: Lens, alpha: number): void {
    const visible = name !== '' && lens.sees(x, y, 80);
    this.#text.setVisible(visible);
    if (!visible) return;
    if (this.#text.text !== name) this.#text.setText(name);
    fitText(this.#text, LABEL_PX, lens);
    this.#text
      .setPosition(x, y + (LABEL_PX / 2) * lens.uPerPx * 0.6)
      .setScale(lens.screenScale)
      .setAlpha(alpha);
  }

  hide(): void {
    this.#text.setVisible(false);
  }

  destroy(): void {
    this.#text.destroy();
  }
}

export const makeLabel = (scene: Phaser.Scene, depth: number): Label => new Label(makeText(scene, depth, 600));
