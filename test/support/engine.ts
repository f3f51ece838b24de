/**
 * The real game engine on a page without px: what it paints is written down stroke by stroke, what it shows is asked of
 * its own list of things to draw, and time is the caller's.
 */
import type * as Phaser from 'phaser';
import { setClock, type TestPage } from './page.ts';

export const SCREEN = { width: 800, height: 450 };

type Scene = Phaser.Scene;
type Shown = Phaser.GameObjects.Image | Phaser.GameObjects.Text | Phaser.GameObjects.Graphics;

/** Coarser than the last bits in which mathematics may differ between machines. */
const rounded = (value: unknown): unknown =>
  typeof value === 'number' ? Math.round(value * 1000) / 1000 + 0 : typeof value === 'object' ? '…' : value;
/** Values on one line, to compare. */
export const lineOf = (...values: readonly unknown[]): string => values.map(rounded).join(' ');

export class TestEngine<S extends Scene = Scene> {
  readonly scene: S;
  /** The strokes on all textures, in order. */
  readonly strokes: string[];
  #nowMs: number;

  private constructor(scene: S, strokes: string[], nowMs: number) {
    this.scene = scene;
    this.strokes = strokes;
    this.#nowMs = nowMs;
  }

  /** Shows a scene on the page's #stage. The page ends it. @param sceneOf made once there is an engine */
  static async open<S extends Scene>(
    page: TestPage,
    nowMs: number,
    sceneOf: (parent: HTMLElement) => Promise<S>,
  ): Promise<TestEngine<S>> {
    const strokes: string[] = [];
    takeStrokes(page, strokes);
    setClock(nowMs);
    const { width, height } = SCREEN;
    const parent = page.document.querySelector('#stage') as HTMLElement;
    const bounds = { left: 0, top: 0, x: 0, y: 0, right: width, bottom: height, width, height };
    parent.getBoundingClientRect = () => ({ ...bounds, toJSON: () => bounds });
    Object.defineProperties(parent, { clientWidth: { value: width }, clientHeight: { value: height } });
    const engine = await import('phaser'); // not before there is a page: it looks at it when it is loaded
    const scene = await sceneOf(parent);
    const game = new engine.Game({
      type: engine.CANVAS,
      parent,
      scene,
      width,
      height,
      banner: false,
      input: { keyboard: false, mouse: false, touch: false, gamepad: false },
      audio: { noAudio: true },
    });
    await new Promise<void>((resolve) => game.events.once(engine.Core.Events.READY, () => setImmediate(resolve)));
    game.loop.stop();
    return new TestEngine(scene, strokes, nowMs);
  }

  /** One frame, up to where its px would be rendered. */
  frame(nowMs: number): void {
    const deltaMs = nowMs - this.#nowMs;
    this.#nowMs = nowMs;
    setClock(nowMs);
    this.scene.sys.step(nowMs, deltaMs);
    this.scene.cameras.main.preRender();
  }

  /** Visible images of a part of the art, e.g. `spark`. */
  images(part: string): Phaser.GameObjects.Image[] {
    const isPart = (shown: Shown): shown is Phaser.GameObjects.Image =>
      shown.type === 'Image' && (shown as Phaser.GameObjects.Image).frame.name === part;
    return this.#shown().filter(isPart);
  }

  /** Texts that can be read. */
  texts(): string[] {
    return this.#shown().flatMap((shown) => (shown.type === 'Text' ? [(shown as Phaser.GameObjects.Text).text] : []));
  }

  /** Where a place of the arena is on the screen, in CSS px. */
  onScreen({ x, y }: { x: number; y: number }): { x: number; y: number } {
    const { worldView, zoom } = this.scene.cameras.main;
    const shrunk = this.scene.scale.zoom * zoom;
    return { x: (x - worldView.x) * shrunk, y: (y - worldView.y) * shrunk };
  }

  /** Everything in view, one line each: what it is, where, how large, how it lies. */
  picture(): string[] {
    const { worldView, zoom } = this.scene.cameras.main;
    return [lineOf('camera', worldView.x, worldView.y, zoom), ...this.#shown().map(shownLine)];
  }

  #shown(): Shown[] {
    return (this.scene.children.list as Shown[]).filter(({ visible }) => visible);
  }
}

function shownLine(shown: Shown): string {
  const { type, x, y, depth, alpha, rotation, scaleX, scaleY, blendMode } = shown;
  const placed = lineOf(type, x, y, depth, alpha, rotation, scaleX, scaleY, blendMode);
  if ('commandBuffer' in shown) return `${placed} ${lineOf(...(shown.commandBuffer as unknown[]))}`;
  const { originX, originY } = shown;
  if (!('text' in shown)) return `${placed} ${lineOf(originX, originY, shown.frame.name)}`;
  const { fontFamily, fontSize, fontStyle, color, stroke, strokeThickness } = shown.style;
  return `${placed} ${lineOf(originX, originY, shown.text, fontFamily, fontSize, fontStyle, color, stroke, strokeThickness)}`;
}

/** The engine's own few images, which are nothing but a size here. */
class BlankImage {
  readonly width = 32;
  readonly height = 32;
  onload = (): void => {};

  set src(_url: string) {
    setImmediate(() => this.onload());
  }
}

function Sound(): void {}
/** Answers whatever is asked of a sound with itself, and makes none. */
const silence: object = new Proxy(Sound, {
  get: (_sound, name) => (name === Symbol.toPrimitive ? () => 0 : name === 'then' ? undefined : silence),
  set: () => true,
  apply: () => silence,
  construct: () => silence,
});

/** Has every canvas of the page write its strokes down instead of painting. */
function takeStrokes(page: TestPage, strokes: string[]): void {
  const answers: Record<string, unknown> = {
    getImageData: { data: new Uint8ClampedArray(4), width: 1, height: 1 },
    measureText: { width: 10, actualBoundingBoxAscent: 8, actualBoundingBoxDescent: 2 },
  };
  const taking = (name: string): object =>
    new Proxy<Record<string, unknown>>(
      {},
      {
        get: (set, key: string) =>
          set[key] ??
          ((...values: unknown[]) => {
            strokes.push(lineOf(name, key, ...values.flat()));
            return answers[key] ?? (key.startsWith('create') ? taking(key) : undefined);
          }),
        set: (set, key: string, value) => {
          strokes.push(lineOf(name, key, '=', value));
          set[key] = value;
          return true;
        },
      },
    );
  const { HTMLCanvasElement } = page.window as unknown as { HTMLCanvasElement: { prototype: object } };
  Object.assign(globalThis, { Image: BlankImage, AudioContext: silence });
  Object.assign(page.window, { CanvasRenderingContext2D: Object }); // its being there is what the engine asks for
  const brush = taking('brush');
  Object.defineProperty(HTMLCanvasElement.prototype, 'getContext', {
    value: (kind: string) => (kind === '2d' ? brush : null),
  });
}
