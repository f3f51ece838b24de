/** One session on screen: each rendered frame it moves the session on, looks at its views and has them drawn and heard. */
import * as Phaser from 'phaser';
import type { SeatView } from '../../shared/netcode/seat-view.ts';
import type { Wish } from '../../shared/netcode/session.ts';
import type { BoardLine } from '../../shared/netcode/views.ts';
import { arenaOf } from '../../shared/sim/arena.ts';
import { type Arena, NOBODY } from '../../shared/sim/types.ts';
import { Soundscape } from '../audio/soundscape.ts';
import { Devices } from '../input/devices.ts';
import { Sampler } from '../input/sampler.ts';
import type { FrameView } from '../view/frame-view.ts';
import { Layers } from '../view/layers.ts';
import { pxPerU } from '../view/lens.ts';
import { type Quality, qualityOf, resolutionOn } from '../view/quality.ts';
import type { GameOptions } from './options.ts';

/** Names and standings change seldom: reading them ten times a second is enough for labels. */
const BOARD_EVERY_MS = 100;
/** Longest step that effects are moved by: after a hitch they go on, they do not leap. */
const DELTA_MS_MAX = 100;
/** A frame that comes this late means that the player did not see the time between: a sleeping laptop, a frozen page. */
const ABSENCE_MS = 1000;
/** After an absence it takes a moment until everything that waited has arrived: it is shown, but not as news. */
const QUIET_MS = 200;
/** Texture px per u at most: sharp up to a view that is three times as large as its area in u. */
const ART_SCALE_MAX = 3;

export class ArenaScene extends Phaser.Scene {
  readonly #options: GameOptions;
  readonly #seat: SeatView;
  readonly #sampler = new Sampler();
  readonly #devices: Devices;
  readonly #sound: Soundscape;
  readonly #quality: Quality;
  readonly #lead = { x: 0, y: 0 };
  readonly #lines = new Map<number, BoardLine>();
  readonly #stopListening: (() => void)[] = [];
  #layers: Layers | undefined;
  #boardMs = -Infinity;
  #lastMs = 0;
  #quietUntilMs = 0;
  #asleep = false;
  /** Own pilot's place on the surface in the last frame, in CSS px. */
  #pilotX = 0;
  #pilotY = 0;

