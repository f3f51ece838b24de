/** Bolts in flight, and what their coming, turning and going means: muzzle, ricochet, impact. */
import type * as Phaser from 'phaser';
import type { BoltView } from '../../shared/netcode/views.ts';
import { sweepCircle, sweepWalls } from '../../shared/sim/collide.ts';
import { PILOT, PULSE, TICK_RATE_HZ } from '../../shared/sim/tunables.ts';
import { type Arena, WEAPON } from '../../shared/sim/types.ts';
import { type Art, DEPTH } from './art.ts';
import type { Cues } from './cues.ts';
import type { FrameView } from './frame-view.ts';
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
  seenFrame: number;
  /** 0 = flying. */
  endedMs: number;
};

export class BoltsLayer {
  readonly #art: Art;
  readonly #bolts = new Map<string, BoltSprite>();
  readonly #free: Phaser.GameObjects.Image[] = [];
  #frame = 0;

  constructor(art: Art) {
    this.#art = art;
  }

  draw(view: FrameView, arena: Arena, places: Places, cues: Cues): void {
    this.#frame++;
    for (const bolt of view.bolts) this.#fly(bolt, view, places, cues);
    for (const [id, sprite] of this.#bolts) {
      if (sprite.seenFrame === this.#frame) continue;
      if (sprite.endedMs === 0) this.#end(sprite, view.nowMs, arena, places, cues);
      else if (view.nowMs - sprite.endedMs > REMEMBERED_MS) {
        this.#bolts.delete(id);
        this.#free.push(sprite.image);
      }
    }
  }

  #fly(bolt: BoltView, view: FrameView, places: Places, cues: Cues): void {
    let sprite = this.#bolts.get(bolt.id);
    if (sprite === undefined) {
      sprite = this.#add(bolt, view.ownSeat);
      begin(sprite, bolt, places, cues);
    } else if (sprite.endedMs === 0 && (bolt.vx * sprite.vx < 0 || bolt.vy * sprite.vy < 0)) {
      cues.add('ricochet', bolt.x, bolt.y, Math.atan2(bolt.vy, bolt.vx), sprite.own, sprite.colour);
      sprite.flownU = 0;
    }
    sprite.endedMs = 0;
    sprite.flownU += Math.hypot(bolt.x - sprite.x, bolt.y - sprite.y);
    sprite.x = bolt.x;
    sprite.y = bolt.y;
    sprite.vx = bolt.vx;
    sprite.vy = bolt.vy;
    sprite.seenFrame = this.#frame;
    const length = Math.min(1, Math.max(LENGTH_SHARE_MIN, sprite.flownU / (BOLT_LENGTH_U * BOLT_CORE_SHARE)));
    sprite.image.setPosition(bolt.x, bolt.y).setRotation(Math.atan2(bolt.vy, bolt.vx)).setVisible(true);
    sprite.image.setScale(length * this.#art.unit, this.#art.unit);
  }

  #add(bolt: BoltView, ownSeat: number): BoltSprite {
    const own = bolt.owner === ownSeat;
    const thrown = bolt.kind === WEAPON.reflected;
    const key = thrown ? 'bolt-thrown' : own ? 'bolt-own' : 'bolt-enemy';
    const colour = thrown ? COLOUR.thrownBolt : own ? COLOUR.ownBolt : COLOUR.enemyBolt;
    const image = this.#free.pop()?.setFrame(key) ?? this.#art.image(key, DEPTH.bolts);
    image.setOrigin(BOLT_CORE_SHARE, 0.5);
    const { x, y, vx, vy, owner } = bolt;
    const sprite: BoltSprite = { image, colour, own, owner, x, y, vx, vy, flownU: 0, seenFrame: 0, endedMs: 0 };
    this.#bolts.set(bolt.id, sprite);
    return sprite;
  }

  #end(sprite: BoltSprite, nowMs: number, arena: Arena, places: Places, cues: Cues): void {
    sprite.endedMs = nowMs;
    sprite.image.setVisible(false);
    const dx = sprite.vx * LAST_STEP_S;
    const dy = sprite.vy * LAST_STEP_S;
    const share = metWithin(sprite, dx, dy, arena, places);
    const angle = Math.atan2(sprite.vy, sprite.vx);
    if (share > 1) cues.add('fizzle', sprite.x, sprite.y, angle, sprite.own, sprite.colour);
    else cues.add('impact', sprite.x + dx * share, sprite.y + dy * share, angle, sprite.own, sprite.colour);
  }
}

function begin(sprite: BoltSprite, bolt: BoltView, places: Places, cues: Cues): void {
  const angle = Math.atan2(bolt.vy, bolt.vx);
  if (bolt.kind === WEAPON.reflected) {
    cues.add('thrown', bolt.x, bolt.y, angle, sprite.own, sprite.colour);
    return;
  }
  const gun = places.of(sprite.owner);
  const x = gun === undefined ? bolt.x : gun.x;
  const y = gun === undefined ? bolt.y : gun.y;
  sprite.flownU = Math.hypot(bolt.x - x, bolt.y - y);
  cues.add('shot', x + Math.cos(angle) * MUZZLE_U, y + Math.sin(angle) * MUZZLE_U, angle, sprite.own, sprite.colour);
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
