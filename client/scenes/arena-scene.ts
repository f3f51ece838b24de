/** One session on screen: each rendered frame it moves the session on, looks at its views and has them drawn and heard. */
import * as Phaser from 'phaser';
import type { Session } from '../../shared/netcode/session.ts';
import type { BoardLine } from '../../shared/netcode/views.ts';
import { arenaOf } from '../../shared/sim/arena.ts';
import type { Arena } from '../../shared/sim/types.ts';
import { Soundscape } from '../audio/soundscape.ts';
import { Devices } from '../input/devices.ts';
import { Sampler } from '../input/sampler.ts';
import type { Seen } from '../view/frame-view.ts';
import { Stage } from '../view/layers.ts';
import { type Look, lookOf, resolutionOn } from '../view/quality.ts';
import type { GameOptions } from './options.ts';

/** Names and standings change seldom: reading them ten times a second is enough for labels. */
const BOARD_EVERY_MS = 100;
/** Longest step that effects are moved by: after a hitch they go on, they do not leap. */
const DELTA_MS_MAX = 100;
/** A frame that comes this late means that nobody saw the time between: a sleeping laptop, a frozen page. */
const ABSENCE_MS = 1000;
/** After an absence it takes a moment until everything that waited has arrived: it is shown, but not as news. */
const QUIET_MS = 200;
/** Texture px per u at most: sharp up to a view that is three times as large as its area in u. */
const ART_SCALE_MAX = 3;

export class ArenaScene extends Phaser.Scene {
  readonly #options: GameOptions;
  readonly #session: Session;
  readonly #sampler = new Sampler();
  readonly #devices: Devices;
  readonly #sound: Soundscape;
  readonly #look: Look;
  readonly #lead = { x: 0, y: 0 };
  readonly #lines = new Map<number, BoardLine>();
  readonly #stopListening: (() => void)[] = [];
  #stage: Stage | undefined;
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
    this.#session = options.session;
    this.#look = lookOf(options.settings, window.devicePixelRatio);
    this.#sound = new Soundscape(options.settings.volume);
    this.#devices = new Devices(options.parent, {
      onPress: (button) => this.#sampler.press(button),
      onRelease: () => this.#sampler.clear(),
    });
  }

  create(): void {
    const stage = new Stage(this, this.#look, artScaleOf(this.#options.parent, this.#look));
    this.#stage = stage;
    this.fit();
    this.#lastMs = performance.now();
    this.#stopListening.push(
      this.#session.on('hit', (hit) => this.#isNews() && stage.onHit(hit)),
      this.#session.on('kill', (kill) => this.#isNews() && stage.onKill(kill)),
      this.#session.on('rail', (ray) => this.#isNews() && stage.onRail(ray)),
    );
    this.events.on(Phaser.Scenes.Events.UPDATE, this.#frame, this);
  }

  /** The surface or the resolution changed. */
  fit(): void {
    const { clientWidth, clientHeight } = this.#options.parent;
    const resolution = resolutionOn(this.#look, clientWidth, clientHeight);
    const width = Math.max(1, Math.floor(clientWidth * resolution));
    const height = Math.max(1, Math.floor(clientHeight * resolution));
    this.scale.zoom = 1 / resolution;
    this.scale.resize(width, height);
    this.cameras.main.setSize(width, height);
    this.#stage?.lens.fit(width / resolution, height / resolution, resolution);
    this.#pilotX = clientWidth / 2;
    this.#pilotY = clientHeight / 2;
    this.#devices.measure();
  }

  apply(settings: GameOptions['settings']): void {
    Object.assign(this.#look, lookOf(settings, window.devicePixelRatio));
    this.#sound.setVolume(settings.volume);
    if (this.#stage !== undefined) this.fit();
  }

  /** Nobody can see the page: no picture, no sound, nothing held. */
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
    this.#stage?.forget();
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
    this.#session.advance(nowMs, () => this.#sampler.frame(this.#devices.read(this.#pilotX, this.#pilotY)));
    if (this.#session.ready && this.#stage !== undefined) this.#show(this.#stage, nowMs, deltaMs);
    this.#options.onFrame(nowMs, this.game.loop.actualFps);
  }

  #isNews(): boolean {
    return !this.#asleep && performance.now() >= this.#quietUntilMs;
  }

  #show(stage: Stage, nowMs: number, deltaMs: number): void {
    const session = this.#session;
    const own = session.own();
    this.#readBoard(nowMs);
    const seen: Seen = {
      nowMs,
      deltaMs,
      own,
      ownSeat: own?.seat ?? 0,
      remotes: session.remotes(),
      shots: session.shots(),
      sparks: session.sparks(),
      pads: session.pads(),
      ghosts: this.#options.ghostsWanted() ? session.ghosts() : [],
      quiet: !this.#isNews(),
      match: session.match(),
      lines: this.#lines,
    };
    const arena = arenaNamed(seen.match.arena);
    if (arena === undefined) return;
    this.#devices.lead(this.#lead);
    stage.draw(seen, arena, this.#lead, this.#devices.touches());
    stage.cues.drain((cue) => {
      stage.effects.play(cue);
      this.#sound.play(cue, stage.lens);
    });
    this.#sound.follow(seen.match, seen.quiet);
    this.#sound.carry(this.#lines.get(seen.ownSeat)?.sparks ?? 0, nowMs, seen.quiet);
    if (own === undefined) return;
    this.#pilotX = stage.lens.toScreenX(own.x);
    this.#pilotY = stage.lens.toScreenY(own.y);
  }

  #readBoard(nowMs: number): void {
    if (nowMs - this.#boardMs < BOARD_EVERY_MS) return;
    this.#boardMs = nowMs;
    this.#lines.clear();
    for (const line of this.#session.board()) this.#lines.set(line.seat, line);
  }
}

/** @returns nothing while the first patch is still on its way */
const arenaNamed = (name: string): Arena | undefined => (name === '' ? undefined : arenaOf(name));

function artScaleOf(parent: HTMLElement, look: Look): number {
  const zoom =
    Math.sqrt((parent.clientWidth * parent.clientHeight) / (1280 * 720)) *
    resolutionOn(look, parent.clientWidth, parent.clientHeight);
  return Math.min(ART_SCALE_MAX, Math.max(1, Math.ceil(zoom)));
}