  constructor(options: GameOptions) {
    super('arena');
    this.#options = options;
    this.#seat = options.view;
    this.#quality = qualityOf(options.settings, window.devicePixelRatio);
    this.#sound = new Soundscape(options.settings.volume);
    this.#devices = new Devices(options.parent, {
      onPress: (button) => this.#sampler.press(button),
      onRelease: () => this.#sampler.clear(),
    });
  }

  create(): void {
    const layers = new Layers(this, this.#quality, artScaleOf(this.#options.parent, this.#quality));
    this.#layers = layers;
    this.fit();
    this.#lastMs = performance.now();
    this.#stopListening.push(
      this.#seat.on('hit', (hit) => this.#isNews() && layers.onHit(hit)),
      this.#seat.on('kill', (kill) => this.#isNews() && layers.onKill(kill)),
      this.#seat.on('rail', (ray) => this.#isNews() && layers.onRail(ray)),
    );
    this.events.on(Phaser.Scenes.Events.UPDATE, this.#frame, this);
  }

  /** The surface or the resolution changed. */
  fit(): void {
    const { clientWidth, clientHeight } = this.#options.parent;
    const resolution = resolutionOn(this.#quality, clientWidth, clientHeight);
    const width = Math.max(1, Math.floor(clientWidth * resolution));
    const height = Math.max(1, Math.floor(clientHeight * resolution));
    this.scale.zoom = 1 / resolution;
    this.scale.resize(width, height);
    this.cameras.main.setSize(width, height);
    this.#layers?.lens.fit(width / resolution, height / resolution, resolution);
    this.#pilotX = clientWidth / 2;
    this.#pilotY = clientHeight / 2;
    this.#devices.measure();
    this.#options.onAspect(width / height);
  }

  apply(settings: GameOptions['settings']): void {
    Object.assign(this.#quality, qualityOf(settings, window.devicePixelRatio));
    this.#sound.setVolume(settings.volume);
    if (this.#layers !== undefined) this.fit();
  }

  /** The page is out of sight: no picture, no sound, nothing held. */
  sleep(): void {
    this.#asleep = true;
    this.#devices.release();
    this.#sound.sleep();
  }

  wake(): void {
    this.#asleep = false;
    this.#sound.wake();
    this.refresh();
  }

  /** From here on the present is shown, without the effects of what happened unseen. */
  refresh(): void {
    this.#quietUntilMs = performance.now() + QUIET_MS;
    this.#devices.release();
    this.#layers?.forget();
  }

  /** Lets go of everything outside Phaser. */
  stop(): void {
    for (const stop of this.#stopListening) stop();
    this.events.off(Phaser.Scenes.Events.UPDATE, this.#frame, this);
    this.#devices.stop();
    this.#sound.stop();
  }

  #frame(): void {
    const nowMs = performance.now();
    if (nowMs - this.#lastMs > ABSENCE_MS) this.refresh();
    const deltaMs = Math.min(DELTA_MS_MAX, nowMs - this.#lastMs);
    this.#lastMs = nowMs;
    const layers = this.#layers;
    if (layers === undefined) return;
    this.#options.advance(nowMs, () => this.#wish(layers));
    if (this.#seat.ready) this.#show(layers, nowMs, deltaMs);
    this.#options.onFrame(nowMs, this.game.loop.actualFps);
  }

  #wish({ lens }: Layers): Wish {
    return this.#sampler.inputFrame(this.#devices.read(this.#pilotX, this.#pilotY, lens));
  }

  #isNews(): boolean {
    return !this.#asleep && performance.now() >= this.#quietUntilMs;
  }

  #show(layers: Layers, nowMs: number, deltaMs: number): void {
    const seat = this.#seat;
    const own = seat.own();
    this.#readBoard(nowMs);
    const view: FrameView = {
      nowMs,
      deltaMs,
      own,
      ownSeat: own?.seat ?? NOBODY,
      remotes: seat.remotes(),
      bolts: seat.bolts(),
      sparks: seat.sparks(),
      pads: seat.pads(),
      ghosts: this.#options.ghostsWanted() ? seat.ghosts() : [],
      quiet: !this.#isNews(),
      match: seat.match(),
      lines: this.#lines,
    };
    const arena = arenaNamed(view.match.arena);
    if (arena === undefined) return;
    this.#devices.lead(this.#lead);
    layers.draw(view, arena, this.#lead, this.#devices.touches());
    layers.cues.drain((cue) => {
      layers.effects.play(cue);
      this.#sound.play(cue, layers.lens);
    });
    this.#sound.follow(view.match, view.quiet);
    this.#sound.carry(this.#lines.get(view.ownSeat)?.sparks ?? 0, nowMs, view.quiet);
    if (own === undefined) return;
    this.#pilotX = layers.lens.toScreenX(own.x);
    this.#pilotY = layers.lens.toScreenY(own.y);
  }

  #readBoard(nowMs: number): void {
    if (nowMs - this.#boardMs < BOARD_EVERY_MS) return;
    this.#boardMs = nowMs;
    this.#lines.clear();
    for (const line of this.#seat.board()) this.#lines.set(line.seat, line);
  }
}

/** @returns nothing while the first patch is still on its way */
const arenaNamed = (name: string): Arena | undefined => (name === '' ? undefined : arenaOf(name));

function artScaleOf({ clientWidth, clientHeight }: HTMLElement, quality: Quality): number {
  const zoom = pxPerU(clientWidth, clientHeight) * resolutionOn(quality, clientWidth, clientHeight);
  return Math.min(ART_SCALE_MAX, Math.max(1, Math.ceil(zoom)));
}
