/**
 * The Rail at work: the own sight line while it charges, the glow at other muzzles, and the beams. A beam is there the
 * moment it is told, although its shooter is shown a little in the past: so it starts at the gun that is seen.
 */
import * as Phaser from 'phaser';
import type { RemoteView } from '../../shared/netcode/views.ts';
import { sweepWalls } from '../../shared/sim/collide.ts';
import { PILOT, RAIL, TICK_MS } from '../../shared/sim/tunables.ts';
import type { Arena } from '../../shared/sim/types.ts';
import { radiansOfAim } from '../../shared/wire/input.ts';
import { Marked } from '../../shared/wire/marked.ts';
import type { ServerMessages } from '../../shared/wire/messages.ts';
import { DEPTH } from './art.ts';
import type { FrameView } from './frame-view.ts';
import type { LayerTools } from './layer-tools.ts';
import { BEAM_TEXTURE_U, RAIL_MUZZLE_U } from './paint-rail.ts';
import { COLOUR } from './palette.ts';

const CHARGE_MS = RAIL.chargeTicks * TICK_MS;
const BEAM_MS = 220;
const BEAMS_MAX = 16;
/** The sight line reaches its wall in this share of the charge, and brightens for the rest. */
const SIGHT_REACH_SHARE = 0.45;
/** A shooter is shown up to 200 ms in the past by interpolation: for as long it would still seem to charge after its shot. */
const FIRED_MS = 350;
/** Farther from its shown gun than this a beam starts where it was told to. */
const GUN_REACH_U = PILOT.radius * 5;

type Beam = { core: Phaser.GameObjects.Image; glow: Phaser.GameObjects.Image; ageMs: number; unitsX: number };
type Charge = { sinceMs: number; firedMs: number; glow: Phaser.GameObjects.Image };
type Ray = ServerMessages['rail'];

export class RailsLayer {
  readonly #tools: LayerTools;
  readonly #sight: Phaser.GameObjects.Image;
  readonly #beams: Beam[] = [];
  readonly #charges = new Marked<number, Charge>();

  constructor(tools: LayerTools) {
    this.#tools = tools;
    this.#sight = tools.art.image('sight', DEPTH.beams).setOrigin(0, 0.5).setVisible(false);
  }

