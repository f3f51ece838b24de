/**
 * The arena's picture in memory: the real scene and the real engine on a page without px. What is on screen is asked of
 * the engine's own list of what it draws; time is the caller's.
 */
import type * as Phaser from 'phaser';
import type { ArenaScene } from '../../client/scenes/arena-scene.ts';
import type { GameOptions } from '../../client/scenes/options.ts';
import type { Settings } from '../../client/settings.ts';
import type { Session } from '../../shared/netcode/session.ts';
import type { TestPage } from './page.ts';

export const SCREEN = { width: 800, height: 450 };

/** Drawn without effects that only please the eye; what is tested is where things are. */
const SETTINGS: Settings = { name: 'Ada', quality: 'low', renderer: 'canvas', volume: 0, reducedMotion: false };

export class TestScene {
  readonly scene: ArenaScene;
  readonly #game: Phaser.Game;
  #nowMs: number;

  private constructor(game: Phaser.Game, scene: ArenaScene, nowMs: number) {
    this.#game = game;
    this.scene = scene;
    this.#nowMs = nowMs;
  }

  /** Shows a session on the page's #stage. */
  static async open(page: TestPage, session: Session, nowMs: number): Promise<TestScene> {
    paintNothing(page);
    setClock(nowMs);
    // Not before there is a page: the engine looks at it when it is loaded.
    const [engine, { ArenaScene: Scene }] = await Promise.all([
      import('phaser'),
      import('../../client/scenes/arena-scene.ts'),
    ]);
    const parent = page.document.querySelector('#stage') as HTMLElement;
    const { width, height } = SCREEN;
    const bounds = { left: 0, top: 0, x: 0, y: 0, right: width, bottom: height, width, height };
    parent.getBoundingClientRect = () => ({ ...bounds, toJSON: () => bounds });
    Object.defineProperties(parent, { clientWidth: { value: width }, clientHeight: { value: height } });
    const options: GameOptions = { parent, session, settings: SETTINGS, ghostsWanted: () => false, onFrame: () => {} };
    const scene = new Scene(options);
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
    return new TestScene(game, scene, nowMs);
  }

  /** One rendered frame. */
  frame(nowMs: number): void {
    const deltaMs = nowMs - this.#nowMs;
    this.#nowMs = nowMs;
    setClock(nowMs);
    this.#game.step(nowMs, deltaMs);
  }

  /** Visible images of a part of the art, e.g. `spark`. */
  images(part: string): Phaser.GameObjects.Image[] {
    const isPart = (child: Phaser.GameObjects.GameObject): child is Phaser.GameObjects.Image =>
      child.type === 'Image' && (child as Phaser.GameObjects.Image).frame.name === part;
    return this.scene.children.list.filter(isPart).filter(({ visible }) => visible);
  }

  /** Texts that can be read. */
  texts(): string[] {
    const isText = (child: Phaser.GameObjects.GameObject): child is Phaser.GameObjects.Text => child.type === 'Text';
    return this.scene.children.list
      .filter(isText)
      .filter(({ visible }) => visible)
      .map(({ text }) => text);
  }

  /** Where a place of the arena is on the screen, in CSS px. */
  onScreen({ x, y }: { x: number; y: number }): { x: number; y: number } {
    const { worldView, zoom } = this.scene.cameras.main;
    const shrunk = this.scene.scale.zoom * zoom;
    return { x: (x - worldView.x) * shrunk, y: (y - worldView.y) * shrunk };
  }

  close(): void {
    Reflect.deleteProperty(performance, 'now');
    this.scene.stop();
  }
}

const setClock = (nowMs: number): void =>
  void Object.defineProperty(performance, 'now', { value: () => nowMs, configurable: true });

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

/** Canvases that take every stroke and keep none. */
function paintNothing(page: TestPage): void {
  const answers: Record<string, () => unknown> = {
    getImageData: () => ({ data: new Uint8ClampedArray(4), width: 1, height: 1 }),
    measureText: () => ({ width: 10, actualBoundingBoxAscent: 8, actualBoundingBoxDescent: 2 }),
  };
  const gradient = { addColorStop: () => {} };
  const brush = new Proxy<Record<string, unknown>>(
    {},
    {
      get: (set, name: string) =>
        set[name] ?? answers[name] ?? (name.startsWith('create') ? () => gradient : () => undefined),
    },
  );
  const { HTMLCanvasElement } = page.window as unknown as { HTMLCanvasElement: { prototype: object } };
  Object.assign(globalThis, { Image: BlankImage, AudioContext: silence });
  Object.assign(page.window, { CanvasRenderingContext2D: Object }); // its being there is what the engine asks for
  Object.defineProperty(HTMLCanvasElement.prototype, 'getContext', {
    value: (kind: string) => (kind === '2d' ? brush : null),
  });
}
