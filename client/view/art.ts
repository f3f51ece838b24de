/**
 * Textures painted at start, and images made of them. Everything is painted in u around its own centre; the canvas
 * renderer cannot tint, so each colour is a texture of its own.
 */
import * as Phaser from 'phaser';

export type Brush = CanvasRenderingContext2D;

export class Art {
  readonly scene: Phaser.Scene;
  /** Image scale at which a texture of this art is drawn in its own size in u. */
  readonly unit: number;
  readonly #scale: number;
  #keys: string[] = [];

  /** @param scale texture px per u */
  constructor(scene: Phaser.Scene, scale: number) {
    this.scene = scene;
    this.#scale = scale;
    this.unit = 1 / scale;
  }

  /** Paints a texture of the given size in u; (0, 0) is its middle. */
  paint(key: string, width: number, height: number, draw: (brush: Brush) => void): void {
    if (this.scene.textures.exists(key)) return;
    const canvas = this.scene.textures.createCanvas(key, Math.ceil(width * this.#scale), Math.ceil(height * this.#scale));
    if (canvas === null) return;
    const brush = canvas.getContext();
    brush.scale(this.#scale, this.#scale);
    brush.translate(width / 2, height / 2);
    draw(brush);
    canvas.refresh();
    this.#keys.push(key);
  }

  image(key: string, depth: number, additive = false): Phaser.GameObjects.Image {
    const image = this.scene.add.image(0, 0, key).setDepth(depth).setScale(this.unit);
    return additive ? image.setBlendMode(Phaser.BlendModes.ADD) : image;
  }

  /** Removes the painted textures whose key begins so (the arena they belong to is gone). */
  forget(prefix: string): void {
    for (const key of this.#keys) if (key.startsWith(prefix)) this.scene.textures.remove(key);
    this.#keys = this.#keys.filter((key) => !key.startsWith(prefix));
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
