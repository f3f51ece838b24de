/** The last twelve seconds of one value as a line. */
import { make } from '../dom.ts';

const SAMPLES = 120;
const WIDTH = 160;
const HEIGHT = 30;
/** Canvas px per CSS px. */
const SHARPNESS = 2;

export class Curve {
  readonly #canvas = make('canvas', {
    width: String(WIDTH * SHARPNESS),
    height: String(HEIGHT * SHARPNESS),
    'aria-hidden': 'true',
  });
  readonly #peak = make('span');
  readonly figure: HTMLElement;
  readonly #colour: string;
  readonly #leastMax: number;
  readonly #unit: string;
  readonly #values: number[] = [];

  /** @param leastMax the scale never gets finer than this: noise must not look like trouble */
  constructor(name: string, unit: string, colour: string, leastMax: number) {
    this.figure = make('figure', {}, make('figcaption', {}, name, this.#peak), this.#canvas);
    this.#unit = unit;
    this.#colour = colour;
    this.#leastMax = leastMax;
  }

  /** Adds a value and draws them all; the caption tells the highest of them. */
  push(value: number): void {
    this.#values.push(value);
    if (this.#values.length > SAMPLES) this.#values.shift();
    const highest = Math.max(...this.#values);
    this.#peak.textContent = `≤ ${Math.ceil(highest)}${this.#unit}`;
    this.#draw(Math.max(this.#leastMax, highest));
  }

  #draw(max: number): void {
    const context = this.#canvas.getContext('2d');
    if (context === null) return;
    const { width, height } = this.#canvas;
    context.clearRect(0, 0, width, height);
    context.beginPath();
    this.#values.forEach((value, nth) => {
      const x = width - ((this.#values.length - 1 - nth) / (SAMPLES - 1)) * width;
      context.lineTo(x, height - 3 - (value / max) * (height - 6));
    });
    context.strokeStyle = this.#colour;
    context.lineWidth = 3;
    context.stroke();
  }
}
