/** Bolts in flight, and what their coming, turning and going means: muzzle, ricochet, impact. */
import type * as Phaser from 'phaser';
import type { ShotView } from '../../shared/netcode/views.ts';
import { sweepCircle, sweepWalls } from '../../shared/sim/collide.ts';
import { PILOT, PULSE, TICK_RATE_HZ } from '../../shared/sim/tunables.ts';
import { type Arena, WEAPON } from '../../shared/sim/types.ts';
import { type Art, DEPTH } from './art.ts';
import type { Cues } from './cues.ts';
import type { Seen } from './frame-view.ts';
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

type Bolt = {
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
  readonly #bolts = new Map<string, Bolt>();
  readonly #free: Phaser.GameObjects.Image[] = [];
  #frame = 0;

  constructor(art: Art) {
    this.#art = art;
  }

  draw(seen: Seen, arena: Arena, places: Places, cues: Cues): void {
    this.#frame++;
    for (const shot of seen.shots) this.#fly(shot, seen, places, cues);
    for (const [key, bolt] of this.#bolts) {
      if (bolt.seenFrame === this.#frame) continue;
      if (bolt.endedMs === 0) this.#end(bolt, seen.nowMs, arena, places, cues);
      else if (seen.nowMs - bolt.endedMs > REMEMBERED_MS) {
        this.#bolts.delete(key);
        this.#free.push(bolt.image);
      }
    }
  }

  #fly(shot: ShotView, seen: Seen, places: Places, cues: Cues): void {
    let bolt = this.#bolts.get(shot.key);
    if (bolt === undefined) {
      bolt = this.#add(shot, seen.ownSeat);
      begin(bolt, shot, places, cues);
    } else if (bolt.endedMs === 0 && (shot.vx * bolt.vx < 0 || shot.vy * bolt.vy < 0)) {
      cues.add('ricochet', shot.x, shot.y, Math.atan2(shot.vy, shot.vx), bolt.own, bolt.colour);
      bolt.flownU = 0;
    }
    bolt.endedMs = 0;
    bolt.flownU += Math.hypot(shot.x - bolt.x, shot.y - bolt.y);
    bolt.x = shot.x;
    bolt.y = shot.y;
    bolt.vx = shot.vx;
    bolt.vy = shot.vy;
    bolt.seenFrame = this.#frame;
    const length = Math.min(1, Math.max(LENGTH_SHARE_MIN, bolt.flownU / (BOLT_LENGTH_U * BOLT_CORE_SHARE)));
    bolt.image.setPosition(shot.x, shot.y).setRotation(Math.atan2(shot.vy, shot.vx)).setVisible(true);
    bolt.image.setScale(length * this.#art.unit, this.#art.unit);
  }

  #add(shot: ShotView, ownSeat: number): Bolt {
    const own = shot.owner === ownSeat;
    const thrown = shot.kind === WEAPON.reflected;
    const key = thrown ? 'bolt-thrown' : own ? 'bolt-own' : 'bolt-enemy';
    const colour = thrown ? COLOUR.thrownBolt : own ? COLOUR.ownBolt : COLOUR.enemyBolt;
    const image = this.#free.pop()?.setFrame(key) ?? this.#art.image(key, DEPTH.bolts);
    image.setOrigin(BOLT_CORE_SHARE, 0.5);
    const { x, y, vx, vy, owner } = shot;
    const bolt: Bolt = { image, colour, own, owner, x, y, vx, vy, flownU: 0, seenFrame: 0, endedMs: 0 };
    this.#bolts.set(shot.key, bolt);
    return bolt;
  }

  #end(bolt: Bolt, nowMs: number, arena: Arena, places: Places, cues: Cues): void {
    bolt.endedMs = nowMs;
    bolt.image.setVisible(false);
    const dx = bolt.vx * LAST_STEP_S;
    const dy = bolt.vy * LAST_STEP_S;
    const share = metWithin(bolt, dx, dy, arena, places);
    const angle = Math.atan2(bolt.vy, bolt.vx);
    if (share > 1) cues.add('fizzle', bolt.x, bolt.y, angle, bolt.own, bolt.colour);
    else cues.add('impact', bolt.x + dx * share, bolt.y + dy * share, angle, bolt.own, bolt.colour);
  }
}

function begin(bolt: Bolt, shot: ShotView, places: Places, cues: Cues): void {
  const angle = Math.atan2(shot.vy, shot.vx);
  if (shot.kind === WEAPON.reflected) {
    cues.add('thrown', shot.x, shot.y, angle, bolt.own, bolt.colour);
    return;
  }
  const gun = places.of(bolt.owner);
  const x = gun === undefined ? shot.x : gun.x;
  const y = gun === undefined ? shot.y : gun.y;
  bolt.flownU = Math.hypot(shot.x - x, shot.y - y);
  cues.add('shot', x + Math.cos(angle) * MUZZLE_U, y + Math.sin(angle) * MUZZLE_U, angle, bolt.own, bolt.colour);
}

/** @returns the share of the way (dx, dy) after which the bolt meets a wall or a pilot; above 1 = it meets nothing */
function metWithin(bolt: Bolt, dx: number, dy: number, arena: Arena, places: Places): number {
  let share = sweepWalls(arena, bolt.x, bolt.y, dx, dy)?.t ?? 2;
  const place = places.of(places.nearest(bolt.x + dx / 2, bolt.y + dy / 2, PILOT.radius * 4));
  if (place === undefined) return share;
  const met = sweepCircle(bolt.x, bolt.y, dx, dy, place.x, place.y, PILOT.radius + PULSE.radius);
  if (met >= 0 && met < share) share = met;
  return share;
}
