/** All layers of the arena's picture, drawn in order from what was seen. */
import type * as Phaser from 'phaser';
import type { Arena } from '../../shared/sim/types.ts';
import type { ServerMessages } from '../../shared/wire/messages.ts';
import type { TouchView } from '../input/intent.ts';
import { Art } from './art.ts';
import { BoltsLayer } from './bolts-layer.ts';
import { Cues } from './cues.ts';
import { Effects } from './effects.ts';
import { Floaters } from './floaters.ts';
import type { FrameView } from './frame-view.ts';
import { GhostsLayer } from './ghosts-layer.ts';
import { Ground } from './ground.ts';
import type { LayerTools } from './layer-tools.ts';
import { LeaderArrow, paintLeaderArrow } from './leader-arrow.ts';
import { Lens } from './lens.ts';
import { PadsLayer } from './pads-layer.ts';
import { paintEffects } from './paint-effects.ts';
import { paintPilots } from './paint-pilots.ts';
import { paintRail } from './paint-rail.ts';
import { COLOUR } from './palette.ts';
import { Particles } from './particles.ts';
import { PilotsLayer } from './pilots-layer.ts';
import { Places } from './places.ts';
import type { Quality } from './quality.ts';
import { RailsLayer } from './rails-layer.ts';
import { SparksLayer } from './sparks-layer.ts';
import { TouchControls } from './touch-controls.ts';

const HIT_STOP_MS = 40;
const KILL_STOP_MS = 60;
const HURT_SHAKE = 0.7;
const KILL_SHAKE = 1;

export class Layers {
  readonly lens = new Lens();
  readonly cues = new Cues();
  readonly effects: Effects;
  readonly #quality: Quality;
  readonly #camera: Phaser.Cameras.Scene2D.Camera;
  readonly #art: Art;
  readonly #ground: Ground;
  readonly #particles: Particles;
  readonly #pilots: PilotsLayer;
  readonly #bolts: BoltsLayer;
  readonly #sparks: SparksLayer;
  readonly #pads: PadsLayer;
  readonly #rails: RailsLayer;
  readonly #ghosts: GhostsLayer;
  readonly #floaters: Floaters;
  readonly #arrow: LeaderArrow;
  readonly #touchControls: TouchControls;
  readonly #places = new Places();
  #view: FrameView | undefined;
  #life = -1;

  constructor(scene: Phaser.Scene, quality: Quality, artScale: number) {
    const art = new Art(scene, artScale);
    paintPilots(art);
    paintEffects(art);
    paintLeaderArrow(art);
    paintRail(art);
    art.finish();
    this.#quality = quality;
    this.#art = art;
    this.#camera = scene.cameras.main.setBackgroundColor(COLOUR.floor);
    this.#ground = new Ground(art);
    this.#particles = new Particles(art, quality);
    const { lens, cues } = this;
    const tools: LayerTools = { art, quality, lens, cues, places: this.#places, particles: this.#particles };
    this.#pilots = new PilotsLayer(tools);
    this.#bolts = new BoltsLayer(tools);
    this.#sparks = new SparksLayer(tools);
    this.#pads = new PadsLayer(tools);
    this.#rails = new RailsLayer(tools);
    this.#ghosts = new GhostsLayer(tools);
    this.#floaters = new Floaters(art);
    this.#arrow = new LeaderArrow(art);
    this.#touchControls = new TouchControls(art);
    this.effects = new Effects(this.#particles);
  }

  draw(view: FrameView, arena: Arena, lead: { x: number; y: number }, touch: Readonly<TouchView>): void {
    this.#view = view;
    this.#ground.show(arena, this.#quality.glow);
    this.#aimLens(view, arena, lead);
    this.#ground.reveal(this.lens);
    this.#pilots.draw(view);
    this.#pads.draw(view);
    this.#rails.draw(view, arena);
    this.#bolts.draw(view, arena);
    this.#sparks.draw(view);
    this.#ghosts.draw(view);
    this.#particles.advance(view.deltaMs);
    this.#floaters.advance(view.deltaMs, this.lens);
    this.#arrow.draw(view.match.leader, view.ownSeat, this.lens, this.#places, this.#art.unit);
    this.#touchControls.draw(touch, view.own?.dashCooldownTicks ?? 0, this.lens);
    if (view.quiet) this.cues.clear();
  }

  /** Drops what is still going on of a past that the player did not see. */
  forget(): void {
    this.cues.clear();
    this.#particles.clear();
    this.#floaters.clear();
    this.#rails.clear();
  }

  onRail(ray: ServerMessages['rail']): void {
    if (this.#view === undefined) return;
    this.#rails.fire(ray, this.#view);
    this.#pilots.kick(ray.seat, Math.atan2(ray.toY - ray.y, ray.toX - ray.x));
  }

  /** An own shot met another pilot, or another pilot's met the own. */
  onHit({ by, victim, damage, x, y }: ServerMessages['hit']): void {
    const view = this.#view;
    if (view === undefined) return;
    if (by === view.ownSeat) {
      this.cues.add({ kind: damage > 0 ? 'landed' : 'shielded', x, y, own: true, colour: COLOUR.white });
      if (damage > 0) this.#floaters.damage(damage, x, y);
      if (damage > 0) this.#pilots.freeze(victim, HIT_STOP_MS);
    } else if (victim === view.ownSeat && damage > 0) {
      this.cues.add({ kind: 'hurt', x, y, own: true, colour: COLOUR.own });
      if (this.#quality.shake) this.lens.shake(view.nowMs, HURT_SHAKE);
    }
  }

  onKill({ killer, victim }: ServerMessages['kill']): void {
    const view = this.#view;
    if (view === undefined || killer !== view.ownSeat || victim === killer) return;
    this.cues.add({ kind: 'kill', x: this.lens.x, y: this.lens.y, own: true, colour: COLOUR.white });
    this.#pilots.freeze(killer, KILL_STOP_MS);
    if (this.#quality.shake) this.lens.shake(view.nowMs, KILL_SHAKE);
  }

  #aimLens(view: FrameView, arena: Arena, lead: { x: number; y: number }): void {
    const { own, nowMs, deltaMs } = view;
    if (own === undefined) this.lens.drift(arena.width / 2, arena.height / 2, deltaMs, arena);
    else if (own.alive) {
      if (own.life !== this.#life) this.lens.settle();
      this.#life = own.life;
      this.lens.follow(own.x, own.y, lead, deltaMs, arena);
    } else {
      const killer = this.#places.of(own.killedBy);
      if (killer !== undefined) this.lens.drift(killer.x, killer.y, deltaMs, arena);
    }
    this.lens.apply(this.#camera, nowMs);
  }
}
