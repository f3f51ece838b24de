/** Damage numbers that rise from what the own bolts struck, and the mark of a hit. */
import type * as Phaser from 'phaser';
import { type Art, DEPTH } from './art.ts';
import { fitText, makeText } from './labels.ts';
import type { Lens } from './lens.ts';

const NUMBERS_MAX = 10;
const NUMBER_MS = 750;
const NUMBER_PX = 17;
const RISE_PX = 38;
const MARK_MS = 160;

type Floater = { text: Phaser.GameObjects.Text; x: number; y: number; lean: number; ageMs: number };

export class Floaters {
  readonly #floaters: Floater[] = [];
  readonly #mark: Phaser.GameObjects.Image;
  readonly #art: Art;
  #next = 0;
  #markAgeMs = MARK_MS;

  constructor(art: Art) {
    this.#art = art;
    this.#mark = art.image('hit-mark', DEPTH.floaters).setVisible(false);
    for (let i = 0; i < NUMBERS_MAX; i++) {
      this.#floaters.push({ text: makeText(art.scene, DEPTH.floaters, 800), x: 0, y: 0, lean: 0, ageMs: NUMBER_MS });
    }
  }

  damage(amount: number, x: number, y: number): void {
    const floater = this.#floaters[this.#next] as Floater;
    floater.lean = ((this.#next % 3) - 1) * 9;
    this.#next = (this.#next + 1) % NUMBERS_MAX;
    floater.x = x;
    floater.y = y;
    floater.ageMs = 0;
    floater.text.setText(`${amount}`);
    this.#mark.setPosition(x, y);
    this.#markAgeMs = 0;
  }

  clear(): void {
    for (const floater of this.#floaters) floater.ageMs = NUMBER_MS;
    this.#markAgeMs = MARK_MS;
  }

  advance(deltaMs: number, lens: Lens): void {
    for (const floater of this.#floaters) this.#rise(floater, deltaMs, lens);
    this.#markAgeMs = Math.min(MARK_MS, this.#markAgeMs + deltaMs);
    const share = this.#markAgeMs / MARK_MS;
    this.#mark
      .setVisible(share < 1)
      .setAlpha(1 - share * share)
      .setScale((1.15 - 0.3 * share) * this.#art.unit);
  }

  #rise(floater: Floater, deltaMs: number, lens: Lens): void {
    const { text } = floater;
    floater.ageMs += deltaMs;
    const share = floater.ageMs / NUMBER_MS;
    text.setVisible(share < 1);
    if (share >= 1) return;
    fitText(text, NUMBER_PX, lens);
    const risen = 1 - (1 - share) ** 3;
    const pop = share < 0.12 ? 1.5 - share / 0.24 : 1;
    text.setPosition(floater.x + floater.lean * risen * lens.uPerPx, floater.y - (14 + RISE_PX * risen) * lens.uPerPx);
    text.setScale(lens.screenScale * pop).setAlpha(share < 0.6 ? 1 : (1 - share) / 0.4);
  }
}
