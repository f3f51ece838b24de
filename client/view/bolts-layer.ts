/** Bolts in flight, and what their coming, turning and going means: muzzle, ricochet, impact. */
import type * as Phaser from 'phaser';
import type { BoltView } from '../../shared/netcode/views.ts';
import { sweepCircle, sweepWalls } from '../../shared/sim/collide.ts';
import { PILOT, PULSE, TICK_RATE_HZ } from '../../shared/sim/tunables.ts';
import { type Arena, type Place, WEAPON } from '../../shared/sim/types.ts';
import { Marked } from '../../shared/wire/marked.ts';
import { DEPTH } from './art.ts';
import type { CueKind } from './cues.ts';
import type { FrameView } from './frame-view.ts';
import type { LayerTools } from './layer-tools.ts';
import { BOLT_CORE_SHARE, BOLT_LENGTH_U } from './paint-effects.ts';
import { COLOUR } from './palette.ts';
import type { Places } from './places.ts';

/** A shorter trail would squash the core. */
const LENGTH_SHARE_MIN = 0.45;
const MUZZLE_U = PILOT.radius + 14;
/** A bolt that vanishes is remembered this long: the same one coming back is not a new shot. */
const REMEMBERED_MS = 600;
/** A bolt is no longer told in the step that ends it: it may have flown one more. */
const LAST_STEP_S = 1.25 / TICK_RATE_HZ;

type BoltSprite = {
  image: Phaser.GameObjects.Image;
  colour: number;
  own: boolean;
  owner: number;
  x: number;
  y: number;
  vx: number;
  vy: number;
  /** Flown since the gun or the last wall: the trail cannot be longer. */
  flownU: number;
  /** 0 = flying. */
  endedMs: number;
};

export class BoltsLayer {
  readonly #tools: LayerTools;
  readonly #bolts = new Marked<string, BoltSprite>();
  readonly #free: Phaser.GameObjects.Image[] = [];

  constructor(tools: LayerTools) {
    this.#tools = tools;
  }

  draw(view: FrameView, arena: Arena): void {
    this.#bolts.begin();
    for (const bolt of view.bolts) {
      this.#fly(
        this.#bolts.mark(bolt.id, () => this.#launch(bolt, view.ownSeat)),
        bolt,
      );
    }
    for (const [id, sprite] of this.#bolts.unmarked()) {
      if (sprite.endedMs === 0) this.#end(sprite, view.nowMs, arena);
      else if (view.nowMs - sprite.endedMs > REMEMBERED_MS) {
        this.#bolts.delete(id);
        this.#free.push(sprite.image);
      }
    }
  }

  #fly(sprite: BoltSprite, bolt: BoltView): void {
    if (sprite.endedMs === 0 && (bolt.vx * sprite.vx < 0 || bolt.vy * sprite.vy < 0)) {
      this.#cue('ricochet', sprite, bolt, Math.atan2(bolt.vy, bolt.vx));
      sprite.flownU = 0;
    }
    sprite.endedMs = 0;
    sprite.flownU += Math.hypot(bolt.x - sprite.x, bolt.y - sprite.y);
    sprite.x = bolt.x;
    sprite.y = bolt.y;
    sprite.vx = bolt.vx;
    sprite.vy = bolt.vy;
    const length = Math.min(1, Math.max(LENGTH_SHARE_MIN, sprite.flownU / (BOLT_LENGTH_U * BOLT_CORE_SHARE)));
    sprite.image.setPosition(bolt.x, bolt.y).setRotation(Math.atan2(bolt.vy, bolt.vx)).setVisible(true);
    sprite.image.setScale(length * this.#tools.art.unit, this.#tools.art.unit);
  }

  /** A bolt that was not there before: its sprite, and what its coming means. */
  #launch(bolt: BoltView, ownSeat: number): BoltSprite {
    const own = bolt.owner === ownSeat;
    const thrown = bolt.kind === WEAPON.reflected;
    const key = thrown ? 'bolt-thrown' : own ? 'bolt-own' : 'bolt-enemy';
    const colour = thrown ? COLOUR.thrownBolt : own ? COLOUR.ownBolt : COLOUR.enemyBolt;
    const image = this.#free.pop()?.setFrame(key) ?? this.#tools.art.image(key, DEPTH.bolts);
    image.setOrigin(BOLT_CORE_SHARE, 0.5);
    const { x, y, vx, vy, owner } = bolt;
    const sprite: BoltSprite = { image, colour, own, owner, x, y, vx, vy, flownU: 0, endedMs: 0 };
    this.#announce(sprite, thrown);
    return sprite;
  }

  #announce(sprite: BoltSprite, thrown: boolean): void {
    const angle = Math.atan2(sprite.vy, sprite.vx);
    if (thrown) return this.#cue('thrown', sprite, sprite, angle);
    const gun = this.#tools.places.of(sprite.owner) ?? sprite;
    sprite.flownU = Math.hypot(sprite.x - gun.x, sprite.y - gun.y);
    const muzzle = { x: gun.x + Math.cos(angle) * MUZZLE_U, y: gun.y + Math.sin(angle) * MUZZLE_U };
    this.#cue('shot', sprite, muzzle, angle);
  }

  #end(sprite: BoltSprite, nowMs: number, arena: Arena): void {
    sprite.endedMs = nowMs;
    sprite.image.setVisible(false);
    const dx = sprite.vx * LAST_STEP_S;
    const dy = sprite.vy * LAST_STEP_S;
    const share = metWithin(sprite, dx, dy, arena, this.#tools.places);
    const angle = Math.atan2(sprite.vy, sprite.vx);
    if (share > 1) this.#cue('fizzle', sprite, sprite, angle);
    else this.#cue('impact', sprite, { x: sprite.x + dx * share, y: sprite.y + dy * share }, angle);
  }

  #cue(kind: CueKind, { own, colour }: BoltSprite, { x, y }: Place, angle: number): void {
    this.#tools.cues.add({ kind, x, y, angle, own, colour });
  }
}

/** @returns the share of the way (dx, dy) after which the bolt meets a wall or a pilot; above 1 = it meets nothing */
function metWithin(sprite: BoltSprite, dx: number, dy: number, arena: Arena, places: Places): number {
  let share = sweepWalls(arena, sprite.x, sprite.y, dx, dy)?.t ?? 2;
  const place = places.of(places.nearest(sprite.x + dx / 2, sprite.y + dy / 2, PILOT.radius * 4));
  if (place === undefined) return share;
  const met = sweepCircle({ x: sprite.x, y: sprite.y, dx, dy }, place, PILOT.radius + PULSE.radius);
  if (met >= 0 && met < share) share = met;
  return share;
}
