/**
 * All art painted at start onto one sheet, and images made of its parts. Everything is painted in u around its own
 * centre; the canvas renderer cannot tint, so each colour is a part of its own.
 *
 * One sheet, because Phaser picks among several bound textures by comparing an interpolated number for equality: on some
 * devices that misses, and pieces of a picture vanish. It also draws in one go.
 */
import * as Phaser from 'phaser';

export type Brush = CanvasRenderingContext2D;

const SHEET = 'sheet';
/** Every device takes textures of this width. */
const SHEET_WIDTH_PX = 2048;
/** Between parts, so that none bleeds into its neighbour. */
const GAP_PX = 2;

type Part = { key: string; width: number; height: number; draw: (brush: Brush) => void };

export class Art {
  readonly scene: Phaser.Scene;
  /** Image scale at which a part is drawn in its own size in u. */
  readonly unit: number;
  readonly #scale: number;
  readonly #parts: Part[] = [];
  #alone: string[] = [];

  /** @param scale texture px per u */
  constructor(scene: Phaser.Scene, scale: number) {
    this.scene = scene;
    this.#scale = scale;
    this.unit = 1 / scale;
  }

  /** Adds a part to the sheet, of the given size in u; (0, 0) is its middle. */
  paint(key: string, width: number, height: number, draw: (brush: Brush) => void): void {
    this.#parts.push({ key, width, height, draw });
  }

  /** Draws the sheet, once all its parts are known: rows of parts, the highest first. */
  finish(): void {
    const px = (length: number): number => Math.ceil(length * this.#scale);
    const spots: { part: Part; x: number; y: number }[] = [];
    let x = 0;
    let y = 0;
    let rowHeight = 0;
    for (const part of this.#parts.sort((a, b) => b.height - a.height)) {
      if (x + px(part.width) > SHEET_WIDTH_PX) {
        x = 0;
        y += rowHeight + GAP_PX;
        rowHeight = 0;
      }
      spots.push({ part, x, y });
      x += px(part.width) + GAP_PX;
      rowHeight = Math.max(rowHeight, px(part.height));
    }
    const sheet = this.scene.textures.createCanvas(SHEET, SHEET_WIDTH_PX, y + rowHeight);
    if (sheet === null) throw new Error('the art is painted already');
    for (const spot of spots) {
      this.#draw(sheet.getContext(), spot.part, spot.x, spot.y);
      sheet.add(spot.part.key, 0, spot.x, spot.y, px(spot.part.width), px(spot.part.height));
    }
    sheet.refresh();
  }

  /** @param key a part of the sheet; setFrame changes it */
  image(key: string, depth: number, additive = false): Phaser.GameObjects.Image {
    const image = this.scene.add.image(0, 0, SHEET, key).setDepth(depth).setScale(this.unit);
    return additive ? image.setBlendMode(Phaser.BlendModes.ADD) : image;
  }

  /** Paints a texture of its own: for what is large and belongs to one arena only. */
  imageAlone(
    key: string,
    width: number,
    height: number,
    depth: number,
    draw: (brush: Brush) => void,
  ): Phaser.GameObjects.Image {
    const { textures } = this.scene;
    if (!textures.exists(key)) {
      const canvas = textures.createCanvas(key, Math.ceil(width * this.#scale), Math.ceil(height * this.#scale));
      if (canvas === null) throw new Error(`cannot paint "${key}"`);
      this.#draw(canvas.getContext(), { key, width, height, draw }, 0, 0);
      canvas.refresh();
      this.#alone.push(key);
    }
    return this.scene.add.image(0, 0, key).setDepth(depth).setScale(this.unit);
  }

  /** Removes the textures of the arena that is left. */
  forgetAlone(): void {
    for (const key of this.#alone) this.scene.textures.remove(key);
    this.#alone = [];
  }

  #draw(brush: Brush, part: Part, x: number, y: number): void {
    brush.save();
    brush.beginPath();
    brush.rect(x, y, Math.ceil(part.width * this.#scale), Math.ceil(part.height * this.#scale));
    brush.clip();
    brush.translate(x, y);
    brush.scale(this.#scale, this.#scale);
    brush.translate(part.width / 2, part.height / 2);
    part.draw(brush);
    brush.restore();
  }
}

/** What lies above what. */
export const DEPTH = {
  tone: 0,
  grid: 1,
  pads: 6,
  sparks: 10,
  walls: 14,
  bolts: 20,
  beams: 24,
  glow: 28,
  pilots: 30,
  bubble: 36,
  ghosts: 39,
  particles: 40,
  labels: 44,
  floaters: 48,
  overlay: 60,
} as const;