  draw(view: FrameView, arena: Arena): void {
    this.#charges.begin();
    for (const beam of this.#beams) this.#fade(beam, view.deltaMs);
    this.#drawOwn(view, arena);
    for (const remote of view.remotes) {
      if (!remote.charging || !remote.alive) continue;
      const charge = this.#charge(remote.seat, view.nowMs);
      if (view.nowMs - charge.firedMs < FIRED_MS) charge.glow.setVisible(false);
      else this.#glow(charge, remote, view.nowMs);
    }
    for (const [seat, charge] of this.#charges.unmarked()) {
      charge.glow.setVisible(false);
      charge.sinceMs = 0;
      if (view.nowMs - charge.firedMs < FIRED_MS) continue;
      charge.glow.destroy();
      this.#charges.delete(seat);
    }
  }

  /** A Rail went off. */
  fire(ray: Ray, view: FrameView): void {
    const { places, cues } = this.#tools;
    const own = ray.seat === view.ownSeat;
    const colour = own ? COLOUR.ownBolt : COLOUR.enemyBolt;
    this.#charge(ray.seat, view.nowMs).firedMs = view.nowMs;
    const gun = places.of(ray.seat);
    const near = gun !== undefined && Math.hypot(gun.x - ray.x, gun.y - ray.y) < GUN_REACH_U;
    const fromX = near ? gun.x : ray.x;
    const fromY = near ? gun.y : ray.y;
    const angle = Math.atan2(ray.toY - fromY, ray.toX - fromX);
    const length = Math.hypot(ray.toX - fromX, ray.toY - fromY);
    const muzzle = Math.min(RAIL_MUZZLE_U, length);
    const x = fromX + Math.cos(angle) * muzzle;
    const y = fromY + Math.sin(angle) * muzzle;
    this.#shine(x, y, angle, length - muzzle, own);
    cues.add({ kind: 'rail', x, y, angle, own, colour });
    cues.add({ kind: 'railEnd', x: ray.toX, y: ray.toY, angle, own, colour });
  }

  /** What is still fading belongs to the past. */
  clear(): void {
    for (const beam of this.#beams) beam.ageMs = BEAM_MS;
    for (const charge of this.#charges.values()) charge.glow.destroy();
    this.#charges.clear();
  }

  #drawOwn({ own, nowMs }: FrameView, arena: Arena): void {
    if (own === undefined || !own.alive || own.chargeTicks === 0) {
      this.#sight.setVisible(false);
      return;
    }
    this.#sight.setVisible(true);
    const charge = this.#charge(own.seat, nowMs);
    const angle = radiansOfAim(own.aim);
    if (charge.sinceMs === 0) {
      charge.sinceMs = nowMs;
      this.#tools.cues.add({ kind: 'charge', x: own.x, y: own.y, angle, own: true, colour: COLOUR.ownBolt });
    }
    charge.glow.setVisible(false);
    const share = Math.min(1, (nowMs - charge.sinceMs) / CHARGE_MS);
    const dx = Math.cos(angle);
    const dy = Math.sin(angle);
    const reach = (sweepWalls(arena, own.x, own.y, dx * RAIL.range, dy * RAIL.range)?.t ?? 1) * RAIL.range;
    const grown = 1 - (1 - Math.min(1, share / SIGHT_REACH_SHARE)) ** 2;
    const length = Math.max(1, (reach - RAIL_MUZZLE_U) * grown);
    const { unit } = this.#tools.art;
    this.#sight.setPosition(own.x + dx * RAIL_MUZZLE_U, own.y + dy * RAIL_MUZZLE_U).setRotation(angle);
    this.#sight.setScale((length / BEAM_TEXTURE_U) * unit, (0.7 + 0.5 * share) * unit).setAlpha(0.25 + 0.65 * share);
  }

  #glow(charge: Charge, { x, y, aim }: RemoteView, nowMs: number): void {
    const angle = radiansOfAim(aim);
    if (charge.sinceMs === 0) {
      charge.sinceMs = nowMs;
      this.#tools.cues.add({ kind: 'charge', x, y, angle, own: false, colour: COLOUR.enemyBolt });
    }
    const share = Math.min(1, (nowMs - charge.sinceMs) / CHARGE_MS);
    charge.glow.setPosition(x + Math.cos(angle) * RAIL_MUZZLE_U, y + Math.sin(angle) * RAIL_MUZZLE_U).setVisible(true);
    charge.glow.setScale((0.25 + 0.75 * share * share) * this.#tools.art.unit).setAlpha(0.35 + 0.65 * share);
  }

  #charge(seat: number, nowMs: number): Charge {
    return this.#charges.mark(seat, () => {
      const { art, quality } = this.#tools;
      const glow = art.image(`pop-${COLOUR.enemyBolt}`, DEPTH.beams + 1, quality.glow).setVisible(false);
      return { sinceMs: 0, firedMs: nowMs - FIRED_MS, glow };
    });
  }

  #shine(x: number, y: number, angle: number, length: number, own: boolean): void {
    const beam = this.#beam();
    beam.ageMs = 0;
    beam.unitsX = Math.max(1, length) / BEAM_TEXTURE_U;
    beam.core.setPosition(x, y).setRotation(angle);
    beam.glow
      .setPosition(x, y)
      .setRotation(angle)
      .setFrame(own ? 'beam-own' : 'beam-enemy');
    beam.glow.setBlendMode(this.#tools.quality.glow ? Phaser.BlendModes.ADD : Phaser.BlendModes.NORMAL);
    this.#fade(beam, 0);
  }

  /** @returns a beam that is not shining; when all are, the oldest makes room */
  #beam(): Beam {
    const idle = this.#beams.find(({ ageMs }) => ageMs >= BEAM_MS);
    if (idle !== undefined) return idle;
    if (this.#beams.length === BEAMS_MAX) return this.#beams.reduce((a, b) => (b.ageMs > a.ageMs ? b : a));
    const glow = this.#tools.art.image('beam-own', DEPTH.beams).setOrigin(0, 0.5);
    const core = this.#tools.art.image('beam-core', DEPTH.beams + 1).setOrigin(0, 0.5);
    const beam: Beam = { core, glow, ageMs: BEAM_MS, unitsX: 1 };
    this.#beams.push(beam);
    return beam;
  }

  #fade(beam: Beam, deltaMs: number): void {
    const share = Math.min(1, beam.ageMs / BEAM_MS);
    beam.ageMs += deltaMs;
    const { unit } = this.#tools.art;
    beam.core
      .setVisible(share < 1)
      .setAlpha(1 - share)
      .setScale(beam.unitsX * unit, (1.25 - share) * unit);
    beam.glow
      .setVisible(share < 1)
      .setAlpha((1 - share) ** 1.4)
      .setScale(beam.unitsX * unit, (1.1 - 0.45 * share) * unit);
  }
}
